package lasting

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// TestReplace: over an older file, and over what a kill left of an earlier try, which anybody could read.
func TestReplace(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "key")
	for _, name := range []string{path, path + ".tmp"} {
		if err := os.WriteFile(name, []byte("older, and longer"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := Replace(path, []byte("new"), 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil || string(text) != "new" {
		t.Fatalf("%q, %v", text, err)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode() != 0o600 {
		t.Error(info.Mode(), err)
	}
	if _, err := os.Stat(path + ".tmp"); !os.IsNotExist(err) {
		t.Error("the temporary file is still there:", err)
	}
}

func TestLock(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "lock")
	first, err := Lock(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Lock(path); err == nil {
		t.Error("two hold the lock")
	}
	if err := Unlock(first); err != nil {
		t.Fatal(err)
	}
	second, err := Lock(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := Unlock(second); err != nil {
		t.Error(err)
	}
}
