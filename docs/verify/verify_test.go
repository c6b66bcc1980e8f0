// Package verify tests the programs of this folder, as their readers run them.
package verify

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"sallyport/internal/witness"
	"sallyport/proof"
)

const origin, entries, kept = "example.com/log", 700, 300

type tree []tlog.Hash

func (t tree) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, at := range indexes {
		found[i] = t[at]
	}
	return found, nil
}

// publish writes a log's tiles into a folder (c2sp.org/tlog-tiles) and returns its checkpoints over kept and over all entries, its key, and its hashes.
func publish(t *testing.T, dir string) (old, all []byte, key string, hashes tree) {
	t.Helper()
	for i := range int64(entries) {
		stored, err := tlog.StoredHashes(i, fmt.Append(nil, "entry ", i), hashes)
		check(t, err)
		hashes = append(hashes, stored...)
	}
	for _, tile := range tlog.NewTiles(8, 0, entries) {
		data, err := tlog.ReadTileData(tile, hashes)
		check(t, err)
		write(t, filepath.Join(dir, strings.Replace(tile.Path(), "tile/8/", "tile/", 1)), data)
	}
	secret, key, err := note.GenerateKey(rand.Reader, origin)
	check(t, err)
	signer, err := note.NewSigner(secret)
	check(t, err)
	sign := func(size int64) []byte {
		root, err := tlog.TreeHash(size, hashes)
		check(t, err)
		signed, err := note.Sign(&note.Note{Text: proof.Checkpoint{Origin: origin, Size: uint64(size), Root: root}.String()}, signer)
		check(t, err)
		return signed
	}
	return sign(kept), sign(entries), key, hashes
}

// cosigned has a witness cosign a checkpoint.
func cosigned(t *testing.T, dir, key string, checkpoint []byte) (signed []byte, witnessKey string) {
	t.Helper()
	w, err := witness.Open(dir, "witness.example", []string{key}, time.Now)
	check(t, err)
	defer w.Close() //nolint:errcheck // the folder goes with the test
	answer := httptest.NewRecorder()
	w.Handler().ServeHTTP(answer, httptest.NewRequest(http.MethodPost, "/add-checkpoint", strings.NewReader("old 0\n\n"+string(checkpoint))))
	return append(checkpoint, answer.Body.Bytes()...), w.Key()
}

func TestPrograms(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	old, all, key, hashes := publish(t, filepath.Join(dir, "log"))
	all, witnessKey := cosigned(t, filepath.Join(dir, "witness"), key, all)
	write(t, filepath.Join(dir, "log", "checkpoint"), all)
	server := httptest.NewServer(http.FileServer(http.Dir(filepath.Join(dir, "log"))))
	t.Cleanup(server.Close)
	path, err := tlog.ProveRecord(entries, 5, hashes)
	check(t, err)
	file := func(name string, text []byte) string {
		write(t, filepath.Join(dir, name), text)
		return filepath.Join(dir, name)
	}
	policy := file("policy", fmt.Appendf(nil, "log %s\nwitness w %s\nquorum w\n", key, witnessKey))
	other, err := witness.Key(filepath.Join(dir, "other"), "other.example")
	check(t, err)
	stranger := file("stranger", fmt.Appendf(nil, "log %s\nwitness w %s\nquorum w\n", key, other))
	inclusion := file("entry.tlog-proof", (&proof.Inclusion{Index: 5, Path: path, Checkpoint: all}).Text())
	entry, wrong, was := file("entry", []byte("entry 5")), file("wrong", []byte("entry 6")), file("old", old)
	forged := file("forged", []byte(strings.Replace(string(old), "\n300\n", "\n301\n", 1)))
	for _, one := range []struct {
		program, want string
		args          []string
	}{
		{"inclusion", "example.com/log has it as entry 5 of 700. Cosigned by: w at ", []string{policy, inclusion, entry}},
		{"inclusion", "! these bytes are not what example.com/log has", []string{policy, inclusion, wrong}},
		{"inclusion", "! not witnessed", []string{stranger, inclusion, entry}},
		{"growth", "example.com/log begins with those 300 entries, and has 700.", []string{key, server.URL, was}},
		{"growth", "! invalid signature", []string{key, server.URL, forged}},
		{"witnessed", "example.com/log has 700 entries. Cosigned by: w at ", []string{policy, server.URL}},
		{"witnessed", "Cosigned by: nobody. Enough: false.", []string{stranger, server.URL}},
	} {
		want, fails := strings.CutPrefix(one.want, "! ")
		said, err := exec.Command(build(t, dir, one.program), one.args...).CombinedOutput()
		if !strings.Contains(string(said), want) || (err != nil) != fails {
			t.Errorf("%s: %v: %s, want %s", one.program, err, said, one.want)
		}
	}
}

// TestShort holds the programs to their promise.
func TestShort(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*/main.go")
	check(t, err)
	for _, name := range files {
		text, err := os.ReadFile(name)
		check(t, err)
		if lines := strings.Count(string(text), "\n"); lines >= 40 {
			t.Errorf("%s has %d lines", name, lines)
		}
	}
	if len(files) != 4 {
		t.Error(files)
	}
}

func build(t *testing.T, dir, program string) string {
	t.Helper()
	path := filepath.Join(dir, program+".exe")
	if _, err := os.Stat(path); err == nil {
		return path
	}
	if said, err := exec.Command("go", "build", "-o", path, "./"+program).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v: %s", program, err, said)
	}
	return path
}

func write(t *testing.T, name string, text []byte) {
	t.Helper()
	check(t, os.MkdirAll(filepath.Dir(name), 0o755))
	check(t, os.WriteFile(name, text, 0o600))
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
