package gallery

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzOpen opens hostile files: no panic, and what is sound can be changed and keeps what it held. An input is a list of
// patches to a gallery of three subjects, one of them removed: 3 bytes of place, 4 of what to write there. At the end the file
// is cut, and checksums are made to fit where mend says so, since chance would not get past them.
func FuzzOpen(f *testing.F) {
	path := filepath.Join(f.TempDir(), "gallery")
	change(f, path, func(w *Writer) error { return errors.Join(w.Append(subjects(0, 3)...), w.Remove("subject-00001")) })
	whole, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	patch := func(at int, value uint32) []byte {
		return binary.BigEndian.AppendUint32([]byte{byte(at >> 16), byte(at >> 8), byte(at)}, value)
	}
	f.Add([]byte{}, uint32(0), true)
	f.Add(patch(page+12, 2), uint32(0), true)                       // places
	f.Add(patch(page+20, 1<<20), uint32(9), true)                   // end
	f.Add(patch(dataStart+16, 1<<31), uint32(0), true)              // length of a record
	f.Add(patch(dataStart+12, 1<<17), uint32(0), true)              // offset of a record
	f.Add(patch(dataStart+32, 0xFF<<24), uint32(0), true)           // length of an ID
	f.Add(patch(dataStart+chunkIndex, 0x7FFF0001), uint32(0), true) // lengths of templates
	f.Add([]byte("whatever"), uint32(100), false)
	f.Fuzz(func(t *testing.T, patches []byte, cut uint32, mend bool) {
		data := bytes.Clone(whole)
		for ; len(patches) >= 7; patches = patches[7:] {
			at := int(patches[0])<<16 | int(patches[1])<<8 | int(patches[2])
			copy(data[min(at, len(data)):], patches[3:7])
		}
		if mend {
			mendSums(data)
		}
		path := filepath.Join(t.TempDir(), "gallery")
		if err := os.WriteFile(path, data[:len(data)-int(cut)%len(data)], 0o600); err != nil {
			t.Fatal(err)
		}
		g, err := Open(path)
		if err != nil {
			return
		}
		wrong := problems(g)
		for n := range g.Places() {
			if s, there, err := g.At(n); there && err == nil {
				_, _ = s.Subject()
			}
		}
		if err := g.Close(); err != nil || len(wrong) > 0 {
			return
		}
		before := contents(t, path)
		change(t, path, func(w *Writer) error { return w.Append(invented("one more")) })
		before["one more"] = invented("one more")
		if diff := cmp.Diff(before, contents(t, path)); diff != "" {
			t.Error(diff)
		}
	})
}

// mendSums makes the checksums of the commit words and the first entries fit whatever is there.
func mendSums(data []byte) {
	for _, at := range commitAt {
		binary.BigEndian.PutUint32(data[at+28:], checksum(data[at:at+28]))
	}
	for n := range int64(3) {
		e := entry(data[dataStart+n*entryBytes:][:entryBytes])
		binary.BigEndian.PutUint32(e[20:], e.placeSum(n))
		if e.state() != present {
			continue
		}
		if begin, end := e.offset(), e.offset()+e.length(); begin >= 0 && end >= begin && end <= int64(len(data)) {
			binary.BigEndian.PutUint32(e[24:], checksum(data[begin:end]))
		}
		binary.BigEndian.PutUint32(e[28:], e.identitySum())
	}
}
