package type9

import (
	"fmt"
	"math"
	"strings"

	"sallyport/fingerprint"
	"sallyport/fingerprint/record"
)

// block says how one of the older blocks differs from the other.
type block struct {
	finger, count, minutiae, cores, deltas int // fields
	flipped                                bool
	turned                                 int // degrees between its directions and those of package record
}

var (
	standardBlock = block{finger: 6, count: 10, minutiae: 12, cores: 8, deltas: 9, flipped: true, turned: 180}
	iafisBlock    = block{finger: 14, count: 15, minutiae: 23, cores: 21, deltas: 22}
)

// grid places hundredths of a millimetre on pixels.
type grid struct {
	perUnit float64 // pixels in a hundredth of a millimetre
	height  int     // of the image
	flipped bool
}

const defaultPPI = 500

// place turns coordinates in hundredths of a millimetre into pixels. From the lower edge halves are rounded up, so that
// the edge itself is in the lowest row.
func (g grid) place(x, y int) (px, py int) {
	px, down := int(math.Round(float64(x)*g.perUnit)), float64(y)*g.perUnit
	if g.flipped {
		return px, int(math.Ceil(float64(g.height) - 1 - down))
	}
	return px, int(math.Round(down))
}

// standard reads one of the older blocks.
func (r *reader) standard(v *record.View, out *record.Record, b block) {
	v.Finger = uint8(r.digits(b.finger, 0, 99, 0))
	for _, other := range out.Views {
		if other.Finger == v.Finger {
			v.Number++
		}
	}
	v.Qualities = []record.Quality{{Score: 254}}
	count := r.digits(b.count, 0, MaxMinutiae, 0)
	subfields := r.subfields(b.minutiae)
	g := r.grid(v, b, subfields)
	index := map[int]int{}
	for n, items := range subfields {
		r.oldMinutia(v, g, b, n+1, items, index)
	}
	if count != len(v.Minutiae) && r.failed == nil {
		r.report(b.count, fmt.Sprintf("says %d minutiae and there are %d", count, len(v.Minutiae)), "takes those there are")
	}
	r.oldRidges(v, b, subfields, index)
	p := &record.CoresDeltas{Cores: r.oldPoints(v, g, b.cores, 1), Deltas: r.oldPoints(v, g, b.deltas, 3)}
	if len(p.Cores)+len(p.Deltas) > 0 {
		v.Extended = append(v.Extended, record.Block{Type: 2, Points: p})
	}
}

// grid finds the image of the record's IDC, and sets the view's size and resolution by it.
func (r *reader) grid(v *record.View, b block, subfields [][]string) grid {
	ppi := 0
	idc, known := r.rec.IDC()
	for n := range r.transaction.Records {
		other := &r.transaction.Records[n]
		if i, ok := other.IDC(); !ok || !known || i != idc || other.Type < 3 || other.Type == 8 || other.Type == 9 || other.Type > 15 || other.Type == 10 {
			continue
		}
		if img, ok := other.Image(); ok && img.Width > 0 && img.Width <= maxPosition && img.Height > 0 && img.Height <= maxPosition {
			v.Width, v.Height, ppi = img.Width, img.Height, img.PPI
			break
		}
	}
	if ppi < 1 || ppi > 100_000 {
		ppi = defaultPPI
	}
	g := grid{perUnit: float64(ppi) / 2540, flipped: b.flipped}
	if v.Width == 0 {
		v.Width, v.Height = g.enclose(subfields)
	}
	g.height = v.Height
	v.XDensity = max((ppi*100+127)/254, 1)
	v.YDensity = v.XDensity
	return g
}

// enclose returns the size of the smallest image that holds all minutiae.
func (g grid) enclose(subfields [][]string) (width, height int) {
	for _, items := range subfields {
		if x, y, _, ok := coordinates(items); ok {
			px, py := grid{perUnit: g.perUnit}.place(x, y)
			if g.flipped {
				py = int(float64(y) * g.perUnit)
			}
			width, height = max(width, px+1), max(height, py+1)
		}
	}
	return max(width, 1), max(height, 1)
}

// coordinates reads the second item of a minutia: four digits of X, four of Y, three of an angle.
func coordinates(items []string) (x, y, angle int, ok bool) {
	if len(items) < 2 || len(items[1]) != 11 {
		return 0, 0, 0, false
	}
	list, ok := numbers([]string{items[1][:4], items[1][4:8], items[1][8:]}, 9999, 9999, 359)
	if !ok {
		return 0, 0, 0, false
	}
	return list[0], list[1], list[2], true
}

var kinds = map[string]fingerprint.Kind{"A": fingerprint.Ending, "B": fingerprint.Bifurcation, "C": fingerprint.Other, "D": fingerprint.Other}

// oldMinutia reads number, coordinates, quality and type.
func (r *reader) oldMinutia(v *record.View, g grid, b block, n int, items []string, index map[int]int) {
	if r.failed != nil || len(v.Minutiae) == MaxMinutiae {
		return
	}
	x, y, angle, ok := coordinates(items)
	own, okOwn := numbers(items, MaxMinutiae)
	if !ok || !okOwn || len(items) < 4 {
		r.report(b.minutiae, fmt.Sprintf("minutia %d is not a number, XXXXYYYYTTT with an angle to 359, a quality and a type", n), "drops it")
		return
	}
	quality, ok := numbers(items[2:], 63)
	if !ok {
		r.report(b.minutiae, fmt.Sprintf("minutia %d has no quality from 0 to 63", n), "takes it as not reported")
		quality = []int{0}
	}
	kind, ok := kinds[items[3]]
	if !ok {
		r.report(b.minutiae, fmt.Sprintf("minutia %d is of type %q, must be A, B, C or D", n, clip(items[3])), "takes it as other")
	}
	m := record.Minutia{Angle: record.AngleOf(angle+b.turned, 360), Kind: kind, Quality: quality100(quality[0])}
	m.X, m.Y = g.place(x, y)
	if m.Y < 0 {
		r.report(b.minutiae, fmt.Sprintf("minutia %d lies %d pixels above the image", n, -m.Y), "moves it to the edge")
		m.Y = 0
	}
	r.keep(v, m, b.minutiae, own[0], index)
}

// quality100 turns 2 (best) to 63 (worst) into 100 to 1.
func quality100(old int) uint8 {
	if old < 2 {
		return 0
	}
	return uint8(100 - ((old-2)*99+30)/61)
}

// oldRidges reads the ridge counts that follow each minutia: "NNN,CC" or, in IAFIS records, NNNCC. The eight digits that
// end an IAFIS minutia, which half of each octant its neighbour is in, are not kept.
func (r *reader) oldRidges(v *record.View, b block, subfields [][]string, index map[int]int) {
	list := &record.RidgeCounts{}
	for _, items := range subfields {
		from, ok := numbers(items, MaxMinutiae)
		if !ok || len(items) < 5 || r.failed != nil {
			continue
		}
		for _, item := range items[4:] {
			to, count, comma := strings.Cut(item, ",")
			switch {
			case !comma && len(item) == 8:
				continue
			case !comma && len(item) == 5:
				to, count = item[:3], item[3:]
			}
			values, ok := numbers([]string{to, count}, MaxMinutiae, 255)
			if !ok {
				r.report(b.minutiae, fmt.Sprintf("ridge count %q of minutia %d is not a minutia and a count", clip(item), from[0]), "drops it")
				continue
			}
			r.ridge(list, b.minutiae, from[0], values[0], values[1], index)
		}
	}
	if len(list.Counts) > 0 {
		v.Extended = append(v.Extended, record.Block{Type: 1, Counts: list})
	}
}

// oldPoints reads cores or deltas: XXXXYYYY and, in IAFIS records, angles in degrees, one of a core and three of a delta.
func (r *reader) oldPoints(v *record.View, g grid, field, angles int) (list []record.Point) {
	for n, items := range r.subfields(field) {
		if len(items[0]) != 8 {
			r.report(field, fmt.Sprintf("%d is no position XXXXYYYY", n+1), "drops it")
			continue
		}
		xy, ok := numbers([]string{items[0][:4], items[0][4:]}, 9999, 9999)
		if !ok {
			r.report(field, fmt.Sprintf("%d is no position XXXXYYYY", n+1), "drops it")
			continue
		}
		var p record.Point
		p.X, p.Y = g.place(xy[0], xy[1])
		p.Y = max(p.Y, 0)
		limits := []int{359, 359, 359}[:angles]
		if degrees, ok := numbers(items[1:], limits...); ok {
			for _, d := range degrees {
				p.Angles = append(p.Angles, record.AngleOf(d, 360))
			}
		}
		r.inside(v, field, p.X, p.Y)
		list = append(list, p)
	}
	return list
}
