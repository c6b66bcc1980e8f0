package wsq

// huffTable is an encoder's Huffman table: what DHT carries, and the code of each symbol.
type huffTable struct {
	counts [maxCodeBits]byte // codes of each length
	values []byte            // symbols in the order of their codes
	code   [256]uint16
	size   [256]uint8
}

// newHuffTable makes a table by the procedure of ITU-T T.81, annex K.2, which WSQ shares: one code
// point is reserved so that no code is all ones, and no code is longer than 16 bits.
func newHuffTable(frequency *[256]int) *huffTable {
	var counts [257]int
	copy(counts[:], frequency[:])
	counts[256] = 1 // the reserved code point
	sizes := codeSizes(counts)
	lengths := make([]int, 258)
	for _, size := range sizes {
		lengths[size]++
	}
	limitLengths(lengths)
	t := &huffTable{}
	for i := range t.counts {
		t.counts[i] = byte(lengths[i+1])
	}
	for size := 1; size < len(lengths); size++ {
		for symbol, s := range sizes[:256] {
			if s == size {
				t.values = append(t.values, byte(symbol))
			}
		}
	}
	t.assign()
	return t
}

// codeSizes merges the two rarest groups of symbols until one is left; each merge makes the codes
// of both one bit longer. Of equally rare ones the higher symbol goes first.
func codeSizes(frequency [257]int) (sizes [257]int) {
	var next [257]int // the chain of symbols in a group
	for i := range next {
		next[i] = -1
	}
	for {
		rarest, second := twoRarest(&frequency)
		if second < 0 {
			return sizes
		}
		frequency[rarest] += frequency[second]
		frequency[second] = 0
		end := rarest
		for i := rarest; i >= 0; i = next[i] {
			sizes[i]++
			end = i
		}
		next[end] = second
		for i := second; i >= 0; i = next[i] {
			sizes[i]++
		}
	}
}

func twoRarest(frequency *[257]int) (rarest, second int) {
	rarest, second = -1, -1
	for i := len(frequency) - 1; i >= 0; i-- {
		switch f := frequency[i]; {
		case f == 0:
		case rarest < 0 || f < frequency[rarest]:
			rarest, second = i, rarest
		case second < 0 || f < frequency[second]:
			second = i
		}
	}
	return rarest, second
}

// limitLengths moves codes of more than 16 bits up the tree, two at a time, and takes out the
// reserved one, which is among the longest.
func limitLengths(lengths []int) {
	lengths[0] = 0
	for i := len(lengths) - 1; i > maxCodeBits; i-- {
		for lengths[i] > 0 {
			j := i - 2
			for lengths[j] == 0 {
				j--
			}
			lengths[i] -= 2
			lengths[i-1]++
			lengths[j+1] += 2
			lengths[j]--
		}
	}
	for i := maxCodeBits; i > 0; i-- {
		if lengths[i] > 0 {
			lengths[i]--
			return
		}
	}
}

// assign gives out codes in canonical order.
func (t *huffTable) assign() {
	code, index := uint16(0), 0
	for i, n := range t.counts {
		for range n {
			symbol := t.values[index]
			t.code[symbol], t.size[symbol] = code, uint8(i+1)
			code, index = code+1, index+1
		}
		code <<= 1
	}
}
