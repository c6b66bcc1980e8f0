package extraction

import "math/bits"

// bitmap is a picture of one bit a pixel, 64 to a word, with a blank row above and below and a blank word left and right.
type bitmap struct {
	words, rows int // including the blank border
	bits        []uint64
}

func newBitmap(width, height int) *bitmap {
	b := &bitmap{words: (width+63)/64 + 2, rows: height + 2}
	b.bits = make([]uint64, b.words*b.rows)
	return b
}

// binarise marks the pixels that are positive, times sign.
func (s *skin) binarise(sign int32) *bitmap {
	b := newBitmap(s.width, s.height)
	for y := range s.height {
		row := s.pix[(margin+y)*s.stride+margin:][:s.width]
		words := b.bits[(y+1)*b.words+1:]
		for x, v := range row {
			words[x/64] |= uint64(uint32(-v*sign)>>31) << (x % 64)
		}
	}
	return b
}

// thin wears the marked regions down to lines one pixel wide (Guo and Hall 1989), 64 pixels at a time.
func (b *bitmap) thin() {
	before, now := make([]uint64, b.words), make([]uint64, b.words)
	for round, idle := 0, 0; idle < 2; round++ {
		changed := false
		clear(before)
		for r := 1; r < b.rows-1; r++ {
			row := b.bits[r*b.words : (r+1)*b.words]
			copy(now, row)
			below := b.bits[(r+1)*b.words : (r+2)*b.words]
			for w := 1; w < b.words-1; w++ {
				if now[w] == 0 {
					continue
				}
				drop := removable(before[w-1:w+2], now[w-1:w+2], below[w-1:w+2], round&1 == 0)
				row[w] &^= drop
				changed = changed || drop != 0
			}
			before, now = now, before
		}
		idle++
		if changed {
			idle = 0
		}
	}
}

// removable returns the pixels of the middle word that Guo and Hall's conditions let go; each argument is a word and its two neighbours.
func removable(above, row, below []uint64, first bool) uint64 {
	west := func(w []uint64) uint64 { return w[1]<<1 | w[0]>>63 }
	east := func(w []uint64) uint64 { return w[1]>>1 | w[2]<<63 }
	p2, p3, p4, p5 := above[1], east(above), east(row), east(below)
	p6, p7, p8, p9 := below[1], west(below), west(row), west(above)
	a, b, c, d := ^p2&(p3|p4), ^p4&(p5|p6), ^p6&(p7|p8), ^p8&(p9|p2)
	oneRun := (a ^ b ^ c ^ d) &^ (a&b | c&d)
	n1a, n1b, n1c, n1d := p9|p2, p3|p4, p5|p6, p7|p8
	n2a, n2b, n2c, n2d := p2|p3, p4|p5, p6|p7, p8|p9
	two := atLeastTwo(n1a, n1b, n1c, n1d) & atLeastTwo(n2a, n2b, n2c, n2d)
	four := n1a & n1b & n1c & n1d & n2a & n2b & n2c & n2d
	keep := (p2 | p3 | ^p5) & p4
	if first {
		keep = (p6 | p7 | ^p9) & p8
	}
	return row[1] & oneRun & two &^ four &^ keep
}

func atLeastTwo(a, b, c, d uint64) uint64 { return a&b | c&d | (a|b)&(c|d) }

// lines are thinned ridges or valleys, one byte a pixel (0 or 1), with a blank border.
type lines struct {
	stride int
	pix    []uint8
	marked []int // places of the line pixels, row by row
}

func (b *bitmap) lines() *lines {
	l := &lines{stride: b.words * 64}
	l.pix = make([]uint8, l.stride*b.rows)
	for k, word := range b.bits {
		for ; word != 0; word &= word - 1 {
			at := k*64 + bits.TrailingZeros64(word)
			l.pix[at] = 1
			l.marked = append(l.marked, at)
		}
	}
	return l
}

// place returns where at lies in the picture.
func (l *lines) place(at int) (x, y int) { return at%l.stride - 64, at/l.stride - 1 }

// around lists the offsets of the eight neighbours in turn, starting east.
func (l *lines) around() [8]int {
	s := l.stride
	return [8]int{1, 1 - s, -s, -1 - s, -1, s - 1, s, s + 1}
}

// branches counts the lines that leave a pixel: 1 at an end, 3 at a fork.
func (l *lines) branches(at int) int {
	around := l.around()
	n := 0
	last := l.pix[at+around[7]]
	for _, d := range around {
		p := l.pix[at+d]
		n += int(p &^ last)
		last = p
	}
	return n
}
