package wsq

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"
)

// withRestarts encodes img with a restart marker after every interval coefficients, which NBIS
// neither writes nor reads; the specification allows it.
func withRestarts(interval int, markers func(n int) uint16) []byte {
	img := ridges(90, 70)
	plane, shift, scale := fromGray(img)
	decompose(plane, 90, 70)
	bands := subbandRects(90, 70)
	b := chooseBins(variances(plane, 90, bands), 2)
	indices, _ := quantize(plane, 90, bands, b)
	table := tableFor(slices.Collect(slices.Chunk(indices, interval))...)

	out := appendFrame([]byte{markSOI >> 8, markSOI & 0xff}, 90, 70, shift, scale)
	out = appendTable(appendBins(appendFilters(out), b), 3, table)
	out = appendSegment(out, markDRI, binary.BigEndian.AppendUint16(nil, uint16(interval)))
	out = appendBlockHeader(out, 3)
	n := 0
	for part := range slices.Chunk(indices, interval) {
		if n > 0 {
			out = binary.BigEndian.AppendUint16(out, markers(n-1))
		}
		out = appendBlock(out, part, table)
		n++
	}
	out = appendSegment(out, markCOM, []byte("after the last block"))
	return binary.BigEndian.AppendUint16(out, markEOI)
}

// TestRestartIntervals: a frame header before the tables, one block, one table numbered 3, a
// comment before the end, and restart markers.
func TestRestartIntervals(t *testing.T) {
	inOrder := func(n int) uint16 { return markRST0 + uint16(n%8) }
	plain, _, err := DecodeBytes(withRestarts(90*70, inOrder))
	if err != nil {
		t.Fatal(err)
	}
	restarted, info, err := DecodeBytes(withRestarts(100, inOrder))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(plain.Pix, restarted.Pix) {
		t.Error("restart markers changed pixels")
	}
	if len(info.Comments) != 1 {
		t.Errorf("comments %q, want one", info.Comments)
	}
	_, _, err = DecodeBytes(withRestarts(100, func(int) uint16 { return markRST0 + 1 }))
	if err == nil || !strings.Contains(err.Error(), "restart marker FFB1 is out of order") {
		t.Errorf("error %v, want one about the first restart marker", err)
	}
}
