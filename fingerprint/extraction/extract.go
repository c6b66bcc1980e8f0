// Package extraction finds the minutiae of a finger in the image of its print, says how good the capture is, and refuses images that are no prints.
// It computes in whole numbers, or in ways that every processor rounds alike.
package extraction

import (
	"fmt"
	"image"

	"sallyport/fingerprint"
)

// Limits of an image that is accepted. A ten-print box is 800 × 750 at 500 dpi, a palm is not a finger.
const (
	minDPI, maxDPI   = 250, 1200
	minSide, maxSide = 48, 1400 // pixels at 500 dpi
)

// Examination is what there is to see on the image of one print.
type Examination struct {
	Template fingerprint.Template
	Check    Check // of the capture; a template's Quality says something else, how clear its ridges are
	// Singulars are the cores and deltas that were found, which may be none. They are for people to look at:
	// templates do not hold them, and no score rests on them.
	Singulars []Singular
}

// Template finds the minutiae of one finger: 8-bit grey, dark ridges on a lighter ground, scanned at dpi pixels an inch.
// Positions in the template are pixels at 500 dpi. An image that is not one of a print, and a resolution or size that
// cannot be a finger's, is an error that says what to do.
func Template(img *image.Gray, dpi int) (fingerprint.Template, error) {
	t, _, _, err := extract(img, dpi)
	return t, err
}

// Examine is Template, and says how good the capture is and where cores and deltas are.
func Examine(img *image.Gray, dpi int) (Examination, error) {
	t, seen, flow, err := extract(img, dpi)
	if err != nil {
		return Examination{}, err
	}
	return Examination{Template: t, Check: seen.check(), Singulars: flow.singulars()}, nil
}

func extract(img *image.Gray, dpi int) (fingerprint.Template, *sight, *flow, error) {
	if err := checkImage(img, dpi); err != nil {
		return fingerprint.Template{}, nil, nil, err
	}
	skin := normalise(resample(img, dpi))
	flow := measureFlow(skin)
	ridges := enhance(skin, flow)
	minutiae := append(
		findMinutiae(ridges, flow, fingerprint.Ending),
		findMinutiae(ridges, flow, fingerprint.Bifurcation)...)
	minutiae = keepBest(minutiae)
	seen := look(skin, flow, len(minutiae))
	if err := seen.refuse(percentile(skin.contrast, 85)); err != nil {
		return fingerprint.Template{}, nil, nil, err
	}
	return fingerprint.Template{
		Width:    skin.width,
		Height:   skin.height,
		Quality:  flow.quality(),
		Minutiae: minutiae,
	}, seen, flow, nil
}

func checkImage(img *image.Gray, dpi int) error {
	if dpi == 0 {
		return fmt.Errorf("resolution: not known; give the dots per inch that the print was scanned at")
	}
	if dpi < minDPI || dpi > maxDPI {
		return fmt.Errorf("resolution: %d dpi is not that of a fingerprint scan; give %d to %d dots per inch", dpi, minDPI, maxDPI)
	}
	w, h := img.Rect.Dx()*fingerprint.Resolution/dpi, img.Rect.Dy()*fingerprint.Resolution/dpi
	if w < minSide || h < minSide {
		return fmt.Errorf("image: %d × %d pixels at %d dpi is smaller than a fingertip; check the resolution", img.Rect.Dx(), img.Rect.Dy(), dpi)
	}
	if w > maxSide || h > maxSide {
		return fmt.Errorf("image: %d × %d pixels at %d dpi is larger than a finger; cut out one finger or check the resolution", img.Rect.Dx(), img.Rect.Dy(), dpi)
	}
	return nil
}

// resample returns the image at 500 dpi, blending neighbouring pixels.
func resample(img *image.Gray, dpi int) *image.Gray {
	if dpi == fingerprint.Resolution {
		return img
	}
	w, h := img.Rect.Dx()*fingerprint.Resolution/dpi, img.Rect.Dy()*fingerprint.Resolution/dpi
	out := image.NewGray(image.Rect(0, 0, w, h))
	step := dpi * 256 / fingerprint.Resolution // in 256ths of a source pixel
	lastX, lastY := img.Rect.Dx()-2, img.Rect.Dy()-2
	for y := range h {
		v := y*step + (step-256)/2
		j, fv := min(max(v>>8, 0), lastY), v&255
		upper, lower := img.Pix[j*img.Stride:], img.Pix[(j+1)*img.Stride:]
		for x := range w {
			u := x*step + (step-256)/2
			i, fu := min(max(u>>8, 0), lastX), u&255
			top := int(upper[i])*(256-fu) + int(upper[i+1])*fu
			bottom := int(lower[i])*(256-fu) + int(lower[i+1])*fu
			out.Pix[y*out.Stride+x] = uint8((top*(256-fv) + bottom*fv) >> 16)
		}
	}
	return out
}
