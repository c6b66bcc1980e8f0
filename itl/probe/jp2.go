package probe

import (
	"fmt"
	"math"
)

// box is one box of a JP2 file (ISO/IEC 15444-1, annex I.4).
type box struct {
	kind    string
	at      int // of the box in the image
	begin   int // of its content
	content []byte
}

// eachBox calls use with each box of data, whose first byte stands at from in the image.
func eachBox(data []byte, from int, use func(box) error) error {
	for at := 0; at < len(data); {
		if len(data)-at < 8 {
			return &Error{JPEG2000, from + at, "the file ends inside a box"}
		}
		length, header := be32(data[at:]), 8
		switch {
		case length == 1: // XLBox: the length in the next eight bytes
			if len(data)-at < 16 || be32(data[at+8:]) != 0 {
				return &Error{JPEG2000, from + at, "the extended length of a box cannot be read"}
			}
			length, header = be32(data[at+12:]), 16
		case length == 0: // to the end of the file
			length = int64(len(data) - at)
		}
		if length < int64(header) || length > int64(len(data)-at) {
			return &Error{JPEG2000, from + at, fmt.Sprintf("a box of %d bytes where %d are left", length, len(data)-at)}
		}
		end := at + int(length)
		b := box{string(data[at+4 : at+8]), from + at, from + at + header, data[at+header : end]}
		if err := use(b); err != nil {
			return err
		}
		at = end
	}
	return nil
}

// readJP2 reads the header boxes and the beginning of the codestream.
func readJP2(data []byte) (Header, error) {
	h := Header{Format: JPEG2000}
	var stated Header // by the box ihdr
	codestream := false
	err := eachBox(data, 0, func(b box) error {
		switch {
		case b.kind == "jp2h":
			return readHeaderBoxes(&h, &stated, b)
		case b.kind == "jp2c" && !codestream:
			codestream = true
			return readCodestream(&h, b.content, b.begin)
		}
		return nil
	})
	switch {
	case err != nil && codestream && h.Width > 0: // what follows the codestream is of no use here
	case err != nil:
		return h, err
	case !codestream:
		return h, &Error{JPEG2000, len(data), "there is no codestream (jp2c)"}
	}
	if stated.Width > 0 && (stated.Width != h.Width || stated.Height != h.Height) {
		return h, &Error{JPEG2000, 0, fmt.Sprintf("its header box says %dx%d and its codestream %dx%d", stated.Width, stated.Height, h.Width, h.Height)}
	}
	return h, nil
}

// readHeaderBoxes reads ihdr and the resolution boxes, capture before display (annex I.5.3).
func readHeaderBoxes(h, stated *Header, super box) error {
	return eachBox(super.content, super.begin, func(b box) error {
		switch b.kind {
		case "ihdr":
			if len(b.content) != 14 {
				return &Error{JPEG2000, b.at, "the image header box is not of 22 bytes"}
			}
			stated.Format = JPEG2000
			return stated.size(be32(b.content[4:]), be32(b.content), b.begin)
		case "res ":
			captured := false
			return eachBox(b.content, b.begin, func(r box) error {
				if len(r.content) == 10 && (r.kind == "resc" || r.kind == "resd" && !captured) {
					captured = r.kind == "resc"
					vertical := resolution(r.content, r.content[8])
					h.perMetre(resolution(r.content[4:], r.content[9]), vertical)
				}
				return nil
			})
		}
		return nil
	})
}

// resolution is a numerator, a denominator and a power of ten: pixels per metre.
func resolution(b []byte, exponent byte) float64 {
	return float64(be16(b)) / float64(be16(b[2:])) * math.Pow(10, float64(int8(exponent)))
}

// readCodestream reads SIZ, which must come first, and COD (annex A.5.1 and A.6.1). The codestream begins at from.
func readCodestream(h *Header, data []byte, from int) error {
	const siz = 4 + 38 // SOC, the marker SIZ, and the segment up to its first component
	if len(data) < siz+3 || be16(data) != 0xff4f || be16(data[2:]) != 0xff51 {
		return &Error{JPEG2000, from, "the codestream does not begin with SOC and a whole SIZ"}
	}
	h.Components = be16(data[40:])
	h.Bits = int(data[42]&0x7f) + 1
	if err := h.size(be32(data[8:])-be32(data[16:]), be32(data[12:])-be32(data[20:]), from+8); err != nil {
		return err
	}
	for at := 2; at+4 <= len(data); {
		marker, length := be16(data[at:]), be16(data[at+2:])
		if marker>>8 != 0xff || marker == 0xff90 || length < 2 { // SOT: the first tile
			break
		}
		if marker == 0xff52 && at+14 <= len(data) {
			h.Layers, h.Levels = be16(data[at+6:]), int(data[at+9])
			h.Coding = map[byte]string{0: "lossy", 1: "lossless"}[data[at+13]]
		}
		at += 2 + length
	}
	return nil
}
