package vault

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"
)

// TestRotate: everything opens as before, every slot is under the new KEK, and the old one is in no file.
func TestRotate(t *testing.T) {
	t.Parallel()
	v := opened(t, t.TempDir())
	sealed := map[string][]byte{}
	for n := range perChunk + 3 {
		record := fmt.Sprint("booking/", n)
		sealed[record] = seal(t, v, record, "name", record)
	}
	for want := uint32(2); want <= 3; want++ {
		old, err := os.ReadFile(filepath.Join(v.dir, kekName(want-1)))
		if err != nil {
			t.Fatal(err)
		}
		key, err := readKEK(v.dir, want-1)
		if err != nil {
			t.Fatal(err)
		}
		if err := v.Rotate(someDay); err != nil {
			t.Fatal(err)
		}
		if contains(t, v.dir, old) || contains(t, v.dir, key) {
			t.Errorf("kek-%d is left", want-1)
		}
		for range 2 {
			underNewest(t, v, want)
			for record, text := range sealed {
				opens(t, v, record, "name", text, record)
			}
			v = reopened(t, v)
		}
	}
}

// underNewest looks for slots that need another KEK, and for other KEKs.
func underNewest(t testing.TB, v *Vault, want uint32) {
	t.Helper()
	for n := range v.slots {
		if s, err := v.read(n); err != nil || s.state() == taken && s.kek() != want {
			t.Errorf("slot %d needs KEK %d, %v", n, s.kek(), err)
		}
	}
	if numbers, err := kekNumbers(v.dir); err != nil || !slices.Equal(numbers, []uint32{want}) {
		t.Errorf("the KEKs are %d, %v; want %d", numbers, err, want)
	}
}

// TestRotateMeanwhile: sealing, opening and shredding go on during rotations.
func TestRotateMeanwhile(t *testing.T) {
	t.Parallel()
	v := opened(t, t.TempDir())
	stays := seal(t, v, "stays", "name", "Ana Invented")
	var all sync.WaitGroup
	for who := range 3 {
		all.Go(func() {
			for n := range 200 {
				record := fmt.Sprint(who, "/", n)
				text, err := v.Seal(record, "name", []byte(record))
				if err != nil {
					t.Error(err)
					return
				}
				opens(t, v, record, "name", text, record)
				opens(t, v, "stays", "name", stays, "Ana Invented")
				if n%2 > 0 {
					if err := v.Shred(record); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	for range 5 {
		if err := v.Rotate(someDay); err != nil {
			t.Error(err)
		}
	}
	all.Wait()
	underNewest(t, v, 6)
}

// TestKEKDamaged: a KEK file that is not what was written is refused with its name and what is wrong.
func TestKEKDamaged(t *testing.T) {
	t.Parallel()
	v := opened(t, t.TempDir())
	seal(t, v, "kept", "name", "")
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(v.dir, kekName(1))
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(whole, []byte(`"key": "`)) + len(`"key": "`)
	changed := bytes.Clone(whole)
	changed[at] = map[bool]byte{true: 'B', false: 'A'}[whole[at] == 'A']
	for _, c := range []struct {
		text []byte
		mode os.FileMode
		want string
	}{
		{changed, 0o600, "kek-1.json: sum: does not fit the key"},
		{whole[:at], 0o600, "kek-1.json: @"},
		{bytes.Replace(whole, []byte(`"number": 1`), []byte(`"number": 2`), 1), 0o600, "kek-1.json: number: is 2"},
		{bytes.Replace(whole, []byte(`"number"`), []byte(`"secret": 1, "number"`), 1), 0o600, `unknown field "secret"`},
		{make([]byte, 1<<20), 0o600, "is longer than such a file can be"},
		{whole, 0o644, "others may read it (0644)"},
		{nil, 0, "no KEK (kek-N.json)"},
	} {
		if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		if c.mode > 0 {
			if err := errors.Join(os.WriteFile(path, c.text, c.mode), os.Chmod(path, c.mode)); err != nil {
				t.Fatal(err)
			}
		}
		refused(t, v.dir, c.want)
	}
	if err := errors.Join(os.WriteFile(path, whole, 0o600), os.Remove(filepath.Join(v.dir, keysName))); err != nil {
		t.Fatal(err)
	}
	refused(t, v.dir, `the file "keys" is not there, and kek-1.json is`)
	if err := os.WriteFile(filepath.Join(v.dir, "kek-one.json"), whole, 0o600); err != nil {
		t.Fatal(err)
	}
	refused(t, v.dir, "kek-one.json: is not the name of a KEK")
}

// TestRotateDated: the file of a KEK says when it was made.
func TestRotateDated(t *testing.T) {
	t.Parallel()
	v := opened(t, t.TempDir())
	if err := v.Rotate(someDay.In(time.FixedZone("", -5*3600))); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(filepath.Join(v.dir, kekName(2))); err != nil || !bytes.Contains(text, []byte(`"made": "2015-11-20T03:00:00Z"`)) {
		t.Errorf("%s, %v", text, err)
	}
}
