package law

import (
	"iter"
	"slices"

	"sallyport"
	"sallyport/law/tree"
)

// whatever goes through the actions that the case may turn out to ask for, each in the same copy of it.
func whatever(c *sallyport.Case) iter.Seq2[int, *sallyport.Case] {
	return func(yield func(int, *sallyport.Case) bool) {
		asked := *c
		for action := range sallyport.CaseFacts[tree.FactAction].Values {
			asked.Facts[tree.FactAction] = sallyport.IntValue(int64(action))
			if !yield(action, &asked) {
				return
			}
		}
	}
}

// unasked decides a case that does not say what is asked: as it is decided whatever that turns out to be, or else not at all. A
// citizen is the subject of nothing, so that much is known. No door stands for the agency's policy, and no duty is named.
func (b *Book) unasked(c *sallyport.Case) sallyport.Decision {
	var out sallyport.Decision
	policy := b.site(c.Agency).policy
	for i, asked := range whatever(c) {
		d := b.Decide(asked)
		d.Doors = slices.DeleteFunc(d.Doors, func(door sallyport.Door) bool { return door.Pack == policy })
		if i == 0 {
			out = d
			out.Action, out.Duties, out.Hold = "", []sallyport.Duty{}, nil
			continue
		}
		out.Outcome, out.Missing = either(out.Outcome, d.Outcome, out.Missing, d.Missing)
		out.Unsettled = union(out.Unsettled, d.Unsettled)
		for k := range out.Doors {
			joinDoors(&out.Doors[k], &d.Doors[k])
		}
	}
	return out
}

// joinDoors takes in what the same text says of another action.
func joinDoors(to, from *sallyport.Door) {
	if to.Outcome != from.Outcome {
		to.Rules = []sallyport.AppliedRule{}
	}
	to.Outcome, to.Missing = either(to.Outcome, from.Outcome, to.Missing, from.Missing)
	to.Unsettled = union(to.Unsettled, from.Unsettled)
}

// either is what one of two outcomes comes to where nobody knows which, and what is missing for it: what is asked, too, unless both
// are settled alike.
func either(a, b sallyport.Outcome, missing, more []string) (sallyport.Outcome, []string) {
	if a != b || a == sallyport.Unresolved {
		a, missing = sallyport.Unresolved, union([]string{sallyport.CaseFacts[tree.FactAction].Path}, missing)
	}
	return a, union(missing, more)
}

func union(a, b []string) []string {
	for _, s := range b {
		if !slices.Contains(a, s) {
			a = append(a, s)
		}
	}
	return a
}
