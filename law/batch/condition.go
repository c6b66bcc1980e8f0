// Package batch judges very many cases at once: 64 in a word of bits, three-valued, on planes of truth values that are
// encoded once and read by every pack.
//
// A Dictionary numbers the tests of facts that a set of conditions makes. An Encoder reads cases into Blocks of a few thousand:
// for each test one plane of the cases for which it is true and one of those for which it is false; where neither bit
// stands, nobody knows. A Program is some conditions written out as steps over planes. Program.Run gives Kleene's answer, which
// is never wrong but may leave open what the facts do settle; Program.Settle gives what law.Version.Judge gives, case by case.
//
//	conditions := batch.Conditions(book)
//	dictionary := batch.NewDictionary(conditions)
//	program, err := dictionary.Compile(conditions)
//	encoder, block, answers := dictionary.NewEncoder(), dictionary.NewBlock(), program.NewAnswers()
//	for each few thousand cases {
//		encoder.Add(cases)
//		encoder.Seal(block)
//		program.Run(block, answers)
//		program.Settle(block, answers, func(i int) *sallyport.Case { return &cases[i] }) // where bounds are not enough
//		… answers.Permitted(i), answers.Outcome(i, lane), block.Case(lane) …
//	}
//
// Dictionaries, Programs and sealed Blocks may be read by many goroutines at once; an Encoder and Answers belong to one.
package batch

import (
	"sallyport"
	"sallyport/law"
	"sallyport/law/tree"
)

// Condition is what is asked of every case.
type Condition struct {
	Name  string
	Holds *tree.Expr                                // what must hold; nil where the law is silent
	Binds *tree.Expr                                // where this is certainly false the law is silent; nil where it binds everyone
	Judge func(c *sallyport.Case) sallyport.Outcome // the exact answer for one case, for what planes do not settle
}

// Of is one version's law on one action (hold, notify, transfer or interview), asked whatever the day, the place and the
// action that a case names itself.
func Of(v *law.Version, action string) Condition {
	c := Condition{Name: v.Pack.ID + "@" + v.From + " " + action}
	plan := v.Plan(action)
	if plan == nil || !plan.Speaks {
		return c
	}
	c.Holds = assume(plan.Condition(), action)
	if v.Binds != law.AllKinds {
		c.Binds = tree.NewAtom(tree.Atom{Test: tree.TestIn, Mask: v.Binds, Refs: []tree.Ref{{Fact: tree.FactAgencyKind}}})
	}
	c.Judge = func(c *sallyport.Case) sallyport.Outcome {
		asked := *c
		asked.Facts[tree.FactAction], _ = sallyport.CaseFacts[tree.FactAction].EnumValue(action)
		return v.Judge(&asked).Outcome
	}
	return c
}

// Conditions are those of every version of the book on every action, pack by pack, silent ones too.
func Conditions(b *law.Book) []Condition {
	var all []Condition
	for _, p := range b.Packs {
		for _, v := range p.Versions {
			for _, action := range sallyport.CaseFacts[tree.FactAction].Values {
				all = append(all, Of(v, action))
			}
		}
	}
	return all
}

// assume writes out what e comes to where the action is the one asked about.
func assume(e *tree.Expr, action string) *tree.Expr {
	v, err := sallyport.CaseFacts[tree.FactAction].EnumValue(action)
	return tree.Replace(e, func(leaf *tree.Expr) *tree.Expr {
		if leaf.Op != tree.OpAtom || len(leaf.Atom.Refs) > 1 || leaf.Atom.Refs[0] != (tree.Ref{Fact: tree.FactAction}) {
			return leaf
		}
		return tree.Const(err == nil && leaf.Atom.Holds(v, v, nil))
	})
}
