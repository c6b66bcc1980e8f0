// Package lawtest makes invented cases for the tests of everything that reads the law: cases in which every fact is known,
// cases with facts hidden, and wild ones with unknown lists. They lean towards what opens a door, so that the other
// facts matter; the days they name lie around the borders that the packs draw.
package lawtest

import (
	"math/rand/v2"
	"time"

	"sallyport"
)

// Agencies are the places of the invented cases; Ohio has no pack of its own.
var Agencies = []string{
	"us-ca/los-angeles", "us-ca/san-francisco", "us-ct", "us-fl/miami-dade", "us-il/cook", "us-ma/boston",
	"us-nj/essex", "us-ny/nyc", "us-oh/franklin", "us-pa/philadelphia", "us-tx/travis",
}

// Case makes a case of one of Agencies in the years 2012 to 2020, in which every fact is known.
func Case(r *rand.Rand) *sallyport.Case {
	c := &sallyport.Case{ID: "random", Agency: Agencies[r.IntN(len(Agencies))], At: moment(r)}
	fillFacts(r, c)
	for _, list := range []*sallyport.Offences{&c.Convictions, &c.Charges} {
		list.Known = true
		list.List = make([]sallyport.Offence, r.IntN(4))
		for i := range list.List {
			for j := range list.List[i] {
				list.List[i][j] = value(r, &sallyport.OffenceFacts[j], c.At)
			}
		}
	}
	return c
}

var first, last = time.Date(2012, 6, 1, 10, 0, 0, 0, time.UTC), time.Date(2020, 12, 1, 10, 0, 0, 0, time.UTC)

func moment(r *rand.Rand) time.Time {
	return first.Add(time.Duration(r.Int64N(int64(last.Sub(first))))).Truncate(time.Second)
}

// fillFacts gives every fact of the case a value, apart from those that a case implies.
func fillFacts(r *rand.Rand, c *sallyport.Case) {
	for i := range c.Facts {
		if f := &sallyport.CaseFacts[i]; f.Path != "at" && f.Path != "agency" && f.Path != "state" {
			c.Facts[i] = value(r, f, c.At)
		}
	}
	tidy(c)
}

// tidy makes the objects consistent: none as a whole, or none of their facts.
func tidy(c *sallyport.Case) {
	for i, p := range sallyport.CaseParents {
		if p < 0 {
			continue
		}
		if c.Facts[p].State == sallyport.None {
			c.Facts[i] = sallyport.NoneValue
		} else if c.Facts[i].State == sallyport.None {
			c.Facts[i] = sallyport.IntValue(0)
		}
	}
}

// value leans towards what opens a door, so that the other facts matter.
func value(r *rand.Rand, f *sallyport.Fact, at time.Time) sallyport.Value {
	switch f.Path {
	case "person.us_citizen", "person.citizenship_indicated", "juvenile", "vacated", "expunged", "appeal_pending":
		return sallyport.BoolValue(r.IntN(12) == 0)
	case "person.removable", "request.special_circumstances", "pending", "officer.rehabilitation_review":
		return sallyport.BoolValue(r.IntN(6) > 0)
	case "agency_kind":
		return sallyport.IntValue(int64(r.IntN(9) / 6))
	case "request.received_at":
		return sallyport.TimeValue(at)
	case "release.eligible_at":
		return sallyport.TimeValue(at.Add(time.Duration(r.IntN(200)-60) * time.Hour))
	case "request.form":
		return sallyport.IntValue(int64(r.IntN(5)))
	}
	return nth(f, r.IntN(size(f)), at)
}

// Forget makes each fact of the case unknown with the given chance, an object with all that is below it.
func Forget(r *rand.Rand, c *sallyport.Case, chance float64) {
	for j := range c.Facts {
		if r.Float64() < chance {
			c.Facts[j] = sallyport.Value{}
		}
	}
	for _, list := range []*sallyport.Offences{&c.Convictions, &c.Charges} {
		for k := range list.List {
			for j := range list.List[k] {
				if r.Float64() < chance {
					list.List[k][j] = sallyport.Value{}
				}
			}
		}
	}
	for i, p := range sallyport.CaseParents {
		if p >= 0 && c.Facts[p].State == sallyport.Unknown {
			c.Facts[i] = sallyport.Value{}
		}
	}
}
