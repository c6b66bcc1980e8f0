package backtest

import "sallyport"

// Transition is rows that one regime brings to one outcome and another to another.
type Transition struct {
	From, To int // regimes
	Was, Is  sallyport.Outcome
	Rows     int64
	Examples []Example
}

// Transitions are those between two regimes, by outcome, permitted first; nine of them.
func (r *Results) Transitions(from, to int) []Transition {
	var all []Transition
	for _, was := range digits {
		for _, is := range digits {
			t := Transition{From: from, To: to, Was: was, Is: is}
			for _, code := range r.Codes {
				if code.Outcomes[from] == was && code.Outcomes[to] == is {
					t.Rows += code.Rows
					for _, e := range code.Examples {
						t.Examples = withExample(t.Examples, e)
					}
				}
			}
			all = append(all, t)
		}
	}
	return all
}

// Change says how many rows one regime allows and another refuses, whatever is unknown, and how many it may be at most.
type Change struct {
	From, To         int      // regimes
	Narrowed, Opened [2]int64 // permitted before and refused after; refused before and permitted after: at least, at most
}

// Change adds up the transitions between two regimes. A row that neither settles may turn out either way under each.
func (r *Results) Change(from, to int) Change {
	c := Change{From: from, To: to}
	for _, code := range r.Codes {
		was, is := code.Outcomes[from], code.Outcomes[to]
		c.Narrowed = moved(c.Narrowed, was, is, code.Rows)
		c.Opened = moved(c.Opened, is, was, code.Rows)
	}
	return c
}

// moved adds the rows that come to permitted in one place and to refused in another, or may.
func moved(sum [2]int64, permitted, refused sallyport.Outcome, rows int64) [2]int64 {
	if permitted == sallyport.Refused || refused == sallyport.Permitted {
		return sum
	}
	if permitted == sallyport.Permitted && refused == sallyport.Refused {
		sum[0] += rows
	}
	sum[1] += rows
	return sum
}
