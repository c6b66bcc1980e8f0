package wsq

import (
	"encoding/binary"
	"fmt"
	"image"
	"io"
	"math"
)

// DefaultBitRate is the bits per pixel of the FBI's nominal 15:1 compression.
const DefaultBitRate = 0.75

// Options say how an image is encoded; the zero value is the FBI's usual.
type Options struct {
	BitRate float64 // bits per pixel, 0 for DefaultBitRate; it steers the quantizer and is not met exactly
	PPI     int     // resolution in pixels per inch, noted in the NISTCOM comment; 0 for 500
}

// Encode writes img as a WSQ stream with the steps, the order of arithmetic and the segments of
// NBIS: transform by the 9/7 filters, subband bit allocation, three blocks, two Huffman tables.
// The error is about options or the image's size, or comes from w.
func Encode(w io.Writer, img *image.Gray, options Options) error {
	if options.BitRate == 0 {
		options.BitRate = DefaultBitRate
	}
	if options.PPI == 0 {
		options.PPI = 500
	}
	width, height := img.Rect.Dx(), img.Rect.Dy()
	switch {
	case options.BitRate < 0.01 || options.BitRate > 8 || math.IsNaN(options.BitRate):
		return fmt.Errorf("WSQ bit rate %v: must be from 0.01 to 8 bits per pixel", options.BitRate)
	case width < 1 || height < 1 || width > 0xffff || height > 0xffff || width*height > MaxPixels:
		return fmt.Errorf("WSQ image of %dx%d: must be from 1x1 to %d pixels, no side above 65535", width, height, MaxPixels)
	}
	_, err := w.Write(encode(img, options))
	return err
}

func encode(img *image.Gray, options Options) []byte {
	width, height := img.Rect.Dx(), img.Rect.Dy()
	plane, shift, scale := fromGray(img)
	decompose(plane, width, height)
	bands := subbandRects(width, height)
	b := chooseBins(variances(plane, width, bands), float32(options.BitRate))
	b.widen(plane, width, bands)
	indices, blocks := quantize(plane, width, bands, b)

	out := []byte{markSOI >> 8, markSOI & 0xff}
	out = appendComment(out, width, height, options)
	out = appendFilters(out)
	out = appendBins(out, b)
	out = appendFrame(out, width, height, shift, scale)
	first := indices[:blocks[0]]
	second, third := indices[blocks[0]:blocks[0]+blocks[1]], indices[blocks[0]+blocks[1]:]
	table := tableFor(first)
	out = appendTable(out, 0, table)
	out = appendBlock(appendBlockHeader(out, 0), first, table)
	table = tableFor(second, third)
	out = appendTable(out, 1, table)
	out = appendBlock(appendBlockHeader(out, 1), second, table)
	out = appendBlock(appendBlockHeader(out, 1), third, table)
	return binary.BigEndian.AppendUint16(out, markEOI)
}

// fromGray shifts grey levels by their mean and scales the greater side to 128.
func fromGray(img *image.Gray) (plane []float32, shift, scale float32) {
	width, height := img.Rect.Dx(), img.Rect.Dy()
	var sum uint32
	low, high := uint8(255), uint8(0)
	for y := range height {
		for _, v := range img.Pix[y*img.Stride : y*img.Stride+width] {
			sum += uint32(v)
			low, high = min(low, v), max(high, v)
		}
	}
	plane = make([]float32, width*height)
	shift = float32(sum) / float32(width*height)
	scale = max(shift-float32(low), float32(high)-shift) / 128
	if scale == 0 { // one grey level: the mean says it all
		return plane, shift, scale
	}
	var level [256]float32
	for v := range level {
		level[v] = (float32(v) - shift) / scale
	}
	for y := range height {
		row := plane[y*width : (y+1)*width]
		for x, v := range img.Pix[y*img.Stride : y*img.Stride+width] {
			row[x] = level[v]
		}
	}
	return plane, shift, scale
}

func tableFor(blocks ...[]int16) *huffTable {
	var frequency [256]int
	for _, indices := range blocks {
		countSymbols(&frequency, indices)
	}
	return newHuffTable(&frequency)
}
