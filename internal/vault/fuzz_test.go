package vault

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// FuzzOpen opens hostile key files: no panic, nobody's text opens as another's, and what opens takes new keys. An input is a list of
// patches to the file of a vault with three records: 3 bytes of place, 4 of what to write there. At the end the file is cut, and
// the checksums of the first slots are made to fit where mend says so, since chance would not get past them.
func FuzzOpen(f *testing.F) {
	v := opened(f, f.TempDir())
	sealed := map[string][]byte{}
	for _, record := range []string{"ana", "bo", "cy"} {
		sealed[record] = seal(f, v, record, "name", record)
	}
	whole, err := os.ReadFile(filepath.Join(v.dir, keysName))
	if err != nil {
		f.Fatal(err)
	}
	patch := func(at int64, text string) []byte {
		return append([]byte{byte(at >> 16), byte(at >> 8), byte(at)}, text...)
	}
	f.Add([]byte{}, uint32(0), true)
	f.Add(patch(slotAt(1)+4, " key"), uint32(0), true)
	f.Add(patch(slotAt(1)+8, "\x00\x00\x00\x02"), uint32(0), true)                // KEK
	f.Add(patch(slotAt(1)+16, "\x00\x00\x00\x02"), uint32(0), true)               // digest
	f.Add(patch(slotAt(2)+wrapAt, "\x00\x00\x00\x02"), uint32(0), true)           // nonce
	f.Add(patch(slotAt(4)+12, "\x00\x00\x00\x02"), uint32(0), true)               // of a free slot
	f.Add(patch(8, "\x00\x00\x00\x02"), uint32(0), true)                          // version
	f.Add(patch(slotAt(perChunk-1), "\x00\x00\x00\x02"), uint32(slotBytes), true) // half a chunk
	f.Add([]byte("whatever"), uint32(perChunk*slotBytes), false)
	f.Fuzz(func(t *testing.T, patches []byte, cut uint32, mend bool) {
		data := bytes.Clone(whole)
		for ; len(patches) >= 7; patches = patches[7:] {
			at := int(patches[0])<<16 | int(patches[1])<<8 | int(patches[2])
			copy(data[min(at, len(data)):], patches[3:7])
		}
		for n := 0; n < 6 && mend; n++ {
			s := slot(data[slotAt(n):][:slotBytes])
			binary.BigEndian.PutUint32(s[sumAt:], s.sum(n))
		}
		dir := t.TempDir()
		if err := errors.Join(os.WriteFile(filepath.Join(dir, keysName), data[:len(data)-int(cut)%len(data)], 0o600),
			copyFile(filepath.Join(v.dir, kekName(1)), filepath.Join(dir, kekName(1)))); err != nil {
			t.Fatal(err)
		}
		hostile, err := Open(dir, rand.Reader)
		if err != nil {
			return
		}
		defer hostile.Close()
		hostile.file = hasty{hostile.file}
		for record := range sealed {
			for from, text := range sealed {
				if got, err := hostile.Open(record, "name", text); err == nil && (from != record || string(got) != record) {
					t.Errorf("%s's text opens for %s as %q", from, record, got)
				}
			}
		}
		opens(t, hostile, "new", "name", seal(t, hostile, "new", "name", "Di Invented"), "Di Invented")
		if err := hostile.Shred("new"); err != nil && len(hostile.Damaged()) == 0 {
			t.Error(err)
		}
	})
}

// hasty is a disk that nobody waits for.
type hasty struct{ disk }

func (hasty) Sync() error { return nil }
