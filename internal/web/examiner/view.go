package examiner

import (
	"bytes"
	"encoding/base64"
	"errors"
	"image"
	"image/png"
	"math"
	"strconv"

	"sallyport/fingerprint"
	"sallyport/internal/desk"
)

// fingers are what the ten are called.
var fingers = [...]string{"", "right thumb", "right index", "right middle", "right ring", "right little", "left thumb", "left index", "left middle", "left ring", "left little"}

func fingerName(n int) string {
	if n < 1 || n >= len(fingers) {
		return "finger " + strconv.Itoa(n)
	}
	return fingers[n]
}

// view is one person's print beside the booking's.
type view struct {
	id      string
	on      *sheet
	shown   int   // how many people
	fingers []int // that the booking has
	left    print
	right   print
	problem string
}

// print is a print as it is drawn: an image where there is one, minutiae on paper where there is none.
type print struct {
	side          string // booking or person, as marks name it
	title         string
	width, height int // pixels at 500 dpi
	image         string
	minutiae      []fingerprint.Minutia
	marks         []desk.Point
	scale         float64
}

func viewOf(id string, b *desk.Bench, on *sheet, problem string) (*view, error) {
	v := &view{id: id, on: on, shown: len(b.Shown), problem: problem}
	for _, t := range b.Booking {
		v.fingers = append(v.fingers, t.Finger)
	}
	template, _ := fingerOf(b.Booking, on.finger)
	v.left = print{side: "booking", title: "The booking’s print", scale: on.scale()}
	if err := v.left.take(template, on.drawn, b.Image); err != nil {
		return nil, err
	}
	v.right = print{side: "person", title: "Person " + number(on.person), scale: on.scale()}
	if len(b.Shown) > 0 {
		shown := &b.Shown[on.person]
		template, _ := fingerOf(shown.Prints, on.finger)
		if err := v.right.take(template, on.drawn, shown.Image); err != nil {
			return nil, err
		}
	}
	if points, err := on.entry(on.person).points(); err == nil {
		v.left.marks, v.right.marks = onPrint(points, on.finger, false), onPrint(points, on.finger, true)
	}
	return v, nil
}

// take takes the image of a finger, with its minutiae if they are drawn, or the minutiae alone where there is no image.
func (p *print) take(t fingerprint.Template, drawn bool, image func(finger int) (*image.Gray, int, error)) error {
	img, dpi, err := image(t.Finger)
	if err != nil && !errors.Is(err, desk.ErrNone) {
		return err
	}
	if err != nil {
		p.draw(t)
		return nil
	}
	if drawn {
		p.minutiae = t.Minutiae
	}
	p.width, p.height = img.Rect.Dx()*fingerprint.Resolution/dpi, img.Rect.Dy()*fingerprint.Resolution/dpi
	p.image, err = data(img)
	return err
}

// draw takes what a template has: minutiae.
func (p *print) draw(t fingerprint.Template) {
	p.width, p.height, p.minutiae = t.Width, t.Height, t.Minutiae
	for _, m := range t.Minutiae { // a template of elsewhere may say nothing of the size
		p.width, p.height = max(p.width, int(m.X)+20), max(p.height, int(m.Y)+20)
	}
}

func onPrint(points []desk.Point, finger int, candidate bool) (some []desk.Point) {
	for _, p := range points {
		if p.Finger == finger && p.Candidate == candidate {
			some = append(some, p)
		}
	}
	return some
}

func fingerOf(prints []fingerprint.Template, finger int) (fingerprint.Template, bool) {
	for _, t := range prints {
		if t.Finger == finger {
			return t, true
		}
	}
	return fingerprint.Template{}, false
}

func hasFinger(prints []fingerprint.Template, finger int) bool {
	_, there := fingerOf(prints, finger)
	return there
}

// data is an image within the page, so that it has no address of its own.
func data(img image.Image) (string, error) {
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&out, img); err != nil {
		return "", err
	}
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(out.Bytes()), nil
}

// on is how many pixels of the screen a length takes.
func (p *print) on(length int) string { return strconv.Itoa(int(float64(length)*p.scale + .5)) }

func (p *print) box() string { return "0 0 " + strconv.Itoa(p.width) + " " + strconv.Itoa(p.height) }

// stroke is the line from a minutia the way it points.
func stroke(m fingerprint.Minutia) string {
	sin, cos := math.Sincos(float64(m.Direction) * math.Pi / 128)
	x, y := float64(m.X), float64(m.Y)
	at := func(d float64) string {
		return strconv.FormatFloat(x+d*cos, 'f', 1, 64) + " " + strconv.FormatFloat(y-d*sin, 'f', 1, 64)
	}
	return "M" + at(6) + "L" + at(18)
}

// fiveMillimetres are as many pixels of 500 to the inch.
const fiveMillimetres = 98
