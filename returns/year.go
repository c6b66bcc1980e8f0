package returns

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"sallyport/casework"
)

// year is a year that is being reported: what the book has of it, and the checks that its cells need.
type year struct {
	n        int
	requests []*request // of all years
	notes    map[int]int
	log      *Log
	counts   []Count
	sums     []Sum
}

// in says whether something happened in the year. Years are counted in UTC, as the days of the log are.
func (y *year) in(t time.Time) bool { return !t.IsZero() && t.UTC().Year() == y.n }

// before says whether something had happened when the year began.
func (y *year) before(t time.Time) bool { return !t.IsZero() && t.UTC().Year() < y.n }

// check has a number of the book compared with what the log says of the year, and returns its cell.
func (y *year) check(id, says string, value int, a ask) Cell {
	return y.compare(Count{ID: id, Says: says, Value: value, Add: a.of(y.n)})
}

// open has the number of requests that were open at the end of a year compared with what had come and had ended, by the log, since it began.
func (y *year) open(id, says string, value, end int, action string) Cell {
	c := Count{ID: id, Says: says, Value: value}
	for _, year := range y.log.years(end) {
		c.Add = append(c.Add, ask{kind: "request-registered", action: action}.of(year)...)
		c.Less = append(c.Less, ask{action: action, reasons: everyEnd()}.of(year)...)
	}
	return y.compare(c)
}

func (y *year) compare(c Count) Cell {
	c.Log = y.log.add(c.Add) - y.log.add(c.Less)
	y.counts = append(y.counts, c)
	cell := number(c.Value)
	cell.Count = c.ID
	return cell
}

func (y *year) sum(says string, left, right int) {
	y.sums = append(y.sums, Sum{says, left, right})
}

// many is how many requests there are of a kind.
func (y *year) many(are func(*request) bool) (n int) {
	for _, r := range y.requests {
		if are(r) {
			n++
		}
	}
	return n
}

// received are those that came in the year.
func (y *year) received(are func(*request) bool) (all []*request) {
	for _, r := range y.requests {
		if y.in(r.at) && are(r) {
			all = append(all, r)
		}
	}
	return all
}

func everyOne(*request) bool { return true }

func of(action string) func(*request) bool {
	return func(r *request) bool { return action == "" || r.action == action }
}

// end is a way in which requests end, as a column of a table.
type end struct {
	id, name string
	reasons  []string
}

var carriedOut = end{"out", "carried out", []string{casework.Notified}}

var ends = []end{
	{"law", "refused by law", []string{casework.LocalLaw}},
	{"declined", "declined", []string{casework.Declined}},
	{"aside", "not here, moved, twice", []string{casework.NotHere, casework.Moved, casework.Duplicate}},
	{"withdrawn", "withdrawn", []string{casework.Withdrawn, casework.Recalled}},
	{"unanswered", "left before an answer took effect", []string{casework.Lapsed}},
	{"old", "lapsed by age", []string{casework.TooOld}},
	{"without", "without effect", []string{casework.NoEffect}},
	carriedOut,
	{"hold", "hold ended", []string{casework.Taken, casework.Expired, casework.Lifted, casework.HoldLate}},
}

func (e *end) has(r *request) bool {
	for _, reason := range e.reasons {
		if r.reason == reason {
			return true
		}
	}
	return false
}

// codes are the reasons as the log publishes them.
func codes(reasons ...string) (all []string) {
	for _, reason := range reasons {
		all = append(all, codeOf(reason))
	}
	return all
}

// everyEnd are the codes of all ways to end.
func everyEnd() (all []string) {
	for _, e := range ends {
		all = append(all, codes(e.reasons...)...)
	}
	return all
}

// became is the table of what became of requests, by what they asked. Each cell is checked against the log, and each column has to come out even.
func (y *year) became() Table {
	t := Table{Name: "Requests, and what became of them", Columns: []Column{{Name: "requests"}},
		Rows: [][]Cell{{text(fmt.Sprintf("open on 1 January %d", y.n))}, {text("received")}}}
	for _, e := range ends {
		t.Rows = append(t.Rows, []Cell{text(e.name)})
	}
	t.Rows = append(t.Rows, []Cell{text("open at the end")})
	for _, action := range append(actions, "") {
		name := cmp.Or(action, "all")
		t.Columns = append(t.Columns, Column{Name: name})
		for i, cell := range y.column(name, action) {
			t.Rows[i] = append(t.Rows[i], cell)
		}
	}
	y.check("notes", "lines that note something for a return", y.notes[y.n], ask{kind: "return-noted"})
	return t
}

// column is what became of the requests for one action, or of all.
func (y *year) column(name, action string) []Cell {
	is, asked := of(action), cmp.Or(action, "*") // what is of no request has no action
	start := y.many(func(r *request) bool { return is(r) && y.before(r.at) && !y.before(r.ended) })
	came := len(y.received(is))
	cells := []Cell{
		y.open(name+".before", name+": open when the year began", start, y.n-1, asked),
		y.check(name+".received", name+": received", came, ask{kind: "request-registered", action: asked})}
	over := 0
	for _, e := range ends {
		n := y.many(func(r *request) bool { return is(r) && y.in(r.ended) && e.has(r) })
		over += n
		cells = append(cells, y.check(name+"."+e.id, name+": "+e.name, n, ask{action: asked, reasons: codes(e.reasons...)}))
	}
	left := y.many(func(r *request) bool {
		return is(r) && (y.before(r.at) || y.in(r.at)) && !y.before(r.ended) && !y.in(r.ended)
	})
	y.sum(name+": open when the year began and received = ended in the year and open at its end", start+came, over+left)
	return append(cells, y.open(name+".after", name+": open at the end", left, y.n, asked))
}

// moment is a time as a table has it, with the offset that it was entered with.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2006-01-02 15:04 -07:00")
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2006-01-02")
}

// addressed is how a request was dealt with, in the words of the record.
func (r *request) addressed() string {
	switch {
	case r.reason != "":
		return r.reason
	case r.agreed:
		return "agreed to, and not carried out yet"
	}
	return "open"
}

func (r *request) because() Cell { return rulesCell(strings.Join(r.rules, ", ")) }

func rulesCell(rules string) Cell {
	if rules == "" {
		return Cell{Absent: NoRule}
	}
	return text(rules)
}
