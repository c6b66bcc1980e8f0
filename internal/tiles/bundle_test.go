package tiles

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
)

func FuzzBundle(f *testing.F) {
	entry := "\x00\x20" + strings.Repeat("x", 32)
	for _, content := range []string{"", entry, entry + entry, entry[:20], "\x00\x01y" + entry, "\xff\xff", "\xff\xff" + strings.Repeat("y", 1<<16-1) + entry} {
		f.Add([]byte(content), 2)
	}
	f.Fuzz(func(t *testing.T, content []byte, count int) {
		if count < 1 || count > width {
			return
		}
		leaves, err := parseBundle(content, count)
		if err != nil {
			return
		}
		var again []byte
		for _, leaf := range leaves {
			again = append(binary.BigEndian.AppendUint16(again, uint16(len(leaf))), leaf...)
		}
		if len(leaves) != count || !bytes.HasPrefix(content, again) {
			t.Errorf("%d leaves of %x", len(leaves), content)
		}
	})
}
