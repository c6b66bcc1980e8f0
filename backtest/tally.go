package backtest

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"sallyport"
	"sallyport/backtest/place"
	"sallyport/backtest/source"
	"sallyport/law/tree"
)

// Dimension is a way to break rows down.
type Dimension uint8

const (
	All    Dimension = iota
	Place            // path of the custodian
	Month            // of the request, YYYY-MM, and the form
	Week             // the Monday it began on, YYYY-MM-DD, and the form
	Action           // what is asked, and the form
	Grade            // the gravest grade of the convictions
	Level            // how far down the custodian is known
	Lift             // what the file says came of it, and the state
	Joined           // whether the county had joined Secure Communities
)

// outcomes are the digits of a code: permitted 0, refused 1, unresolved 2.
const outcomes = 3

// digits are the outcomes by digit.
var digits = [outcomes]sallyport.Outcome{sallyport.Permitted, sallyport.Refused, sallyport.Unresolved}

// digit is the outcome's.
func digit(o sallyport.Outcome) uint32 { return uint32(slices.Index(digits[:], o)) }

// cell counts the rows of one value (or two) of a dimension with one code.
type cell struct {
	dim  Dimension
	a, b int32 // in names
	code uint32
}

// tally is what one worker counts.
type tally struct {
	names    map[string]int32
	texts    []string
	cells    map[cell]int64
	examples map[uint32][]Example
	days     map[int64]dayNames
	states   map[string]int32
	detail   detail
	noted    []source.Problem
	invented int64 // rows of synthetic cases
	refused  int64 // rows that could not be read
	flawed   int64 // rows that were read without something they say
	unplaced map[facility]int64
	judged   int64 // conditions that planes left open and the engine settled
	times    Times
}

type dayNames struct{ month, week int32 }

func newTally() *tally {
	return &tally{
		names: map[string]int32{}, cells: map[cell]int64{}, examples: map[uint32][]Example{},
		unplaced: map[facility]int64{},
		days:     map[int64]dayNames{}, states: map[string]int32{}, detail: newDetail(),
	}
}

// name numbers a text.
func (t *tally) name(text string) int32 {
	n, ok := t.names[text]
	if !ok {
		n = int32(len(t.texts))
		text = strings.Clone(text)
		t.names[text] = n
		t.texts = append(t.texts, text)
	}
	return n
}

// count counts a row.
func (t *tally) count(c *sallyport.Case, r *source.Row, code uint32) {
	day := t.day(tree.DayIn(c.At.UnixMicro(), tree.Zone(c.Agency, c.At.Location())))
	none, form := t.name(""), t.name(formOf(c, r))
	state, ok := t.states[c.Agency]
	if !ok {
		state = t.name(tree.State(c.Agency))
		t.states[strings.Clone(c.Agency)] = state
	}
	if strings.HasPrefix(c.ID, Synthetic) {
		t.invented++
	}
	t.cells[cell{All, none, none, code}]++
	t.cells[cell{Place, t.name(c.Agency), none, code}]++
	t.cells[cell{Month, day.month, form, code}]++
	t.cells[cell{Week, day.week, form, code}]++
	t.cells[cell{Action, t.name(valueOf(c, tree.FactAction)), form, code}]++
	t.cells[cell{Grade, t.name(gradeOf(c)), none, code}]++
	if r.Lift != "" {
		if r.State != "" { // the file's own word, which some federal facilities have too
			state = t.name(r.State)
		}
		t.cells[cell{Lift, t.name(r.Lift), state, code}]++
	}
	t.cells[cell{Level, t.name(r.Custodian.Level.String()), none, code}]++
	t.cells[cell{Joined, t.name(joined(r)), none, code}]++
	if r.Facility != "" && r.Custodian.Level <= place.State {
		t.unplaced[facility{strings.Clone(r.Facility), strings.Clone(r.City), strings.Clone(r.State)}]++
	}
	t.example(c, r, code)
}

// day names the month of a day and the Monday of its week.
func (t *tally) day(day int64) dayNames {
	n, ok := t.days[day]
	if !ok {
		at := sallyport.DayTime(day)
		monday := at.AddDate(0, 0, -(int(at.Weekday())+6)%7)
		n = dayNames{t.name(at.Format("2006-01")), t.name(monday.Format(time.DateOnly))}
		t.days[day] = n
	}
	return n
}

// valueOf is an enumerated fact as a case file writes it.
func valueOf(c *sallyport.Case, fact int) string {
	if v := c.Facts[fact]; v.State == sallyport.Known {
		return sallyport.CaseFacts[fact].Format(v)
	}
	return "unknown"
}

// formOf is the form in the file's own words or, where it has none, as the case has it.
func formOf(c *sallyport.Case, r *source.Row) string {
	if r.Form != "" {
		return r.Form
	}
	return valueOf(c, formFact)
}

var formFact, gradeFact = sallyport.CaseFact("request.form"), sallyport.OffenceFact("grade")

// gradeOf is the gravest grade of the convictions.
func gradeOf(c *sallyport.Case) string {
	if !c.Convictions.Known {
		return "record not seen"
	}
	if len(c.Convictions.List) == 0 {
		return "no conviction"
	}
	best, unknown := int64(len(sallyport.OffenceFacts[gradeFact].Values)), false
	for i := range c.Convictions.List {
		v := &c.Convictions.List[i][gradeFact]
		if v.State != sallyport.Known {
			unknown = true
			continue
		}
		best = min(best, v.N)
	}
	if unknown && best > 0 || best == int64(len(sallyport.OffenceFacts[gradeFact].Values)) {
		return "grade unknown"
	}
	return sallyport.OffenceFacts[gradeFact].Values[best]
}

// joined says whether the county had joined Secure Communities in the month of the request.
func joined(r *source.Row) string {
	a := r.Custodian.Activated
	switch {
	case r.Custodian.County == "":
		return "county not known"
	case !a.Known:
		return "no date on the roster"
	case a.Year*100+a.Month > r.Month:
		return "not joined yet"
	}
	return "joined"
}

// Synthetic begins the id of every invented case.
const Synthetic = "synthetic-"

// Example is a row that stands for others.
type Example struct {
	Line                     int
	Sheet                    string
	ID, Agency, Action, Form string
	At                       time.Time
}

// perCode is how many rows are kept as examples of one code: the first of the file.
const perCode = 3

func (t *tally) example(c *sallyport.Case, r *source.Row, code uint32) {
	list := t.examples[code]
	if len(list) == perCode && list[perCode-1].Line < r.Line && list[perCode-1].Sheet <= r.Sheet {
		return
	}
	t.examples[code] = withExample(list, Example{
		Line: r.Line, Sheet: strings.Clone(r.Sheet), ID: strings.Clone(c.ID), Agency: strings.Clone(c.Agency), At: c.At,
		Action: valueOf(c, tree.FactAction), Form: strings.Clone(formOf(c, r)),
	})
}

// withExample keeps the earliest examples.
func withExample(list []Example, e Example) []Example {
	list = append(slices.Clone(list), e)
	slices.SortFunc(list, func(a, b Example) int { return cmp.Or(strings.Compare(a.Sheet, b.Sheet), a.Line-b.Line) })
	return list[:min(len(list), perCode)]
}

// add adds another worker's counts.
func (t *tally) add(o *tally) {
	for k, n := range o.cells {
		k.a, k.b = t.name(o.texts[k.a]), t.name(o.texts[k.b])
		t.cells[k] += n
	}
	for code, list := range o.examples {
		for _, e := range list {
			t.examples[code] = withExample(t.examples[code], e)
		}
	}
	t.detail.add(&o.detail)
	t.judged += o.judged
	t.times.Prepare += o.times.Prepare
	t.times.Encode += o.times.Encode
	t.times.Judge += o.times.Judge
	t.times.Settle += o.times.Settle
	t.times.Count += o.times.Count
	t.times.Read += o.times.Read
	t.noted = append(t.noted, o.noted...)
	t.refused += o.refused
	t.flawed += o.flawed
	t.invented += o.invented
	for k, n := range o.unplaced {
		t.unplaced[k] += n
	}
}
