package batch

// BlockSize is a good number of cases for a block: enough to hide the cost of each step, few enough for its planes to stay in
// the near caches.
const BlockSize = 4096

// Block is some cases as planes, in lanes of an order of its own: cases with long lists come first, so that the planes of
// offences have few empty places.
type Block struct {
	words int     // of 64 lanes
	order []int32 // the case in each lane
	grids []grid  // for each sheet
}

// grid is the planes of one sheet: plane p is planes[p*words:][:words]. A word of the case's sheet is 64 lanes; a word of a
// list's sheet, a tile, is the n-th offence of 64 lanes. There are tiles only where some lane has so many offences.
type grid struct {
	words  int
	planes []uint64
	spans  []span
}

// span is n tiles side by side, which belong to n words of the case side by side.
type span struct{ tile, word, n int32 }

// NewBlock makes an empty block.
func (d *Dictionary) NewBlock() *Block { return &Block{grids: make([]grid, len(d.sheets))} }

// Len is the number of cases, Words the number of words of 64 lanes; lanes from Len on are empty.
func (b *Block) Len() int   { return len(b.order) }
func (b *Block) Words() int { return b.words }

// Case is the index, in the order in which cases were added, of the one in the lane.
func (b *Block) Case(lane int) int { return int(b.order[lane]) }

// Bytes is the size of the planes.
func (b *Block) Bytes() int {
	n := 0
	for i := range b.grids {
		n += 8 * len(b.grids[i].planes)
	}
	return n
}

func (g *grid) plane(p int32) []uint64 {
	return g.planes[int(p)*g.words:][:g.words:g.words]
}
