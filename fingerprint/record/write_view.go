package record

import "encoding/binary"

func (w *writer) view(r *Record, v *View) {
	start := len(w.out)
	size := 6
	switch {
	case r.Format == ISO2011:
		size = w.head2011(r, v)
	case w.rules.wide:
		w.u8(v.Finger, v.Number, v.Impression)
		w.quality(v.Qualities[0])
		w.size(v)
	default:
		w.u8(v.Finger, v.Number<<4|v.Impression, v.Qualities[0].Score)
	}
	w.u8(uint8(len(v.Minutiae)))
	for _, m := range v.Minutiae {
		w.u16(uint16(m.Kind)<<14|uint16(m.X), uint16(m.Y))
		w.angle(m.Angle)
		if size == 6 {
			w.u8(m.Quality)
		}
	}
	w.extended(v)
	if r.Format == ISO2011 {
		binary.BigEndian.PutUint32(w.out[start:], uint32(len(w.out)-start))
	}
}

func (w *writer) quality(q Quality) {
	w.u8(q.Score)
	w.u16(q.Vendor, q.Algorithm)
}

// head2011 writes what stands before the minutiae in ISO/IEC 19794-2:2011, its length still zero, and returns the bytes
// that a minutia takes.
func (w *writer) head2011(r *Record, v *View) (size int) {
	c := v.Captured
	w.u16(0, 0, c.Year)
	w.u8(c.Month, c.Day, c.Hour, c.Minute, c.Second)
	w.u16(c.Millisecond)
	w.u8(v.Device.Technology)
	w.u16(v.Device.Vendor, v.Device.ID)
	w.u8(uint8(len(v.Qualities)))
	for _, q := range v.Qualities {
		w.quality(q)
	}
	if r.Certified {
		w.u8(uint8(len(v.Certificates)))
		for _, c := range v.Certificates {
			w.u16(c.Authority)
			w.u8(c.Scheme)
		}
	}
	w.u8(v.Finger, v.Number)
	w.u16(uint16(v.XDensity), uint16(v.YDensity))
	w.u8(v.Impression)
	w.u16(uint16(v.Width), uint16(v.Height))
	size = 6
	if v.NoQuality {
		size = 5
	}
	w.u8(uint8(size)<<4 | flag(v.RidgeEnds))
	return size
}

// extended writes the extended data of a view.
func (w *writer) extended(v *View) {
	start := len(w.out)
	w.u16(0)
	for _, b := range v.Extended {
		at := len(w.out)
		w.u16(b.Type, 0)
		w.block(&b)
		length := len(w.out) - at
		if v.BareLengths {
			length -= blockHead
		}
		binary.BigEndian.PutUint16(w.out[at+2:], uint16(length))
	}
	binary.BigEndian.PutUint16(w.out[start:], uint16(len(w.out)-start-2))
}

func (w *writer) block(b *Block) {
	switch {
	case b.Counts != nil:
		w.u8(b.Counts.Method)
		for _, c := range b.Counts.Counts {
			w.u8(uint8(c.From), uint8(c.To), c.Count)
		}
		w.u8(b.Counts.Rest...)
	case b.Points != nil:
		w.points(b.Points.Cores, b.Points.EmptyCores)
		w.points(b.Points.Deltas, b.Points.EmptyDeltas)
	case b.Zones != nil:
		if w.format == ISO2011 {
			w.u16(b.Zones.Vendor, b.Zones.Algorithm)
		}
		w.u8(b.Zones.CellWidth, b.Zones.CellHeight, b.Zones.Bits)
		w.u8(b.Zones.Packed...)
	default:
		w.u8(b.Data...)
	}
}

// points writes cores or deltas; empty marks ANSI's "with angles" where there are none of them.
func (w *writer) points(list []Point, empty bool) {
	head := uint8(len(list))
	if !w.rules.iso && (empty || len(list) > 0 && len(list[0].Angles) > 0) {
		head |= 0x40
	}
	w.u8(head)
	for _, p := range list {
		x := uint16(p.X)
		if w.rules.iso && len(p.Angles) > 0 {
			x |= 0x4000
		}
		w.u16(x, uint16(p.Y))
		for _, a := range p.Angles {
			w.angle(a)
		}
	}
}

// bare says whether extended data with lengths of the data alone can be told from such with lengths of the whole blocks,
// which a reader tries first.
func (v *View) bare() bool {
	w := writer{rules: ISO2005.rules(), format: ISO2005}
	w.extended(&View{Extended: v.Extended, BareLengths: true})
	return len(v.Extended) > 0 && !addUp(w.out[2:], 0)
}

// sizeOf returns how many bytes blocks take in a format, their heads included.
func sizeOf(blocks []Block, format Format) int {
	total := 0
	for _, b := range blocks {
		w := writer{rules: format.rules(), format: format}
		w.block(&b)
		total += len(w.out) + blockHead
	}
	return total
}
