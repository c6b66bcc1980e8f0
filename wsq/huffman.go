package wsq

import "fmt"

const (
	maxTables   = 8
	lookBits    = 10
	maxCodeBits = 16
)

// codebook decodes one Huffman table: short codes by one look-up, long ones by length.
type codebook struct {
	look    [1 << lookBits]uint16 // symbol<<8 | length, 0 where the code is longer
	values  []byte
	last    [maxCodeBits + 1]int32 // greatest code of each length, -1 for none
	toValue [maxCodeBits + 1]int32 // code + toValue = index into values
}

// readCodebooks reads the tables of one DHT segment.
func (d *decoder) readCodebooks(c content) error {
	for more := true; more; more = len(c.rest) > 0 && !c.short {
		at := c.at
		id := c.u8()
		counts := c.take(maxCodeBits)
		total := 0
		for _, n := range counts {
			total += int(n)
		}
		if id >= maxTables || total > 256 {
			return &FormatError{at, "DHT", fmt.Sprintf("table %d with %d codes cannot be", id, total), askAgain}
		}
		values := c.take(total)
		if c.short {
			break
		}
		if d.codebooks++; d.codebooks > maxCodebooks {
			return &FormatError{at, "DHT", fmt.Sprintf("more than %d tables", maxCodebooks), askAgain}
		}
		book, ok := newCodebook(counts, values)
		if !ok {
			return &FormatError{at, "DHT", fmt.Sprintf("table %d has more codes of a length than exist", id), askAgain}
		}
		d.books[id] = book
	}
	return c.done()
}

// newCodebook assigns codes in canonical order; ok is false where the counts overfill the code space.
func newCodebook(counts, values []byte) (book *codebook, ok bool) {
	book = &codebook{values: values}
	code, index := int32(0), int32(0)
	for length := 1; length <= maxCodeBits; length++ {
		n := int32(counts[length-1])
		book.toValue[length] = index - code
		if code+n > 1<<length {
			return nil, false
		}
		for range n {
			if length <= lookBits {
				book.fill(code, length, values[index])
			}
			code, index = code+1, index+1
		}
		book.last[length] = code - 1
		if n == 0 {
			book.last[length] = -1
		}
		code <<= 1
	}
	return book, true
}

// fill enters every look-up index that begins with code.
func (b *codebook) fill(code int32, length int, symbol byte) {
	first := int(code) << (lookBits - length)
	for i := range 1 << (lookBits - length) {
		b.look[first+i] = uint16(symbol)<<8 | uint16(length)
	}
}

// bits reads entropy-coded data up to the next marker; a byte FF in it is followed by a stuffed 00.
type bits struct {
	data   []byte
	pos    int // next byte to load
	buffer uint64
	count  int  // valid bits, at the top of buffer
	ended  bool // pos stands at a marker or at the end of data
}

// fill loads whole bytes while they fit.
func (b *bits) fill() {
	for b.count <= 56 && !b.ended {
		if b.pos >= len(b.data) {
			b.ended = true
			return
		}
		v := b.data[b.pos]
		if v == 0xff {
			if b.pos+1 >= len(b.data) || b.data[b.pos+1] != 0 {
				b.ended = true
				return
			}
			b.pos++
		}
		b.pos++
		b.buffer |= uint64(v) << (56 - b.count)
		b.count += 8
	}
}

// take removes n bits, which the caller knows to be there.
func (b *bits) take(n int) uint32 {
	v := uint32(b.buffer >> (64 - n))
	b.buffer <<= n
	b.count -= n
	return v
}

// offset is the position in data of the byte that holds the next bit, stuffed bytes left aside.
func (b *bits) offset() int { return max(b.pos-(b.count+7)/8, 0) }

// symbol decodes the next code. end is true where the data ends within what could begin a code:
// the padding of a block. bad is true where no code fits.
func (b *bits) symbol(book *codebook) (symbol byte, end, bad bool) {
	if b.count < maxCodeBits {
		b.fill()
	}
	entry := book.look[b.buffer>>(64-lookBits)]
	if n := int(entry & 0xff); n != 0 {
		if n > b.count {
			return 0, true, false
		}
		b.buffer <<= n
		b.count -= n
		return byte(entry >> 8), false, false
	}
	return b.longSymbol(book)
}

func (b *bits) longSymbol(book *codebook) (symbol byte, end, bad bool) {
	for n := 1; n <= maxCodeBits; n++ {
		if n > b.count {
			return 0, true, false
		}
		if code := int32(b.buffer >> (64 - n)); code <= book.last[n] {
			symbol = book.values[code+book.toValue[n]]
			b.take(n)
			return symbol, false, false
		}
	}
	return 0, false, true
}
