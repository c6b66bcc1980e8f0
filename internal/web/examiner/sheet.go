package examiner

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"sallyport/internal/desk"
)

// sheet is what an examiner has written so far, and what is in view. It is kept in the form alone, until the answer.
type sheet struct {
	person int // in view, of those shown, from 0
	finger int // in view, 1 to 10
	size   string
	drawn  bool // the software's minutiae are drawn on the booking's print too
	done   bool // the answer is given
	each   map[int]*entry
}

// entry is what was written about one person.
type entry struct{ Answer, Notes, Marks string }

// sizes are how large prints are shown: screen pixels for each of 500 to the inch, in ninety-sixths, since a screen's inch has 96.
var sizes = []struct {
	name, says string
	scale      float64
}{
	{"1", "1:1", 1}, {"life", "life size", 96.0 / 500}, {"half", "half", .5}, {"2", "2×", 2}, {"4", "4×", 4},
}

// number is how people on the page are called, since a reference could be known.
func number(i int) string { return strconv.Itoa(i + 1) }

// mostShown bounds what a form can name; a desk shows four.
const mostShown = 20

// read takes the form, and the button that was pressed: WHAT:VALUE.
func read(form url.Values) *sheet {
	s := &sheet{size: form.Get("size"), drawn: form.Get("drawn") == "yes", each: map[int]*entry{}}
	s.person, s.finger = whole(form.Get("person"))-1, whole(form.Get("finger"))
	for i := range mostShown {
		n := number(i)
		if form.Has("answer-"+n) || form.Has("notes-"+n) || form.Has("marks-"+n) {
			text := strings.NewReplacer("\r\n", "\n")
			s.each[i] = &entry{form.Get("answer-" + n), text.Replace(form.Get("notes-" + n)), text.Replace(form.Get("marks-" + n))}
		}
	}
	what, value, _ := strings.Cut(form.Get("go"), ":")
	switch what {
	case "person":
		s.person = whole(value) - 1
	case "finger":
		s.finger = whole(value)
	case "size":
		s.size = value
	case "drawn":
		s.drawn = value == "yes"
	case "done":
		s.done = true
	}
	return s
}

func whole(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}

// fit keeps what is in view to what there is.
func (s *sheet) fit(b *desk.Bench) {
	if s.person < 0 || s.person >= len(b.Shown) {
		s.person = 0
	}
	if !hasFinger(b.Booking, s.finger) {
		s.finger = 0
		for _, t := range b.Booking {
			if s.finger == 0 || len(b.Shown) > 0 && !hasFinger(b.Shown[s.person].Prints, s.finger) {
				s.finger = t.Finger
			}
		}
	}
	if s.scale() == 0 {
		s.size = sizes[0].name
	}
}

func (s *sheet) scale() float64 {
	for _, z := range sizes {
		if z.name == s.size {
			return z.scale
		}
	}
	return 0
}

func (s *sheet) entry(i int) entry {
	if e := s.each[i]; e != nil {
		return *e
	}
	return entry{}
}

// points reads the marks: a line each, as FINGER, booking or person, across and down.
func (e entry) points() (all []desk.Point, err error) {
	for _, line := range strings.Split(e.Marks, "\n") {
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		wrong := fmt.Errorf("mark %q: a line is a finger, booking or person, and how many pixels across and down: 2 booking 120 340", line)
		if len(fields) != 4 || fields[1] != "booking" && fields[1] != "person" {
			return nil, wrong
		}
		p := desk.Point{Finger: whole(fields[0]), Candidate: fields[1] == "person", X: whole(fields[2]), Y: whole(fields[3])}
		if p.Finger < 1 || p.Finger > 10 || p.X < 0 || p.X > 4000 || p.Y < 0 || p.Y > 4000 {
			return nil, wrong
		}
		all = append(all, p)
	}
	return all, nil
}
