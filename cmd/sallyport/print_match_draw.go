package main

import (
	"fmt"
	"image/png"
	"io"

	"sallyport/fingerprint"
	"sallyport/fingerprint/picture"
)

// matchReport is a comparison for people and programs that ask what it rests on.
type matchReport struct {
	Score          float64       `json:"score"`
	FalseMatchRate float64       `json:"falseMatchRate"` // at most
	Pairs          []matchedPair `json:"pairs"`
}

// matchedPair is one pair as it is numbered on the drawn match.
type matchedPair struct {
	Number int `json:"number"` // from 1
	fingerprint.Pair
	MinutiaA matchedMinutia `json:"minutiaA"`
	MinutiaB matchedMinutia `json:"minutiaB"`
}

type matchedMinutia struct {
	X         int16   `json:"x"` // pixels at 500 dpi, from the upper left corner
	Y         int16   `json:"y"`
	Direction float64 `json:"direction"` // degrees, counter-clockwise from the right, back along the ridge
	Kind      string  `json:"kind"`
}

func reportMatch(a, b *fingerprint.Template, r fingerprint.Result) matchReport {
	report := matchReport{r.Score, fingerprint.FingerFalseMatchRate(r.Score), make([]matchedPair, len(r.Pairs))}
	for n, p := range r.Pairs {
		report.Pairs[n] = matchedPair{n + 1, p, showMatched(a.Minutiae[p.A]), showMatched(b.Minutiae[p.B])}
	}
	return report
}

func showMatched(m fingerprint.Minutia) matchedMinutia {
	return matchedMinutia{m.X, m.Y, float64(m.Direction) * 360 / 256, m.Kind.String()}
}

// overlay draws the pairs on the images that the templates come from.
func (c *printMatchCmd) overlay(a, b *fingerprint.Template, pairs []fingerprint.Pair) error {
	left, err := c.side(c.A, a)
	if err != nil {
		return err
	}
	right, err := c.side(c.B, b)
	if err != nil {
		return err
	}
	return writeFile(c.Overlay, func(w io.Writer) error {
		return png.Encode(w, picture.DrawMatch(left, right, pairs))
	})
}

func (c *printMatchCmd) side(path string, t *fingerprint.Template) (picture.Side, error) {
	if isRecord(path) {
		return picture.Side{}, badInput(fmt.Errorf("%s:@0: overlay: this is a record, which has no picture to draw on; name the image that it was made from", path))
	}
	img, dpi, err := readPicture(path, c.DPI)
	return picture.Side{Image: img, DPI: dpi, Minutiae: t.Minutiae}, err
}
