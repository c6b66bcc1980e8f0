package recordroom

import (
	"strconv"
	"strings"

	"sallyport/internal/web/words"
	"sallyport/record/figures"
)

// A picture's measures, in units of its own.
const (
	pictureWidth  = 336
	pictureHeight = 132
	roof, floor   = 22, 108 // between which bars stand
	gap           = 3
	lettersAt     = floor + 16
)

// bar is a cell as it is drawn.
type bar struct {
	State        figures.State
	X, Width     float64
	Y, Height    float64
	Middle       float64
	Label, Short string
	Term         string
}

// Bars are where the cells of a series stand, against the greatest of its section.
func (s *section) Bars(of *series) (bars []bar) {
	most := s.most()
	step := float64(pictureWidth) / float64(max(1, len(of.Cells)))
	for i, c := range of.Cells {
		b := bar{State: c.State, X: float64(i)*step + gap, Width: step - 2*gap, Middle: (float64(i) + .5) * step, Short: s.Ticks[i].Short, Term: s.Ticks[i].term()}
		b.Label = s.label(c.Figure)
		if s.lang.Dir() == "rtl" {
			b.X, b.Middle = pictureWidth-b.X-b.Width, pictureWidth-b.Middle
		}
		b.Y, b.Height = roof, floor-roof
		if drawn(c.State) {
			b.Height = max(1.5, float64(floor-roof)*float64(c.Count)/float64(most))
			b.Y = floor - b.Height
		}
		bars = append(bars, b)
	}
	return bars
}

// term is what a tick asks, as a query has it.
func (t *tick) term() string { return figures.Query{t.Term}.String() }

// most is the greatest number of a section, at least 1.
func (s *section) most() int {
	most := 1
	for i := range s.Series {
		for _, c := range s.Series[i].Cells {
			most = max(most, c.Count)
		}
	}
	return most
}

// drawn says whether a number is a bar of its height. A zero is a mark on the floor; what nobody counted fills the column, hatched or blank, and is no height.
func drawn(s figures.State) bool { return s == figures.Counted || s == figures.SoFar }

// Sum is what the picture's cells come to, in words.
func (s *section) Sum(of *series) string {
	n, open, counted := 0, false, false
	for _, c := range of.Cells {
		n += c.Count
		counted = counted || drawn(c.State) || c.State == figures.Zero
		open = open || c.State != figures.Counted && c.State != figures.Zero
	}
	switch {
	case !counted:
		return s.say("no number of its own")
	case open:
		return s.say("so far", "n", s.number(n))
	}
	return s.number(n)
}

// Alternative says in words what the picture shows.
func (s *section) Alternative(of *series) string {
	text := s.Title + ": " + of.Name + s.say("comma") + s.Sum(of) + "."
	best := -1
	for i, c := range of.Cells {
		if c.Count > 0 && (best < 0 || c.Count > of.Cells[best].Count) {
			best = i
		}
	}
	if best >= 0 && (!s.Wide || s.lang == words.English) { // rules and facts are in English, which has no place in another language's words
		text += " " + s.say("The most:") + " " + s.Ticks[best].Long + s.say("comma") + s.said(of.Cells[best].Figure) + "."
	}
	return text + " " + s.say("The table below has every number.")
}

// lying is a bar of a section whose names stand above their bars: where it begins, its length, and where its number stands.
func (s *section) lying(c cell) (x, width, number float64) {
	width = 290 * float64(c.Count) / float64(s.most())
	if s.lang.Dir() == "rtl" {
		return pictureWidth - width, width, pictureWidth - width - 4
	}
	return 0, width, width + 4
}

// start is where a line of text begins.
func (s *section) start() float64 {
	if s.lang.Dir() == "rtl" {
		return pictureWidth
	}
	return 0
}

// at writes a place in a picture.
func at(f float64) string { return strings.TrimSuffix(strconv.FormatFloat(f, 'f', 1, 64), ".0") }

// part is a share's length, of 100.
func (s *share) part() string { return at(100 * float64(s.N) / float64(max(1, s.Of))) }

// from is where the part begins: at the side where lines of text do.
func (s *share) from(t tongue) string {
	if t.lang.Dir() == "rtl" {
		return at(100 - 100*float64(s.N)/float64(max(1, s.Of)))
	}
	return "0"
}

// labelY is where a bar's number stands: above it.
func labelY(b bar) float64 {
	if b.State == figures.Zero {
		return floor - 9
	}
	return b.Y - 4
}

// legendEntry is a way in which a column can look.
type legendEntry struct {
	bar        bar
	name, says string
}

var legends = []legendEntry{
	{sample(figures.Counted), "Counted", "the log has every day, and this is the number"},
	{sample(figures.Zero), "Zero", "the log has every day, and there was none"},
	{sample(figures.SoFar), "Counted so far", "days are missing, so there are at least so many: 12+"},
	{sample(figures.NotReported), "Not reported", "days are missing, and the others have none: nobody knows, so it is not zero"},
	{sample(figures.Within), "Within a larger place", "too few people to name the place; its state or the country has what there was"},
}

func sample(s figures.State) bar {
	return bar{State: s, X: 3, Width: 14, Middle: 10, Y: floor - 22, Height: 22}
}

// short is a name that fits beside a picture; the table has it whole.
func short(name string) string {
	if r := []rune(name); len(r) > 56 {
		return string(r[:55]) + "…"
	}
	return name
}
