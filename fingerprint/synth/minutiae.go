package synth

import (
	"math"
	"math/rand/v2"

	"sallyport/fingerprint"
	"sallyport/fingerprint/steady"
)

// Template returns impression k of the finger as minutiae, without growing ridges: thousands of times faster than
// Impression, for galleries of any size. The minutiae are drawn at random along the finger's ridge flow; they are not
// those of the finger's images. Each impression loses some, invents some and moves the rest, the more the more it is spoilt.
func (f *Finger) Template(k int) fingerprint.Template {
	t, r := newTouch(f.chance(k)), rand.New(rand.NewPCG(f.seed, 0x2000+uint64(k)))
	out := fingerprint.Template{Width: imageWidth, Height: imageHeight, Finger: f.Position, Quality: uint8(80 - float64(60*t.spoilt))}
	astray := 1.2 + float64(2.2*t.spoilt) // pixels, at most
	for _, m := range f.minutiae() {
		x, y := t.toGlass(float64(m.X), float64(m.Y))
		lost := float64(r.Float64()) < 0.55*t.spoilt
		jitter := point{between(r, -astray, astray), between(r, -astray, astray)}
		turned := int(between(r, -3, 3)) + t.turned()
		if r.Float64() < 0.1 {
			m.Kind = fingerprint.Ending + fingerprint.Bifurcation - m.Kind
		}
		if lost || !t.touches(x, y) {
			continue
		}
		m.X, m.Y = int16(max(x+jitter.x, 0)), int16(max(y+jitter.y, 0))
		m.Direction += uint8(turned)
		out.Minutiae = append(out.Minutiae, m)
	}
	for range r.IntN(4 + int(24*t.spoilt)) {
		if x, y := between(r, 0, imageWidth), between(r, 0, imageHeight); t.touches(x, y) {
			out.Minutiae = append(out.Minutiae, fingerprint.Minutia{
				X: int16(x), Y: int16(y), Direction: uint8(r.IntN(256)), Kind: fingerprint.Ending, Quality: 40})
		}
	}
	return out
}

// minutiae scatters the finger's minutiae over the master print, none closer than 9 pixels to another. Along a ridge they may
// face either way; neighbours mostly face the same way, as they do where ridges give way to fewer or more.
func (f *Finger) minutiae() []fingerprint.Minutia {
	r := rand.New(rand.NewPCG(f.seed, 2))
	facing := newNoise(r, 120)
	var all []fingerprint.Minutia
	for range 122 {
		m := fingerprint.Minutia{
			X: int16(r.IntN(masterWidth)), Y: int16(r.IntN(masterHeight)),
			Kind: fingerprint.Kind(1 + r.IntN(2)), Quality: uint8(50 + r.IntN(50)),
		}
		turns := f.pattern.orientation(float64(m.X), float64(m.Y)) / (2 * math.Pi)
		m.Direction = uint8(int(math.Floor(turns * 256)))
		if facing.at(float64(m.X), float64(m.Y)) > between(r, -0.32, 0.32) {
			m.Direction += 128
		}
		if !crowded(all, m) {
			all = append(all, m)
		}
	}
	return all
}

func crowded(all []fingerprint.Minutia, m fingerprint.Minutia) bool {
	for _, o := range all {
		dx, dy := int(o.X)-int(m.X), int(o.Y)-int(m.Y)
		if dx*dx+dy*dy < 9*9 {
			return true
		}
	}
	return false
}

// toGlass undoes toMaster, by steps that shrink because skin is only dragged a little.
func (t *touch) toGlass(x, y float64) (gx, gy float64) {
	gx, gy = imageWidth/2, imageHeight/2
	for range 8 {
		mx, my := t.toMaster(gx, gy)
		dx, dy := x-mx, y-my
		gx += float64(t.cos*dx) + float64(t.sin*dy)
		gy += float64(t.cos*dy) - float64(t.sin*dx)
	}
	return gx, gy
}

// turned is the turn of the finger on the glass, in 256ths of a turn counter-clockwise as the image shows it.
func (t *touch) turned() int {
	return int(math.Floor(steady.Atan2(t.sin, t.cos)*128/math.Pi + 0.5))
}

func (t *touch) touches(x, y float64) bool {
	return x >= 0 && y >= 0 && x < imageWidth && y < imageHeight && t.depth(x, y) > 0.03
}
