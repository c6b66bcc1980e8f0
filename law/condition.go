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
	d := takeDocket(c)
	defer d.putBack()
	if d.action < 0 {
		return tree.Question(sallyport.CaseFacts[tree.FactAction].Path) // nobody knows what is asked
	}
	m := newBriefing(actionName(d.action))
	m.federal(b.programme(d), d.kind)
	m.local(b.texts(d, nil), d.kind, d.asked())
	var all []*tree.Expr
	for _, e := range m.entries {
		if !e.policy || forbids(c, d.action) {
			all = append(all, m.writer.Program.Steps[e.step].Expr)
		}
	}
	return tree.And(all...)
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
	d := takeDocket(c)
	defer d.putBack()
	d.Evaluate(m.code)
	is := d.Is(m.step, 0)
	if is == tree.Unknown {
		_, whole := d.trial.Settle(&d.Run, []exact.Open{{Step: m.step, Hangs: []int32{m.step}}}, tree.True)
		is = whole.Is
	}
	return outcomeOf(is)
}
