package type9

import (
	"fmt"
	"strconv"

	"sallyport/fingerprint"
	"sallyport/fingerprint/record"
)

// Fields of the INCITS block (ANSI/NIST-ITL 1-2011 Update 2013, 8.9.5).
const (
	fieldCBEFF      = 126 // format owner and type, product
	fieldEquipment  = 127 // certification, number
	fieldWidth      = 128
	fieldHeight     = 129
	fieldUnits      = 130 // 1 pixels an inch, 2 pixels a centimetre
	fieldXScale     = 131
	fieldYScale     = 132
	fieldViewNumber = 133
	fieldFinger     = 134
	fieldQuality    = 135 // score, vendor (hexadecimal), algorithm
	fieldCount      = 136
	fieldMinutiae   = 137 // number, X, Y, angle, type, quality
	fieldRidges     = 138 // method, 0, 0; then from, to, count
	fieldCores      = 139 // X, Y, angle
	fieldDeltas     = 140
	fieldMoreAngles = 141 // two more of each delta
)

const (
	maxSide     = 99999 // pixels of five digits
	maxPosition = 0xFFFF
	halfTurn    = 180 // steps of 2 degrees in a turn
)

func (r *reader) incits(v *record.View, out *record.Record) {
	r.header(v, out)
	v.Width, v.Height = min(r.digits(fieldWidth, 1, maxSide, 1), maxPosition), min(r.digits(fieldHeight, 1, maxSide, 1), maxPosition)
	units := r.digits(fieldUnits, 1, 2, 2)
	v.XDensity, v.YDensity = r.density(fieldXScale, units), r.density(fieldYScale, units)
	v.Number = uint8(r.digits(fieldViewNumber, 0, 15, 0))
	v.Finger = uint8(r.digits(fieldFinger, 0, 99, 0))
	r.qualities(v)
	count := r.digits(fieldCount, 0, MaxMinutiae, 0)
	index := map[int]int{}
	for n, items := range r.subfields(fieldMinutiae) {
		r.minutia(v, n+1, items, index)
	}
	if count != len(v.Minutiae) && r.failed == nil {
		r.report(fieldCount, fmt.Sprintf("says %d minutiae and there are %d", count, len(v.Minutiae)), "takes those there are")
	}
	r.ridges(v, index)
	r.points(v)
}

// header reads what made the record and what took the impression. "unspecified" stands for a product in NIST's own records.
func (r *reader) header(v *record.View, out *record.Record) {
	if items := r.rec.Items(fieldCBEFF); len(items) > 0 && len(items[0]) > 2 {
		if product, err := strconv.ParseUint(items[0][2], 10, 32); err == nil {
			out.Product = record.Product{Owner: uint16(product >> 16), Type: uint16(product)}
		}
	}
	if items := r.rec.Items(fieldEquipment); len(items) > 0 && len(items[0]) > 1 {
		if items[0][0] == "APPF" {
			v.Device.Certification = 0x80
		}
		if id, ok := number(items[0][1]); ok && id <= 0xFFFF {
			v.Device.ID = uint16(id)
		}
	}
}

func (r *reader) density(field, units int) int {
	scale := r.digits(field, 1, maxSide, 0)
	switch {
	case scale == 0:
		return perCentimetre
	case units == 1:
		return max((scale*100+127)/254, 1)
	}
	return min(scale, maxPosition)
}

const perCentimetre = 197 // how records write 500 pixels an inch

func (r *reader) qualities(v *record.View) {
	for _, items := range r.rec.Items(fieldQuality) {
		score, ok := numbers(items, 255)
		if !ok || score[0] > 100 && score[0] < 254 {
			r.report(fieldQuality, fmt.Sprintf("%q is no quality from 0 to 100, 254 or 255", clip(items[0])), "drops it")
			continue
		}
		q := record.Quality{Score: uint8(score[0])}
		if len(items) > 2 {
			vendor, _ := strconv.ParseUint(items[1], 16, 16)
			algorithm, _ := strconv.ParseUint(items[2], 10, 16)
			q.Vendor, q.Algorithm = uint16(vendor), uint16(algorithm)
		}
		v.Qualities = append(v.Qualities, q)
	}
	if len(v.Qualities) == 0 {
		v.Qualities = []record.Quality{{Score: 254}}
	}
}

// subfields returns the subfields of an optional field, MaxMinutiae times eight at most, which is a count for each octant.
func (r *reader) subfields(field int) [][]string {
	items := r.rec.Items(field)
	if len(items) > 8*MaxMinutiae+1 {
		r.report(field, fmt.Sprintf("has %d subfields", len(items)), "drops what is too many")
		items = items[:8*MaxMinutiae+1]
	}
	return items
}

// minutia reads one minutia; index maps the number that it has to its place.
func (r *reader) minutia(v *record.View, n int, items []string, index map[int]int) {
	if r.failed != nil || len(v.Minutiae) == MaxMinutiae {
		return
	}
	values, ok := numbers(items, MaxMinutiae, maxPosition, maxPosition, halfTurn-1, int(fingerprint.Bifurcation))
	if !ok {
		r.report(fieldMinutiae, fmt.Sprintf("minutia %d is not a number, a position, an angle to 179 and a type to 2", n), "drops it")
		return
	}
	m := record.Minutia{X: values[1], Y: values[2], Angle: record.AngleOf(values[3], halfTurn), Kind: fingerprint.Kind(values[4])}
	if quality, ok := numbers(items[5:], 100); ok {
		m.Quality = uint8(quality[0])
	} else {
		r.report(fieldMinutiae, fmt.Sprintf("minutia %d has no quality from 0 to 100", n), "takes it as not reported")
	}
	r.keep(v, m, fieldMinutiae, values[0], index)
}

// keep adds a minutia with the number that it calls itself by.
func (r *reader) keep(v *record.View, m record.Minutia, field, own int, index map[int]int) {
	r.inside(v, field, m.X, m.Y)
	v.Minutiae = append(v.Minutiae, m)
	place := len(v.Minutiae)
	if own != place {
		r.report(field, fmt.Sprintf("minutia %d calls itself number %d", place, own), "counts anew")
	}
	if _, taken := index[own]; !taken {
		index[own] = place
	}
}

func (r *reader) inside(v *record.View, field, x, y int) {
	if x >= v.Width || y >= v.Height {
		width, height := max(v.Width, x+1), max(v.Height, y+1)
		r.report(field, fmt.Sprintf("(%d, %d) lies outside the image of %d × %d pixels", x, y, v.Width, v.Height),
			fmt.Sprintf("takes the image as %d × %d", width, height))
		v.Width, v.Height = width, height
	}
}

func (r *reader) ridges(v *record.View, index map[int]int) {
	subfields := r.subfields(fieldRidges)
	if len(subfields) == 0 {
		return
	}
	list := &record.RidgeCounts{}
	if method, ok := numbers(subfields[0], 2); ok {
		list.Method = uint8(method[0])
	} else {
		r.report(fieldRidges, "does not begin with a method from 0 to 2", "takes it as 0")
	}
	for n, items := range subfields[1:] {
		values, ok := numbers(items, MaxMinutiae, MaxMinutiae, 255)
		if !ok {
			r.report(fieldRidges, fmt.Sprintf("ridge count %d is not two minutiae and a count to 255", n+1), "drops it")
			continue
		}
		r.ridge(list, fieldRidges, values[0], values[1], values[2], index)
	}
	v.Extended = append(v.Extended, record.Block{Type: 1, Counts: list})
}

// ridge adds a ridge count. 0 and 0, as some write, and 255 and 15 say that there is no neighbour.
func (r *reader) ridge(list *record.RidgeCounts, field, from, to, count int, index map[int]int) {
	if to == 0 && count == 0 || to == 255 && (count == 15 || count == 255) {
		if place, ok := index[from]; ok {
			list.Counts = append(list.Counts, record.RidgeCount{From: uint16(place), To: 255, Count: 15})
		}
		return
	}
	a, okA := index[from]
	b, okB := index[to]
	if !okA || !okB {
		r.report(field, fmt.Sprintf("a ridge count runs from minutia %d to %d, and not both are there", from, to), "drops it")
		return
	}
	list.Counts = append(list.Counts, record.RidgeCount{From: uint16(a), To: uint16(b), Count: uint8(count)})
}

// points reads cores and deltas.
func (r *reader) points(v *record.View) {
	p := &record.CoresDeltas{Cores: r.pointList(v, fieldCores), Deltas: r.pointList(v, fieldDeltas)}
	if more, ok := r.moreAngles(p.Deltas); ok {
		for n := range p.Deltas {
			p.Deltas[n].Angles = append(p.Deltas[n].Angles, more[n]...)
		}
	}
	if len(p.Cores)+len(p.Deltas) > 0 {
		v.Extended = append(v.Extended, record.Block{Type: 2, Points: p})
	}
}

// moreAngles reads the second and third angles of deltas, which all have or none; ok is false where there are none.
func (r *reader) moreAngles(deltas []record.Point) (more [][]record.Angle, ok bool) {
	subfields := r.subfields(fieldMoreAngles)
	ok = len(subfields) > 0
	for n, items := range subfields {
		angles, sound := numbers(items, halfTurn-1, halfTurn-1)
		if !sound || len(subfields) != len(deltas) || len(deltas[n].Angles) != 1 {
			r.report(fieldMoreAngles, "is not two angles to 179 for each delta with one", "drops them")
			return nil, false
		}
		more = append(more, []record.Angle{record.AngleOf(angles[0], halfTurn), record.AngleOf(angles[1], halfTurn)})
	}
	return more, ok
}

func (r *reader) pointList(v *record.View, field int) (list []record.Point) {
	for n, items := range r.subfields(field) {
		values, ok := numbers(items, maxPosition, maxPosition)
		if !ok {
			r.report(field, fmt.Sprintf("%d is no position", n+1), "drops it")
			continue
		}
		p := record.Point{X: values[0], Y: values[1]}
		if len(items) > 2 {
			angle, ok := numbers(items[2:], halfTurn-1)
			if !ok {
				r.report(field, fmt.Sprintf("%d has an angle that is not 0 to 179", n+1), "takes it as without")
			} else {
				p.Angles = []record.Angle{record.AngleOf(angle[0], halfTurn)}
			}
		}
		r.inside(v, field, p.X, p.Y)
		list = append(list, p)
	}
	return list
}
