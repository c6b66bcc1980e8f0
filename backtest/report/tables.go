package report

import (
	"time"

	"sallyport/backtest"
)

// Tables are all tables of the report, in its order. Where the population is synthetic, every one has a column that says so.
func Tables(in *Input) []*Table {
	all := []*Table{regimes(in)}
	for _, b := range breakdowns {
		all = append(all, breakdown(in, b))
	}
	all = append(all, transitions(in), changes(in), examples(in), rules(in), missing(in), questions(in), problems(in), unplaced(in))
	if in.Results.Invented > 0 {
		for _, t := range all {
			t.Columns = append(t.Columns, Column{"population", Text})
			for i := range t.Rows {
				t.Rows[i] = append(t.Rows[i], "synthetic")
			}
		}
	}
	return all
}

// outcomes are the columns that count rows.
var outcomes = []Column{{"rows", Count}, {"permitted", Count}, {"refused", Count}, {"unresolved", Count}, {"lower_share", Share}, {"upper_share", Share}}

// counted are the values of those columns: the lower share refuses what is unresolved, the upper one allows it.
func counted(c backtest.Counts) []any {
	return []any{c.Total(), c.Permitted(), c.Refused(), c.Unresolved(), share(c.Permitted(), c.Total()), share(c.Upper(), c.Total())}
}

func share(n, of int64) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

func regimes(in *Input) *Table {
	t := &Table{Name: "regimes", Says: "Every row under each regime.", Columns: append([]Column{{"regime", Text}}, outcomes...)}
	for i, r := range in.Results.Regimes {
		t.Rows = append(t.Rows, append([]any{r.Name}, counted(in.Results.Under(i))...))
	}
	return t
}

// by is a break-down: the dimension, and what its values are called.
type by struct {
	dim  backtest.Dimension
	name string
	a, b string // b is "" where the dimension has one value
	says string
}

var breakdowns = []by{
	{backtest.Place, "by_place", "place", "", "By the custodian's place."},
	{backtest.Joined, "by_secure_communities", "county", "", "By whether the county had joined Secure Communities in the month of the request."},
	{backtest.Level, "by_level", "custodian_known_to", "", "By how far down the custodian is known."},
	{backtest.Month, "by_month", "month", "form", "By month of the request and form."},
	{backtest.Week, "by_week", "week_from", "form", "By week, from Monday, and form."},
	{backtest.Action, "by_form", "action", "form", "By what is asked and the form."},
	{backtest.Grade, "by_grade", "gravest_conviction", "", "By the gravest grade among the convictions."},
	{backtest.Lift, "by_file_outcome", "file_says", "state", "By what the file says came of the request, and state."},
}

func breakdown(in *Input, b by) *Table {
	t := &Table{Name: b.name, Says: b.says, Columns: []Column{{b.a, Text}}}
	if b.b != "" {
		t.Columns = append(t.Columns, Column{b.b, Text})
	}
	t.Columns = append(append(t.Columns, Column{"regime", Text}), outcomes...)
	for _, line := range in.Results.By(b.dim) {
		for i, r := range in.Results.Regimes {
			row := []any{line.A}
			if b.b != "" {
				row = append(row, line.B)
			}
			t.Rows = append(t.Rows, append(append(row, r.Name), counted(line.Counts[i])...))
		}
	}
	return t
}

// pairs calls each for every pair of regimes, the earlier named first.
func pairs(in *Input, each func(from, to int)) {
	for from := range in.Results.Regimes {
		for to := from + 1; to < len(in.Results.Regimes); to++ {
			each(from, to)
		}
	}
}

func transitions(in *Input) *Table {
	t := &Table{Name: "transitions", Says: "Rows by their outcome under one regime and under another.", Columns: []Column{
		{"from_regime", Text}, {"to_regime", Text}, {"was", Text}, {"is", Text}, {"rows", Count},
	}}
	pairs(in, func(from, to int) {
		for _, x := range in.Results.Transitions(from, to) {
			t.Rows = append(t.Rows, []any{in.Results.Regimes[from].Name, in.Results.Regimes[to].Name, string(x.Was), string(x.Is), x.Rows})
		}
	})
	return t
}

func changes(in *Input) *Table {
	t := &Table{Name: "changes", Says: "Rows that one regime permits and another refuses, whatever is unknown, and how many it may be at most.", Columns: []Column{
		{"from_regime", Text}, {"to_regime", Text}, {"permitted_then_refused_lower", Count}, {"permitted_then_refused_upper", Count},
		{"refused_then_permitted_lower", Count}, {"refused_then_permitted_upper", Count},
	}}
	pairs(in, func(from, to int) {
		c := in.Results.Change(from, to)
		t.Rows = append(t.Rows, []any{in.Results.Regimes[from].Name, in.Results.Regimes[to].Name, c.Narrowed[0], c.Narrowed[1], c.Opened[0], c.Opened[1]})
	})
	return t
}

func examples(in *Input) *Table {
	t := &Table{Name: "transition_examples", Says: "The first rows of each transition.", Columns: []Column{
		{"from_regime", Text}, {"to_regime", Text}, {"was", Text}, {"is", Text}, {"sheet", Text}, {"line", Count}, {"case", Text}, {"agency", Text},
		{"action", Text}, {"form", Text}, {"at", Text},
	}}
	pairs(in, func(from, to int) {
		for _, x := range in.Results.Transitions(from, to) {
			for _, e := range x.Examples {
				if x.Was == x.Is {
					continue
				}
				t.Rows = append(t.Rows, []any{in.Results.Regimes[from].Name, in.Results.Regimes[to].Name, string(x.Was), string(x.Is),
					e.Sheet, int64(e.Line), e.ID, e.Agency, e.Action, e.Form, e.At.Format(time.RFC3339)})
			}
		}
	})
	return t
}

func rules(in *Input) *Table {
	t := &Table{Name: "rules", Says: "How many of the rows that were decided one by one a rule decided.", Columns: []Column{
		{"regime", Text}, {"outcome", Text}, {"rule", Text}, {"cite", Text}, {"pack", Text}, {"rows", Count}, {"share_of_decided", Share},
	}}
	for _, r := range in.Results.Sample.Rules {
		t.Rows = append(t.Rows, []any{r.Regime, string(r.Outcome), r.ID, r.Cite, r.Pack, r.Rows, share(r.Rows, in.Results.Sample.Rows)})
	}
	return t
}

func missing(in *Input) *Table {
	t := &Table{Name: "missing", Says: "How many unresolved rows, of those decided one by one, a missing fact could change, and would settle alone.", Columns: []Column{
		{"regime", Text}, {"fact", Text}, {"rows", Count}, {"settles_alone", Count},
	}}
	for _, m := range in.Results.Sample.Missing {
		t.Rows = append(t.Rows, []any{m.Regime, m.Fact, m.Rows, m.Alone})
	}
	return t
}

func questions(in *Input) *Table {
	t := &Table{Name: "questions", Says: "What the rows that hang on an open question come to with either answer.", Columns: []Column{
		{"regime", Text}, {"question", Text}, {"asks", Text}, {"reading_yes", Text}, {"reading_no", Text}, {"rows", Count},
		{"yes_permitted", Count}, {"yes_refused", Count}, {"yes_unresolved", Count},
		{"no_permitted", Count}, {"no_refused", Count}, {"no_unresolved", Count},
	}}
	for _, q := range in.Results.Sample.Questions {
		t.Rows = append(t.Rows, []any{q.Regime, q.ID, q.Asks, q.Readings[0], q.Readings[1], q.Rows, q.Yes[0], q.Yes[1], q.Yes[2], q.No[0], q.No[1], q.No[2]})
	}
	return t
}

func problems(in *Input) *Table {
	t := &Table{Name: "problems", Says: "Rows that could not be read, or were read without something they say.", Columns: []Column{
		{"sheet", Text}, {"line", Count}, {"row_kept", Flag}, {"what", Text},
	}}
	for _, p := range in.Results.Problems {
		t.Rows = append(t.Rows, []any{p.Sheet, int64(p.Line), p.Kept, p.What})
	}
	return t
}

func unplaced(in *Input) *Table {
	t := &Table{Name: "unplaced", Says: "Facilities whose custodian is known by its state at most, and their rows.", Columns: []Column{
		{"facility", Text}, {"city", Text}, {"state", Text}, {"rows", Count},
	}}
	for _, u := range in.Results.Unplaced {
		t.Rows = append(t.Rows, []any{u.Facility, u.City, u.State, u.Rows})
	}
	return t
}
