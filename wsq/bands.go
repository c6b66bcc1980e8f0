package wsq

import "fmt"

// Symbols of the entropy code (specification, table "Huffman table input symbols").
const (
	lastRun      = 100 // 1..100: that many zeros
	positive8    = 101 // a coefficient in the next 8 bits
	negative8    = 102
	positive16   = 103
	negative16   = 104
	run8         = 105 // a run of zeros, its length in the next 8 bits
	run16        = 106
	coefficient0 = 180 // 107..254: coefficients -73..74
)

// bandWriter puts coefficients, in the order of the stream, into their places in the plane.
type bandWriter struct {
	plane  []float32
	stride int
	bands  []rect
	bins   *bins
	band   int // the band being filled
	row    []float32
	y, x   int // next sample within the band
	step   float32
	centre float32
	zero   float32 // half the width of the zero bin
}

func newBandWriter(width, height int, b *bins) *bandWriter {
	w := &bandWriter{plane: make([]float32, width*height), stride: width, bands: subbandRects(width, height), bins: b,
		band: -1, centre: b.centre}
	w.nextBand()
	return w
}

// nextBand goes to the next band that is transmitted and not empty; w.row is nil after the last.
func (w *bandWriter) nextBand() {
	w.row = nil
	for w.band++; w.band < len(w.bands); w.band++ {
		r := w.bands[w.band]
		if w.bins.width[w.band] != 0 && r.w > 0 && r.h > 0 {
			w.step, w.zero = w.bins.width[w.band], w.bins.zero[w.band]/2
			w.y, w.x = 0, 0
			w.setRow()
			return
		}
	}
}

func (w *bandWriter) setRow() {
	r := w.bands[w.band]
	start := (r.y+w.y)*w.stride + r.x
	w.row = w.plane[start : start+r.w]
}

func (w *bandWriter) nextRow() {
	w.x = 0
	if w.y++; w.y == w.bands[w.band].h {
		w.nextBand()
		return
	}
	w.setRow()
}

// left counts the coefficients still to come.
func (w *bandWriter) left() int {
	if w.row == nil {
		return 0
	}
	n := w.bands[w.band].h*len(w.row) - w.y*len(w.row) - w.x
	for i := w.band + 1; i < len(w.bands); i++ {
		if w.bins.width[i] != 0 {
			n += w.bands[i].w * w.bands[i].h
		}
	}
	return n
}

// skip leaves n zeros; false where the image has fewer coefficients left.
func (w *bandWriter) skip(n int) bool {
	for w.row != nil && n >= len(w.row)-w.x {
		n -= len(w.row) - w.x
		w.nextRow()
	}
	w.x += n
	return w.row != nil || n == 0
}

// put dequantizes and stores one coefficient; false where the image has none left.
func (w *bandWriter) put(index int16) bool {
	if w.row == nil {
		return false
	}
	switch {
	case index > 0:
		w.row[w.x] = float32(w.step*(float32(index)-w.centre)) + w.zero
	case index < 0:
		w.row[w.x] = float32(w.step*(float32(index)+w.centre)) - w.zero
	}
	if w.x++; w.x == len(w.row) {
		w.nextRow()
	}
	return true
}

// decode reads entropy-coded data to its end at a marker.
func (w *bandWriter) decode(in *bits, book *codebook) error {
	for {
		symbol, end, bad := in.symbol(book)
		if end {
			return nil
		}
		var fits bool
		switch {
		case bad || symbol == 0 || symbol == 255:
			return &FormatError{in.offset(), "SOB", "no such Huffman code", askAgain}
		case symbol > run16:
			fits = w.put(int16(symbol) - coefficient0)
		case symbol <= lastRun:
			fits = w.skip(int(symbol))
		default:
			extra, ok := in.extra(symbol)
			switch {
			case !ok:
				return &FormatError{in.offset(), "SOB", "image data ends inside a number", askAgain}
			case extra == 0:
				return &FormatError{in.offset(), "SOB", "a run or a coefficient of 0 is written as a long one", askAgain}
			}
			fits = w.putExtra(symbol, extra)
		}
		if !fits {
			return &FormatError{in.offset(), "SOB", fmt.Sprintf("more than the %d coefficients of the image", w.total()), askAgain}
		}
	}
}

// extra reads the number that follows symbol.
func (b *bits) extra(symbol byte) (v uint32, ok bool) {
	n := 8
	if symbol == positive16 || symbol == negative16 || symbol == run16 {
		n = 16
	}
	if b.count < n {
		b.fill()
	}
	if b.count < n {
		return 0, false
	}
	return b.take(n), true
}

func (w *bandWriter) putExtra(symbol byte, extra uint32) bool {
	switch symbol {
	case run8, run16:
		return w.skip(int(extra))
	case negative8, negative16:
		return w.put(-int16(extra))
	}
	return w.put(int16(extra))
}

// total counts the coefficients that the stream must hold.
func (w *bandWriter) total() int {
	n := 0
	for i, r := range w.bands {
		if w.bins.width[i] != 0 {
			n += r.w * r.h
		}
	}
	return n
}
