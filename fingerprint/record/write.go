package record

import (
	"encoding/binary"
	"fmt"
)

// Append appends the record in its Format. Angles are rounded to the format's units. A record with a value that the
// format cannot hold, or that Read would refuse, is an error: use Convert, which says what is lost.
func (r *Record) Append(dst []byte) ([]byte, error) {
	if !r.Format.binary() {
		return nil, fmt.Errorf("record: %q is no format that is written here; use Convert first", r.Format)
	}
	fitted, lost, err := r.Convert(r.Format)
	if err != nil {
		return nil, err
	}
	for _, l := range lost {
		if !isRounding(l) {
			return nil, fmt.Errorf("record: %s has no place for: %s; use Convert", r.Format.Title(), l)
		}
	}
	start := len(dst)
	dst = fitted.encode(dst)
	again, err := Read(dst[start:])
	if err != nil {
		return nil, fmt.Errorf("record: %s would be malformed: %w", r.Format.Title(), err)
	}
	if again.Format != r.Format {
		return nil, fmt.Errorf("record: %s could not be told from %s", r.Format.Title(), again.Format.Title())
	}
	return dst, nil
}

// encode writes a record that fits its format.
func (r *Record) encode(dst []byte) []byte {
	w := &writer{rules: r.Format.rules(), format: r.Format, example: r.Example && r.Format == ANSI2004}
	w.header(r)
	for n := range r.Views {
		w.view(r, &r.Views[n])
	}
	version := w.rules.version
	short := 0
	if r.Example {
		short = r.Format.exampleShort()
	}
	if r.ZeroVersion {
		version = version020
	}
	dst = append(append(dst, magic...), version...)
	switch total := len(w.out) + 10; {
	case r.Format != ANSI2004:
		dst = binary.BigEndian.AppendUint32(dst, uint32(total+2-short))
	case total <= 0xFFFF:
		dst = binary.BigEndian.AppendUint16(dst, uint16(total-short))
	default:
		dst = binary.BigEndian.AppendUint32(append(dst, 0, 0), uint32(total+4-short))
	}
	return append(dst, w.out...)
}

// writer gathers all that stands after the length of a record.
type writer struct {
	out     []byte
	rules   *rules
	format  Format
	example bool
}

func (w *writer) u8(values ...uint8) { w.out = append(w.out, values...) }

func (w *writer) u16(values ...uint16) {
	for _, v := range values {
		w.out = binary.BigEndian.AppendUint16(w.out, v)
	}
}

func (w *writer) angle(a Angle) {
	steps := w.rules.steps
	if w.example {
		steps = 256
	}
	w.u8(uint8(a.Steps(steps)))
}

func (w *writer) header(r *Record) {
	if r.Format == ISO2011 {
		w.u16(uint16(len(r.Views)))
		w.u8(flag(r.Certified))
		return
	}
	v := &r.Views[0]
	if !w.rules.iso {
		w.u16(r.Product.Owner, r.Product.Type)
	}
	if w.rules.deviceBits == 16 {
		w.u8(v.Device.Certification)
		w.u16(v.Device.ID)
	} else {
		w.u16(uint16(v.Device.Certification>>4)<<12 | v.Device.ID)
	}
	if !w.rules.wide {
		w.size(v)
	}
	w.u8(uint8(len(r.Views)), 0)
}

func (w *writer) size(v *View) {
	w.u16(uint16(v.Width), uint16(v.Height), uint16(v.XDensity), uint16(v.YDensity))
}

func flag(set bool) uint8 {
	if set {
		return 1
	}
	return 0
}
