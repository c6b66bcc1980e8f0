package synth

import (
	"image"
	"math/rand/v2"
)

const block = 8 // the warp and the pressure are worked out on a grid of block × block pixels and blended between

// Impression returns impression k of the finger: 8-bit grey, dark ridges, 500 dpi, 320 × 400 pixels.
// The first call on a finger grows its master print, which takes many times longer than an impression.
func (f *Finger) Impression(k int) *image.Gray {
	f.grow.Do(func() { f.master = growRidges(&f.pattern, rand.New(rand.NewPCG(f.seed, 1))) })
	t := newTouch(f.chance(k))
	ink := t.press(f.master)
	t.spoil(ink)
	return t.render(ink)
}

// chance is the source of all that differs between impressions.
func (f *Finger) chance(k int) *rand.Rand { return rand.New(rand.NewPCG(f.seed, 0x1000+uint64(k))) }

// press lays the master print on the glass: ink height per pixel, in units of full.
func (t *touch) press(m ridges) []int32 {
	uneven := 0.6 + float64(1.9*t.spoilt)
	const columns, rows = imageWidth/block + 1, imageHeight/block + 1
	var u, v, damp [columns * rows]int32 // master position in 256ths of a pixel, and pressure
	for j := range rows {
		for i := range columns {
			x, y := float64(i*block), float64(j*block)
			mx, my := t.toMaster(x, y)
			k := j*columns + i
			u[k], v[k] = int32(mx*256), int32(my*256)
			damp[k] = int32(full * (float64(0.55*t.wet) + float64(uneven*t.pressure.at(x, y))))
		}
	}
	ink := make([]int32, imageWidth*imageHeight)
	for j := range rows - 1 {
		for i := range columns - 1 {
			k := j*columns + i
			pu, pv := corners(&u, k, columns), corners(&v, k, columns)
			pl := corners(&damp, k, columns)
			for y := range int32(block) {
				at := (j*block+int(y))*imageWidth + i*block
				for x := range int32(block) {
					ink[at+int(x)] = m.at(pu.blend(x, y), pv.blend(x, y)) + pl.blend(x, y)
				}
			}
		}
	}
	return ink
}

// patch is a quantity at the four corners of a block.
type patch struct{ a, right, down, both int32 }

func corners(grid *[(imageWidth/block + 1) * (imageHeight/block + 1)]int32, k, columns int) patch {
	a, b, c, d := grid[k], grid[k+1], grid[k+columns], grid[k+columns+1]
	return patch{a, b - a, c - a, d - c - b + a}
}

func (p patch) blend(x, y int32) int32 { return p.a + (p.right*x+p.down*y+p.both*x*y/block)/block }

// at returns the height of the master print at (u, v), 256ths of a pixel; valley outside.
func (m ridges) at(u, v int32) int32 {
	i, j := int(u>>8), int(v>>8)
	if i < 0 || j < 0 || i >= masterWidth-1 || j >= masterHeight-1 {
		return -full
	}
	fu, fv := u&255, v&255
	k := (j+margin)*stride + i + margin
	top := m[k]*(256-fu) + m[k+1]*fu
	bottom := m[k+stride]*(256-fu) + m[k+stride+1]*fu
	return (top>>8*(256-fv) + bottom>>8*fv) >> 8
}
