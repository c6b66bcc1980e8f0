package wsq

// The subband tree of the specification (Figures "Wavelet decomposition" and "Subband order"):
// a whole image is split into quarters, and these again, each axis by one low and one high filter.

// subbands is the number that may be transmitted; the last four of 64 never are.
const subbands = 60

// rect is a part of the coefficient plane.
type rect struct{ x, y, w, h int }

// node is a rectangle that one step of the transform splits or joins. In a flipped axis
// the high band comes first, because a high band's spectrum is mirrored.
type node struct {
	rect
	flipX, flipY bool
}

// halves are the lengths of the first and second band of n samples: the low band has the odd sample.
func halves(n int, flip bool) (first, second int) {
	if flip {
		return n / 2, n - n/2
	}
	return n - n/2, n / 2
}

// quarter splits r; part i is second along x where i&1 is set and second along y where i&2 is.
func quarter(r rect, flipX, flipY bool) [4]rect {
	w1, w2 := halves(r.w, flipX)
	h1, h2 := halves(r.h, flipY)
	return [4]rect{
		{r.x, r.y, w1, h1},
		{r.x + w1, r.y, w2, h1},
		{r.x, r.y + h1, w1, h2},
		{r.x + w1, r.y + h1, w2, h2},
	}
}

// mirrored is part i of a split as a node: its flips are those of its bands.
func mirrored(r rect, i int) node { return node{r, i&1 != 0, i&2 != 0} }

// sixteenth splits r twice.
func sixteenth(r rect, flipX, flipY bool) []rect {
	var parts []rect
	for i, q := range quarter(r, flipX, flipY) {
		four := quarter(q, i&1 != 0, i&2 != 0)
		parts = append(parts, four[:]...)
	}
	return parts
}

// transformNodes lists the 20 rectangles that are split, outermost first.
func transformNodes(width, height int) []node {
	whole := rect{0, 0, width, height}
	a := quarter(whole, false, false)
	b := quarter(a[0], false, false)
	nodes := []node{{rect: whole}, {rect: a[0]}, mirrored(a[1], 1), mirrored(a[2], 2), mirrored(b[1], 1), mirrored(b[2], 2)}
	for i, r := range quarter(b[1], true, false) {
		nodes = append(nodes, mirrored(r, i))
	}
	for i, r := range quarter(b[2], false, true) {
		nodes = append(nodes, mirrored(r, i))
	}
	nodes = append(nodes, node{rect: b[0]})
	c := quarter(b[0], false, false)
	for i, r := range c {
		nodes = append(nodes, mirrored(r, i))
	}
	return append(nodes, node{rect: quarter(c[0], false, false)[0]})
}

// subbandRects lists the rectangles of the transmitted subbands in their order in the stream.
func subbandRects(width, height int) []rect {
	a := quarter(rect{0, 0, width, height}, false, false)
	b := quarter(a[0], false, false)
	c := sixteenth(b[0], false, false)
	lowest := quarter(c[0], false, false)
	bands := append(lowest[:], c[1:]...)
	bands = append(bands, sixteenth(b[1], true, false)...)
	bands = append(bands, sixteenth(b[2], false, true)...)
	bands = append(bands, b[3])
	right, below := quarter(a[1], true, false), quarter(a[2], false, true)
	bands = append(bands, right[:]...)
	return append(bands, below[:]...)
}
