package wsq

import "fmt"

// Markers of the specification, section "Compressed data syntax".
const (
	markSOI = 0xffa0 // start of image
	markEOI = 0xffa1 // end of image
	markSOF = 0xffa2 // start of frame
	markSOB = 0xffa3 // start of block
	markDTT = 0xffa4 // transform table
	markDQT = 0xffa5 // quantization table
	markDHT = 0xffa6 // Huffman tables
	markDRI = 0xffa7 // restart interval
	markCOM = 0xffa8 // comment

	markRST0 = 0xffb0 // restart, modulo 8
	markRST7 = 0xffb7
)

var segmentNames = map[uint16]string{
	markSOI: "SOI", markEOI: "EOI", markSOF: "SOF", markSOB: "SOB", markDTT: "DTT",
	markDQT: "DQT", markDHT: "DHT", markDRI: "DRI", markCOM: "COM",
}

const (
	askAgain  = "ask the sender for the file again"
	notTagged = "check that the data is WSQ and not another compression"
)

// stream is a WSQ byte stream and a position in it.
type stream struct {
	data []byte
	pos  int
}

// marker reads the next two-byte marker.
func (s *stream) marker() (uint16, error) {
	if len(s.data)-s.pos < 2 {
		return 0, &FormatError{len(s.data), "marker", "the stream ends where a marker must stand", askAgain}
	}
	m := be16(s.data[s.pos:])
	if m>>8 != 0xff {
		return 0, &FormatError{s.pos, "marker", fmt.Sprintf("found %04X where a marker must stand", m), askAgain}
	}
	s.pos += 2
	return m, nil
}

// segment reads a segment's length and returns its content, the length itself left out.
func (s *stream) segment(name string) (content, error) {
	at := s.pos
	if len(s.data)-at < 2 {
		return content{}, &FormatError{len(s.data), name, "the stream ends inside the segment", askAgain}
	}
	n := int(be16(s.data[at:]))
	switch {
	case n < 2:
		return content{}, &FormatError{at, name, fmt.Sprintf("length %d is below 2", n), askAgain}
	case n > len(s.data)-at:
		return content{}, &FormatError{at, name,
			fmt.Sprintf("length %d runs past the end of the stream, %d bytes left", n, len(s.data)-at), askAgain}
	}
	s.pos = at + n
	return content{name: name, at: at + 2, rest: s.data[at+2 : at+n]}, nil
}

// content is what is left of one segment; reading past its end is noted once and reported by done.
type content struct {
	name  string
	at    int // offset of rest in the stream
	rest  []byte
	short bool
}

func (c *content) take(n int) []byte {
	if c.short || n > len(c.rest) {
		c.short = true
		return make([]byte, n) // n is a constant of the format, at most 256
	}
	b := c.rest[:n]
	c.rest, c.at = c.rest[n:], c.at+n
	return b
}

func (c *content) u8() uint8   { return c.take(1)[0] }
func (c *content) u16() uint16 { return be16(c.take(2)) }
func (c *content) u32() uint32 {
	b := c.take(4)
	return uint32(be16(b))<<16 | uint32(be16(b[2:]))
}

// decimal reads a 16-bit number with its count of decimal places, as the format stores fractions.
func (c *content) decimal() float32 {
	places := c.u8()
	return scaled(float32(c.u16()), places)
}

// done is an error where the segment was too short or has bytes left over.
func (c *content) done() error {
	if c.short {
		return c.wrong("shorter than its content")
	}
	if len(c.rest) > 0 {
		return c.wrong(fmt.Sprintf("%d bytes longer than its content", len(c.rest)))
	}
	return nil
}

func (c *content) wrong(problem string) error {
	return &FormatError{c.at, c.name, problem, askAgain}
}

// scaled divides by ten once for each decimal place, rounding each time as NBIS does.
func scaled(v float32, places uint8) float32 {
	for ; places > 0 && v != 0; places-- {
		v /= 10
	}
	return v
}

func be16(b []byte) uint16 { return uint16(b[0])<<8 | uint16(b[1]) }
