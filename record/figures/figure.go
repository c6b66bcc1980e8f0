package figures

import (
	"cmp"
	"time"

	"sallyport/record"
)

// State says what a figure's number means.
type State string

// States of a figure. A zero is never shown where nobody has counted.
const (
	Counted     State = "counted"               // the log covers every day, and this is the number
	Zero        State = "zero"                  // the log covers every day, and there was none
	SoFar       State = "counted so far"        // days are missing: there are at least so many
	NotReported State = "not reported"          // days are missing, and those that are there have none
	Within      State = "within a larger place" // the place has no name of its own in that time: a larger one, or the year, has what there was
)

// Figure is a number with what it takes to count it again.
type Figure struct {
	Query string `json:"query"`
	Count int    `json:"count"`
	State State  `json:"state"`
	Days  int    `json:"days"` // that the log covers
	Of    int    `json:"of"`   // that the query is about
}

// Count counts what meets a query.
func (l *Log) Count(q Query) Figure {
	f := Figure{Query: q.String()}
	for _, r := range l.rowsOf(q) {
		if q.meets(r) {
			f.Count += r.N
		}
	}
	f.Days, f.Of = l.coverage(q)
	f.State = l.state(q, &f)
	return f
}

func (l *Log) state(q Query, f *Figure) State {
	whole := f.Days == f.Of && f.Of > 0
	switch {
	case f.Count > 0 && whole:
		return Counted
	case f.Count > 0:
		return SoFar
	case f.Days == 0:
		return NotReported
	case !l.hasName(q):
		return Within
	case whole:
		return Zero
	}
	return NotReported
}

// hasName says whether the place that a query is about, where it is about one, has a name of its own at that time. Where every place always has one, it is
// enough that the log ever names it.
func (l *Log) hasName(q Query) bool {
	place := one(q.Value("place"))
	ever := !l.hides && l.Settings.Node != "" && len(l.named[[2]string{place, ""}]) > 0
	return place == "" || ever || len(l.rowsOf(q)) > 0
}

// rowsOf are those of the place and time that a query asks for; added up over all places where it asks for none.
func (l *Log) rowsOf(q Query) []*record.Line {
	if !q.has("place") {
		return l.whole[q.time()]
	}
	return l.placed(q)
}

// placed are rows with their places.
func (l *Log) placed(q Query) []*record.Line {
	return l.named[[2]string{one(q.Value("place")), q.time()}]
}

// time is the month or else the year that a query asks for, "" for any.
func (q Query) time() string { return one(cmp.Or(q.Value("month"), q.Value("year"))) }

// one is a value that stands for itself.
func one(value string) string {
	if value == anyValue {
		return ""
	}
	return value
}

// coverage is how many days a query is about, and of how many of them the log has a batch. Without a time it is about those from the log's first to its
// last.
func (l *Log) coverage(q Query) (days, of int) {
	first, last := l.span(q)
	span := [2]int64{first.Unix(), last.Unix()}
	if known, is := l.covered[span]; is {
		return known.days, known.of
	}
	for day := first; !day.After(last); day = day.AddDate(0, 0, 1) {
		of++
		if l.days[day.Format(time.DateOnly)] {
			days++
		}
	}
	if l.covered == nil {
		l.covered = map[[2]int64]covered{}
	}
	l.covered[span] = covered{days, of}
	return days, of
}

// covered is how many days a span has, and of how many of them the log has a batch.
type covered struct{ days, of int }

// span is from the first day that a query is about to the last; backwards where it is about none.
func (l *Log) span(q Query) (first, last time.Time) {
	if m, err := time.Parse("2006-01", q.Value("month")); err == nil {
		return m, m.AddDate(0, 1, -1)
	}
	if y, err := time.Parse("2006", q.Value("year")); err == nil {
		return y, y.AddDate(1, 0, -1)
	}
	from, to, _ := l.Days()
	first, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return time.Unix(1, 0), time.Unix(0, 0)
	}
	last, _ = time.Parse(time.DateOnly, to) // what was parsed before it was kept
	return first, last
}
