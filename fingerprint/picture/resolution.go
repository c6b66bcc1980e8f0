package picture

import (
	"bytes"
	"encoding/binary"
	"image"
	"io"
	"math"
)

type (
	configReader = func(io.Reader) (image.Config, error)
	imageReader  = func(io.Reader) (image.Image, error)
)

// perMetre turns pixels a metre into dots an inch.
func perMetre(pixels uint32) int { return int(math.Round(float64(pixels) * 0.0254)) }

// pngDPI reads the pHYs chunk (PNG, 11.3.5.3): pixels a metre, where unit is 1. Different resolutions both ways count as unknown.
func pngDPI(data []byte) int {
	for at := 8; at+8 <= len(data); {
		length := int(binary.BigEndian.Uint32(data[at:]))
		kind := string(data[at+4 : at+8])
		if length < 0 || length > len(data)-at-8 || kind == "IDAT" {
			return 0
		}
		body := data[at+8 : at+8+length]
		if kind == "pHYs" && length == 9 && body[8] == 1 && bytes.Equal(body[:4], body[4:8]) {
			return perMetre(binary.BigEndian.Uint32(body))
		}
		at += 12 + length
	}
	return 0
}

// bmpDPI reads biXPelsPerMeter and biYPelsPerMeter of the bitmap's information header.
func bmpDPI(data []byte) int {
	if len(data) < 46 || !bytes.Equal(data[38:42], data[42:46]) {
		return 0
	}
	return perMetre(binary.LittleEndian.Uint32(data[38:]))
}

// tiffDPI reads XResolution and ResolutionUnit (TIFF 6.0, section 8) of the first directory.
func tiffDPI(data []byte) int {
	var order binary.ByteOrder = binary.LittleEndian
	if data[0] == 'M' {
		order = binary.BigEndian
	}
	if len(data) < 8 {
		return 0
	}
	at := int(order.Uint32(data[4:]))
	if at > len(data)-2 {
		return 0
	}
	resolution, unit := 0.0, 2
	for n := range int(order.Uint16(data[at:])) {
		entry := at + 2 + 12*n
		if entry > len(data)-12 {
			return 0
		}
		switch order.Uint16(data[entry:]) {
		case 282:
			if v := int(order.Uint32(data[entry+8:])); v <= len(data)-8 && order.Uint32(data[v+4:]) > 0 {
				resolution = float64(order.Uint32(data[v:])) / float64(order.Uint32(data[v+4:]))
			}
		case 296:
			unit = int(order.Uint16(data[entry+8:]))
		}
	}
	switch {
	case resolution > 1e6 || unit != 2 && unit != 3:
		return 0
	case unit == 3: // centimetres
		resolution *= 2.54
	}
	return int(math.Round(resolution))
}
