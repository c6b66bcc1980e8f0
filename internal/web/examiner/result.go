package examiner

import (
	"fmt"
	"image"
	"math"
	"net/http"
	"strconv"

	"sallyport"
	"sallyport/fingerprint"
	"sallyport/fingerprint/picture"
	"sallyport/internal/desk"
	"sallyport/internal/web/shell"
)

// result is what is shown to whoever has answered.
type result struct {
	id      string
	each    []found
	person  int
	fingers []int
	finger  int
	pairs   int    // that the software matched on this finger
	picture string // of them
}

// found is one person: the examiner's answer, and what the software had found.
type found struct {
	desk.Compared
	sallyport.Candidate
	rate float64 // bound on the share of strangers as much alike
}

// strangers says how rarely a stranger is as alike.
func (f found) strangers() string {
	if f.rate > .5 {
		return "no rarer than among strangers"
	}
	return fmt.Sprintf("at most one stranger in %.0f", math.Floor(1/f.rate))
}

// falseMatchRate is of the fingers that both have.
func falseMatchRate(booking, theirs []fingerprint.Template) float64 {
	a, b := prepared(booking), prepared(theirs)
	c := fingerprint.NewMatcher().Compare(&a, &b)
	return c.FalseMatchRate()
}

func prepared(all []fingerprint.Template) [10]*fingerprint.Prepared {
	var prints fingerprint.TenPrint
	for _, t := range all {
		if t.Finger >= 1 && t.Finger <= len(prints) {
			prints[t.Finger-1] = t
		}
	}
	return prints.Prepare()
}

func (m *room) showAnswered(w http.ResponseWriter, r *http.Request, id string, x *desk.Examination) {
	v := &result{id: id, person: whole(r.URL.Query().Get("person")) - 1}
	for i := range x.Compared {
		v.each = append(v.each, found{x.Compared[i], x.Found[i], falseMatchRate(x.Booking, x.Shown[i].Prints)})
	}
	if v.person < 0 || v.person >= len(x.Shown) {
		v.person = 0
	}
	if err := v.drawPairs(x, whole(r.URL.Query().Get("finger"))); err != nil {
		m.Refuse(w, r, err)
		return
	}
	m.Show(w, r, shell.Page{Title: "Your answer", Content: answered(v), Styles: []string{style}})
}

// drawPairs draws what the matcher took for the same minutiae of a finger that both have.
func (v *result) drawPairs(x *desk.Examination, finger int) error {
	if len(x.Shown) == 0 {
		return nil
	}
	theirs := x.Shown[v.person].Prints
	for _, t := range x.Booking {
		if hasFinger(theirs, t.Finger) {
			v.fingers = append(v.fingers, t.Finger)
		}
	}
	if len(v.fingers) == 0 {
		return nil
	}
	v.finger = v.fingers[0]
	for _, f := range v.fingers {
		if f == finger {
			v.finger = f
		}
	}
	a, _ := fingerOf(x.Booking, v.finger)
	b, _ := fingerOf(theirs, v.finger)
	pairs := fingerprint.Match(&a, &b).Pairs
	v.pairs = len(pairs)
	left, right := sideOf(a, x.Image), sideOf(b, x.Shown[v.person].Image)
	var err error
	v.picture, err = data(picture.DrawMatch(left, right, picture.Charted(a.Minutiae, pairs)))
	return err
}

// sideOf is a finger as it is drawn: its image, or paper where there is none.
func sideOf(t fingerprint.Template, image func(finger int) (*image.Gray, int, error)) picture.Side {
	img, dpi, err := image(t.Finger)
	if err != nil {
		img, dpi = paper(t), fingerprint.Resolution
	}
	return picture.Side{Image: img, DPI: dpi, Minutiae: t.Minutiae}
}

// paper is white, as large as a print was.
func paper(t fingerprint.Template) *image.Gray {
	p := new(print)
	p.draw(t)
	blank := image.NewGray(image.Rect(0, 0, max(1, p.width), max(1, p.height)))
	for i := range blank.Pix {
		blank.Pix[i] = 255
	}
	return blank
}

// link leads to another person or finger of the answer.
func (v *result) link(person, finger int) string {
	return "/prints/" + v.id + "?person=" + number(person) + "&finger=" + strconv.Itoa(finger)
}
