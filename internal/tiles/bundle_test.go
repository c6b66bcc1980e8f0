package tiles

import (
	"bytes"
	"strings"
	"testing"
)

func FuzzBundle(f *testing.F) {
	entry := "\x00\x20" + strings.Repeat("x", leafSize)
	for _, content := range []string{"", entry, entry + entry, entry[:20], "\x00\x01y" + entry, "\xff\xff"} {
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
			again = append(append(again, 0, leafSize), leaf...)
		}
		if len(leaves) != count || !bytes.HasPrefix(content, again) {
			t.Errorf("%d leaves of %x", len(leaves), content)
		}
	})
}
