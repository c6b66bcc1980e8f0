package record

import (
	"encoding/binary"
	"fmt"

	"sallyport/fingerprint"
)

// Sizes of ISO/IEC 19794-2:2005, clause 7: record header, view header, minutia, extended data header.
const (
	headerSize    = 24
	viewSize      = 4
	minutiaSize   = 6
	extensionSize = 4
	magic2005     = "FMR\x00 20\x00"
)

// ReadISO2005 reads a record of ISO/IEC 19794-2:2005. Lenient forgives a length field that disagrees with the data and
// data that end early: what is whole is kept. Every error names the byte at which reading stopped.
func ReadISO2005(data []byte, lenient bool) (*Record, error) {
	if len(data) < headerSize {
		return nil, fmt.Errorf("@%d: header: the data end within it; a record begins with %d bytes", len(data), headerSize)
	}
	if string(data[:8]) != magic2005 {
		return nil, fmt.Errorf("@0: format: %q is not ISO/IEC 19794-2:2005 (%q); is it another kind of record?", data[:8], magic2005)
	}
	if length := binary.BigEndian.Uint32(data[8:]); !lenient && uint64(length) != uint64(len(data)) {
		return nil, fmt.Errorf("@8: record length: says %d bytes but there are %d; read it as lenient to keep what is whole", length, len(data))
	}
	r := &Record{
		Certification: data[12] >> 4,
		Equipment:     binary.BigEndian.Uint16(data[12:]) & 0xFFF,
		Width:         int(binary.BigEndian.Uint16(data[14:])),
		Height:        int(binary.BigEndian.Uint16(data[16:])),
		XDensity:      int(binary.BigEndian.Uint16(data[18:])),
		YDensity:      int(binary.BigEndian.Uint16(data[20:])),
	}
	if !lenient && (r.XDensity == 0 || r.YDensity == 0) {
		return nil, fmt.Errorf("@18: resolution: is zero; read it as lenient to take it for 500 dpi")
	}
	if data[23] != 0 && !lenient {
		return nil, fmt.Errorf("@23: reserved byte: is %d, must be 0", data[23])
	}
	d := &decoder2005{data: data, at: headerSize, lenient: lenient}
	for n := range int(data[22]) {
		v, err := d.view(r)
		if err != nil {
			return nil, fmt.Errorf("view %d: %w", n+1, err)
		}
		if v != nil {
			r.Views = append(r.Views, *v)
		}
	}
	if !lenient && d.at != len(data) {
		return nil, fmt.Errorf("@%d: record: %d bytes are left after the last view", d.at, len(data)-d.at)
	}
	return r, nil
}

type decoder2005 struct {
	data    []byte
	at      int
	lenient bool
}

// take returns the next n bytes, or nil when the data end before.
func (d *decoder2005) take(n int) []byte {
	if len(d.data)-d.at < n {
		return nil
	}
	d.at += n
	return d.data[d.at-n : d.at]
}

func (d *decoder2005) view(r *Record) (*View, error) {
	start := d.at
	head := d.take(viewSize)
	if head == nil {
		return nil, d.short("view header")
	}
	v := &View{Finger: head[0], Number: head[1] >> 4, Impression: head[1] & 15, Quality: head[2]}
	if !d.lenient && v.Finger > 10 {
		return nil, fmt.Errorf("@%d: finger position: %d, must be 0 to 10", start, v.Finger)
	}
	for range int(head[3]) {
		at := d.at
		b := d.take(minutiaSize)
		if b == nil {
			return v, d.short("minutiae")
		}
		m := Minutia{
			Kind: fingerprint.Kind(b[0] >> 6), X: binary.BigEndian.Uint16(b) & 0x3FFF,
			Reserved: b[2] >> 6, Y: binary.BigEndian.Uint16(b[2:]) & 0x3FFF, Angle: b[4], Quality: b[5],
		}
		if err := d.check(r, m, at); err != nil {
			return nil, err
		}
		v.Minutiae = append(v.Minutiae, m)
	}
	return v, d.extensions(v)
}

// short is the error for data that end within something; a lenient reader keeps what it has.
func (d *decoder2005) short(what string) error {
	if d.lenient {
		d.at = len(d.data)
		return nil
	}
	return fmt.Errorf("@%d: %s: the data end within it; read it as lenient to keep what is whole", d.at, what)
}

func (d *decoder2005) check(r *Record, m Minutia, at int) error {
	switch {
	case d.lenient:
		return nil
	case m.Kind > fingerprint.Bifurcation:
		return fmt.Errorf("@%d: minutia type: 3 is reserved", at)
	case int(m.X) >= r.Width || int(m.Y) >= r.Height:
		return fmt.Errorf("@%d: minutia: (%d, %d) lies outside the image of %d × %d pixels", at, m.X, m.Y, r.Width, r.Height)
	case m.Quality > 100:
		return fmt.Errorf("@%d: minutia quality: %d, must be 0 to 100", at+5, m.Quality)
	}
	return nil
}

func (d *decoder2005) extensions(v *View) error {
	size := d.take(2)
	if size == nil {
		return d.short("extended data length")
	}
	end := d.at + int(binary.BigEndian.Uint16(size))
	if end > len(d.data) {
		return d.short("extended data")
	}
	block := d.data[d.at:end]
	for _, bare := range []bool{false, true} {
		if list, ok := splitExtensions(block, bare); ok {
			v.Extensions, v.BareLengths, d.at = list, bare && len(list) > 0, end
			return nil
		}
	}
	if !d.lenient {
		return fmt.Errorf("@%d: extended data: its blocks do not add up to %d bytes", d.at, len(block))
	}
	d.at = end
	return nil
}

// splitExtensions takes blocks apart. The standard counts a block's header in its length; some writers count the data only (bare).
func splitExtensions(block []byte, bare bool) (list []Extension, ok bool) {
	for len(block) > 0 {
		if len(block) < extensionSize {
			return nil, false
		}
		end := int(binary.BigEndian.Uint16(block[2:]))
		if bare {
			end += extensionSize
		}
		if end < extensionSize || end > len(block) {
			return nil, false
		}
		list = append(list, Extension{binary.BigEndian.Uint16(block), append([]byte{}, block[extensionSize:end]...)})
		block = block[end:]
	}
	return list, true
}

// AppendISO2005 appends the record in the form of ISO/IEC 19794-2:2005. A value that the form cannot hold is an error.
func (r *Record) AppendISO2005(out []byte) ([]byte, error) {
	if err := r.fits2005(); err != nil {
		return nil, err
	}
	start := len(out)
	out = append(out, magic2005...)
	out = binary.BigEndian.AppendUint32(out, 0)
	out = binary.BigEndian.AppendUint16(out, uint16(r.Certification)<<12|r.Equipment&0xFFF)
	for _, n := range []int{r.Width, r.Height, r.XDensity, r.YDensity} {
		out = binary.BigEndian.AppendUint16(out, uint16(n))
	}
	out = append(out, uint8(len(r.Views)), 0)
	for _, v := range r.Views {
		out = append(out, v.Finger, v.Number<<4|v.Impression&15, v.Quality, uint8(len(v.Minutiae)))
		for _, m := range v.Minutiae {
			out = binary.BigEndian.AppendUint16(out, uint16(m.Kind)<<14|m.X&0x3FFF)
			out = binary.BigEndian.AppendUint16(out, uint16(m.Reserved)<<14|m.Y&0x3FFF)
			out = append(out, m.Angle, m.Quality)
		}
		out = appendExtensions(out, v)
	}
	binary.BigEndian.PutUint32(out[start+8:], uint32(len(out)-start))
	return out, nil
}

func appendExtensions(out []byte, v View) []byte {
	at := len(out)
	out = append(out, 0, 0)
	for _, e := range v.Extensions {
		out = binary.BigEndian.AppendUint16(out, e.Type)
		length := len(e.Data)
		if !v.BareLengths {
			length += extensionSize
		}
		out = binary.BigEndian.AppendUint16(out, uint16(length))
		out = append(out, e.Data...)
	}
	binary.BigEndian.PutUint16(out[at:], uint16(len(out)-at-2))
	return out
}

func (r *Record) fits2005() error {
	if len(r.Views) > 255 || max(r.Width, r.Height, r.XDensity, r.YDensity) > 0xFFFF {
		return fmt.Errorf("record: %d views of %d × %d pixels are more than ISO/IEC 19794-2:2005 can hold", len(r.Views), r.Width, r.Height)
	}
	for n, v := range r.Views {
		size := 0
		for _, e := range v.Extensions {
			size += len(e.Data) + extensionSize
		}
		if len(v.Minutiae) > 255 || size > 0xFFFF {
			return fmt.Errorf("view %d: %d minutiae and %d bytes of extended data are more than ISO/IEC 19794-2:2005 can hold", n+1, len(v.Minutiae), size)
		}
	}
	return nil
}
