package record

import (
	"fmt"
	"slices"
)

// view converts one view; out holds the views before it.
func (c *conversion) view(r *Record, v *View, out *Record) View {
	w := *v
	if !c.rules.finger(int(w.Finger)) && c.to != Type9 {
		c.lose(fmt.Sprintf("finger position %d", w.Finger))
		w.Finger = 0
	}
	c.viewNumber(&w, out)
	w.Impression = c.impression(w.Impression)
	c.number(w.Width, 16, "image width")
	c.number(w.Height, 16, "image height")
	c.number(w.XDensity, 16, "resolution")
	c.number(w.YDensity, 16, "resolution")
	w.Qualities = c.qualities(v.Qualities)
	c.device(&w)
	c.only2011(r, &w)
	c.minutiae(r, v, &w)
	c.blocks(v, &w)
	w.BareLengths = c.to == ISO2005 && (v.BareLengths || r.Format != ISO2005) && w.bare()
	return w
}

// viewNumber gives the view a number that no view of its finger has. Type-9 records are told apart by their IDC.
func (c *conversion) viewNumber(w *View, out *Record) {
	taken := make([]bool, 16)
	for _, other := range out.Views {
		if other.Finger == w.Finger && other.Number < 16 {
			taken[other.Number] = true
		}
	}
	if c.to == Type9 || w.Number < 16 && !taken[w.Number] {
		return
	}
	next := slices.Index(taken, false)
	if next < 0 {
		c.fail("view number", fmt.Sprintf("more than 16 views of finger %d", w.Finger))
		return
	}
	c.lose("number of a view")
	w.Number = uint8(next)
}

// impression returns the nearest type of impression that the format has.
func (c *conversion) impression(code uint8) uint8 {
	if c.to == Type9 || c.rules.impression(int(code)) {
		return code
	}
	c.lose(fmt.Sprintf("impression type %d", code))
	return c.rules.nearestImpression(int(code))
}

func (c *conversion) qualities(list []Quality) []Quality {
	most := 1
	if c.to == ISO2011 || c.to == Type9 {
		most = 255
	}
	var kept []Quality
	for n, q := range list {
		if n >= most {
			c.lose("quality by a second algorithm")
			continue
		}
		kept = append(kept, c.quality(q))
	}
	if len(kept) == 0 && c.to != ISO2011 {
		kept = append(kept, c.quality(Quality{Score: c.rules.unmeasured()}))
	}
	return kept
}

func (c *conversion) quality(q Quality) Quality {
	if q.Score >= 254 && !c.rules.quality(int(q.Score)) {
		c.lose(fmt.Sprintf("quality %d, a reason for there being none", q.Score))
		q.Score = c.rules.unmeasured()
	}
	unknown := q.Vendor == 0 && q.Algorithm == 0 || q.Vendor == unknownVendor
	switch {
	case !c.rules.wide && !unknown:
		c.lose("quality algorithm")
		fallthrough
	case !c.rules.wide:
		q.Vendor, q.Algorithm = 0, 0
	case q.Vendor == 0 && q.Algorithm == 0 && c.from != c.rules:
		q.Vendor, q.Algorithm = unknownVendor, unknownAlgorithm
	}
	return q
}

func (c *conversion) device(w *View) {
	d := &w.Device
	if c.to != ISO2011 && (d.Technology != 0 || d.Vendor != 0) {
		c.lose("technology and vendor of the capture device")
		d.Technology, d.Vendor = 0, 0
	}
	if c.to == ISO2011 && d.Certification != 0 {
		c.lose("certification of the capture device")
		d.Certification = 0
	}
	if int(d.ID) >= 1<<c.rules.deviceBits {
		c.lose(fmt.Sprintf("capture device %d", d.ID))
		d.ID = 0
	}
}

// only2011 drops, or fills in, what ISO/IEC 19794-2:2011 alone has.
func (c *conversion) only2011(r *Record, w *View) {
	w.Certificates = slices.Clone(w.Certificates)
	if w.Captured == (Captured{}) {
		w.Captured = notCaptured
	}
	if c.to == ISO2011 {
		if !r.Certified && len(w.Certificates) > 0 {
			c.lose("certificates, since the record is not marked as having any")
			w.Certificates = nil
		}
		return
	}
	for _, lost := range []struct {
		is   bool
		what string
	}{
		{w.Captured != notCaptured, "capture time"},
		{len(w.Certificates) > 0, "certificates of the capture device"},
		{w.RidgeEnds, "that endings are placed at the end of the ridge"},
	} {
		if lost.is {
			c.lose(lost.what)
		}
	}
	w.Captured, w.Certificates, w.RidgeEnds = Captured{}, nil, false
}

func (c *conversion) minutiae(r *Record, v *View, w *View) {
	w.NoQuality = v.NoQuality && r.Format == ISO2011 && c.to == ISO2011
	w.Minutiae = slices.Clone(v.Minutiae)
	if c.to != Type9 && len(w.Minutiae) > 255 {
		c.fail("minutiae", fmt.Sprintf("there are %d", len(w.Minutiae)))
	}
	for n := range w.Minutiae {
		m := &w.Minutiae[n]
		m.Angle = c.angle(m.Angle)
		c.position(m.X, m.Y, "position of a minutia")
		switch unmeasured := m.Quality == 0 || m.Quality >= 254; {
		case c.rules.unknown == 0 && unmeasured:
			if m.Quality == 255 {
				c.lose("that measuring the quality of a minutia failed")
			}
			m.Quality = 0
		case m.Quality == 0 && c.from.unknown == 0:
			m.Quality = c.rules.unknown
		}
		if w.NoQuality && m.Quality != c.rules.unknown {
			c.lose("quality of a minutia, since the view is marked as having none")
			m.Quality = c.rules.unknown
		}
	}
}

func (c *conversion) position(x, y int, field string) {
	bits := 14
	if c.to == Type9 {
		bits = 16
	}
	c.number(x, bits, field)
	c.number(y, bits, field)
}
