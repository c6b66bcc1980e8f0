package backtest

import (
	"encoding/binary"
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

// decided is what the engine made of rows that it cannot tell apart. They are counted when the worker is done with them.
type decided struct {
	code      uint32 // what it comes to under all regimes
	rows      int64
	rules     []ruleKey
	missing   []missingOnce
	questions []questionOnce
}

type missingOnce struct {
	missingKey
	alone bool
}

type questionOnce struct {
	questionKey
	yes, no uint32 // digits
}

// maxDecided bounds the rows that a worker remembers as decided.
const maxDecided = 1 << 15

// decide decides a row under every regime with the engine itself, or finds one decided that is the same to it, and compares
// what the planes came to.
func (w *worker) decide(g *group, c *sallyport.Case, r *source.Row, code uint32) {
	w.signature = g.reads.signature(binary.AppendVarint(w.signature[:0], int64(g.number)), c)
	one := w.decided[string(w.signature)]
	if one == nil {
		if len(w.decided) >= maxDecided {
			w.settle()
		}
		one = w.newDecided(g, c)
		w.decided[string(w.signature)] = one
	}
	one.rows++
	if one.code != code {
		planes, engine := decode(code, len(w.Regimes)), decode(one.code, len(w.Regimes))
		for i, regime := range w.Regimes {
			if planes[i] != engine[i] && len(w.detail.wrong) < maxWrong {
				w.detail.wrong = append(w.detail.wrong, Disagreement{r.Line, regime.Name, planes[i], engine[i]})
			}
		}
	}
}

// newDecided decides a row under every regime; regimes under which the same condition meets it share a decision.
func (w *worker) newDecided(g *group, c *sallyport.Case) *decided {
	out := &decided{}
	decisions := make([]*sallyport.Decision, len(g.conditions))
	for i, regime := range w.Regimes {
		at := g.of[i]
		if decisions[at] == nil {
			one := regime.Decide(c)
			decisions[at] = &one
		}
		one := decisions[at]
		out.code = out.code*outcomes + digit(one.Outcome)
		out.addRules(i, one)
		if one.Outcome == sallyport.Unresolved {
			out.addMissing(i, one)
			out.addQuestions(g, i, regime, c, one)
		}
	}
	return out
}

// settle counts the rows decided so far.
func (w *worker) settle() {
	d := &w.detail
	for _, one := range w.decided {
		d.rows += one.rows
		d.decisions += one.rows * int64(len(w.Regimes))
		for _, k := range one.rules {
			d.rules[k] += one.rows
		}
		for _, k := range one.missing {
			m := d.missing[k.missingKey]
			m.Rows += one.rows
			if k.alone {
				m.Alone += one.rows
			}
			d.missing[k.missingKey] = m
		}
		for _, k := range one.questions {
			q := d.questions[k.questionKey]
			q.Rows += one.rows
			q.Yes[k.yes] += one.rows
			q.No[k.no] += one.rows
			d.questions[k.questionKey] = q
		}
	}
	clear(w.decided)
}

// maxWrong bounds the disagreements that are kept.
const maxWrong = 20

// addRules adds the rules that decided: those of the doors that came to the outcome of the whole.
func (out *decided) addRules(regime int, one *sallyport.Decision) {
	effect := map[sallyport.Outcome]sallyport.Effect{
		sallyport.Permitted: sallyport.Permits, sallyport.Refused: sallyport.Refuses, sallyport.Unresolved: sallyport.Unresolves,
	}[one.Outcome]
	for i := range one.Doors {
		door := &one.Doors[i]
		if door.Outcome != one.Outcome {
			continue
		}
		pack := door.Pack
		if strings.HasSuffix(pack, policyPack) {
			pack = "the agency's own" // thousands of agencies have one rule
		}
		for _, rule := range door.Rules {
			k := ruleKey{regime, one.Outcome, rule.ID, rule.Cite, pack}
			if rule.Effect == effect && !slices.Contains(out.rules, k) {
				out.rules = append(out.rules, k)
			}
		}
	}
}

const policyPack = "/agency-policy"

// addMissing adds the facts that could change the outcome, a fact of several offences once.
func (out *decided) addMissing(regime int, one *sallyport.Decision) {
	alone := len(one.Missing) == 1 && len(one.Unsettled) == 0
	for _, path := range one.Missing {
		if m := (missingOnce{missingKey{regime, plain(path)}, alone}); !slices.Contains(out.missing, m) {
			out.missing = append(out.missing, m)
		}
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

// addQuestions asks what an unresolved row comes to with each open question answered yes, and no.
func (out *decided) addQuestions(g *group, i int, regime *Regime, c *sallyport.Case, one *sallyport.Decision) {
	if len(one.Unsettled) == 0 {
		return
	}
	taken := *c
	regime.take(&taken)
	for _, id := range one.Unsettled {
		out.questions = append(out.questions, questionOnce{
			questionKey{i, id},
			digit(g.answered(i, id, true).Outcome(&taken)), digit(g.answered(i, id, false).Outcome(&taken)),
		})
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
