package batch

// transpose turns a square of bits over: bit j of word i becomes bit i of word j. It swaps ever smaller squares (Warren,
// Hacker's Delight, section 7-3), three sizes at a time in registers: words eight apart, then words side by side.
func transpose(square *[64]uint64) {
	for i := range 8 {
		w := (*[57]uint64)(square[i:])
		a, b, c, d, e, f, g, h := w[0], w[8], w[16], w[24], w[32], w[40], w[48], w[56]
		a, e = swap(a, e, 32, 0x00000000ffffffff)
		b, f = swap(b, f, 32, 0x00000000ffffffff)
		c, g = swap(c, g, 32, 0x00000000ffffffff)
		d, h = swap(d, h, 32, 0x00000000ffffffff)
		a, c = swap(a, c, 16, 0x0000ffff0000ffff)
		b, d = swap(b, d, 16, 0x0000ffff0000ffff)
		e, g = swap(e, g, 16, 0x0000ffff0000ffff)
		f, h = swap(f, h, 16, 0x0000ffff0000ffff)
		a, b = swap(a, b, 8, 0x00ff00ff00ff00ff)
		c, d = swap(c, d, 8, 0x00ff00ff00ff00ff)
		e, f = swap(e, f, 8, 0x00ff00ff00ff00ff)
		g, h = swap(g, h, 8, 0x00ff00ff00ff00ff)
		w[0], w[8], w[16], w[24], w[32], w[40], w[48], w[56] = a, b, c, d, e, f, g, h
	}
	for i := 0; i < 64; i += 8 {
		w := (*[8]uint64)(square[i:])
		a, b, c, d, e, f, g, h := w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7]
		a, e = swap(a, e, 4, 0x0f0f0f0f0f0f0f0f)
		b, f = swap(b, f, 4, 0x0f0f0f0f0f0f0f0f)
		c, g = swap(c, g, 4, 0x0f0f0f0f0f0f0f0f)
		d, h = swap(d, h, 4, 0x0f0f0f0f0f0f0f0f)
		a, c = swap(a, c, 2, 0x3333333333333333)
		b, d = swap(b, d, 2, 0x3333333333333333)
		e, g = swap(e, g, 2, 0x3333333333333333)
		f, h = swap(f, h, 2, 0x3333333333333333)
		a, b = swap(a, b, 1, 0x5555555555555555)
		c, d = swap(c, d, 1, 0x5555555555555555)
		e, f = swap(e, f, 1, 0x5555555555555555)
		g, h = swap(g, h, 1, 0x5555555555555555)
		w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7] = a, b, c, d, e, f, g, h
	}
}

// swap exchanges the high bits of each pair in a with the low bits of each pair in b.
func swap(a, b uint64, side uint, mask uint64) (uint64, uint64) {
	t := (a>>side ^ b) & mask
	return a ^ t<<side, b ^ t
}
