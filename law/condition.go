package law

import (
	"sallyport"
	"sallyport/law/exact"
	"sallyport/law/lanes"
	"sallyport/law/tree"
)

// Condition is what must hold for Decide to permit the case: the whole law that meets it, both doors and the agency's own
// policy, as one condition. It is the same for all cases that the same texts meet, with the same action, kind of custodian
// (or none), eligible_at known or not, and policy that forbids or does not; so that very many of them can be judged together.
func (b *Book) Condition(c *sallyport.Case) *tree.Expr {
	at := b.site(c.Agency)
	d := takeDocket(c, at.zone)
	defer d.putBack()
	if d.action < 0 {
		return tree.Question(sallyport.CaseFacts[tree.FactAction].Path) // nobody knows what is asked
	}
	action := actionName(d.action)
	var all []*tree.Expr
	if v := b.programme(d); v == nil {
		all = append(all, (&Plan{Clauses: uncovered}).Condition())
	} else if v.mayBind(d.kind) {
		all = append(all, v.demand(action, d.kind, nil))
	}
	mandates := map[days][]*tree.Expr{}
	texts := at.law.texts(d)
	for len(texts) > 0 {
		n := 1
		for n < len(texts) && texts[n].Pack == texts[0].Pack {
			n++
		}
		for _, t := range texts[:n] {
			if t.mayBind(d.kind) {
				all = append(all, t.demand(action, d.kind, wayRound(t.days, mandates)))
			}
		}
		mandate(action, texts[:n], d.kind, mandates)
		texts = texts[n:]
	}
	if forbids(c, d.action) {
		way := wayRound(d.asked(), mandates)
		if way == nil {
			way = tree.Const(false)
		}
		all = append(all, way)
	}
	return tree.And(all...)
}

// demand is what the text asks of the action, where it binds the custodian and no way leads round it.
func (v *Version) demand(action string, kind int8, way *tree.Expr) *tree.Expr {
	plan := v.plans[action]
	if plan == nil || !plan.Speaks {
		return tree.And()
	}
	met := plan.Condition()
	if kind < 0 && v.Binds != AllKinds {
		met = tree.Or(tree.Not(v.binding()), met)
	}
	if way != nil {
		met = tree.Or(met, way)
	}
	return met
}

// forbids says that the agency's own policy is known to forbid the action: where it is not known, it makes no door.
func forbids(c *sallyport.Case, action int8) bool {
	v := c.Facts[policyFacts[action]]
	return v.State == sallyport.Known && v.N == 0
}

// policyFacts are the facts of the agency's policy, for each action.
var policyFacts = func() (all [4]int) {
	for i, action := range sallyport.CaseFacts[tree.FactAction].Values {
		all[i] = sallyport.CaseFact("local_policy." + action)
	}
	return all
}()

// Demand is a condition, ready to be asked of one case after another, exactly. It may be shared by goroutines.
type Demand struct {
	code *lanes.Code
	step int32
}

// NewDemand readies a condition.
func NewDemand(e *tree.Expr) *Demand {
	w := tree.NewWriter()
	step := w.Step(e)
	return &Demand{lanes.Compile(w.Program), step}
}

// Outcome is permitted where the condition holds whatever the unknown facts of the case turn out to be, refused where it
// fails whatever they do.
func (m *Demand) Outcome(c *sallyport.Case) sallyport.Outcome {
	d := takeDocket(c, tree.Zone(c.Agency, nil))
	defer d.putBack()
	d.Evaluate(m.code)
	is := d.Is(m.step, 0)
	if is == tree.Unknown {
		_, whole := d.trial.Settle(&d.Run, []exact.Open{{Step: m.step, Hangs: []int32{m.step}}}, tree.True)
		is = whole.Is
	}
	return outcomeOf(is)
}
