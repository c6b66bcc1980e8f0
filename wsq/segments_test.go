package wsq

import (
	"bytes"
	"errors"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// piece is one part of a stream: a marker with its segment, or the data of a block.
type piece struct {
	name  string
	bytes []byte
}

// pieces cuts a stream made by Encode: SOI, COM, DTT, DQT, SOF, DHT, SOB, data, DHT, SOB, data, SOB, data, EOI.
func pieces(t testing.TB, stream []byte) []piece {
	t.Helper()
	var all []piece
	for at := 0; at < len(stream); {
		m := be16(stream[at:])
		name := segmentNames[m]
		end := at + 2
		switch {
		case name == "":
			t.Fatalf("marker %04X at %d", m, at)
		case m != markSOI && m != markEOI:
			end += int(be16(stream[at+2:]))
		}
		all = append(all, piece{name, stream[at:end]})
		at = end
		if m != markSOB {
			continue
		}
		for stream[end] != 0xff || stream[end+1] == 0 {
			end++
		}
		all = append(all, piece{"data", stream[at:end]})
		at = end
	}
	return all
}

func glue(all []piece) []byte {
	var out []byte
	for _, p := range all {
		out = append(out, p.bytes...)
	}
	return out
}

func made(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Encode(&out, rings(90, 70), Options{BitRate: 2}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func permutations(of []piece, use func([]piece)) {
	if len(of) < 2 {
		use(of)
		return
	}
	for i := range of {
		rest := append(slices.Clone(of[:i]), of[i+1:]...)
		permutations(rest, func(tail []piece) { use(append([]piece{of[i]}, tail...)) })
	}
}

// TestEverySegmentOrder: tables and the frame header in all orders, a comment after each, both Huffman tables first or
// each before its block, make the same image.
func TestEverySegmentOrder(t *testing.T) {
	stream := made(t)
	want, _, err := DecodeBytes(stream)
	if err != nil {
		t.Fatal(err)
	}
	p := pieces(t, stream)
	comment := piece{"COM", appendSegment(nil, markCOM, []byte("\xff\xa3 looks like a block"))}
	both := piece{"DHT", appendSegment(nil, markDHT, append(slices.Clone(p[5].bytes[4:]), p[8].bytes[4:]...))}
	n := 0
	for _, tables := range [][]piece{{p[5], p[8]}, {both}} {
		permutations(append(slices.Clone(p[2:5]), tables...), func(order []piece) {
			all := []piece{p[0]}
			for _, one := range order {
				all = append(all, one, comment)
			}
			all = append(all, p[6], p[7], comment, p[9], p[10], comment, p[11], p[12], comment, p[13])
			n++
			got, info, err := DecodeBytes(glue(all))
			if err != nil {
				t.Fatalf("%v: %v", order, err)
			}
			if !slices.Equal(got.Pix, want.Pix) || len(info.Comments) != len(order)+3 {
				t.Errorf("another image, or %d comments", len(info.Comments))
			}
		})
	}
	if n != 24+120 {
		t.Errorf("%d orders", n)
	}
}

// TestOneHuffmanTable: all three blocks by one table.
func TestOneHuffmanTable(t *testing.T) {
	img := rings(90, 70)
	plane, shift, scale := fromGray(img)
	decompose(plane, 90, 70)
	bands := subbandRects(90, 70)
	b := chooseBins(variances(plane, 90, bands), 2)
	indices, blocks := quantize(plane, 90, bands, b)
	table := tableFor(indices[:blocks[0]], indices[blocks[0]:blocks[0]+blocks[1]], indices[blocks[0]+blocks[1]:])
	out := appendFrame([]byte{markSOI >> 8, markSOI & 0xff}, 90, 70, shift, scale)
	out = appendTable(appendBins(appendFilters(out), b), 7, table)
	for _, n := range blocks {
		out = appendBlock(appendBlockHeader(out, 7), indices[:n], table)
		indices = indices[n:]
	}
	got, _, err := DecodeBytes(append(out, markEOI>>8, markEOI&0xff))
	if err != nil {
		t.Fatal(err)
	}
	want, _, err := DecodeBytes(made(t))
	if err != nil || !slices.Equal(got.Pix, want.Pix) {
		t.Errorf("another image than by two tables: %v", err)
	}
}

// edit changes one piece of a stream.
func edit(i int, change func(b []byte) []byte) func([]piece) []piece {
	return func(p []piece) []piece {
		p[i].bytes = change(slices.Clone(p[i].bytes))
		return p
	}
}

func drop(i int) func([]piece) []piece {
	return func(p []piece) []piece { return slices.Delete(p, i, i+1) }
}

func insert(i int, b ...byte) func([]piece) []piece {
	return func(p []piece) []piece { return slices.Insert(p, i, piece{bytes: b}) }
}

func set(at int, bytes ...byte) func([]byte) []byte {
	return func(b []byte) []byte { copy(b[at:], bytes); return b }
}

// shorter drops the last byte of a segment and says so in its length; longer adds one.
func shorter(b []byte) []byte { b[3]--; return b[:len(b)-1] }
func longer(b []byte) []byte  { b[3]++; return append(b, 0) }

func twice(i int) func([]piece) []piece {
	return func(p []piece) []piece { return slices.Insert(p, i, p[i]) }
}

// damages are ways to spoil each segment, and what must be said. Pieces by index: 0 SOI, 1 COM, 2 DTT, 3 DQT, 4 SOF, 5 DHT,
// 6 SOB, 7 data, 8 DHT, 9 SOB, 10 data, 11 SOB, 12 data, 13 EOI.
var damages = []struct {
	name   string
	change func([]piece) []piece
	want   string
}{
	{"SOI missing", drop(0), "WSQ SOI: no start-of-image marker"},
	{"SOI twice", twice(0), "WSQ marker: marker FFA0 cannot stand here"},
	{"SOI of JPEG", edit(0, set(1, 0xd8)), "WSQ SOI: no start-of-image marker"},
	{"COM of length 1", edit(1, set(2, 0, 1)), "WSQ COM: length 1 is below 2"},
	{"COM too short", edit(1, set(3, 10)), "where a marker must stand"},
	{"COM past the end", edit(1, set(2, 0xff, 0xff)), "WSQ COM: length 65535 runs past the end"},
	{"unknown marker", insert(2, 0xff, 0xaf, 0, 2), "WSQ marker: marker FFAF cannot stand here"},
	{"DTT missing", drop(2), "WSQ SOB: image data before a transform table"},
	{"DTT shorter", edit(2, shorter), "WSQ DTT: shorter than its content"},
	{"DTT longer", edit(2, longer), "WSQ DTT: 1 bytes longer than its content"},
	{"DTT of no taps", edit(2, set(4, 0)), "WSQ DTT: filters of 0 and 7 taps"},
	{"DTT of too many taps", edit(2, set(4, 200, 200)), "WSQ DTT: filters of 200 and 200 taps"},
	{"DTT odd and even", edit(2, set(4, 8)), "WSQ DTT: filters of 8 and 7 taps"},
	{"DQT missing", drop(3), "WSQ SOB: image data before a quantization table"},
	{"DQT shorter", edit(3, shorter), "WSQ DQT: shorter than its content"},
	{"DQT longer", edit(3, longer), "WSQ DQT: 1 bytes longer than its content"},
	{"DQT of other bands", edit(3, set(4+3, 0, 0, 0)), "WSQ SOB: "},
	{"DQT of bins without width", edit(3, set(4+3, 40)), "WSQ DQT: bins of the width"},
	{"DQT after a block", func(p []piece) []piece { return slices.Insert(p, 8, p[3]) }, "WSQ DQT: a quantization table after the first block"},
	{"SOF missing", drop(4), "WSQ SOB: image data before a frame header"},
	{"SOF twice", twice(4), "WSQ SOF: a second frame header"},
	{"SOF shorter", edit(4, shorter), "WSQ SOF: shorter than its content"},
	{"SOF longer", edit(4, longer), "WSQ SOF: 1 bytes longer than its content"},
	{"SOF without pixels", edit(4, set(6, 0, 0)), "WSQ SOF: an image of 90x0 has no pixels"},
	{"SOF huge", edit(4, set(6, 0xff, 0xff, 0xff, 0xff)), "WSQ SOF: an image of 65535x65535 exceeds the limit"},
	{"SOF higher", edit(4, set(6, 0, 71)), "coefficients missing"},
	{"SOF lower", edit(4, set(6, 0, 69)), "WSQ SOB: more than the"},
	{"SOF turned", edit(4, set(6, 0, 90, 0, 71)), "coefficients"},
	{"DHT missing", drop(5), "WSQ SOB: Huffman table 0 has not been defined"},
	{"second DHT missing", drop(8), "WSQ SOB: Huffman table 1 has not been defined"},
	{"DHT shorter", edit(5, shorter), "WSQ DHT: shorter than its content"},
	{"DHT longer", edit(5, longer), "WSQ DHT: shorter than its content"},
	{"DHT of table 9", edit(5, set(4, 9)), "WSQ DHT: table 9 with"},
	{"DHT of too many codes", edit(5, set(5, 255, 255)), "WSQ DHT: table 0 with"},
	{"DHT overfull", edit(5, set(5, 3)), "WSQ DHT: "},
	{"SOB missing", drop(6), "where a marker must stand"},
	{"SOB shorter", edit(6, shorter), "WSQ SOB: shorter than its content"},
	{"SOB longer", edit(6, longer), "WSQ SOB: 1 bytes longer than its content"},
	{"SOB of another table", edit(6, set(4, 5)), "WSQ SOB: Huffman table 5 has not been defined"},
	{"SOB of table 255", edit(6, set(4, 255)), "WSQ SOB: Huffman table 255 has not been defined"},
	{"data missing", drop(7), "coefficients missing"},
	{"data of another block", func(p []piece) []piece { p[7], p[12] = p[12], p[7]; return p }, "WSQ SOB: "},
	{"data cut in the middle", edit(7, func(b []byte) []byte { return b[:len(b)/2] }), "coefficients missing"},
	{"data twice", twice(7), "WSQ SOB: no such Huffman code"},
	{"data of ones", edit(12, func(b []byte) []byte { return bytes.Repeat([]byte{0xff, 0}, len(b)/2) }), "WSQ SOB: no such Huffman code"},
	{"restart without an interval", edit(7, func(b []byte) []byte { return append(b, 0xff, 0xb0) }), "WSQ RST: restart marker FFB0 is out of order"},
	{"DRI shorter", insert(4, 0xff, 0xa7, 0, 3, 1), "WSQ DRI: shorter than its content"},
	{"marker in the data", edit(7, func(b []byte) []byte { return append(b, 0xff, 0xaa) }), "WSQ marker: marker FFAA cannot stand here"},
	{"block missing", func(p []piece) []piece { return slices.Delete(p, 11, 13) }, "coefficients missing"},
	{"EOI missing", drop(13), "WSQ SOB: the stream ends inside a block"},
	{"EOI cut", edit(13, func(b []byte) []byte { return b[:1] }), "WSQ SOB: the stream ends inside a block"},
	{"EOI early", func(p []piece) []piece { return slices.Insert(p, 8, p[13]) }, "WSQ EOI: the image ends with"},
	{"EOI before any block", func(p []piece) []piece { return slices.Insert(p, 5, p[13]) }, "WSQ marker: marker FFA1 cannot stand here"},
	{"nothing", func([]piece) []piece { return nil }, "WSQ SOI: no start-of-image marker"},
	{"one byte", func([]piece) []piece { return []piece{{bytes: []byte{0xff}}} }, "WSQ SOI: no start-of-image marker"},
}

// TestEverySegmentDamaged: each damage is an error that names the segment and a byte of the stream, in bounded memory.
func TestEverySegmentDamaged(t *testing.T) {
	stream := made(t)
	for _, d := range damages {
		t.Run(d.name, func(t *testing.T) {
			bad := glue(d.change(pieces(t, stream)))
			var err error
			bytesUsed := allocated(func() { _, _, err = DecodeBytes(bad) })
			format, ok := errors.AsType[*FormatError](err)
			if !ok || !strings.Contains(err.Error(), d.want) || format.Offset < 0 || format.Offset > len(bad) {
				t.Errorf("error %v, want it to say %q", err, d.want)
			}
			const perPixel, fixed = 16, 1 << 16
			if most := 16*len(bad) + perPixel*91*90 + fixed; bytesUsed > most {
				t.Errorf("%d bytes allocated, the most is %d", bytesUsed, most)
			}
		})
	}
}

// allocated counts the bytes that do allocates, kept or not.
func allocated(do func()) int {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return int(after.TotalAlloc - before.TotalAlloc)
}

// TestMemoryByDeclaredPixels: a header that promises the largest image costs no more than that image.
func TestMemoryByDeclaredPixels(t *testing.T) {
	for _, side := range []int{512, 2048, 5792} {
		p := pieces(t, made(t))
		bad := glue(edit(4, set(6, byte(side>>8), byte(side), byte(side>>8), byte(side)))(p))
		got := allocated(func() {
			if _, _, err := DecodeBytes(bad); err == nil {
				t.Error("decoded")
			}
		})
		if most := 5*side*side + 1<<17; got > most {
			t.Errorf("%dx%d: %d bytes allocated, the most is %d", side, side, got, most)
		}
	}
}
