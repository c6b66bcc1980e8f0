package wsq

import (
	"fmt"
	"strconv"
	"strings"
)

// decoder holds what the segments of one stream have defined so far.
type decoder struct {
	stream
	info         Info
	shift, scale float32
	filters      filters
	bins         *bins
	books        [maxTables]*codebook
	restarts     bool
	segments     int // read so far, of maxSegments
	codebooks    int // likewise, of maxCodebooks
}

// A sound stream has a dozen segments and two tables. More than these are not read, so that a stream of tables costs no more
// time than one of pixels.
const (
	maxSegments  = 1024
	maxCodebooks = 256
)

// readHeader reads from the start of the image through the marker of the first block.
// Tables and the frame header may come in any order.
func (d *decoder) readHeader() error {
	m, err := d.marker()
	if err != nil || m != markSOI {
		return &FormatError{0, "SOI", "no start-of-image marker FFA0", notTagged}
	}
	if err := d.readSegments(markSOB); err != nil {
		return err
	}
	at := d.pos - 2
	switch {
	case d.info.Width == 0:
		return &FormatError{at, "SOB", "image data before a frame header (SOF)", askAgain}
	case d.filters.low == nil:
		return &FormatError{at, "SOB", "image data before a transform table (DTT)", askAgain}
	case d.bins == nil:
		return &FormatError{at, "SOB", "image data before a quantization table (DQT)", askAgain}
	}
	return nil
}

// readSegments reads segments until it meets one of the two markers that end them.
func (d *decoder) readSegments(ends ...uint16) error {
	for {
		at := d.pos
		m, err := d.marker()
		if err != nil {
			return err
		}
		for _, end := range ends {
			if m == end {
				return nil
			}
		}
		name, known := segmentNames[m]
		if !known || m == markSOI || m == markEOI || m == markSOB {
			return &FormatError{at, "marker", fmt.Sprintf("marker %04X cannot stand here", m), askAgain}
		}
		if d.segments++; d.segments > maxSegments {
			return &FormatError{at, name, fmt.Sprintf("more than %d segments", maxSegments), askAgain}
		}
		c, err := d.segment(name)
		if err != nil {
			return err
		}
		if err := d.define(m, c); err != nil {
			return err
		}
	}
}

// define takes in one table, frame header or comment.
func (d *decoder) define(m uint16, c content) (err error) {
	switch m {
	case markDTT:
		d.filters, err = readFilters(c)
	case markDQT:
		d.bins, err = readBins(c)
	case markDHT:
		err = d.readCodebooks(c)
	case markSOF:
		if d.info.Width != 0 {
			return c.wrong("a second frame header")
		}
		var f frame
		f, err = readFrame(c)
		d.info.Width, d.info.Height = f.width, f.height
		d.info.Encoder, d.info.Software = f.encoder, f.software
		d.shift, d.scale = f.shift, f.scale
	case markDRI:
		d.restarts = c.u16() != 0
		err = c.done()
	case markCOM:
		text := string(c.rest)
		d.info.Comments = append(d.info.Comments, text)
		if ppi, ok := nistcomPPI(text); ok {
			d.info.PPI = ppi
		}
	}
	return err
}

// unknownPPI is what some encoders write for a resolution of -1, unknown: a byte of it.
const unknownPPI = 255

// nistcomPPI finds the resolution in a NISTCOM comment: lines of a name and a value, "PPI 500".
func nistcomPPI(comment string) (ppi int, ok bool) {
	if !strings.HasPrefix(comment, "NIST_COM") {
		return 0, false
	}
	for line := range strings.Lines(comment) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		if name == "PPI" {
			ppi, err := strconv.Atoi(strings.TrimSpace(value))
			return ppi, err == nil && ppi > 0 && ppi != unknownPPI
		}
	}
	return 0, false
}

// readBlocks decodes all blocks into a plane of dequantized coefficients, row-major.
func (d *decoder) readBlocks() ([]float32, error) {
	bins := d.bins
	w := newBandWriter(d.info.Width, d.info.Height, bins)
	for {
		if err := d.readBlock(w); err != nil {
			return nil, err
		}
		if d.bins != bins {
			return nil, &FormatError{d.pos, "DQT", "a quantization table after the first block", askAgain}
		}
		if d.pos >= 2 && be16(d.data[d.pos-2:]) == markEOI {
			break
		}
	}
	if left := w.left(); left > 0 {
		return nil, &FormatError{d.pos - 2, "EOI", fmt.Sprintf("the image ends with %d coefficients missing", left), askAgain}
	}
	return w.plane, nil
}

// readBlock decodes one block, whose marker has been read, and the segments after it,
// through the next block's marker or the end of the image.
func (d *decoder) readBlock(w *bandWriter) error {
	if d.segments++; d.segments > maxSegments {
		return &FormatError{d.pos - 2, "SOB", fmt.Sprintf("more than %d segments", maxSegments), askAgain}
	}
	c, err := d.segment("SOB")
	if err != nil {
		return err
	}
	id := c.u8()
	if err := c.done(); err != nil {
		return err
	}
	if id >= maxTables || d.books[id] == nil {
		return &FormatError{d.pos - 1, "SOB", fmt.Sprintf("Huffman table %d has not been defined", id), askAgain}
	}
	for next := uint16(markRST0); ; next = markRST0 | (next+1)&7 {
		start := d.pos
		in := bits{data: d.data, pos: start}
		if err := w.decode(&in, d.books[id]); err != nil {
			return err
		}
		d.pos = in.pos
		if in.pos+2 > len(d.data) {
			return &FormatError{len(d.data), "SOB", "the stream ends inside a block of image data", askAgain}
		}
		m := be16(d.data[d.pos:])
		if m < markRST0 || m > markRST7 {
			break
		}
		if !d.restarts || m != next || in.pos == start {
			return &FormatError{d.pos, "RST", fmt.Sprintf("restart marker %04X is out of order", m), askAgain}
		}
		d.pos += 2
	}
	return d.readSegments(markSOB, markEOI)
}
