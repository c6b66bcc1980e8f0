package law

import (
	"sallyport"
	"sallyport/law/tree"
)

func isTrue(path string) *tree.Expr {
	return tree.NewAtom(tree.Atom{Test: tree.TestTrue, Refs: []tree.Ref{{Fact: sallyport.CaseFact(path)}}})
}

// The citizenship stop, at every door that is not silent.
const (
	stopCitizen   = "us.stop.citizen"
	stopIndicated = "us.stop.citizenship-indicated"
	stopPolicy    = "us.stop.agency-policy"
	stateMandate  = "us.stack.state-mandate"
	noProgramme   = "us.programme"
)

// stops are the rules that no pack can leave out: a citizen is never the subject, and any indication of
// citizenship leaves what would be permitted to a person.
var stops = []Clause{
	stop(&Rule{
		ID: stopCitizen, Kind: Bars, Cite: "8 USC 1357(d), 1226; ICE Directive 16001.2",
		Says: "A citizen of the United States is never the subject of a request.",
		When: isTrue("person.us_citizen"),
	}),
	stop(&Rule{
		ID: stopIndicated, Kind: Bars, Cite: "ICE Directive 16001.2",
		Says: "Any indication of citizenship stops every door until two named people resolve it.",
		When: tree.And(isTrue("person.citizenship_indicated"), tree.Not(tree.Question(stopIndicated))),
	}),
}

func stop(r *Rule) Clause {
	return Clause{Expr: tree.Not(r.When), Grounds: []*Rule{r}, Closers: []*Rule{r}}
}

// uncovered is the law of a day that no federal text in the packs covers: a citizen is refused on that day too.
var uncovered = append([]Clause{single(&Rule{
	ID: noProgramme, Kind: Needs, Cite: "no federal text in the packs covers this day", When: tree.Question(noProgramme),
})}, stops...)

func single(r *Rule) Clause {
	return Clause{Expr: r.When, Grounds: []*Rule{r}, Closers: []*Rule{r}}
}

// policies is the agency's own written policy, by action, where it forbids.
var policies = policyClauses()

func policyClauses() map[string][]Clause {
	all := map[string][]Clause{}
	for _, action := range sallyport.CaseFacts[tree.FactAction].Values {
		fact := sallyport.CaseFact("local_policy." + action)
		forbids := tree.NewAtom(tree.Atom{Test: tree.TestIn, Mask: 1, Refs: []tree.Ref{{Fact: fact}}})
		all[action] = []Clause{stop(&Rule{ID: stopPolicy, Kind: Bars, Cite: "the agency's own written policy", When: forbids})}
	}
	return all
}

// displaced is named where a state law requires what a local one refuses: a state duty, the local limit is displaced, and the
// constitutional check is still needed.
var displaced = saying{step: noStep, id: stateMandate, cite: "Tex. Gov't Code 752.053; Fla. Stat. 908.103"}
