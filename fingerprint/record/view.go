package record

import (
	"fmt"
	"slices"

	"sallyport/fingerprint"
)

// views reads the views; shared is what the header says of all of them.
func (r *reader) views(record *Record, shared View, count int) {
	for n := 0; n < count && !r.stopped(); n++ {
		if r.at == r.end && r.lenient && n > 0 {
			break // said below
		}
		r.next(record, shared)
	}
	if !r.stopped() && len(record.Views) < count {
		r.report(r.countAt(), "number of views", "takes those there are", "says %d and there are %d", count, len(record.Views))
	}
	if count == len(record.Views) && r.at < r.end && r.lenient {
		r.uncounted(record, shared, count)
	}
	r.where = ""
}

// countAt is where the number of views stands.
func (r *reader) countAt() int {
	return map[Format]int{ANSI2004: 24, ISO2005: 22, ANSI2007: 18, ANSI2009: 19, ANSI2009Am1: 19, ISO2011: 12}[r.format]
}

// next reads one view and keeps it, if a whole head of it is there.
func (r *reader) next(record *Record, shared View) {
	r.where = fmt.Sprintf("view %d ", len(record.Views)+1)
	v := shared
	read := r.view
	if r.format == ISO2011 {
		read = r.view2011
	}
	if read(record, &v) && r.failed == nil && r.distinct(record, &v) {
		record.Views = append(record.Views, v)
	}
}

// uncounted looks for views beyond those that were announced: bytes that make whole views to the last are taken as such.
func (r *reader) uncounted(record *Record, shared View, count int) {
	trial := *r
	trial.repairs, trial.more = nil, 0
	more := &Record{Format: record.Format, Views: record.Views[:count:count]}
	for n := count; n < MaxViews && trial.at < trial.end && !trial.cut; n++ {
		trial.next(more, shared)
	}
	if trial.at == trial.end && len(trial.repairs) == 0 {
		r.where = ""
		r.report(r.countAt(), "number of views", "takes those there are", "says %d and there are %d", count, len(more.Views))
		r.at, record.Views = trial.at, more.Views
	}
}

// view reads one view of all formats but ISO/IEC 19794-2:2011; whole is false where the data end within its head.
func (r *reader) view(_ *Record, v *View) (whole bool) {
	start := r.at
	v.Finger = r.u8("finger position")
	if r.rules.wide {
		v.Number, v.Impression = r.u8("view number"), r.u8("impression")
		v.Qualities = []Quality{r.quality(r.algorithm(), start+3)}
		r.head(v, start, start+2)
		r.size(v)
	} else {
		both := r.u8("view number and impression")
		v.Number, v.Impression = both>>4, both&15
		v.Qualities = []Quality{r.quality(Quality{Score: r.u8("quality")}, start+2)}
		r.head(v, start, start+1)
	}
	count := int(r.u8("number of minutiae"))
	if r.stopped() {
		return false
	}
	r.minutiae(v, count, 6)
	r.extended(v)
	return true
}

// head checks what every view begins with, at those bytes.
func (r *reader) head(v *View, at, impressionAt int) {
	if r.stopped() {
		return
	}
	if !r.rules.finger(int(v.Finger)) {
		r.report(at, "finger position", "takes it as unknown", "%d is none of %s", v.Finger, r.format.Title())
		v.Finger = 0
	}
	if v.Number > 15 {
		r.report(at+1, "view number", "numbers the view anew", "is %d, must be 0 to 15", v.Number)
		v.Number = 0
	}
	if !r.rules.impression(int(v.Impression)) {
		r.report(impressionAt, "impression", "takes the nearest that there is", "%d is none of %s", v.Impression, r.format.Title())
		v.Impression = r.rules.nearestImpression(int(v.Impression))
	}
}

// algorithm reads a quality with the algorithm that it is of.
func (r *reader) algorithm() Quality {
	return Quality{r.u8("quality"), r.u16("quality algorithm"), r.u16("quality algorithm")}
}

func (r *reader) quality(q Quality, at int) Quality {
	if !r.rules.quality(int(q.Score)) && !r.stopped() {
		r.report(at, "quality", "takes it as not measured", "is %d, must be 0 to 100", q.Score)
		q.Score = r.rules.unmeasured()
	}
	return q
}

// unmeasured is how the quality of an impression that was not measured is written.
func (r *rules) unmeasured() uint8 {
	if len(r.special) > 0 {
		return uint8(r.special[0])
	}
	return 0
}

// distinct holds the views of one finger to different numbers; keep is false where all sixteen are taken.
func (r *reader) distinct(record *Record, v *View) (keep bool) {
	var taken [16]bool
	for _, other := range record.Views {
		if other.Finger == v.Finger {
			taken[other.Number] = true
		}
	}
	if !taken[v.Number] {
		return true
	}
	r.report(r.at, "view number", "gives it the next number that is free, or drops the view", "%d of finger %d was there before", v.Number, v.Finger)
	next := slices.Index(taken[:], false)
	v.Number = uint8(max(next, 0))
	return next >= 0
}

// minutiae reads minutiae of that many bytes each.
func (r *reader) minutiae(v *View, count, size int) {
	v.Minutiae = make([]Minutia, 0, min(count, (r.end-r.at)/size))
	for n := range count {
		r.minutia = n + 1
		at := r.at
		var m Minutia
		var kind, reserved uint8
		m.X, kind = r.coordinate("position")
		m.Y, reserved = r.coordinate("position")
		m.Angle = r.angle("angle")
		if m.Quality = r.rules.unknown; size == 6 {
			m.Quality = r.u8("quality")
		}
		if r.stopped() {
			break
		}
		if reserved != 0 {
			r.report(at+2, "reserved bits", "clears them", "the two bits above Y are %d, must be 0", reserved)
		}
		m.Kind = r.kind(kind, at)
		r.inside(v, m.X, m.Y, at)
		if !r.rules.minutiaQuality(int(m.Quality)) {
			r.report(at+5, "quality", "takes it as not measured", "is %d, must be 0 to 100", m.Quality)
			m.Quality = r.rules.unknown
		}
		v.Minutiae = append(v.Minutiae, m)
	}
	r.minutia = 0
}

func (r *reader) kind(code uint8, at int) fingerprint.Kind {
	if code > uint8(fingerprint.Bifurcation) {
		r.report(at, "type", "takes it as other (0)", "is 3, which is reserved")
		return fingerprint.Other
	}
	return fingerprint.Kind(code)
}

// inside holds a point to the image.
func (r *reader) inside(v *View, x, y, at int) {
	if (x >= v.Width || y >= v.Height) && !r.stopped() {
		width, height := max(v.Width, x+1), max(v.Height, y+1)
		r.report(at, "position", "takes the image as just large enough", "(%d, %d) lies outside the image of %d × %d pixels", x, y, v.Width, v.Height)
		v.Width, v.Height = width, height
	}
}
