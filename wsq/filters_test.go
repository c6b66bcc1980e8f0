package wsq

import (
	"bytes"
	"encoding/binary"
	"testing"
)

// transformTable is a transform table with filters of any two lengths, which make no picture but do make pixels.
func transformTable(first, second int) []byte {
	content := []byte{byte(first), byte(second)}
	for _, n := range []int{first, second} {
		for i := range (n + 1) / 2 {
			content = append(content, byte(i%3/2), 9)
			content = binary.BigEndian.AppendUint32(content, uint32(700000000/(i*i+1)))
		}
	}
	return appendSegment(nil, markDTT, content)
}

// TestFiltersOfOtherLengths decodes a made stream as if made with filters of other lengths. The hashes begin those of the pixels
// that NBIS 5.0.0 (gcc -O2, x86-64) made of the same streams.
func TestFiltersOfOtherLengths(t *testing.T) {
	var out bytes.Buffer
	if err := Encode(&out, rings(333, 257), Options{BitRate: 1.5}); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		first, second int
		want          string
	}{
		{5, 3, "e28d14101e02302a"}, {3, 5, "fb43ed120f47ee20"}, {13, 11, "9fafbc82b1286fa7"}, {11, 13, "bafd45df5a139f2d"},
		{7, 9, "871782b663476692"}, {9, 3, "8b55e2b7e78b1ae0"}, {3, 1, "8598c54d0308f40c"}, {2, 2, "e8f6ceaef04ad9fa"},
		{2, 6, "3232674e70cef36d"}, {6, 2, "0fc6a79058510e9b"}, {10, 6, "e456ed0ed29a2778"}, {8, 8, "15d7da1c46b5624c"},
		{12, 8, "39d286e9091e664f"}, {4, 16, "735e8f6c49904ac0"}, {16, 16, "a8b6be1faf6ee246"}, {15, 17, "6d2b1f4a8cc7e747"},
	} {
		p := pieces(t, out.Bytes())
		p[2].bytes = transformTable(test.first, test.second)
		gray, _, err := DecodeBytes(glue(p))
		if err != nil {
			t.Fatalf("%d and %d taps: %v", test.first, test.second, err)
		}
		if got := hash(gray.Pix)[:len(test.want)]; got != test.want {
			t.Errorf("%d and %d taps: pixels hash to %s, NBIS's to %s", test.first, test.second, got, test.want)
		}
	}
}
