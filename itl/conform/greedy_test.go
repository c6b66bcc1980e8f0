package conform_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"

	"sallyport/internal/worst"
	"sallyport/itl"
	"sallyport/itl/conform"
	"sallyport/itl/itltest"
)

// scans is a progressive JPEG image of side x side pixels that goes over them again and again, each time with runs of 32767
// blocks in which nothing changes.
func scans(side, n int) []byte {
	out := []byte{0xff, 0xd8}
	segment := func(marker byte, content ...byte) {
		out = binary.BigEndian.AppendUint16(append(out, 0xff, marker), uint16(len(content)+2))
		out = append(out, content...)
	}
	quantization := bytes.Repeat([]byte{1}, 65)
	quantization[0] = 0
	segment(0xdb, quantization...)
	segment(0xc2, 8, byte(side>>8), byte(side), byte(side>>8), byte(side), 1, 1, 0x11, 0)
	segment(0xc4, append([]byte{0x00, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 0)...)
	segment(0xc4, append([]byte{0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 0xe0)...) // EOB14
	segment(0xda, 1, 1, 0, 0, 0, 0)
	blocks := (side + 7) / 8 * ((side + 7) / 8)
	out = append(out, make([]byte, (blocks+7)/8)...)
	for range n {
		segment(0xda, 1, 1, 0, 1, 63, 0)
		// a bit 0 and 14 bits of ones make a run of 32767 blocks
		var bits uint64
		count := 0
		for left := blocks; left > 0; left -= 32767 {
			bits, count = bits<<15|0x3fff, count+15
			for ; count >= 8; count -= 8 {
				if out = append(out, byte(bits>>(count-8))); out[len(out)-1] == 0xff {
					out = append(out, 0)
				}
			}
		}
		out = append(out, byte(bits<<(8-count)))
		if out[len(out)-1] == 0xff {
			out = append(out, 0)
		}
	}
	return append(out, 0xff, 0xd9)
}

// of puts an image into the Type-15 record of the pictures, with its size.
func of(width, height int, data []byte) []byte {
	return itltest.Rewrite(func(tx *itl.Transaction) {
		r := &tx.Records[5]
		r.SetText(6, fmt.Sprint(width))
		r.SetText(7, fmt.Sprint(height))
		r.SetData(data)
	})(itltest.Pictures())
}

func blank(side int) []byte {
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, side, side))); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// greedy are transactions that ask for much.
func greedy() []worst.Input {
	const side = 2048
	many := func(record int, text string) []byte { return itltest.Set(record, 900, text)(itltest.Sample()) }
	return []worst.Input{
		{Name: "a large blank PNG image", Data: of(side, side, blank(side)), Pixels: side * side},
		{Name: "a JPEG image of many scans", Data: of(side, side, scans(side, 5000)), Pixels: side * side},
		{Name: "a JPEG image of as many scans as may be", Data: of(side, side, scans(side, 98)), Pixels: side * side},
		{Name: "fields of nothing", Data: many(1, "x"+strings.Repeat("\x1d2.901:", 1<<17))},
		{Name: "items of nothing", Data: many(1, strings.Repeat("\x1f", 1<<19))},
		{Name: "subfields of nothing", Data: many(1, strings.Repeat("\x1e", 1<<19))},
		{Name: "separators of fields alone", Data: many(1, "x"+strings.Repeat("\x1d", 1<<17))},
		{Name: "ends of records alone", Data: append(itltest.Sample(), bytes.Repeat([]byte{itl.FS}, 1<<20)...)},
		{Name: "padding and ends of records", Data: append(itltest.Sample(), bytes.Repeat([]byte("\x1c\x00\x00\x00"), 1<<18)...)},
	}
}

// TestScansAreCounted: an image that goes over its pixels too often is not decoded, and one of usual length is.
func TestScansAreCounted(t *testing.T) {
	for _, test := range []struct {
		n    int
		want bool
	}{{8, false}, {98, false}, {5000, true}} {
		tx, err := itl.Parse(of(64, 64, scans(64, test.n)))
		if err != nil {
			t.Fatal(err)
		}
		found := conform.Images(tx)
		if hit := len(found) == 1 && strings.Contains(found[0].Problem, "scans, above the limit of 100"); hit != test.want || !hit && len(found) > 0 {
			t.Errorf("%d scans: %v", test.n, lines(found))
		}
	}
}

// read does something with a transaction that reads.
func read(name string, do func(*itl.Transaction)) worst.Work {
	return worst.Work{Name: name, Do: func(data []byte) {
		if tx, _, err := itl.ParseLenient(data); err == nil {
			do(tx)
		}
	}}
}

// BenchmarkDamaged reports the greatest shares of the bounds of time and memory that damaged or greedy transactions take.
func BenchmarkDamaged(b *testing.B) {
	inputs := greedy()
	for _, d := range append(structural, meaning...) {
		inputs = append(inputs, worst.Input{Name: d.name, Data: d.change(d.of()), Pixels: pixels(d.change(d.of()))})
	}
	for _, of := range []func() []byte{itltest.Sample, itltest.Pictures} {
		whole := of()
		for n := range whole {
			flipped := bytes.Clone(whole)
			flipped[n] ^= 1 << (n % 8)
			inputs = append(inputs, worst.Input{Name: fmt.Sprintf("cut at %d", n), Data: whole[:n]},
				worst.Input{Name: fmt.Sprintf("bit flipped at %d", n), Data: flipped, Pixels: pixels(flipped)})
		}
	}
	worst.Shares(b, inputs,
		worst.Work{Name: "read strictly", Do: func(data []byte) { _, _ = itl.Parse(data) }},
		read("read leniently", func(*itl.Transaction) {}),
		read("check", func(tx *itl.Transaction) { conform.Check(tx); conform.Undecoded(tx) }),
		read("decode images", func(tx *itl.Transaction) { conform.Images(tx) }),
		read("show", func(tx *itl.Transaction) { tx.Document() }),
		read("normalise and write", func(tx *itl.Transaction) { tx.Normalize(); tx.Append(nil) }),
	)
}

// pixels counts those that the images of a transaction declare, if it reads.
func pixels(data []byte) (n int) {
	tx, err := itl.Parse(data)
	if err != nil {
		return 0
	}
	for i := range tx.Records {
		if img, ok := tx.Records[i].Image(); ok {
			n += img.Header.Width * img.Header.Height
		}
	}
	return n
}
