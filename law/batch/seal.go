package batch

import "slices"

// sealing is the working memory of Seal.
type sealing struct {
	buckets []uint8 // of each case, by the lengths of its lists
	lengths []int   // of the longest list of each word's lanes
	tiles   []int32 // tiles[n*words+w] is the tile of the n-th offences of the lanes of word w
	square  [64]uint64
}

// Seal turns the cases added since the last Seal into the planes of the block, whose memory is used again.
func (e *Encoder) Seal(b *Block) {
	e.arrange(b)
	for i, s := range e.dictionary.sheets {
		g, d := &b.grids[i], &e.drafts[i]
		g.words = b.words
		if s.offence {
			e.measure(b, d)
			e.spread(g)
		}
		g.planes = slices.Grow(g.planes[:0], s.planes*g.words)[:s.planes*g.words]
		for w := range b.words {
			lanes := b.order[w*64 : min(w*64+64, len(b.order))]
			if s.offence {
				e.turnOffences(s, g, d, w, lanes)
			} else {
				e.turnCases(s, g, d, w, lanes)
			}
		}
	}
	e.clear()
}

// longest is up to which length lists are told apart in ordering the lanes: four bits for each of two lists.
const longest = 15

// arrange orders the lanes: cases with long lists first, by the first list and then by the second.
func (e *Encoder) arrange(b *Block) {
	b.words = (e.cases + 63) / 64
	b.order = slices.Grow(b.order[:0], e.cases)[:e.cases]
	e.buckets = slices.Grow(e.buckets[:0], e.cases)[:e.cases]
	clear(e.buckets)
	for i, lists := 1, 0; i < len(e.drafts) && lists < 2; i, lists = i+1, lists+1 {
		starts := e.drafts[i].starts[:len(e.buckets)+1]
		for j, bucket := range e.buckets {
			e.buckets[j] = bucket<<4 | uint8(longest-min(starts[j+1]-starts[j], longest))
		}
	}
	var next [1 << 8]int32
	for _, bucket := range e.buckets {
		next[bucket]++
	}
	sum := int32(0)
	for i := range next {
		next[i], sum = sum, sum+next[i]
	}
	for i, bucket := range e.buckets {
		b.order[next[bucket]] = int32(i)
		next[bucket]++
	}
}

// measure finds the longest list of each word's lanes.
func (e *Encoder) measure(b *Block, d *draft) {
	e.lengths = slices.Grow(e.lengths[:0], b.words)[:b.words]
	clear(e.lengths)
	for lane, i := range b.order {
		length := &e.lengths[lane/64]
		*length = max(*length, int(d.starts[i+1]-d.starts[i]))
	}
}

// spread lays out the tiles of a list: offence by offence and, for each, word by word.
func (e *Encoder) spread(g *grid) {
	words, deepest := len(e.lengths), 0
	for _, n := range e.lengths {
		deepest = max(deepest, n)
	}
	e.tiles = slices.Grow(e.tiles[:0], deepest*words)[:deepest*words]
	g.spans, g.words = g.spans[:0], 0
	for n := range deepest {
		open := false
		for w, length := range e.lengths {
			if length <= n {
				open = false
				continue
			}
			if !open {
				g.spans = append(g.spans, span{int32(g.words), int32(w), 0})
				open = true
			}
			e.tiles[n*words+w] = int32(g.words)
			g.spans[len(g.spans)-1].n++
			g.words++
		}
	}
}

// turnCases turns one word of lanes over, of the case's own planes.
func (e *Encoder) turnCases(s *sheet, g *grid, d *draft, w int, lanes []int32) {
	for r := range s.rows {
		e.square = [64]uint64{}
		for lane, i := range lanes {
			e.square[lane] = d.rows[r][i]
		}
		g.store(&s.rows[r], &e.square, w)
	}
}

// turnOffences does the same for a list, a tile for each place in it.
func (e *Encoder) turnOffences(s *sheet, g *grid, d *draft, w int, lanes []int32) {
	for n := range e.lengths[w] {
		for r := range s.rows {
			e.square = [64]uint64{}
			for lane, i := range lanes {
				if at := d.starts[i] + int32(n); at < d.starts[i+1] {
					e.square[lane] = d.rows[r][at]
				}
			}
			g.store(&s.rows[r], &e.square, int(e.tiles[n*len(e.lengths)+w]))
		}
	}
}

// store writes one word of each of the row's planes.
func (g *grid) store(r *row, square *[64]uint64, word int) {
	transpose(square)
	for i := range r.used {
		g.planes[(int(r.base)+i)*g.words+word] = square[i]
	}
}
