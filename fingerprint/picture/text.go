package picture

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"sallyport/fingerprint"
)

const textSize = 26 // pixels of the picture

var textFont = sync.OnceValue(func() *opentype.Font {
	f, err := opentype.Parse(gobold.TTF)
	if err != nil {
		panic(fmt.Sprintf("the font that is compiled in: %v", err))
	}
	return f
})

// newFace returns a face for one drawing; faces must not be shared between goroutines.
func newFace() font.Face {
	face, err := opentype.NewFace(textFont(), &opentype.FaceOptions{Size: textSize, DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		panic(fmt.Sprintf("a face of the font that is compiled in: %v", err))
	}
	return face
}

// write writes text in a white casing, its left end and its baseline at (x, y).
func write(out *image.RGBA, face font.Face, text string, x, y float64, ink color.RGBA) {
	drawer := font.Drawer{Dst: out, Face: face}
	at := func(dx, dy float64, ink color.RGBA) {
		drawer.Src = image.NewUniform(ink)
		drawer.Dot = fixed.P(int(math.Round(x+dx)), int(math.Round(y+dy)))
		drawer.DrawString(text)
	}
	for step := range 12 {
		sin, cos := math.Sincos(float64(step) * math.Pi / 6)
		at(3*cos, 3*sin, white)
	}
	at(0, 0, ink)
}

// legendWidth is what drawLegend takes at most; a match of two tiny prints is widened to it.
const legendWidth = 660

// drawLegend says what the marks mean, in a line whose left end and middle are at (x, y).
func drawLegend(out *image.RGBA, x, y int) {
	face := newFace()
	half := float64(face.Metrics().CapHeight.Ceil()) / 2
	at := float64(x)
	add := func(m mark, text string) {
		m.x, m.y = at+pairedRadius+casing, float64(y)
		m.draw(out)
		at += 2*pairedRadius + pairedTail + 8
		write(out, face, text, at, float64(y)+half, plain)
		at += float64(font.MeasureString(face, text).Ceil()) + 28
	}
	for _, kind := range [...]fingerprint.Kind{fingerprint.Ending, fingerprint.Bifurcation, fingerprint.Other} {
		add(mark{kind: kind, number: 1, ink: plain}, kind.String())
	}
	add(mark{kind: fingerprint.Ending, ink: faint}, "not paired")
}
