package prove

import (
	"slices"
	"strings"

	"sallyport"
	"sallyport/law"
	"sallyport/law/tree"
)

// Claim is something a text can never come to, on the days it is in force.
type Claim struct {
	Version *law.Version
	Says    string
	Than    *law.Version // the text that it is never more permissive than; nil for the other claims
	when    *tree.Expr   // what it never permits, where Than is nil
}

// Claims lists what the packs declare (never and narrows), and what holds for every pack without being written in each: a
// citizen is never permitted, nor anyone while citizenship is indicated, and at the federal door an I-247N never yields a
// hold.
func Claims(packs []*law.Pack) []Claim {
	var all []Claim
	for _, p := range packs {
		for _, v := range p.Versions {
			all = append(all, claimsOf(v)...)
		}
	}
	return all
}

func claimsOf(v *law.Version) []Claim {
	var all []Claim
	for _, n := range v.Never {
		all = append(all, Claim{Version: v, Says: strings.TrimSpace(n.Says), when: n.When})
	}
	for _, w := range everywhere {
		declared := slices.ContainsFunc(all, func(c Claim) bool { return c.Says == w.says })
		if speaks(v) && !declared && (v.Pack.Federal || !w.federal) {
			all = append(all, Claim{Version: v, Says: w.says, when: w.when})
		}
	}
	for _, than := range v.Narrows {
		all = append(all, Claim{Version: v, Says: "Never more permissive than " + Name(than) + ".", Than: than})
	}
	return all
}

// Name is how a version is written: PACK@FIRST-DAY.
func Name(v *law.Version) string { return v.Pack.ID + "@" + v.From }

func speaks(v *law.Version) bool {
	return slices.ContainsFunc(actions(), func(action string) bool { return v.Plan(action).Speaks })
}

// everywhere is claimed of every pack.
var everywhere = []struct {
	says    string
	federal bool // at the federal door only
	when    *tree.Expr
}{
	{"A citizen is never permitted.", false, isTrue("person.us_citizen")},
	{"An indication of citizenship is never permitted.", false, isTrue("person.citizenship_indicated")},
	{"An I-247N never yields a hold.", true, tree.And(isOneOf("request.action", "hold"), isOneOf("request.form", "I-247N"))},
}

func isTrue(path string) *tree.Expr {
	return tree.NewAtom(tree.Atom{Test: tree.TestTrue, Refs: []tree.Ref{{Fact: sallyport.CaseFact(path)}}})
}

func isOneOf(path, value string) *tree.Expr {
	i := sallyport.CaseFact(path)
	mask := uint64(1) << slices.Index(sallyport.CaseFacts[i].Values, value)
	return tree.NewAtom(tree.Atom{Test: tree.TestIn, Mask: mask, Refs: []tree.Ref{{Fact: i}}})
}

// Check proves the claim, or returns a case that breaks it. An error says that neither could be done.
func (c *Claim) Check() (*Example, error) {
	for _, action := range actions() {
		quests, err := c.quests(action)
		if err != nil {
			return nil, err
		}
		for _, q := range quests {
			if broken, err := q.run(c.Version); broken != nil || err != nil {
				return broken, err
			}
		}
	}
	return nil, nil
}

// quests are what would break the claim. A text is more permissive than another where it is less strict, on an action
// that both speak to.
func (c *Claim) quests(action string) ([]quest, error) {
	t := text{c.Version, action}
	if c.Than == nil {
		when, err := exists(asked(c.when, action))
		return []quest{{[]text{t}, []sallyport.Outcome{sallyport.Permitted}, when}}, err
	}
	both := []text{t, {c.Than, action}}
	any := tree.Const(true)
	return []quest{
		{both, []sallyport.Outcome{sallyport.Permitted, sallyport.Refused}, any},
		{both, []sallyport.Outcome{sallyport.Permitted, sallyport.Unresolved}, any},
		{both, []sallyport.Outcome{sallyport.Unresolved, sallyport.Refused}, any},
	}, nil
}
