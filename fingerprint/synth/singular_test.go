package synth

import (
	"math"
	"testing"

	"sallyport/fingerprint"
	"sallyport/fingerprint/extraction"
)

// TestSingularsAreWhereTheyWereDrawn looks for the cores and deltas that patterns were made with, on impressions of them.
func TestSingularsAreWhereTheyWereDrawn(t *testing.T) {
	var cores, deltas tally
	for n := range 24 {
		f := NewPerson(41, n).Finger(1 + n%10)
		f.Impression(0) // grows the master
		touch := newTouch(f.chance(0))
		touch.spoilt, touch.wet, touch.blobs = 0, 0.1, 1000
		ink := touch.press(f.master)
		touch.spoil(ink)
		e, err := extraction.Examine(touch.render(ink), fingerprint.Resolution)
		if err != nil {
			t.Fatal(err)
		}
		cores.compare(touch, f.pattern.cores, e.Singulars, false)
		deltas.compare(touch, f.pattern.deltas, e.Singulars, true)
	}
	if cores.drawn < 20 || cores.found < cores.drawn-2 || deltas.drawn < 2 || deltas.found < deltas.drawn-2 {
		t.Errorf("found %d of %d cores and %d of %d deltas", cores.found, cores.drawn, deltas.found, deltas.drawn)
	}
	if cores.extra+deltas.extra > 1 {
		t.Errorf("%d cores and %d deltas are where none was drawn", cores.extra, deltas.extra)
	}
}

// tally counts points drawn well inside the contact region, those found near them, and those found where none was drawn.
type tally struct{ drawn, found, extra int }

func (c *tally) compare(t *touch, drawn []point, seen []extraction.Singular, delta bool) {
	const near = 28 // pixels, 1.4 mm, three ridges: the two cores of a small whorl grow apart
	at := map[extraction.Singular]bool{}
	for _, p := range drawn {
		place := t.onGlass(p)
		found := false
		for _, s := range seen {
			if s.Delta == delta && math.Hypot(float64(s.X)-place.x, float64(s.Y)-place.y) < near {
				found, at[s] = true, true
			}
		}
		if t.depth(place.x, place.y) > 0.3 {
			c.drawn++
			if found {
				c.found++
			}
		}
	}
	for _, s := range seen {
		if s.Delta == delta && !at[s] {
			c.extra++
		}
	}
}

// onGlass finds where on the impression a place of the master print touched.
func (t *touch) onGlass(p point) point {
	at := point{imageWidth / 2, imageHeight / 2}
	for range 20 { // the skin is dragged but little: what is left to go on the master is nearly what is left to go on the glass
		u, v := t.toMaster(at.x, at.y)
		dx, dy := p.x-u, p.y-v
		at = point{at.x + t.cos*dx + t.sin*dy, at.y - t.sin*dx + t.cos*dy}
	}
	return at
}
