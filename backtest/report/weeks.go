package report

import (
	"cmp"
	"html/template"
	"slices"
	"time"

	"sallyport/backtest"
)

// weeks is the requests of each week by form.
type weeks struct {
	Every        string // week or month
	Wide, Narrow template.HTML
	Forms        []string
	Lines        []weekLine
}

type weekLine struct {
	From  string
	Rows  []int64 // of each form
	Total int64
}

// maxForms bounds the lines of the chart; the table by_week has all forms.
const maxForms = 6

// newWeeks gathers the weeks, those without a request between them as well.
func newWeeks(all []backtest.Line) weeks {
	w := weeks{Every: "week"}
	byForm := map[string]int64{}
	for i := range all {
		byForm[all[i].B] += all[i].Rows()
	}
	w.Forms = sortedKeys(byForm)
	slices.SortStableFunc(w.Forms, func(a, b string) int { return cmp.Compare(byForm[b], byForm[a]) })
	w.Forms = w.Forms[:min(len(w.Forms), maxForms)]
	for i := range all {
		l := &all[i]
		w.upTo(l.A)
		last := &w.Lines[len(w.Lines)-1]
		last.Total += l.Rows()
		if n := slices.Index(w.Forms, l.B); n >= 0 {
			last.Rows[n] += l.Rows()
		}
	}
	w.draw()
	return w
}

// upTo adds weeks up to the one that begins on the day; an empty stretch of years is not filled.
func (w *weeks) upTo(day string) {
	next := func(from string) string {
		t, err := time.Parse(time.DateOnly, from)
		if err != nil {
			return day
		}
		return t.AddDate(0, 0, 7).Format(time.DateOnly)
	}
	for filled := 0; len(w.Lines) == 0 || w.Lines[len(w.Lines)-1].From != day; filled++ {
		from := day
		if n := len(w.Lines); n > 0 && filled < 520 {
			from = min(next(w.Lines[n-1].From), day)
		}
		w.Lines = append(w.Lines, weekLine{From: from, Rows: make([]int64, len(w.Forms))})
	}
}

func (w *weeks) draw() {
	if len(w.Lines) == 0 {
		return
	}
	labels, all := make([]string, len(w.Lines)), make([]series, len(w.Forms))
	for i := range w.Lines {
		labels[i] = w.Lines[i].From
		for n := range all {
			all[n].name = w.Forms[n]
			all[n].values = append(all[n].values, float64(w.Lines[i].Rows[n]))
		}
	}
	const title, says = "Requests a week, by form", "A line for each form; the table below has the figures"
	w.Wide = chart("chart wide-only", 960, 320, title, says, labels, all)
	w.Narrow = chart("chart narrow-only", 360, 280, title, says, labels, all)
}
