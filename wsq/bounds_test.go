package wsq

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"

	"sallyport/internal/worst"
)

// greedy are streams that ask for much: the decoder's limits or their own data end them.
func greedy(t testing.TB) []worst.Input {
	t.Helper()
	var all []worst.Input
	add := func(name string, width, height int, change func([]piece) []piece) {
		p := pieces(t, made(t))
		p = edit(4, func(b []byte) []byte {
			binary.BigEndian.PutUint16(b[6:], uint16(height))
			binary.BigEndian.PutUint16(b[8:], uint16(width))
			return b
		})(p)
		all = append(all, worst.Input{Name: name, Data: glue(change(p)), Pixels: width * height})
	}
	same := func(p []piece) []piece { return p }
	add("large and empty", 5792, 5792, same)
	add("wide and flat", 65535, 511, nothingButZeros)
	add("narrow and high", 8, 65535, nothingButZeros)
	add("all zeros", 5792, 5792, nothingButZeros)
	add("all zeros by long filters", 5792, 5792, func(p []piece) []piece { return nothingButZeros(longFilters(p)) })
	add("tables without end", 90, 70, func(p []piece) []piece { return slices.Insert(p, 5, slices.Repeat(p[5:6], 1<<16)...) })
	add("empty tables without end", 90, 70, func(p []piece) []piece {
		return slices.Insert(p, 5, slices.Repeat([]piece{{"DHT", appendSegment(nil, markDHT, make([]byte, 17*3800))}}, 500)...)
	})
	add("quantization without end", 90, 70, func(p []piece) []piece { return slices.Insert(p, 5, slices.Repeat(p[3:4], 1<<15)...) })
	add("comments without end", 90, 70, func(p []piece) []piece {
		return slices.Insert(p, 5, slices.Repeat([]piece{{"COM", appendSegment(nil, markCOM, nil)}}, 1<<20)...)
	})
	add("blocks without end", 90, 70, func(p []piece) []piece { return slices.Insert(p, 6, slices.Repeat(p[6:7], 1<<20)...) })
	add("restarts without end", 90, 70, func(p []piece) []piece {
		p[6].bytes = append(appendSegment(nil, markDRI, []byte{0, 1}), p[6].bytes...)
		var markers []byte
		for n := range 1 << 20 {
			markers = binary.BigEndian.AppendUint16(markers, markRST0+uint16(n%8))
		}
		return slices.Insert(p, 7, piece{"RST", markers})
	})
	return all
}

// zeroRuns is a table of two codes: 0 for 65535 zeros' symbol, 10 for one coefficient of 0.
func zeroRuns() *huffTable {
	var frequency [256]int
	frequency[run16], frequency[coefficient0] = 2, 1
	return newHuffTable(&frequency)
}

// nothingButZeros makes the stream one block of long runs of zeros, as many as the image has coefficients.
func nothingButZeros(p []piece) []piece {
	height, width := int(be16(p[4].bytes[6:])), int(be16(p[4].bytes[8:]))
	bins, err := readBins(content{name: "DQT", rest: p[3].bytes[4:]})
	if err != nil {
		panic(err)
	}
	left := 0
	for i, band := range subbandRects(width, height) {
		if bins.width[i] != 0 {
			left += band.w * band.h
		}
	}
	table := zeroRuns()
	w := bitWriter{}
	for ; left > 0; left -= min(left, longest) {
		w.put(uint64(table.code[run16]), int(table.size[run16]))
		w.put(uint64(min(left, longest)), 16)
	}
	w.flush()
	block := append(appendBlockHeader(appendTable(nil, 2, table), 2), w.out...)
	return append(p[:5:5], piece{"block", block}, p[len(p)-1])
}

// longFilters replaces the transform table by the longest there may be.
func longFilters(p []piece) []piece {
	content := []byte{maxTaps, maxTaps}
	for range maxTaps {
		content = append(content, 0, 9, 0, 0, 0, 1)
	}
	p[2].bytes = appendSegment(nil, markDTT, content)
	return p
}

// TestGreedyStreams: what asks for much ends in an error that says which limit it met, or in an image of zeros.
func TestGreedyStreams(t *testing.T) {
	want := map[string]string{"tables": "more than 256 tables", "empty": "more than 256 tables", "quantization": "more than 1024 segments",
		"comments": "more than 1024 segments", "blocks": "more than 1024 segments", "restarts": "restart marker FFB0 is out of order", "large": "missing"}
	for _, in := range greedy(t) {
		if in.Pixels > 1<<20 {
			continue // the benchmark's
		}
		_, _, err := DecodeBytes(in.Data)
		first, _, _ := strings.Cut(in.Name, " ")
		switch text := want[first]; {
		case text == "" && err != nil, text != "" && (err == nil || !strings.Contains(err.Error(), text)):
			t.Errorf("%s: error %v, want %q", in.Name, err, text)
		}
	}
}

// BenchmarkDamaged reports the greatest share of the bounds of time and memory that a damaged or greedy stream takes.
func BenchmarkDamaged(b *testing.B) {
	inputs := greedy(b)
	stream := made(b)
	for _, d := range damages {
		inputs = append(inputs, worst.Input{Name: d.name, Data: glue(d.change(pieces(b, stream))), Pixels: 90 * 70})
	}
	for n := range stream {
		inputs = append(inputs, worst.Input{Name: fmt.Sprintf("cut at %d", n), Data: stream[:n], Pixels: 90 * 70})
		flipped := bytes.Clone(stream)
		flipped[n] ^= 1 << (n % 8)
		info, err := DecodeConfigBytes(flipped)
		if err != nil {
			info.Width, info.Height = 0, 0
		}
		inputs = append(inputs, worst.Input{Name: fmt.Sprintf("bit flipped at %d", n), Data: flipped, Pixels: info.Width * info.Height})
	}
	worst.Shares(b, inputs, worst.Work{Name: "decode", Do: func(data []byte) { _, _, _ = DecodeBytes(data) }})
}
