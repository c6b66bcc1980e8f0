package explore

import (
	"slices"

	"sallyport"
	"sallyport/law"
)

// Result is what the doors come to, and what would change it.
type Result struct {
	Outcome sallyport.Outcome
	Doors   []Door
	Duties  []sallyport.Duty
	Hold    *sallyport.Hold
	Next    string   // the path to ask about; "" where no question is left that would change the answer
	Missing []string // paths, in the contract's order
	Open    []law.OpenQuestion
	Changes []Change
}

// Door is one door's answer with the rules in plain words.
type Door struct {
	sallyport.Door
	Title, Instrument string // "" for the agency's own policy
	Rules             []Rule
}

// Rule is a rule that decided. Says is empty for the few that stand in no pack.
type Rule struct {
	sallyport.AppliedRule
	Says, Sure string
}

// Change is an answer with which the outcome would be another.
type Change struct {
	Answer
	Outcome sallyport.Outcome
}

// Explore decides, explains and chooses the next question.
func Explore(b *law.Book, s Setting, answers []Answer) (*Result, error) {
	c, err := Case(b, s, answers)
	if err != nil {
		return nil, err
	}
	d := b.Decide(c)
	r := &Result{Outcome: d.Outcome, Duties: d.Duties, Hold: d.Hold, Missing: d.Missing, Open: open(b, &d)}
	for _, door := range d.Doors {
		r.Doors = append(r.Doors, explain(b, door))
	}
	asked := func(path string) bool {
		return slices.ContainsFunc(answers, func(a Answer) bool { return a.Path == path })
	}
	trials := try(b, c, zoneOf(s.Place), d.Missing)
	r.Next = next(trials, asked)
	if d.Outcome == sallyport.Unresolved {
		r.Changes = settling(trials)
	} else {
		r.Changes = overturning(b, s, answers, c, d.Outcome)
	}
	return r, nil
}

// explain finds what the rules that decided say.
func explain(b *law.Book, from sallyport.Door) Door {
	to := Door{Door: from}
	var v *law.Version
	if p := b.Pack(from.Pack); p != nil {
		to.Title = p.Title
		if v = p.From(from.Version); v != nil {
			to.Instrument = v.Instrument
		}
	}
	for _, r := range from.Rules {
		applied := Rule{AppliedRule: r}
		if found := ruleOf(v, r); found != nil {
			applied.Says, applied.Sure = found.Says, found.Sure
		}
		to.Rules = append(to.Rules, applied)
	}
	return to
}

func ruleOf(v *law.Version, r sallyport.AppliedRule) *law.Rule {
	if v == nil {
		return nil
	}
	for _, text := range append([]*law.Version{v}, v.Also...) {
		for _, rule := range text.Rules {
			if rule.ID == r.ID && rule.Cite == r.Cite {
				return rule
			}
		}
	}
	return nil
}

// open are the questions of law that are unsettled and would change the outcome, as the packs ask them.
func open(b *law.Book, d *sallyport.Decision) (all []law.OpenQuestion) {
	for _, id := range d.Unsettled {
		q := law.OpenQuestion{ID: id}
		for _, door := range d.Doors {
			p := b.Pack(door.Pack)
			if p == nil {
				continue
			}
			if i := slices.IndexFunc(p.Questions, func(q law.OpenQuestion) bool { return q.ID == id }); i >= 0 {
				q = p.Questions[i]
				break
			}
		}
		all = append(all, q)
	}
	return all
}

// settling are the answers that alone would settle what is open: of each missing fact every outcome once.
func settling(trials []trial) (all []Change) {
	for _, t := range trials {
		seen := []sallyport.Outcome{sallyport.Unresolved}
		for _, w := range t.would {
			if !slices.Contains(seen, w.outcome) {
				seen = append(seen, w.outcome)
				all = append(all, Change{Answer{t.path, w.value}, w.outcome})
			}
		}
	}
	return all
}

// overturning are other answers with which a settled outcome would be another one: of each fact every outcome once.
func overturning(b *law.Book, s Setting, answers []Answer, c *sallyport.Case, is sallyport.Outcome) (all []Change) {
	for _, a := range answers {
		if a.Value == DontKnow {
			continue
		}
		seen := []sallyport.Outcome{is}
		for _, v := range Samples(a.Path, c.At) {
			other := Answer{a.Path, v}
			if outcome := outcomeWith(b, s, answers, other); outcome != "" && !slices.Contains(seen, outcome) {
				seen = append(seen, outcome)
				all = append(all, Change{other, outcome})
			}
		}
	}
	return all
}

// outcomeWith is the outcome with one answer put in place of another, those that rest on it kept where they can be.
func outcomeWith(b *law.Book, s Setting, answers []Answer, other Answer) sallyport.Outcome {
	with := slices.Clone(answers)
	if i := slices.IndexFunc(with, func(a Answer) bool { return a.Path == other.Path }); i >= 0 {
		with = Drop(with, other.Path)
	}
	c, err := Case(b, s, append(with, other))
	if err != nil {
		return ""
	}
	return b.Decide(c).Outcome
}
