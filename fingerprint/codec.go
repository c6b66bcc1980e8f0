package fingerprint

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
)

// The stored form of a template: magic and version, width, height (16 bits each, big-endian), finger, quality, count,
// then per minutia kind (2 bits) and X (14 bits), Y (16 bits), direction, quality; last a CRC-32 (IEEE) of all before it.
const (
	codecMagic   = "SPT\x01"
	codecHeader  = len(codecMagic) + 7
	codecMinutia = 6
	codecSum     = 4
	codecMaxSide = 1<<14 - 1
)

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
		if m.X < 0 || m.Y < 0 || m.X > codecMaxSide || m.Y > codecMaxSide || m.Kind > Bifurcation {
			return nil, fmt.Errorf("template: minutia %d at (%d, %d) cannot be stored", n+1, m.X, m.Y)
		}
		out = binary.BigEndian.AppendUint16(out, uint16(m.Kind)<<14|uint16(m.X))
		out = binary.BigEndian.AppendUint16(out, uint16(m.Y))
		out = append(out, m.Direction, m.Quality)
	}
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[start:])), nil
}

// DecodeTemplate reads the stored form of one template, which must fill data exactly. Errors name the byte.
func DecodeTemplate(data []byte) (Template, error) {
	if len(data) < codecHeader+codecSum {
		return Template{}, fmt.Errorf("@%d: template: the data end within it", len(data))
	}
	if string(data[:len(codecMagic)]) != codecMagic {
		return Template{}, fmt.Errorf("@0: template: %q is not a stored template of version 1", data[:len(codecMagic)])
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
		m := Minutia{
			Kind: Kind(b[0] >> 6), X: int16(binary.BigEndian.Uint16(b) & codecMaxSide),
			Y: int16(min(binary.BigEndian.Uint16(b[2:]), codecMaxSide+1)), Direction: b[4], Quality: b[5],
		}
		if m.Kind > Bifurcation || m.Y > codecMaxSide {
			return Template{}, fmt.Errorf("@%d: minutia: kind %d at row %d cannot be", at, m.Kind, m.Y)
		}
		t.Minutiae[n] = m
	}
	return t, nil
}
