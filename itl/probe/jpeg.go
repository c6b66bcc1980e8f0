package probe

import (
	"bytes"
	"fmt"
	"math"
)

// JPEG markers (ITU-T T.81, table B.1).
const (
	markSOF0, markSOF3, markSOF15  = 0xc0, 0xc3, 0xcf
	markDHT, markJPG, markDAC      = 0xc4, 0xc8, 0xcc // among the frame headers, and none
	markRST0, markRST7, markTEM    = 0xd0, 0xd7, 0x01 // without a length
	markEOI, markSOS, markAPP0     = 0xd9, 0xda, 0xe0
	frameLeast, lengthLeast, start = 8, 2, 2
)

// readJPEG walks the segments to the frame header.
func readJPEG(data []byte) (Header, error) {
	h := Header{Format: JPEG}
	for at := start; at+4 <= len(data); {
		if data[at] != 0xff {
			return h, &Error{JPEG, at, fmt.Sprintf("%02X where a marker must stand", data[at])}
		}
		marker := data[at+1]
		switch {
		case marker == 0xff: // fill
			at++
			continue
		case marker == markTEM, marker >= markRST0 && marker <= markRST7:
			at += 2
			continue
		case marker == markEOI, marker == markSOS:
			return h, &Error{JPEG, at, "no frame header (SOF) before the image data"}
		}
		length := be16(data[at+2:])
		if length < lengthLeast || at+2+length > len(data) {
			return h, &Error{JPEG, at + 2, fmt.Sprintf("a segment of %d bytes where %d are left", length, len(data)-at-2)}
		}
		content := data[at+4 : at+2+length]
		if isFrame(marker) {
			return h, readFrame(&h, marker, content, at)
		}
		if marker == markAPP0 {
			h.density(content)
		}
		at += 2 + length
	}
	return h, &Error{h.Format, len(data), "the image ends before its frame header (SOF)"}
}

func isFrame(marker byte) bool {
	return marker >= markSOF0 && marker <= markSOF15 && marker != markDHT && marker != markJPG && marker != markDAC
}

func readFrame(h *Header, marker byte, content []byte, at int) error {
	h.Coding = "lossy"
	if marker == markSOF3 {
		h.Format, h.Coding = JPEGL, "lossless"
	}
	if len(content)+2 < frameLeast {
		return &Error{h.Format, at, "the frame header (SOF) is too short"}
	}
	h.Bits, h.Components = int(content[0]), int(content[5])
	return h.size(int64(be16(content[3:])), int64(be16(content[1:])), at+5)
}

// density reads the resolution of a JFIF header (APP0).
func (h *Header) density(content []byte) {
	if len(content) < 12 || !bytes.HasPrefix(content, []byte("JFIF\x00")) {
		return
	}
	horizontal, vertical := float64(be16(content[8:])), float64(be16(content[10:]))
	switch content[7] {
	case 1: // dots per inch
		h.PPI, h.VerticalPPI = int(horizontal), int(vertical)
	case 2: // dots per centimetre
		h.PPI, h.VerticalPPI = int(math.Round(horizontal*2.54)), int(math.Round(vertical*2.54))
	}
}
