package record

// Types of extended data that the formats define; all others are a maker's own (ISO/IEC 19794-2:2005, 7.6).
const (
	blockRidgeCounts = 1
	blockCoresDeltas = 2
	blockZones       = 3 // ISO only
)

// Block is one block of extended data. Of its parts one is set: Counts in Type 1, Points in Type 2, Zones in Type 3 of
// ISO formats, Data in all others.
type Block struct {
	Type   uint16
	Counts *RidgeCounts
	Points *CoresDeltas
	Zones  *Zones
	Data   []byte // kept as read
}

// RidgeCounts is how many ridges run between pairs of minutiae.
type RidgeCounts struct {
	Method uint8 // which neighbours: 0 any, 1 the nearest in each of four quadrants, 2 in each of eight octants
	Counts []RidgeCount
	Rest   []byte // after the last whole count, where Record.Example of ANSI2004; else nil
}

// RidgeCount is the number of ridges between two minutiae. Their numbers are kept as read: NIST's tools count from 1 in
// the order of the record, some others from 0. Where a minutia has no neighbour that way, To and Count are 0 and 0 in
// the binary formats to 2009, 255 and 255 in ISO/IEC 19794-2:2011, 255 and 15 in Type-9.
type RidgeCount struct {
	From, To uint16 // 8 bits but in Type-9
	Count    uint8
}

// none says whether the count stands for a neighbour that is not there.
func (c RidgeCount) none() bool {
	return c.To == 0 && c.Count == 0 || c.To == 255 && (c.Count == 15 || c.Count == 255)
}

// CoresDeltas is where the pattern turns and where it parts.
type CoresDeltas struct {
	Cores  []Point // 15 at most; one angle each, or none
	Deltas []Point // 15 at most; three angles each, or none; in Type-9 also one
	// EmptyCores and EmptyDeltas keep ANSI's mark "with angles" where there is none to have one.
	EmptyCores, EmptyDeltas bool
}

// Point is a core or a delta, in the pixels and angles of Minutia.
type Point struct {
	X, Y   int
	Angles []Angle
}

// Zones is the quality of the image by cells of equal size, row by row from the upper left.
type Zones struct {
	Vendor, Algorithm     uint16 // of the algorithm; ISO/IEC 19794-2:2011 only
	CellWidth, CellHeight uint8  // pixels, at least 1
	Bits                  uint8  // of each quality, 1 to 8
	Packed                []byte // the qualities, the first in the highest bits of the first byte
}

// size returns the number of cells of an image and how many bytes they take.
func (z *Zones) size(width, height int) (cells, bytes int) {
	if z.CellWidth == 0 || z.CellHeight == 0 {
		return 0, 0
	}
	w, h := int(z.CellWidth), int(z.CellHeight)
	cells = ((width + w - 1) / w) * ((height + h - 1) / h)
	return cells, (cells*int(z.Bits) + 7) / 8
}

// fit says whether there is one quality for each cell of an image of that size.
func (z *Zones) fit(width, height int) bool {
	cells, bytes := z.size(width, height)
	return cells > 0 && z.Bits >= 1 && z.Bits <= 8 && len(z.Packed) == bytes
}

// Qualities unpacks the qualities for an image of that size: one for each cell, fewer where the data end before.
func (z *Zones) Qualities(width, height int) []int {
	cells, _ := z.size(width, height)
	bits := int(z.Bits)
	if bits == 0 {
		return nil
	}
	list := make([]int, min(cells, len(z.Packed)*8/bits))
	for n := range list {
		for bit := n * bits; bit < (n+1)*bits; bit++ {
			list[n] = list[n]<<1 | int(z.Packed[bit/8]>>(7-bit%8)&1)
		}
	}
	return list
}
