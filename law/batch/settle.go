package batch

import (
	"math/bits"
	"sync"

	"sallyport"
	"sallyport/law/tree"
)

// settler finds out which of the cases that Kleene's logic leaves open the facts do settle. A case is open for certain if
// what is unknown can turn out so that the condition holds, and so that it does not: two completions show it. Most cases
// are shown to be open by the first completions tried, 64 at a time; the rest are judged one by one.
//
// It is made when it is first needed: of a condition that only a few cases meet, preparing costs more than judging them.
type settler struct {
	once   sync.Once
	exact  bool // Kleene's logic is exact for this condition
	trials []trials
}

// settler is that of the i-th condition.
func (p *Program) settler(i int) *settler {
	s := &p.settlers[i]
	s.once.Do(func() { p.dictionary.prepare(s, p.conditions[i]) })
	return s
}

// prepare looks at a condition.
//
// Kleene's logic is exact where one completion meets every wish and another none: each literal then stands on one side only,
// and the formula, which rises with the literals that help, is attained at either end.
func (d *Dictionary) prepare(s *settler, c Condition) {
	e := c.Holds
	if c.Binds != nil {
		e = tree.Or(tree.Not(c.Binds), e)
	}
	u := newUnknowns(e)
	if u == nil {
		return
	}
	first, rest := u.completions()
	if len(first) == 2 && u.meets(first[0], true) && u.meets(first[1], false) {
		s.exact = true
		return
	}
	for _, completions := range [][]completion{first, rest} {
		if len(completions) > 0 {
			s.trials = append(s.trials, d.tries(e, u, completions))
		}
	}
}

// Settle replaces what Run left open by the exact answer, case by case what Condition.Judge says. of is the case that was the
// i-th to be added to the block; it is asked for few.
func (p *Program) Settle(b *Block, a *Answers, of func(i int) *sallyport.Case) {
	for i := range p.conditions {
		c := &p.conditions[i]
		if c.Holds == nil || !a.doubt(i) {
			continue
		}
		s := p.settler(i)
		if s.exact {
			continue
		}
		s.tryOut(b, a)
		for w, word := range a.doubtful {
			for ; word != 0; word &= word - 1 {
				bit := bits.TrailingZeros64(word)
				a.judge(c, &a.each[i], w, uint64(1)<<bit, of(b.Case(w*64+bit)))
			}
		}
	}
}

// doubt gathers the cases that a condition leaves open and says whether there are any.
func (a *Answers) doubt(i int) bool {
	a.doubtful = sized(a.doubtful, a.block.words)
	a.Open(i, a.doubtful)
	return anyBit(a.doubtful)
}

func anyBit(plane []uint64) bool {
	all := uint64(0)
	for _, word := range plane {
		all |= word
	}
	return all != 0
}

// tryOut takes from the doubtful cases those that two completions show to be open.
func (s *settler) tryOut(b *Block, a *Answers) {
	a.some, a.all = sized(a.some, b.words), sized(a.all, b.words)
	clear(a.some)
	for w := range a.all {
		a.all[w] = ^uint64(0)
	}
	for i := range s.trials {
		t := &s.trials[i]
		a.machine.run(&t.code, b, nil)
		some, all := a.machine.planes[t.some], a.machine.planes[t.all]
		for w := range a.doubtful {
			a.some[w] |= some[w]
			a.all[w] &= all[w]
			a.doubtful[w] &^= a.some[w] &^ a.all[w]
		}
		if !anyBit(a.doubtful) {
			return
		}
	}
}

// judge settles one case by itself.
func (a *Answers) judge(c *Condition, x *answer, w int, bit uint64, of *sallyport.Case) {
	a.Judged++
	switch c.Judge(of) {
	case sallyport.Permitted:
		x.permitted[w] |= bit
	case sallyport.Refused:
		x.refused[w] |= bit
	}
}
