package prove

import (
	"slices"

	"sallyport"
	"sallyport/law"
	"sallyport/law/tree"
)

// text is a version as it stands towards one action.
type text struct {
	*law.Version
	action string
}

// comesTo is the condition on which the text comes to the outcome, for a case of which every fact is known.
func (t text) comesTo(o sallyport.Outcome) (*tree.Expr, error) {
	plan := t.Plan(t.action)
	if plan == nil || !plan.Speaks {
		return tree.Const(o == sallyport.Silent), nil
	}
	bound := bindsIt(t.Binds)
	if o == sallyport.Silent {
		return not(bound), nil
	}
	condition := asked(plan.Condition(), t.action)
	permitted, err := forAll(condition)
	if err != nil {
		return nil, err
	}
	refused, err := forAll(not(condition))
	if err != nil {
		return nil, err
	}
	switch o {
	case sallyport.Permitted:
		return and(bound, permitted), nil
	case sallyport.Refused:
		return and(bound, refused), nil
	}
	return and(bound, not(permitted), not(refused)), nil
}

// bindsIt is true of the kinds of custodian in the mask.
func bindsIt(kinds uint64) *tree.Expr {
	if kinds == law.AllKinds {
		return tree.Const(true)
	}
	return tree.NewAtom(tree.Atom{Test: tree.TestIn, Mask: kinds, Refs: []tree.Ref{{Fact: tree.FactAgencyKind}}})
}

// actions are those that a case may ask, in the order of the tables.
func actions() []string { return slices.Clone(sallyport.CaseFacts[tree.FactAction].Values) }
