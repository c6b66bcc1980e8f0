package extraction

import (
	"image"
	"math"
)

const (
	cell   = 8  // pixels on a side of the squares in which ridges are measured
	margin = 24 // blank pixels around the working image, so that filters need no bounds
	full   = 2048
)

const (
	leastContrast = 5  // standard deviation of the grey values: below it there is no print
	leastArea     = 40 // cells, 7 mm²: less of a finger cannot be compared
)

// skin is the working image: local contrast evened out, ridges positive, standard deviation full/2, with a blank margin.
type skin struct {
	width, height int // of the picture proper
	columns, rows int // of cells
	stride        int
	pix           []int32
	contrast      []int32 // standard deviation of grey values around each cell
	within        []int32 // variance of grey values within each cell
}

// at returns the place in pix of the upper left pixel of a cell.
func (s *skin) at(column, row int) int { return (margin+row*cell)*s.stride + margin + column*cell }

func newSkin(width, height int) *skin {
	s := &skin{width: width, height: height, columns: (width + cell - 1) / cell, rows: (height + cell - 1) / cell}
	s.stride = s.columns*cell + 2*margin
	s.pix = make([]int32, s.stride*(s.rows*cell+2*margin))
	return s
}

// normalise evens out brightness and contrast over windows of five cells.
func normalise(img *image.Gray) *skin {
	s := newSkin(img.Rect.Dx(), img.Rect.Dy())
	sum, square, count := cellSums(img, s)
	s.within = variances(sum, square, count)
	widen := func() {
		sum, square, count = spread(sum, s.columns, s.rows), spread(square, s.columns, s.rows), spread(count, s.columns, s.rows)
	}
	widen()
	s.contrast = deviations(sum, square, count)
	widen()
	mean := make([]int32, len(sum)) // in 16ths
	gain := make([]int32, len(sum))
	for c, deviation := range deviations(sum, square, count) {
		mean[c] = int32(sum[c] * 16 / max(count[c], 1))
		gain[c] = full / 2 * 16 / max(deviation, 6)
	}
	for y := range s.height {
		row := img.Pix[y*img.Stride:]
		out := s.pix[(margin+y)*s.stride+margin:]
		line := (y / cell) * s.columns
		for x := range s.width {
			c := line + x/cell
			v := (mean[c] - int32(row[x])*16) * gain[c] / 256
			out[x] = max(-2*full, min(2*full, v))
		}
	}
	return s
}

// deviations returns the standard deviation that belongs to each sum and sum of squares over a count.
func deviations(sum, square, count []int) []int32 {
	out := variances(sum, square, count)
	for c, v := range out {
		out[c] = int32(math.Sqrt(float64(v)))
	}
	return out
}

// variances returns the squares of those deviations.
func variances(sum, square, count []int) []int32 {
	out := make([]int32, len(sum))
	for c := range out {
		n := max(count[c], 1)
		out[c] = int32(max(square[c]/n-sum[c]*sum[c]/(n*n), 0))
	}
	return out
}

// cellSums adds up grey values, their squares and the pixels of every cell.
func cellSums(img *image.Gray, s *skin) (sum, square, count []int) {
	sum, square, count = make([]int, s.columns*s.rows), make([]int, s.columns*s.rows), make([]int, s.columns*s.rows)
	for y := range s.height {
		row := img.Pix[y*img.Stride : y*img.Stride+s.width]
		line := (y / cell) * s.columns
		for x, p := range row {
			c := line + x/cell
			sum[c] += int(p)
			square[c] += int(p) * int(p)
			count[c]++
		}
	}
	return sum, square, count
}

// spread adds to every cell its neighbours, by the weights 1 2 1 both ways; beyond the edge there is nothing.
func spread(in []int, columns, rows int) []int {
	across, out := make([]int, len(in)), make([]int, len(in))
	for r := range rows {
		line := in[r*columns : (r+1)*columns]
		for c, v := range line {
			sum := 2 * v
			if c > 0 {
				sum += line[c-1]
			}
			if c < columns-1 {
				sum += line[c+1]
			}
			across[r*columns+c] = sum
		}
	}
	for k, v := range across {
		sum := 2 * v
		if k >= columns {
			sum += across[k-columns]
		}
		if k < len(across)-columns {
			sum += across[k+columns]
		}
		out[k] = sum
	}
	return out
}
