package backtest

import (
	"cmp"
	"slices"
	"strings"

	"sallyport"
	"sallyport/backtest/source"
)

// Results are what a run found. Everything in them but Times follows from the rows, the packs, the regimes and the
// seed alone.
type Results struct {
	Regimes  []*Regime
	Rows     int64
	Cells    []Cell  // by dimension, then by value
	Codes    []*Code // by code
	Sample   Sample
	Judged   int64            // conditions that the planes left open and the engine settled, row by row
	Problems []source.Problem // of the first MaxProblems rows that have any
	Unread   int64            // rows that could not be read
	Flawed   int64            // rows that were read without something they say
	Invented int64            // rows of synthetic cases
	Unplaced []Unplaced       // facilities that are known by their state at most, most rows first
	Groups   int              // combinations of texts that rows met
	Times    Times
}

// Cell counts the rows of one value of a dimension that came to one code: their outcome under each regime.
type Cell struct {
	Dim  Dimension
	A, B string
	Code *Code
	N    int64
}

// Code is an outcome under each regime.
type Code struct {
	Outcomes []sallyport.Outcome
	Rows     int64
	Examples []Example
	number   uint32
}

// Sample is what the rows that the engine decided one by one tell.
type Sample struct {
	Rows      int64 // how many; all of them where they are as many as Results.Rows
	Decisions int64 // rows times regimes
	Wrong     []Disagreement
	Rules     []RuleCount
	Missing   []MissingCount
	Questions []QuestionCount
}

// RuleCount says how many rows a rule decided, with what outcome.
type RuleCount struct {
	Regime         string
	Outcome        sallyport.Outcome
	ID, Cite, Pack string
	Rows           int64
}

// MissingCount says how many unresolved rows a missing fact could change, and how many it alone would settle.
type MissingCount struct {
	Regime, Fact string
	Missing
}

// QuestionCount says what the rows that hang on an open question come to with either answer.
type QuestionCount struct {
	Regime, ID, Asks string
	Readings         [2]string // what yes and no mean in the pack's words; empty where it has none
	Sensitivity
}

func newResults(r *run, t *tally) *Results {
	out := &Results{Regimes: r.Regimes, Rows: r.done, Judged: t.judged, Groups: len(r.groups), Times: t.times,
		Problems: firstProblems(t.noted), Unread: t.refused, Flawed: t.flawed, Invented: t.invented, Unplaced: unplacedFacilities(t.unplaced),
	}
	codes := map[uint32]*Code{}
	for k, n := range t.cells {
		if k.dim == All {
			codes[k.code] = &Code{Outcomes: decode(k.code, len(r.Regimes)), Rows: n, Examples: t.examples[k.code], number: k.code}
		}
	}
	for _, number := range inOrder(codes, cmp.Compare) {
		out.Codes = append(out.Codes, codes[number])
	}
	for k, n := range t.cells {
		out.Cells = append(out.Cells, Cell{k.dim, t.texts[k.a], t.texts[k.b], codes[k.code], n})
	}
	slices.SortFunc(out.Cells, func(a, b Cell) int {
		return cmp.Or(cmp.Compare(a.Dim, b.Dim), strings.Compare(a.A, b.A), strings.Compare(a.B, b.B), cmp.Compare(a.Code.number, b.Code.number))
	})
	out.Sample = r.sample(&t.detail)
	return out
}

// decode reads a code: the first regime's digit first.
func decode(code uint32, regimes int) []sallyport.Outcome {
	all := make([]sallyport.Outcome, regimes)
	for i := regimes - 1; i >= 0; i-- {
		all[i] = digits[code%outcomes]
		code /= outcomes
	}
	return all
}

func (r *run) sample(d *detail) Sample {
	s := Sample{Rows: d.rows, Decisions: d.decisions, Wrong: d.wrong}
	slices.SortFunc(s.Wrong, func(a, b Disagreement) int { return cmp.Or(a.Line-b.Line, strings.Compare(a.Regime, b.Regime)) })
	for _, k := range inOrder(d.rules, func(a, b ruleKey) int {
		return cmp.Or(a.regime-b.regime, cmp.Compare(digit(a.outcome), digit(b.outcome)), cmp.Compare(d.rules[b], d.rules[a]),
			strings.Compare(a.id, b.id), strings.Compare(a.pack, b.pack), strings.Compare(a.cite, b.cite))
	}) {
		s.Rules = append(s.Rules, RuleCount{r.Regimes[k.regime].Name, k.outcome, k.id, k.cite, k.pack, d.rules[k]})
	}
	for _, k := range inOrder(d.missing, func(a, b missingKey) int {
		x, y := d.missing[a], d.missing[b]
		return cmp.Or(a.regime-b.regime, cmp.Compare(y.Alone, x.Alone), cmp.Compare(y.Rows, x.Rows), strings.Compare(a.fact, b.fact))
	}) {
		s.Missing = append(s.Missing, MissingCount{r.Regimes[k.regime].Name, k.fact, d.missing[k]})
	}
	asked := r.asked()
	for _, k := range inOrder(d.questions, func(a, b questionKey) int {
		return cmp.Or(a.regime-b.regime, cmp.Compare(d.questions[b].Rows, d.questions[a].Rows), strings.Compare(a.id, b.id))
	}) {
		q := asked[k.id]
		q.Regime, q.ID, q.Sensitivity = r.Regimes[k.regime].Name, k.id, d.questions[k]
		s.Questions = append(s.Questions, q)
	}
	return s
}

// asked is what each open question of the packs asks, and those that no pack raises.
func (r *run) asked() map[string]QuestionCount {
	all := map[string]QuestionCount{
		"us.programme":                  {Asks: "Which federal text governs a day that none of the packs covers?"},
		"us.stop.citizenship-indicated": {Asks: "Is the indication of citizenship resolved, so that the person is not a citizen?"},
		"us.stack.state-mandate":        {Asks: "Does the state's duty to answer displace the local limit?"},
	}
	for _, p := range r.Book.Packs {
		for _, q := range p.Questions {
			one := QuestionCount{Asks: q.Asks}
			if len(q.Readings) == 2 && q.Readings[0] != "yes" { // which says no more than the column
				one.Readings = [2]string(q.Readings)
			}
			all[q.ID] = one
		}
	}
	return all
}

// Counts are rows by outcome: permitted, refused, unresolved.
type Counts [outcomes]int64

// Total is the number of rows.
func (c Counts) Total() int64 { return c[0] + c[1] + c[2] }

// Permitted, Refused and Unresolved are its parts. Upper is how many would be permitted if everything unknown turned out to
// allow it; Permitted is how many would be if it refused.
func (c Counts) Permitted() int64  { return c[0] }
func (c Counts) Refused() int64    { return c[1] }
func (c Counts) Unresolved() int64 { return c[2] }
func (c Counts) Upper() int64      { return c[0] + c[2] }

// Under is what the rows come to under the regime.
func (r *Results) Under(regime int) Counts {
	var c Counts
	for _, code := range r.Codes {
		c[digit(code.Outcomes[regime])] += code.Rows
	}
	return c
}

// Line is one row of a break-down: the counts of one value of a dimension.
type Line struct {
	A, B   string
	Counts []Counts // under each regime
}

// Rows is how many rows the line counts.
func (l *Line) Rows() int64 { return l.Counts[0].Total() }

// By breaks the rows down.
func (r *Results) By(dim Dimension) []Line {
	var all []Line
	for i := range r.Cells {
		c := &r.Cells[i]
		if c.Dim != dim {
			continue
		}
		if n := len(all); n == 0 || all[n-1].A != c.A || all[n-1].B != c.B {
			all = append(all, Line{c.A, c.B, make([]Counts, len(r.Regimes))})
		}
		for regime, o := range c.Code.Outcomes {
			all[len(all)-1].Counts[regime][digit(o)] += c.N
		}
	}
	return all
}
