package wsq

const (
	greatest = 74  // coefficients that have a symbol of their own
	least    = -73 //
	longest  = 0xffff
)

// symbols calls emit with each symbol of a block and the number, of extraBits bits, that follows it.
func symbols(indices []int16, emit func(symbol byte, extra uint16, extraBits int)) {
	run := 0
	flush := func() {
		switch {
		case run == 0:
		case run <= lastRun:
			emit(byte(run), 0, 0)
		case run <= 0xff:
			emit(run8, uint16(run), 8)
		default:
			emit(run16, uint16(run), 16)
		}
		run = 0
	}
	for _, v := range indices {
		if v == 0 {
			if run == longest {
				flush()
			}
			run++
			continue
		}
		flush()
		switch {
		case v > 0xff:
			emit(positive16, uint16(v), 16)
		case v > greatest:
			emit(positive8, uint16(v), 8)
		case v < -0xff:
			emit(negative16, uint16(-v), 16)
		case v < least:
			emit(negative8, uint16(-v), 8)
		default:
			emit(byte(int(v)+coefficient0), 0, 0)
		}
	}
	flush()
}

// bitWriter appends bits, most significant first, with a zero byte stuffed after each FF.
type bitWriter struct {
	out    []byte
	buffer uint64
	count  int
}

func (w *bitWriter) put(v uint64, n int) {
	w.buffer = w.buffer<<n | v
	for w.count += n; w.count >= 8; {
		w.count -= 8
		w.byte(byte(w.buffer >> w.count))
	}
}

func (w *bitWriter) byte(b byte) {
	w.out = append(w.out, b)
	if b == 0xff {
		w.out = append(w.out, 0)
	}
}

// flush fills the last byte with ones, which no code is made of.
func (w *bitWriter) flush() {
	if w.count > 0 {
		n := 8 - w.count
		w.put(1<<n-1, n)
	}
}

// countSymbols adds the symbols of a block to frequency.
func countSymbols(frequency *[256]int, indices []int16) {
	symbols(indices, func(symbol byte, _ uint16, _ int) { frequency[symbol]++ })
}

// appendBlock appends the entropy-coded data of one block.
func appendBlock(out []byte, indices []int16, t *huffTable) []byte {
	w := bitWriter{out: out}
	symbols(indices, func(symbol byte, extra uint16, extraBits int) {
		w.put(uint64(t.code[symbol]), int(t.size[symbol]))
		if extraBits > 0 {
			w.put(uint64(extra), extraBits)
		}
	})
	w.flush()
	return w.out
}
