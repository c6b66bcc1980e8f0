package wsq

import "math"

const (
	leastVariance = 1.01  // a band with less is not transmitted
	flatImage     = 20000 // sum of the four lowest bands' variances below which whole bands are measured
	binCentre     = 44    // hundredths: where in its bin a coefficient is put back
	zeroBinFactor = 1.2   // width of the zero bin, in bins

	// Wider bins the format cannot hold. Finer ones than greatestBin allows would have numbers that it cannot hold: NBIS
	// loses the image where an extreme rate asks for them.
	coarsest    = 50000
	greatestBin = 32766
)

// bandWeight is the A(k) of the specification's quantizer: 1 but in the last eight bands.
func bandWeight(band int) float32 {
	if band < 52 {
		return 1
	}
	return [...]float32{1.32, 1.08, 1.42, 1.08, 1.32, 1.42, 1.08, 1.08}[band-52]
}

// bandShare is the part of the image's area that a band has: its 1/m of samples.
func bandShare(band int) float32 {
	switch {
	case band < 4:
		return 1.0 / 1024
	case band < 51:
		return 1.0 / 256
	}
	return 1.0 / 16
}

// variances measures the bands: their middles (three quarters wide, seven sixteenths high) or, in a
// flat image, the whole of them. Sums are in float32 in the order of NBIS.
func variances(plane []float32, stride int, bands []rect) [subbands]float32 {
	var v [subbands]float32
	var lowest float32
	for i := range 4 {
		v[i] = variance(plane, stride, middle(bands[i]))
		lowest += v[i]
	}
	for i, band := range bands {
		if lowest < flatImage {
			v[i] = variance(plane, stride, band)
		} else if i >= 4 {
			v[i] = variance(plane, stride, middle(band))
		}
	}
	return v
}

func middle(r rect) rect {
	return rect{r.x + r.w/8, r.y + 9*r.h/32, 3 * r.w / 4, 7 * r.h / 16}
}

func variance(plane []float32, stride int, r rect) float32 {
	n := r.w * r.h
	if n < 2 {
		return 0
	}
	var sum, squares float32
	for y := range r.h {
		start := (r.y+y)*stride + r.x
		for _, v := range plane[start : start+r.w] {
			sum += v
			squares += float32(v * v)
		}
	}
	return float32(float64(squares-float32(sum*sum)/float32(n)) / (float64(n) - 1))
}

// chooseBins sets the bin widths for a bit rate: the specification's allocation, which drops bands
// whose bins would be wider than five standard deviations until the rest fits the rate.
func chooseBins(v [subbands]float32, rate float32) *bins {
	b := &bins{centre: scaled(binCentre, 2)}
	var left []int
	var sigma [subbands]float32
	for i, variance := range v {
		if variance < leastVariance {
			continue
		}
		b.width[i] = 1
		if i >= 4 {
			b.width[i] = 10 / float32(bandWeight(i)*float32(math.Log(float64(variance))))
		}
		sigma[i] = float32(math.Sqrt(float64(variance)))
		left = append(left, i)
	}
	q := stepDivisor(b, sigma, left, rate)
	for i := range b.width {
		if b.width[i] != 0 {
			b.width[i] = min(b.width[i]/q, coarsest)
		}
		b.zero[i] = float32(zeroBinFactor * float64(b.width[i]))
	}
	return b
}

// widen makes bins wider where a coefficient would have too great a number.
func (b *bins) widen(plane []float32, stride int, bands []rect) {
	for i, band := range bands {
		if b.width[i] == 0 || b.width[i] > 1 { // no coefficient comes near
			continue
		}
		var peak float32
		for y := range band.h {
			start := (band.y+y)*stride + band.x
			for _, v := range plane[start : start+band.w] {
				peak = max(peak, v, -v)
			}
		}
		if least := peak / greatestBin; b.width[i] < least {
			b.width[i] = least
			b.zero[i] = float32(zeroBinFactor * float64(least))
		}
	}
}

// stepDivisor is the q that makes the bands in left, less those that it drops, fit the rate.
func stepDivisor(b *bins, sigma [subbands]float32, left []int, rate float32) float32 {
	for {
		var share float32
		product := float32(1)
		for _, i := range left {
			share += bandShare(i)
		}
		for _, i := range left {
			product = float32(float64(product) * math.Pow(float64(sigma[i]/b.width[i]), float64(bandShare(i))))
		}
		q := float32(math.Pow(2, float64(rate/share)-1) / 2.5 / math.Pow(float64(product), 1/float64(share)))
		var kept []int
		for _, i := range left {
			if float64(b.width[i]/q) < 5*float64(sigma[i]) {
				kept = append(kept, i)
			}
		}
		if len(kept) == len(left) || len(kept) == 0 {
			return q
		}
		left = kept
	}
}

// quantize returns the bin numbers of every transmitted band, in the order of the stream, and how
// many belong to each of the three blocks.
func quantize(plane []float32, stride int, bands []rect, b *bins) (indices []int16, blocks [3]int) {
	indices = make([]int16, 0, len(plane))
	for i, band := range bands {
		if b.width[i] == 0 {
			continue
		}
		step, zero := b.width[i], b.zero[i]/2
		for y := range band.h {
			start := (band.y+y)*stride + band.x
			for _, v := range plane[start : start+band.w] {
				indices = append(indices, binOf(v, step, zero))
			}
		}
		blocks[blockOf(i)] += band.w * band.h
	}
	return indices, blocks
}

func binOf(v, step, zero float32) int16 {
	switch {
	case -zero <= v && v <= zero:
		return 0
	case v > 0:
		return int16(min(float64((v-zero)/step)+1, math.MaxInt16))
	}
	return int16(max(float64((v+zero)/step)-1, -math.MaxInt16))
}

// blockOf is the block of image data that a band is in.
func blockOf(band int) int {
	switch {
	case band < 19:
		return 0
	case band < 52:
		return 1
	}
	return 2
}
