package report

import (
	"cmp"
	"html/template"
	"slices"
	"strings"

	"sallyport"
	"sallyport/backtest"
	"sallyport/backtest/place"
)

// view is all that the page says.
type view struct {
	*Input
	Results      *backtest.Results
	Rows         int64
	Whole        bool // every row was decided one by one
	Regimes      []regimeView
	Weeks        weeks
	Matrices     []matrixView
	Maps         []mapView
	Places       []lineView
	More         int // places not shown
	Forms        []lineView
	Grades       []lineView
	Lifts        []liftView
	Levels       []lineView
	Known        int64 // rows whose custodian is known below the state
	Joined       []lineView
	Months       []lineView
	Pairs        int
	Unplaced     []backtest.Unplaced
	UnplacedRows int64
	Examples     []exampleView
}

// regimeView is a regime with what it comes to.
type regimeView struct {
	*backtest.Regime
	backtest.Counts
	Bar       template.HTML
	Rules     []backtest.RuleCount
	Missing   []backtest.MissingCount
	Questions []backtest.QuestionCount
}

// Total is the number of rows.
func (r regimeView) Total() int64 { return r.Counts.Total() }

type matrixView struct {
	From, To string
	Picture  template.HTML
	backtest.Change
}

type mapView struct {
	Regime  string
	Picture template.HTML
}

type lineView struct {
	A, B string
	Rows int64
	Of   []backtest.Counts
}

// tableView is a break-down with what permitted comes to under each regime, as bounds.
type tableView struct {
	Regimes     []regimeView
	Lines       []lineView
	A, B, Label string
}

func newTableView(regimes []regimeView, lines []lineView, a, b, label string) tableView {
	return tableView{regimes, lines, a, b, "Permitted, by " + label}
}

type exampleView struct {
	From, To string
	Was, Is  sallyport.Outcome
	Rows     int64
	backtest.Example
}

// liftView is what the file says came of the requests of a state.
type liftView struct {
	Says   string
	Rows   int64
	States []lineView
}

func newView(in *Input) *view {
	r := in.Results
	v := &view{Input: in, Results: r, Rows: r.Rows, Whole: r.Sample.Rows == r.Rows, Pairs: len(r.Regimes) * (len(r.Regimes) - 1) / 2}
	for i, regime := range r.Regimes {
		v.Regimes = append(v.Regimes, newRegimeView(r, i, regime))
	}
	v.Weeks = newWeeks(r.By(backtest.Week))
	v.matrices(in)
	v.places(r)
	v.Forms = lines(r.By(backtest.Action))
	v.Grades = lines(r.By(backtest.Grade))
	v.Levels = lines(r.By(backtest.Level))
	v.Joined = lines(r.By(backtest.Joined))
	v.Months = months(r.By(backtest.Month))
	v.Known = known(v.Levels)
	v.Lifts = lifts(r.By(backtest.Lift))
	for _, u := range r.Unplaced {
		v.UnplacedRows += u.Rows
	}
	v.Unplaced = r.Unplaced[:min(len(r.Unplaced), maxListed)]
	return v
}

func newRegimeView(r *backtest.Results, i int, regime *backtest.Regime) regimeView {
	v := regimeView{Regime: regime, Counts: r.Under(i)}
	v.Bar = bar(regime.Name, v.Counts)
	perOutcome := map[sallyport.Outcome]int{}
	for _, rule := range r.Sample.Rules {
		if rule.Regime == regime.Name && perOutcome[rule.Outcome] < maxRules {
			perOutcome[rule.Outcome]++
			v.Rules = append(v.Rules, rule)
		}
	}
	for _, m := range r.Sample.Missing {
		if m.Regime == regime.Name && len(v.Missing) < maxListed {
			v.Missing = append(v.Missing, m)
		}
	}
	for _, q := range r.Sample.Questions {
		if q.Regime == regime.Name {
			v.Questions = append(v.Questions, q)
		}
	}
	return v
}

func lines(all []backtest.Line) []lineView {
	views := make([]lineView, len(all))
	for i := range all {
		views[i] = lineView{all[i].A, all[i].B, all[i].Rows(), all[i].Counts}
	}
	return views
}

// matrices are the transitions from the first regime to each other.
func (v *view) matrices(in *Input) {
	for to := 1; to < len(in.Results.Regimes); to++ {
		all := in.Results.Transitions(0, to)
		from, name := in.Results.Regimes[0].Name, in.Results.Regimes[to].Name
		for _, t := range all {
			for _, e := range t.Examples {
				if t.Was != t.Is && len(v.Examples) < 2*maxListed {
					v.Examples = append(v.Examples, exampleView{from, name, t.Was, t.Is, t.Rows, e})
				}
			}
		}
		if len(v.Matrices) == maxMatrices {
			continue
		}
		v.Matrices = append(v.Matrices, matrixView{from, name, matrix(from, name, all, in.Results.Rows), in.Results.Change(0, to)})
	}
}

// places lists those with most rows, and draws the states.
func (v *view) places(r *backtest.Results) {
	all := r.By(backtest.Place)
	for i := range r.Regimes[:min(len(r.Regimes), maxMaps)] {
		states := map[string]backtest.Counts{}
		for _, line := range all {
			state, _, _ := strings.Cut(line.A, "/")
			sum := states[state]
			for o, n := range line.Counts[i] {
				sum[o] += n
			}
			states[state] = sum
		}
		if !drawn(states) {
			continue
		}
		v.Maps = append(v.Maps, mapView{r.Regimes[i].Name, stateMap(r.Regimes[i].Name, states)})
	}
	slices.SortStableFunc(all, func(a, b backtest.Line) int { return cmp.Compare(b.Rows(), a.Rows()) })
	v.More = max(0, len(all)-maxPlaces)
	v.Places = lines(all[:len(all)-v.More])
}

// lifts gathers what the file says by outcome, the states with most rows first.
func lifts(all []backtest.Line) []liftView {
	var views []liftView
	for i := range all {
		n := len(views)
		if n == 0 || views[n-1].Says != all[i].A {
			views = append(views, liftView{Says: all[i].A})
			n++
		}
		l := &views[n-1]
		l.Rows += all[i].Rows()
		l.States = append(l.States, lineView{A: all[i].B, Rows: all[i].Rows()})
	}
	for i := range views {
		s := views[i].States
		slices.SortStableFunc(s, func(a, b lineView) int { return cmp.Compare(b.Rows, a.Rows) })
		views[i].States = s[:min(len(s), 5)]
	}
	slices.SortStableFunc(views, func(a, b liftView) int { return cmp.Compare(b.Rows, a.Rows) })
	return views
}

// months adds up the forms of each month.
func months(all []backtest.Line) []lineView {
	var views []lineView
	for i := range all {
		n := len(views)
		if n == 0 || views[n-1].A != all[i].A {
			views = append(views, lineView{A: all[i].A, Of: make([]backtest.Counts, len(all[i].Counts))})
			n++
		}
		sum := &views[n-1]
		sum.Rows += all[i].Rows()
		for regime, counts := range all[i].Counts {
			for outcome, rows := range counts {
				sum.Of[regime][outcome] += rows
			}
		}
	}
	return views
}

// known are the rows whose custodian is known below the state.
func known(levels []lineView) int64 {
	var rows int64
	for _, l := range levels {
		if l.A != place.Nowhere.String() && l.A != place.State.String() {
			rows += l.Rows
		}
	}
	return rows
}
