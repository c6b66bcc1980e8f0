package fingerprint

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
)

// The stored form of a template: magic and version, width, height (16 bits each, big-endian), finger, quality, count,
// then 5 bytes per minutia: kind (2 bits), quality (7), X (11), Y (11), a zero bit, direction (8); last a CRC-32 (IEEE)
// of all before it. 11 bits are 10 cm: no finger is larger. Version 1 had 14 bits and 6 bytes.
const (
	codecMagic    = "SPT\x02"
	codecHeader   = len(codecMagic) + 7
	codecMinutia  = 5
	codecSum      = 4
	codecMaxSide  = 1<<14 - 1 // of the image
	codecFarthest = 1<<11 - 1 // of a minutia
)

// MaxTemplateBytes is the longest stored form: 1,290 bytes.
const MaxTemplateBytes = codecHeader + MaxMinutiae*codecMinutia + codecSum

// AppendTemplate appends the stored form of a template. A template that it cannot hold is an error.
func AppendTemplate(out []byte, t *Template) ([]byte, error) {
	if len(t.Minutiae) > MaxMinutiae {
		return nil, fmt.Errorf("template: %d minutiae; at most %d are stored", len(t.Minutiae), MaxMinutiae)
	}
	if t.Width < 0 || t.Height < 0 || max(t.Width, t.Height) > codecMaxSide || t.Finger < 0 || t.Finger > 10 {
		return nil, fmt.Errorf("template: %d × %d pixels of finger %d cannot be stored", t.Width, t.Height, t.Finger)
	}
	start := len(out)
	out = append(out, codecMagic...)
	out = binary.BigEndian.AppendUint16(out, uint16(t.Width))
	out = binary.BigEndian.AppendUint16(out, uint16(t.Height))
	out = append(out, uint8(t.Finger), t.Quality, uint8(len(t.Minutiae)))
	for n, m := range t.Minutiae {
		if m.X < 0 || m.Y < 0 || m.X > codecFarthest || m.Y > codecFarthest || m.Kind > Bifurcation || m.Quality > 100 {
			return nil, fmt.Errorf("template: minutia %d at (%d, %d) cannot be stored", n+1, m.X, m.Y)
		}
		out = binary.BigEndian.AppendUint32(out, uint32(m.Kind)<<30|uint32(m.Quality)<<23|uint32(m.X)<<12|uint32(m.Y)<<1)
		out = append(out, m.Direction)
	}
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[start:])), nil
}

// DecodeTemplate reads the stored form of one template, which must fill data exactly. Errors name the byte.
func DecodeTemplate(data []byte) (Template, error) {
	if len(data) < codecHeader+codecSum {
		return Template{}, fmt.Errorf("@%d: template: the data end within it", len(data))
	}
	if string(data[:len(codecMagic)]) != codecMagic {
		return Template{}, fmt.Errorf("@0: template: %q is not a stored template of version 2", data[:len(codecMagic)])
	}
	h := data[len(codecMagic):]
	count := int(h[6])
	if size := codecHeader + count*codecMinutia + codecSum; size != len(data) {
		return Template{}, fmt.Errorf("@%d: template: %d minutiae need %d bytes, there are %d", codecHeader-1, count, size, len(data))
	}
	body := data[:len(data)-codecSum]
	if crc32.ChecksumIEEE(body) != binary.BigEndian.Uint32(data[len(body):]) {
		return Template{}, fmt.Errorf("@%d: template: the checksum does not fit; the data are damaged", len(body))
	}
	t := Template{
		Width: int(binary.BigEndian.Uint16(h)), Height: int(binary.BigEndian.Uint16(h[2:])),
		Finger: int(h[4]), Quality: h[5], Minutiae: make([]Minutia, count),
	}
	if max(t.Width, t.Height) > codecMaxSide || t.Finger > 10 {
		return Template{}, fmt.Errorf("@%d: template: %d × %d pixels of finger %d cannot be", len(codecMagic), t.Width, t.Height, t.Finger)
	}
	for n := range t.Minutiae {
		at := codecHeader + n*codecMinutia
		b := body[at : at+codecMinutia]
		bits := binary.BigEndian.Uint32(b)
		m := Minutia{
			Kind: Kind(bits >> 30), Quality: uint8(bits >> 23 & 127), X: int16(bits >> 12 & codecFarthest),
			Y: int16(bits >> 1 & codecFarthest), Direction: b[4],
		}
		if m.Kind > Bifurcation || m.Quality > 100 || bits&1 != 0 {
			return Template{}, fmt.Errorf("@%d: minutia: kind %d of quality %d cannot be", at, m.Kind, m.Quality)
		}
		t.Minutiae[n] = m
	}
	return t, nil
}
