package vault

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func refused(t testing.TB, dir, want string) {
	t.Helper()
	v, err := Open(dir, rand.Reader)
	if err == nil {
		v.Close()
		t.Errorf("opened; want refused with %q", want)
	} else if !strings.Contains(err.Error(), want) {
		t.Errorf("%v; want %q", err, want)
	}
}

// spoilt is a vault in whose key file a byte was changed.
func spoilt(t testing.TB, dir string, at int64) *Vault {
	t.Helper()
	spoil(t, dir, at)
	return opened(t, dir)
}

func spoil(t testing.TB, dir string, at int64) {
	t.Helper()
	f, err := os.OpenFile(filepath.Join(dir, keysName), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	var b [1]byte
	if _, err = f.ReadAt(b[:], at); err == nil {
		b[0] ^= 0x10
		_, err = f.WriteAt(b[:], at)
	}
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
}

// TestDamagedSlot: whichever byte of a slot changes, the slot is named, its record is not taken for shredded, nobody else
// suffers, and no purge is said to be complete.
func TestDamagedSlot(t *testing.T) {
	t.Parallel()
	v := opened(t, t.TempDir())
	stays, hit := seal(t, v, "stays", "name", "Bo Invented"), seal(t, v, "hit", "name", "Ana Invented")
	at := slotAt(v.places[digestOf("hit")])
	for n := range int64(slotBytes) {
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
		v = spoilt(t, v.dir, at+n)
		if wrong := v.Damaged(); len(wrong) != 1 || wrong[0].Offset != at {
			t.Fatalf("byte %d: %v", at+n, wrong)
		}
		named := fmt.Sprintf("keys @%d: ", at)
		if plain, err := v.Open("hit", "name", hit); err == nil || errors.Is(err, ErrShredded) || !strings.Contains(err.Error(), named) {
			t.Errorf("byte %d: %q, %v", at+n, plain, err)
		}
		opens(t, v, "stays", "name", stays, "Bo Invented")
		for _, err := range []error{v.Shred("whoever"), v.Rotate(someDay)} {
			if err == nil || !strings.Contains(err.Error(), named) {
				t.Errorf("byte %d: %v", at+n, err)
			}
		}
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
		v = spoilt(t, v.dir, at+n) // back to what it was
		opens(t, v, "hit", "name", hit, "Ana Invented")
	}
}

// TestDamagedElsewhere: of the header, of a free slot and of the key of hashes.
func TestDamagedElsewhere(t *testing.T) {
	t.Parallel()
	v := opened(t, t.TempDir())
	seal(t, v, "kept", "name", "")
	hash, free := slotAt(v.places[digestOf(hashRecord)]), slotAt(v.free[0])
	for _, c := range []struct {
		at   int64
		want string
	}{
		{0, "@0: format"}, {8, "@8: version"}, {20, "@12: header"}, {headerBytes - 1, "@12: header"},
		{hash + 50, fmt.Sprintf("@%d: slot", hash)},
	} {
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(v.dir, keysName)
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		changed := bytes.Clone(whole)
		changed[c.at] ^= 4
		if err := os.WriteFile(path, changed, 0o600); err != nil {
			t.Fatal(err)
		}
		refused(t, v.dir, c.want)
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
		v = opened(t, v.dir)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	if v = spoilt(t, v.dir, free+20); len(v.Damaged()) != 1 || v.Damaged()[0].Offset != free {
		t.Errorf("%v; want the free slot at byte %d", v.Damaged(), free)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(filepath.Join(v.dir, keysName), headerBytes+3*slotBytes); err != nil {
		t.Fatal(err)
	}
	refused(t, v.dir, fmt.Sprintf("@%d: chunk of slots: the file ends within it", headerBytes+3*slotBytes))
}

// TestSwappedSlots: a slot that was copied over another's is not that record's key, nor is one whose checksum was made to fit.
func TestSwappedSlots(t *testing.T) {
	t.Parallel()
	v := opened(t, t.TempDir())
	ana, bo := seal(t, v, "ana", "name", "Ana Invented"), seal(t, v, "bo", "name", "Bo Invented")
	nAna, nBo := v.places[digestOf("ana")], v.places[digestOf("bo")]
	s, err := v.read(nAna)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := v.read(nBo)
	if err != nil {
		t.Fatal(err)
	}
	forged := newSlot(nBo, digestOf("bo"), s.kek(), s.wrap())
	for _, c := range []struct {
		slot slot
		want string
	}{{s, "the checksum does not fit"}, {forged, "does not open with kek-1.json"}} {
		if _, err := v.file.WriteAt(c.slot, slotAt(nBo)); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			opens(t, v, "ana", "name", ana, "Ana Invented")
			for _, text := range [][]byte{ana, bo} {
				if plain, err := v.Open("bo", "name", text); err == nil || !strings.Contains(err.Error(), c.want) {
					t.Errorf("%q, %v; want %q", plain, err, c.want)
				}
			}
			v = reopened(t, v)
		}
		if _, err := v.file.WriteAt(whole, slotAt(nBo)); err != nil {
			t.Fatal(err)
		}
		v = reopened(t, v)
		opens(t, v, "bo", "name", bo, "Bo Invented")
	}
}

// TestUnfinishedChunk: a chunk whose making was cut off at any byte is made anew.
func TestUnfinishedChunk(t *testing.T) {
	t.Parallel()
	v := opened(t, t.TempDir())
	sealed := map[string][]byte{}
	for n := 0; len(v.free) > 0; n++ {
		record := fmt.Sprint(n)
		sealed[record] = seal(t, v, record, "name", record)
	}
	next := freeChunk(perChunk)
	for _, length := range []int{0, 1, 7, 8, 127, 128, 600, 4096, len(next) - 1, len(next)} {
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(v.dir, keysName)
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		whole = whole[:slotAt(perChunk)]
		for _, holes := range []bool{false, true} {
			part := bytes.Clone(next[:length])
			for n := 0; holes && n < length; n += 3 * 512 {
				clear(part[n:min(n+512, length)])
			}
			if err := os.WriteFile(path, append(bytes.Clone(whole), part...), 0o600); err != nil {
				t.Fatal(err)
			}
			v = opened(t, v.dir)
			if len(v.Damaged()) > 0 || len(v.places) != perChunk {
				t.Errorf("%d bytes: %d keys, damage %v", length, len(v.places), v.Damaged())
			}
			if err := v.Close(); err != nil {
				t.Fatal(err)
			}
		}
		v = opened(t, v.dir)
	}
	for record, text := range sealed {
		opens(t, v, record, "name", text, record)
	}
}

// TestMend: a damaged key comes back from a backup, whichever KEKs it and the vault have; what the backup does not know is lost,
// what was purged since is purged once more, and then the vault is whole.
func TestMend(t *testing.T) {
	t.Parallel()
	v, backups := opened(t, t.TempDir()), t.TempDir()
	sealed := map[string][]byte{}
	for _, record := range []string{"hit", "purged", "stays"} {
		sealed[record] = seal(t, v, record, "name", record)
	}
	hash := v.Hash("tcn", "A1")
	if err := errors.Join(v.Backup(backups, someDay), v.Rotate(someDay), v.Shred("purged")); err != nil {
		t.Fatal(err)
	}
	sealed["later"] = seal(t, v, "later", "name", "later") // where "purged" was
	sealed["latest"] = seal(t, v, "latest", "name", "latest")
	hit := []string{"hit", "later", "latest", hashRecord}
	var at []int64
	for _, record := range hit {
		at = append(at, slotAt(v.places[digestOf(record)])+wrapAt)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	for _, at := range at {
		spoil(t, v.dir, at)
	}
	refused(t, v.dir, "keys @")
	backup := filepath.Join(backups, "vault-2015-11-20T030000Z")
	if mended, lost, err := Mend(v.dir, backup); err != nil || mended != 3 || lost != 1 {
		t.Fatalf("%d mended, %d lost, %v; want 3, 1", mended, lost, err)
	}
	if _, err := Open(v.dir, rand.Reader); !errors.Is(err, ErrRestored) {
		t.Errorf("%v; want it closed", err)
	}
	if err := Reapply(v.dir, []string{"purged"}); err != nil {
		t.Fatal(err)
	}
	v = opened(t, v.dir)
	if len(v.Damaged()) > 0 || v.Hash("tcn", "A1") != hash {
		t.Errorf("damaged: %v, or the hash is another", v.Damaged())
	}
	for _, record := range []string{"hit", "stays"} {
		opens(t, v, record, "name", sealed[record], record)
	}
	for _, record := range []string{"purged", "later", "latest"} {
		isShredded(t, v, record, sealed[record])
	}
	if mended, lost, err := Mend(v.dir, backup); err == nil || mended+lost > 0 {
		t.Errorf("%d, %d, %v; want it refused while another has the vault", mended, lost, err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	if mended, lost, err := Mend(v.dir, backup); err != nil || mended+lost > 0 {
		t.Errorf("%d, %d, %v; want nothing to do", mended, lost, err)
	}
	opened(t, v.dir)
}
