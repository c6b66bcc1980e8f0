package backtest

import (
	"fmt"
	"slices"
	"strings"

	"sallyport"
	"sallyport/backtest/source"
)

// detail is what the rows that were decided one by one tell.
type detail struct {
	rows      int64
	decisions int64
	wrong     []Disagreement
	rules     map[ruleKey]int64
	missing   map[missingKey]Missing
	questions map[questionKey]Sensitivity
}

// Disagreement is a row for which planes and engine differ; there must be none.
type Disagreement struct {
	Line           int
	Regime         string
	Planes, Engine sallyport.Outcome
}

func (d Disagreement) String() string {
	return fmt.Sprintf("line %d, regime %s: the planes come to %s, the engine to %s", d.Line, d.Regime, d.Planes, d.Engine)
}

type ruleKey struct {
	regime  int
	outcome sallyport.Outcome // of the whole
	id      string
	cite    string
	pack    string
}

type missingKey struct {
	regime int
	fact   string
}

type questionKey struct {
	regime int
	id     string
}

// Missing counts the unresolved rows that a fact could change, and those that it alone would settle.
type Missing struct{ Rows, Alone int64 }

// Sensitivity counts the unresolved rows that hang on an open question, and what they come to with each answer.
type Sensitivity struct {
	Rows    int64
	Yes, No [outcomes]int64
}

func newDetail() detail {
	return detail{rules: map[ruleKey]int64{}, missing: map[missingKey]Missing{}, questions: map[questionKey]Sensitivity{}}
}

// decide decides a row under every regime with the engine itself, and compares.
func (w *worker) decide(g *group, c *sallyport.Case, r *source.Row, code uint32) {
	d := &w.detail
	d.rows++
	decisions := make([]*sallyport.Decision, len(g.conditions))
	for i := len(w.Regimes) - 1; i >= 0; i-- {
		planes := digits[code%outcomes]
		code /= outcomes
		regime := w.Regimes[i]
		at := g.of[i]
		if decisions[at] == nil {
			one := regime.Decide(c)
			decisions[at] = &one
		}
		one := decisions[at]
		d.decisions++
		if one.Outcome != planes {
			d.disagree(Disagreement{r.Line, regime.Name, planes, one.Outcome})
		}
		d.countRules(i, one)
		if one.Outcome == sallyport.Unresolved {
			d.countMissing(i, one)
			w.countQuestions(g, i, c, one)
		}
	}
}

// maxWrong bounds the disagreements that are kept.
const maxWrong = 20

func (d *detail) disagree(one Disagreement) {
	if len(d.wrong) < maxWrong {
		d.wrong = append(d.wrong, one)
	}
}

// countRules counts the rules that decided: those of the doors that came to the outcome of the whole.
func (d *detail) countRules(regime int, one *sallyport.Decision) {
	effect := map[sallyport.Outcome]sallyport.Effect{
		sallyport.Permitted: sallyport.Permits, sallyport.Refused: sallyport.Refuses, sallyport.Unresolved: sallyport.Unresolves,
	}[one.Outcome]
	var counted []ruleKey
	for i := range one.Doors {
		door := &one.Doors[i]
		if door.Outcome != one.Outcome {
			continue
		}
		for _, rule := range door.Rules {
			if rule.Effect != effect {
				continue
			}
			pack := door.Pack
			if strings.HasSuffix(pack, policyPack) {
				pack = "the agency's own" // thousands of agencies have one rule
			}
			k := ruleKey{regime, one.Outcome, rule.ID, rule.Cite, pack}
			if !slices.Contains(counted, k) {
				counted = append(counted, k)
				d.rules[k]++
			}
		}
	}
}

const policyPack = "/agency-policy"

// countMissing counts the facts that could change the outcome, a fact of several offences once.
func (d *detail) countMissing(regime int, one *sallyport.Decision) {
	for i, path := range one.Missing {
		fact := plain(path)
		first := true
		for _, before := range one.Missing[:i] {
			first = first && plain(before) != fact
		}
		if !first {
			continue
		}
		k := missingKey{regime, fact}
		m := d.missing[k]
		m.Rows++
		if len(one.Missing) == 1 && len(one.Unsettled) == 0 {
			m.Alone++
		}
		d.missing[k] = m
	}
}

// plain is the path of a fact without the number of the offence.
func plain(path string) string {
	from, to := strings.IndexByte(path, '['), strings.IndexByte(path, ']')
	if from < 0 || to < from {
		return path
	}
	return path[:from] + "[]" + path[to+1:]
}

// countQuestions asks what an unresolved row comes to with each open question answered yes, and no.
func (w *worker) countQuestions(g *group, regime int, c *sallyport.Case, one *sallyport.Decision) {
	if len(one.Unsettled) == 0 {
		return
	}
	taken := *c
	w.Regimes[regime].take(&taken)
	for _, id := range one.Unsettled {
		k := questionKey{regime, id}
		s := w.detail.questions[k]
		s.Rows++
		s.Yes[digit(g.answered(regime, id, true).Outcome(&taken))]++
		s.No[digit(g.answered(regime, id, false).Outcome(&taken))]++
		w.detail.questions[k] = s
	}
}

func (d *detail) add(o *detail) {
	d.rows += o.rows
	d.decisions += o.decisions
	d.wrong = append(d.wrong, o.wrong...)
	for k, n := range o.rules {
		d.rules[k] += n
	}
	for k, m := range o.missing {
		sum := d.missing[k]
		d.missing[k] = Missing{sum.Rows + m.Rows, sum.Alone + m.Alone}
	}
	for k, s := range o.questions {
		sum := d.questions[k]
		sum.Rows += s.Rows
		for i := range outcomes {
			sum.Yes[i] += s.Yes[i]
			sum.No[i] += s.No[i]
		}
		d.questions[k] = sum
	}
}
