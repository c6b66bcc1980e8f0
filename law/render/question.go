package render

import (
	"slices"

	"sallyport"
	"sallyport/casefile"
	"sallyport/law"
	"sallyport/law/offence"
	"sallyport/law/tree"
)

// answered is the book as it would be if the open question were settled.
func answered(book *law.Book, question string, yes bool) *law.Book {
	copies := map[*law.Version]*law.Version{}
	packs := make([]*law.Pack, len(book.Packs))
	for i, p := range book.Packs {
		pack := *p
		pack.Versions = make([]*law.Version, len(p.Versions))
		for j, v := range p.Versions {
			pack.Versions[j] = settledVersion(v, &pack, question, yes)
			copies[v] = pack.Versions[j]
		}
		packs[i] = &pack
	}
	for v, settled := range copies {
		for _, joined := range v.Also {
			settled.Also = append(settled.Also, copies[joined])
		}
	}
	for _, v := range copies {
		v.Link()
	}
	return law.NewBook(packs)
}

func settledVersion(v *law.Version, p *law.Pack, question string, yes bool) *law.Version {
	settled := &law.Version{Pack: p, From: v.From, Until: v.Until, Binds: v.Binds, Silent: v.Silent}
	settled.SetDays(v.Days())
	for _, r := range v.Rules {
		settled.Rules = append(settled.Rules, settledRule(r, question, yes))
	}
	return settled
}

func settledRule(r *law.Rule, question string, yes bool) *law.Rule {
	settled := *r
	if r.When != nil {
		settled.When = tree.Answered(r.When, question, yes)
	}
	if r.Where != nil {
		settled.Where = tree.Answered(r.Where, question, yes)
	}
	return &settled
}

// example shows what the answers to a question come to, on a case that turns on it.
type example struct {
	Case    string
	Yes, No sallyport.Outcome
}

// exampleOf finds the case of the pack's own that the answers to the question decide most apart: nil where none raises it.
func exampleOf(book *law.Book, p *law.Pack, question string, cases []casefile.Scenario) *example {
	yes, no := answered(book, question, true), answered(book, question, false)
	var best *example
	for i := range cases {
		c, _ := offence.Fill(&cases[i].Case)
		if d := doorOf(book, p, c); d == nil || !slices.Contains(d.Unsettled, question) {
			continue
		}
		found := &example{sentence(c), outcomeOf(yes, p, c), outcomeOf(no, p, c)}
		if best == nil || apart(found) > apart(best) {
			best = found
		}
		if apart(best) == 2 {
			break
		}
	}
	return best
}

// apart ranks examples: both answers settle the case and differ; they differ; neither.
func apart(e *example) int {
	switch {
	case e.Yes == e.No:
		return 0
	case e.Yes == sallyport.Unresolved || e.No == sallyport.Unresolved:
		return 1
	}
	return 2
}

func outcomeOf(book *law.Book, p *law.Pack, c *sallyport.Case) sallyport.Outcome {
	if d := doorOf(book, p, c); d != nil {
		return d.Outcome
	}
	return sallyport.Silent
}

// doorOf is the pack's answer in the decision of the case, or nil where it has none.
func doorOf(book *law.Book, p *law.Pack, c *sallyport.Case) *sallyport.Door {
	d := book.Decide(c)
	for i := range d.Doors {
		if d.Doors[i].Pack == p.ID {
			return &d.Doors[i]
		}
	}
	return nil
}
