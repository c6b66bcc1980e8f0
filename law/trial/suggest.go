package trial

import (
	"slices"
	"time"

	"sallyport"
	"sallyport/law"
	"sallyport/law/tree"
)

// Suggestion is a case that would try points that no case tries yet. What it should come to is for a person to say.
type Suggestion struct {
	Case   *sallyport.Case
	Points []*Point
}

// Suggest starts from the cases there are, carries them to the text and action in question, changes one fact or two, and
// keeps what tries an untried point. It counts what it suggests as tried; the points left are those it found no case for.
func (c *Coverage) Suggest(cases []*sallyport.Case) []Suggestion {
	var all []Suggestion
	for _, p := range c.Untried() {
		if p.Cases > 0 { // by a suggestion before this one
			continue
		}
		if found := c.find(p, cases); found != nil {
			all = append(all, Suggestion{found, c.newlyTried(found)})
		}
	}
	return all
}

// newlyTried adds the case and lists the points that it is the first to try.
func (c *Coverage) newlyTried(one *sallyport.Case) []*Point {
	var before []*Point
	for _, p := range c.Points {
		if p.Cases == 0 {
			before = append(before, p)
		}
	}
	c.Add(one)
	return slices.DeleteFunc(before, func(p *Point) bool { return p.Cases == 0 })
}

// pairsFrom is how many cases two changes at once are tried on: the search must end.
const pairsFrom = 12

// find looks for a case that tries the point: as carried, with one change, with two.
func (c *Coverage) find(p *Point, cases []*sallyport.Case) *sallyport.Case {
	bases := carried(p, cases)
	for _, base := range bases {
		if c.tried(p, base) {
			return base
		}
	}
	for _, base := range bases {
		for _, one := range changes(p.when, base) {
			if found := changed(base, one); c.tried(p, found) {
				return found
			}
		}
	}
	for _, base := range bases[:min(len(bases), pairsFrom)] {
		for _, one := range changes(p.when, base) {
			half := changed(base, one)
			for _, two := range changes(p.when, half) {
				if found := changed(half, two); c.tried(p, found) {
					return found
				}
			}
		}
	}
	return nil
}

func (c *Coverage) tried(p *Point, one *sallyport.Case) bool {
	return p.tries(newInstance(one)) && slices.Contains(c.book.Consulted(one), p.Version)
}

// carried are the cases of the text's place, with its action and on days of its own: first those that are so as they
// stand, then all of them carried to its first and to its last day.
func carried(p *Point, cases []*sallyport.Case) []*sallyport.Case {
	first, last := p.Version.Days()
	var near, far []*sallyport.Case
	for _, one := range cases {
		if !p.Version.Pack.Federal && !slices.Contains(law.Places(one.Agency), p.Version.Pack.Place) {
			continue
		}
		asked := *one
		asked.Program = ""
		if p.Action != "" {
			asked.Facts[tree.FactAction] = sallyport.IntValue(int64(slices.Index(actions, p.Action)))
		}
		if day := sallyport.Day(one.At); day >= first && day <= last && asked.Facts[tree.FactAction] == one.Facts[tree.FactAction] {
			near = append(near, &asked)
		}
		far = append(far, onDate(&asked, first))
		if p.Version.Until != "" {
			far = append(far, onDate(&asked, last))
		}
	}
	return append(near, far...)
}

// onDate is the case with every day of it moved alike, so that it is decided on that one.
func onDate(one *sallyport.Case, day int64) *sallyport.Case {
	days := day - sallyport.Day(one.At)
	return changed(one, func(c *sallyport.Case) {
		c.At = c.At.AddDate(0, 0, int(days))
		for i := range c.Facts {
			shift(&c.Facts[i], &sallyport.CaseFacts[i], days)
		}
		for _, list := range []*sallyport.Offences{&c.Convictions, &c.Charges} {
			for i := range list.List {
				for j := range list.List[i] {
					shift(&list.List[i][j], &sallyport.OffenceFacts[j], days)
				}
			}
		}
	})
}

func shift(v *sallyport.Value, f *sallyport.Fact, days int64) {
	switch {
	case v.State != sallyport.Known:
	case f.Kind == sallyport.Date:
		v.N += days
	case f.Kind == sallyport.Time:
		v.N += days * (24 * time.Hour).Microseconds()
	}
}
