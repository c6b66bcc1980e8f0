package picture

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"sallyport/fingerprint"
)

// Endings are drawn red, forks blue, others green: a ring, and a stroke the way the minutia points.
var colours = [...]color.RGBA{
	fingerprint.Other:       {0, 140, 0, 255},
	fingerprint.Ending:      {200, 0, 0, 255},
	fingerprint.Bifurcation: {0, 60, 220, 255},
}

// Draw returns the picture with minutiae drawn on it, their positions multiplied by scale.
func Draw(img *image.Gray, minutiae []fingerprint.Minutia, scale float64) *image.RGBA {
	out := image.NewRGBA(img.Rect)
	draw.Draw(out, out.Rect, img, img.Rect.Min, draw.Src)
	for _, m := range minutiae {
		c := colours[min(int(m.Kind), len(colours)-1)]
		x, y := float64(m.X)*scale, float64(m.Y)*scale
		for step := range 48 {
			sin, cos := math.Sincos(float64(step) * math.Pi / 24)
			out.SetRGBA(int(x+4*cos+0.5), int(y+4*sin+0.5), c)
		}
		sin, cos := math.Sincos(float64(m.Direction) * math.Pi / 128)
		for step := 4.0; step < 14; step += 0.5 {
			out.SetRGBA(int(x+step*cos+0.5), int(y-step*sin+0.5), c)
		}
	}
	return out
}
