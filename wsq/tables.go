package wsq

import "fmt"

// maxTaps bounds a filter's length; the standard's longest has nine.
const maxTaps = 32

// filters are the two synthesis filters, lengths either both odd or both even.
type filters struct {
	low, high []float32
}

// readFilters reads a transform table (DTT). The table holds the right halves of the analysis
// filters; each synthesis filter is the other analysis filter with alternating signs.
func readFilters(c content) (filters, error) {
	highTaps, lowTaps := int(c.u8()), int(c.u8())
	if highTaps < 1 || lowTaps < 1 || highTaps > maxTaps || lowTaps > maxTaps || (highTaps+lowTaps)%2 != 0 {
		return filters{}, c.wrong(fmt.Sprintf("filters of %d and %d taps are not a pair this format has", highTaps, lowTaps))
	}
	high := readHalf(&c, highTaps)
	low := readHalf(&c, lowTaps)
	return filters{low: unfold(low, lowTaps, false), high: unfold(high, highTaps, true)}, c.done()
}

// readHalf reads the centre and right half of a filter of n taps.
func readHalf(c *content, n int) []float32 {
	half := make([]float32, (n+1)/2)
	for i := range half {
		negative := c.u8() != 0
		places := c.u8()
		v := scaled(float32(c.u32()), places)
		if negative {
			v = -v
		}
		half[i] = v
	}
	return half
}

// unfold makes the synthesis filter of n taps from the right half of an analysis filter.
// An odd filter is symmetric about its centre; of even ones the low is symmetric and the high
// antisymmetric about the gap between the two middle taps.
func unfold(half []float32, n int, high bool) []float32 {
	taps := make([]float32, n)
	for i, v := range half {
		if (i%2 != 0) != (n%2 == 0) {
			v = -v
		}
		mirror := v
		if n%2 == 0 && high {
			mirror = -v
		}
		taps[n/2+i] = v
		taps[(n-1)/2-i] = mirror
	}
	return taps
}

// bins are the quantization table: a width for each subband's bins and for its zero bin.
type bins struct {
	centre float32
	width  [subbands]float32
	zero   [subbands]float32
}

// leastBin is far below any width that eight bits of grey can need. Far below it, some processors compute a hundred times slower.
const leastBin = 1e-9

// readBins reads a quantization table (DQT), whose last four of 64 entries are never used.
func readBins(c content) (*bins, error) {
	b := &bins{centre: c.decimal()}
	for i := range b.width {
		b.width[i] = c.decimal()
		b.zero[i] = c.decimal()
		if b.width[i] != 0 && b.width[i] < leastBin {
			return nil, c.wrong(fmt.Sprintf("bins of the width %g in band %d", b.width[i], i))
		}
	}
	c.take(6 * (64 - subbands))
	return b, c.done()
}

// frame is the start-of-frame segment (SOF).
type frame struct {
	width, height int
	shift, scale  float32
	encoder       uint8
	software      uint16
}

func readFrame(c content) (frame, error) {
	c.take(2) // black and white calibration values: nothing depends on them
	at := c.at
	f := frame{height: int(c.u16()), width: int(c.u16())}
	f.shift, f.scale = c.decimal(), c.decimal()
	f.encoder, f.software = c.u8(), c.u16()
	if err := c.done(); err != nil {
		return f, err
	}
	switch {
	case f.width == 0 || f.height == 0:
		return f, &FormatError{at, "SOF", fmt.Sprintf("an image of %dx%d has no pixels", f.width, f.height), askAgain}
	case f.width*f.height > MaxPixels:
		return f, &FormatError{at, "SOF",
			fmt.Sprintf("an image of %dx%d exceeds the limit of %d pixels", f.width, f.height, MaxPixels), "cut it into parts"}
	}
	return f, nil
}
