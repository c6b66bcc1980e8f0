package law_test

import (
	"bytes"
	"compress/gzip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sallyport/internal/outside"
)

// TestABrowserDecidesAlike builds the engine for WebAssembly, runs it in Node on the compiled packs and compares what
// it decides with what the same program decides here.
func TestABrowserDecidesAlike(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		outside.Missing(t, "there is no Node here, so the engine is not run as WebAssembly: %v", err)
	}
	dir := t.TempDir()
	form := filepath.Join(dir, "packs.law")
	if err := os.WriteFile(form, compiled(t).Form(""), 0o600); err != nil {
		t.Fatal(err)
	}
	native, wasm := filepath.Join(dir, "native"), filepath.Join(dir, "browser.wasm")
	build(t, native, "", "")
	build(t, wasm, "js", "wasm")
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	script := filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec_node.js")
	here, there := output(t, native, form, "3000"), output(t, node, script, wasm, form, "3000")
	if here != there {
		t.Errorf("3,000 decisions: here %s, as WebAssembly %s", here, there)
	}
	t.Logf("%d bytes, compressed", compressed(t, wasm))
}

func build(t *testing.T, out, system, machine string) {
	t.Helper()
	c := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", out, "./testdata/browser")
	if system != "" {
		c.Env = append(os.Environ(), "GOOS="+system, "GOARCH="+machine)
	}
	if text, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
}

func output(t *testing.T, name string, args ...string) string {
	t.Helper()
	text, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return strings.TrimSpace(string(text))
}

func compressed(t *testing.T, name string) int {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}
