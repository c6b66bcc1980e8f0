// Package load sends bookings to a running node at a steady rate, and says how long each took to be acknowledged.
//
// Bookings arrive when they are due, whether or not those before them have been answered, and each is timed from the moment at which it was due: a node
// that stalls is charged for all that would have arrived meanwhile. A card is made once and sent again and again under another control number, so that
// making prints is not what is measured. The prints are synthesised, the person invented.
package load

import (
	"bytes"
	"fmt"
	"image"
	"time"

	"sallyport/fingerprint/synth"
	"sallyport/internal/cores"
	"sallyport/itl/ebts"
	"sallyport/wsq"
)

// Size is the kind of card that is sent.
type Size string

// Sizes of card.
const (
	Small Size = "small" // ten prints of 320x400 pixels, compressed until they make 20 kB
	Large Size = "large" // ten rolled prints of 800x750 pixels, 670 kB
)

// shape is how large each of the ten prints is, in pixels, and how it is compressed.
type shape struct {
	width, height int
	rate          float64 // bits a pixel
}

var shapes = map[Size]shape{Small: {320, 400, 0.134}, Large: {800, 750, 1.175}}

// card is one transaction, and where its control number stands.
type card struct {
	data []byte
	at   int
}

// blank is the number that a card is made with: as long as those that take its place.
const blank = "BENCH-00000000-000000000"

// number is the control number of card n of a run.
func number(run uint32, n int64) string { return fmt.Sprintf("BENCH-%08X-%09d", run, n) }

// newCard makes a card of a person of the world of seed 1, from a jail that submits under ori.
func newCard(of shape, ori string, person int) (*card, error) {
	c := ebts.CAR{
		Control: ebts.Control{TCN: blank, DAI: "WVHUBTRY1", ORI: ori, Date: made, Priority: 4},
		Retain:  true, CRI: []string{ori}, Arrest: made, Charges: []ebts.Charge{{Date: made, Offense: "invented"}},
		Person: ebts.Person{Name: "NOBODY,ANN", Birth: []string{"19800101"}, POB: "XX", Sex: "X", Race: "U", HGT: "000", WGT: "000", Eyes: "XXX", Hair: "XXX"},
		Prints: make([]ebts.Print, 10),
	}
	err := cores.Each(len(c.Prints), func(i int) error {
		var out bytes.Buffer
		img := canvas(synth.NewPerson(1, person).Finger(i+1).Impression(1), of.width, of.height)
		err := wsq.Encode(&out, img, wsq.Options{BitRate: of.rate})
		c.Prints[i] = ebts.Print{Finger: i + 1, Rolled: true, WSQ: out.Bytes()}
		return err
	})
	if err != nil {
		return nil, err
	}
	transaction, err := c.Transaction()
	if err != nil {
		return nil, err
	}
	data := transaction.Append(nil)
	return &card{data, bytes.Index(data, []byte(blank))}, nil
}

// made is the date on every card.
var made = time.Date(2015, time.July, 30, 12, 0, 0, 0, time.UTC)

// canvas repeats a picture over a larger one, every other time mirrored: as many ridges as a rolled print of that size has, and no seams.
func canvas(img *image.Gray, width, height int) *image.Gray {
	large := image.NewGray(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			large.Pix[y*large.Stride+x] = img.GrayAt(mirrored(x, img.Rect.Dx()), mirrored(y, img.Rect.Dy())).Y
		}
	}
	return large
}

func mirrored(at, side int) int {
	if at/side%2 == 1 {
		return side - 1 - at%side
	}
	return at % side
}

// copied is the card for one sender, who gives it a number each time.
func (c *card) copied() *card { return &card{bytes.Clone(c.data), c.at} }

func (c *card) renumber(tcn string) { copy(c.data[c.at:], tcn) }
