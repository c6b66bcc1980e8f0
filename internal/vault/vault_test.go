package vault

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

var someDay = time.Date(2015, 11, 20, 3, 0, 0, 0, time.UTC)

// opened is a vault that is closed when the test ends.
func opened(t testing.TB, dir string) *Vault {
	t.Helper()
	v, err := Open(dir, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	return v
}

// reopened closes the vault and opens it again.
func reopened(t testing.TB, v *Vault) *Vault {
	t.Helper()
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	return opened(t, v.dir)
}

func seal(t testing.TB, v *Vault, record, field, plain string) []byte {
	t.Helper()
	sealed, err := v.Seal(record, field, []byte(plain))
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

// opens says whether what was sealed opens as it should.
func opens(t testing.TB, v *Vault, record, field string, sealed []byte, want string) {
	t.Helper()
	got, err := v.Open(record, field, sealed)
	if err != nil || string(got) != want {
		t.Errorf("%s/%s: %q, %v; want %q", record, field, got, err, want)
	}
}

func isShredded(t testing.TB, v *Vault, record string, sealed []byte) {
	t.Helper()
	if got, err := v.Open(record, "name", sealed); !errors.Is(err, ErrShredded) {
		t.Errorf("%s: %q, %v; want it shredded", record, got, err)
	}
}

func TestSealAndOpen(t *testing.T) {
	t.Parallel()
	v := opened(t, t.TempDir())
	long := strings.Repeat("ridge ending ", 10_000)
	first, again := seal(t, v, "booking/1", "name", "Ana Invented"), seal(t, v, "booking/1", "name", "Ana Invented")
	if bytes.Equal(first, again) {
		t.Error("a text sealed twice is the same twice")
	}
	prints := seal(t, v, "booking/1", "prints", long)
	if len(prints) != len(long)+Overhead {
		t.Errorf("%d bytes became %d", len(long), len(prints))
	}
	for range 2 {
		opens(t, v, "booking/1", "name", first, "Ana Invented")
		opens(t, v, "booking/1", "prints", prints, long)
		if !v.Has("booking/1") || v.Has("booking/2") || v.Has("") {
			t.Error("Has is wrong about who has a key")
		}
		v = reopened(t, v)
	}
}

// TestSwapRefused: a sealed text says nothing in another place, even among records and fields whose names run together.
func TestSwapRefused(t *testing.T) {
	t.Parallel()
	v := opened(t, t.TempDir())
	places := [][2]string{{"a", "bc"}, {"ab", "c"}, {"abc", ""}, {"a", "b"}, {"b", "bc"}}
	sealed := map[[2]string][]byte{}
	for _, p := range places {
		sealed[p] = seal(t, v, p[0], p[1], "Ana Invented")
	}
	for _, from := range places {
		for _, to := range places {
			if plain, err := v.Open(to[0], to[1], sealed[from]); (err == nil) != (from == to) {
				t.Errorf("sealed for %q, opened as %q: %q, %v", from, to, plain, err)
			}
		}
	}
	whole := sealed[places[0]]
	for n := range whole {
		changed := bytes.Clone(whole)
		changed[n] ^= 1
		if plain, err := v.Open("a", "bc", changed); err == nil {
			t.Errorf("byte %d changed: %q", n, plain)
		}
		if plain, err := v.Open("a", "bc", whole[:n]); err == nil {
			t.Errorf("cut at byte %d: %q", n, plain)
		}
	}
}

// TestShred: nothing opens, no file has a byte of the wrapped key, the slot is used again, and a new key opens nothing old.
func TestShred(t *testing.T) {
	t.Parallel()
	v := opened(t, t.TempDir())
	stays, goes := seal(t, v, "stays", "name", "Bo Invented"), seal(t, v, "goes", "name", "Ana Invented")
	place := v.places[digestOf("goes")]
	s, err := v.read(place)
	if err != nil {
		t.Fatal(err)
	}
	s = bytes.Clone(s)
	if !contains(t, v.dir, s.wrap()) {
		t.Fatal("the wrapped key is not in the file to begin with")
	}
	for range 2 { // once more is no error
		if err := v.Shred("goes"); err != nil {
			t.Fatal(err)
		}
	}
	digest := s.of()
	if contains(t, v.dir, s.wrap()) || contains(t, v.dir, digest[:]) {
		t.Error("bytes of the key are left")
	}
	isShredded(t, v, "goes", goes)
	v = reopened(t, v)
	isShredded(t, v, "goes", goes)
	opens(t, v, "stays", "name", stays, "Bo Invented")
	for n := 0; v.slots == perChunk; n++ { // every slot of the chunk is taken
		seal(t, v, fmt.Sprint("more ", n), "name", "")
	}
	if s, err := v.read(place); err != nil || s.state() != taken {
		t.Errorf("the slot is not used again: %v", err)
	}
	seal(t, v, "goes", "name", "Ana Invented")
	if plain, err := v.Open("goes", "name", goes); err == nil {
		t.Errorf("after a new key the old text opens: %q", plain)
	}
}

// contains looks for bytes in every file of a folder.
func contains(t testing.TB, dir string, what []byte) bool {
	t.Helper()
	found := false
	err := eachFile(dir, func(path string) error {
		data, err := os.ReadFile(path)
		found = found || bytes.Contains(data, what)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestNamelessRecord(t *testing.T) {
	t.Parallel()
	v := opened(t, t.TempDir())
	before := v.Hash("tcn", "A1")
	if _, err := v.Seal("", "name", nil); err == nil {
		t.Error("sealed for nobody")
	}
	if err := v.Shred(""); err == nil {
		t.Error("the key of hashes was shredded")
	}
	if after := reopened(t, v).Hash("tcn", "A1"); after != before {
		t.Errorf("the hash was %s and is %s", before, after)
	}
}

func TestHash(t *testing.T) {
	t.Parallel()
	v, other := opened(t, t.TempDir()), opened(t, t.TempDir())
	hash := v.Hash("tcn", "A1")
	if len(hash) != 64 {
		t.Errorf("%q has no 64 digits", hash)
	}
	for _, different := range []string{v.Hash("tcn", "A2"), v.Hash("tc", "nA1"), v.Hash("fbi", "A1"), other.Hash("tcn", "A1")} {
		if different == hash {
			t.Error("two things have one hash")
		}
	}
	if err := v.Rotate(someDay); err != nil {
		t.Fatal(err)
	}
	if v = reopened(t, v); v.Hash("tcn", "A1") != hash {
		t.Error("a rotation changed the hash")
	}
}

func TestOneProcess(t *testing.T) {
	t.Parallel()
	v := opened(t, t.TempDir())
	if second, err := Open(v.dir, rand.Reader); err == nil {
		second.Close()
		t.Error("opened twice")
	}
}

// heldDisk does not sync before it is told to.
type heldDisk struct {
	disk
	syncing, release chan struct{}
}

func (h heldDisk) Sync() error {
	h.syncing <- struct{}{}
	<-h.release
	return h.disk.Sync()
}

// TestGroupCommit: whoever makes keys while the disk is busy shares the next sync, and nobody's key is used before it.
func TestGroupCommit(t *testing.T) {
	t.Parallel()
	v := opened(t, t.TempDir())
	held := heldDisk{v.file, make(chan struct{}), make(chan struct{})}
	v.file = held
	var all sync.WaitGroup
	sealing := func(record string) {
		all.Go(func() {
			if sealed, err := v.Seal(record, "name", []byte(record)); err != nil {
				t.Error(err)
			} else {
				opens(t, v, record, "name", sealed, record)
			}
		})
	}
	sealing("first")
	<-held.syncing
	const more = 10
	for n := range more {
		sealing(fmt.Sprint(n))
	}
	for joined := 0; joined < more; runtime.Gosched() {
		v.mu.RLock()
		if joined = 0; v.gathering != nil {
			joined = len(v.gathering.then) / 2
		}
		v.mu.RUnlock()
	}
	for range more { // the same records once more
		sealing("0")
	}
	if v.Has("first") || v.Has("0") {
		t.Error("a key is there before it is on the disk")
	}
	held.release <- struct{}{}
	<-held.syncing
	if v.Has("0") {
		t.Error("a key is there before it is on the disk")
	}
	held.release <- struct{}{}
	all.Wait() // a third sync would hang
}

// failing is a disk that is full, or gone.
type failing struct{ disk }

func (failing) Sync() error { return errors.New("the disk is gone") }

// TestFailedSync: what may not be on the disk is not acknowledged, and nothing more is before the vault is opened anew.
func TestFailedSync(t *testing.T) {
	t.Parallel()
	v := opened(t, t.TempDir())
	sealed := seal(t, v, "kept", "name", "Ana Invented")
	v.file = failing{v.file}
	for range 2 {
		if _, err := v.Seal("new", "name", nil); err == nil || !strings.Contains(err.Error(), "the disk is gone") {
			t.Errorf("sealed: %v", err)
		}
		if err := v.Shred("kept"); err == nil {
			t.Error("shredded")
		}
	}
	opens(t, reopened(t, v), "kept", "name", sealed, "Ana Invented")
}

func TestKeyFileOfNobody(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, keysName), []byte("Dear sir or madam"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, rand.Reader); err == nil || !strings.Contains(err.Error(), "@0: format") {
		t.Error(err)
	}
}
