package prove

import (
	"slices"

	"sallyport"
	"sallyport/law/tree"
)

// shrink leaves out offences, lists and facts for as long as the case still shows what it should. What is left out is
// unknown, so what stays is what the outcome rests on.
func shrink(c sallyport.Case, shows func(*sallyport.Case) bool) sallyport.Case {
	s := shrinking{c, shows}
	for again := true; again; {
		again = s.lists()
		again = s.facts() || again
	}
	return s.c
}

type shrinking struct {
	c     sallyport.Case
	shows func(*sallyport.Case) bool
}

// try makes the change if the case still shows what it should.
func (s *shrinking) try(change func(*sallyport.Case)) bool {
	smaller := s.c
	smaller.Convictions.List = slices.Clone(s.c.Convictions.List)
	smaller.Charges.List = slices.Clone(s.c.Charges.List)
	change(&smaller)
	if !s.shows(&smaller) {
		return false
	}
	s.c = smaller
	return true
}

// lists leaves out whole lists, then offences, then facts of offences.
func (s *shrinking) lists() (changed bool) {
	for _, list := range []func(*sallyport.Case) *sallyport.Offences{convictionsOf, chargesOf} {
		if list(&s.c).Known && s.try(func(c *sallyport.Case) { *list(c) = sallyport.Offences{} }) {
			changed = true
		}
		for i := len(list(&s.c).List) - 1; i >= 0; i-- {
			if s.try(func(c *sallyport.Case) { list(c).List = slices.Delete(list(c).List, i, i+1) }) {
				changed = true
				continue
			}
			for j, v := range list(&s.c).List[i] {
				if v.State != sallyport.Unknown && s.try(func(c *sallyport.Case) { list(c).List[i][j] = sallyport.Value{} }) {
					changed = true
				}
			}
		}
	}
	return changed
}

func convictionsOf(c *sallyport.Case) *sallyport.Offences { return &c.Convictions }
func chargesOf(c *sallyport.Case) *sallyport.Offences     { return &c.Charges }

// facts leaves out facts of the case, but what is asked. An object goes with everything below it.
func (s *shrinking) facts() (changed bool) {
	for i := range sallyport.CaseFacts {
		f := &sallyport.CaseFacts[i]
		partOfNone := f.Parent != "" && s.c.Facts[i].State == sallyport.None
		if s.c.Facts[i].State == sallyport.Unknown || i == tree.FactAction || partOfNone {
			continue
		}
		if s.try(func(c *sallyport.Case) { leaveOut(c, i) }) {
			changed = true
		}
	}
	return changed
}

func leaveOut(c *sallyport.Case, i int) {
	c.Facts[i] = sallyport.Value{}
	for j := range sallyport.CaseFacts {
		if sallyport.CaseFacts[j].Parent == sallyport.CaseFacts[i].Path {
			c.Facts[j] = sallyport.Value{}
		}
	}
}
