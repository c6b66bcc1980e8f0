package lawroom

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"sallyport"
	"sallyport/internal/web/words"
	"sallyport/law"
)

// timeline is texts over the years, drawn by share of the width, so that a picture fits any screen without its words being stretched.
type timeline struct {
	first, last int64 // days
	Lanes       []lane
	Years       []tick
	Day         string // where the chosen day is; "" where it is outside
	DaySays     string
}

// lane is a pack's texts.
type lane struct {
	Name, Address string
	Says          string // the same in words
	Bars          []bar
}

type bar struct {
	X, Width string
	On       bool // in force on the chosen day
}

type tick struct{ X, Name string }

// newTimeline has a lane for each pack.
func newTimeline(all []*law.Pack, day time.Time) *timeline {
	t := &timeline{first: sallyport.Day(day), last: sallyport.Day(day)}
	for _, p := range all {
		for _, v := range p.Versions {
			first, last := v.Days()
			t.first = min(t.first, first)
			if v.Until != "" {
				t.last = max(t.last, last)
			}
		}
	}
	from, until := sallyport.DayTime(t.first).Year(), sallyport.DayTime(t.last).Year()+1
	t.first, t.last = yearDay(from), yearDay(until)
	step := 1 + (until-from)/8
	for year := from; year < until; year += step {
		t.Years = append(t.Years, tick{t.share(yearDay(year) - t.first), strconv.Itoa(year)})
	}
	chosen := sallyport.Day(day)
	t.Day, t.DaySays = t.share(chosen-t.first), words.Day(words.English, day)
	for _, p := range all {
		t.Lanes = append(t.Lanes, t.lane(p, chosen))
	}
	return t
}

func (t *timeline) lane(p *law.Pack, chosen int64) lane {
	l := lane{Name: p.Title, Address: packAddress(p)}
	var spans []string
	for _, v := range p.Versions {
		first, last := v.Days()
		// half a pixel or so between texts that follow one another
		l.Bars = append(l.Bars, bar{t.share(first - t.first), t.share(max(min(last+1, t.last)-first-10, 10)), first <= chosen && chosen <= last})
		spans = append(spans, strings.ToLower(span(v)[:1])+span(v)[1:])
	}
	l.Says = p.Title + ": " + strings.Join(spans, "; ")
	return l
}

// share is a number of days as a share of the width.
func (t *timeline) share(days int64) string {
	return fmt.Sprintf("%.2f%%", 100*float64(days)/float64(t.last-t.first))
}

func yearDay(year int) int64 { return sallyport.Day(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)) }

// span says when a text is in force.
func span(v *law.Version) string {
	if v.Until == "" {
		return "From " + day(v.From) + ", still in force"
	}
	return "From " + day(v.From) + " to " + day(v.Until)
}

// day writes a day given as YYYY-MM-DD as 5 January 2015; what is none is written as it stands.
func day(text string) string {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return text
	}
	return words.Day(words.English, t)
}
