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
		same := out.Outcome == d.Outcome
		out.Missing, out.Unsettled = joined(out.Missing, d.Missing, same && out.Outcome != sallyport.Unresolved), union(out.Unsettled, d.Unsettled)
		if !same {
			out.Outcome = sallyport.Unresolved
		}
		for k := range out.Doors {
			joinDoors(&out.Doors[k], &d.Doors[k])
		}
	}
	return out
}

// joinDoors takes in what the same text says of another action.
func joinDoors(to, from *sallyport.Door) {
	same := to.Outcome == from.Outcome
	to.Missing, to.Unsettled = joined(to.Missing, from.Missing, same && to.Outcome != sallyport.Unresolved), union(to.Unsettled, from.Unsettled)
	if !same {
		to.Outcome, to.Rules = sallyport.Unresolved, []sallyport.AppliedRule{}
	}
}

// joined lists what is missing for either, and what is asked where that is not settled alike.
func joined(a, b []string, settled bool) []string {
	if !settled {
		a = union([]string{sallyport.CaseFacts[tree.FactAction].Path}, a)
	}
	return union(a, b)
}

func union(a, b []string) []string {
	for _, s := range b {
		if !slices.Contains(a, s) {
			a = append(a, s)
		}
	}
	return a
}
