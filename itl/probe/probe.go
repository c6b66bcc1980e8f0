// Package probe reads the headers of the images that transactions carry: what an image is, how large, how deep and at
// which resolution. It decodes no pixel and allocates nothing that grows with the image.
//
// It knows WSQ, JPEG (baseline and lossless), JPEG 2000 (with and without the JP2 boxes) and PNG. Of JPEG 2000 the headers
// are all that Sallyport reads: its pixels are not decoded here or anywhere else in this module.
package probe

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"sallyport/wsq"
)

// Formats, as Header.Format names them.
const (
	WSQ      = "wsq"
	JPEG     = "jpeg"  // sequential or progressive, lossy
	JPEGL    = "jpegl" // JPEG's own lossless process (SOF3)
	JPEG2000 = "jp2"
	PNG      = "png"
	Unknown  = "unknown"
)

// Header is what an image's header says of itself. A zero means that it does not say.
type Header struct {
	Format        string
	Width, Height int // pixels
	Bits          int // per sample
	Components    int // samples per pixel
	PPI           int // horizontal pixels per inch, rounded
	VerticalPPI   int
	Coding        string // "lossy", "lossless" or "": for JPEG 2000 by its wavelet, 9-7 or 5-3
	Levels        int    // JPEG 2000: how often the wavelet was applied
	Layers        int    // JPEG 2000: quality layers
}

// Error says where a header stops making sense.
type Error struct {
	Format  string
	Offset  int // bytes from the start of the image
	Problem string
}

func (e *Error) Error() string {
	return fmt.Sprintf("@%d: %s header: %s; encode the image again", e.Offset, e.Format, e.Problem)
}

// Read reads the header of the image in data. Bytes of no known format are Header{Format: Unknown} and no error; a known
// format whose header cannot be read is an *Error, and the header holds what could be read.
func Read(data []byte) (Header, error) {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xa0}):
		return readWSQ(data)
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return readPNG(data)
	case bytes.HasPrefix(data, []byte("\x00\x00\x00\x0cjP  ")):
		return readJP2(data)
	case bytes.HasPrefix(data, []byte{0xff, 0x4f, 0xff, 0x51}):
		h := Header{Format: JPEG2000}
		return h, readCodestream(&h, data, 0)
	case bytes.HasPrefix(data, []byte{0xff, 0xd8, 0xff}):
		return readJPEG(data)
	}
	return Header{Format: Unknown}, nil
}

func readWSQ(data []byte) (Header, error) {
	h := Header{Format: WSQ, Bits: 8, Components: 1, Coding: "lossy"}
	info, err := wsq.DecodeConfigBytes(data)
	h.Width, h.Height, h.PPI, h.VerticalPPI = info.Width, info.Height, info.PPI, info.PPI
	if format, bad := errors.AsType[*wsq.FormatError](err); bad {
		return h, &Error{WSQ, format.Offset, format.Segment + ": " + format.Problem}
	}
	return h, err
}

// size sets the sides, which must be positive and fit an int of any machine.
func (h *Header) size(width, height int64, at int) error {
	if width < 1 || height < 1 || width > math.MaxInt32 || height > math.MaxInt32 {
		return &Error{h.Format, at, fmt.Sprintf("an image of %dx%d", width, height)}
	}
	h.Width, h.Height = int(width), int(height)
	return nil
}

// perMetre sets the resolution from pixels per metre.
func (h *Header) perMetre(horizontal, vertical float64) {
	h.PPI, h.VerticalPPI = perInch(horizontal), perInch(vertical)
}

// perInch is 0 for what no scanner can mean.
func perInch(perMetre float64) int {
	ppi := math.Round(perMetre * 0.0254)
	if !(ppi >= 1 && ppi < 1e6) {
		return 0
	}
	return int(ppi)
}

func be16(b []byte) int   { return int(binary.BigEndian.Uint16(b)) }
func be32(b []byte) int64 { return int64(binary.BigEndian.Uint32(b)) }
