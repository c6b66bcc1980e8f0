package bench

import (
	"math/rand/v2"
	"sync"

	"sallyport"
	"sallyport/law/lawtest"
)

// Indices of the facts that the rule of nine tests reads.
var (
	factAction    = sallyport.CaseFact("request.action")
	factRemovable = sallyport.CaseFact("person.removable")
	factSecurity  = sallyport.CaseFact("officer.fod_national_security")
	factGrade     = sallyport.OffenceFact("grade")
	factCourt     = sallyport.OffenceFact("court")
	factStatus    = sallyport.OffenceFact("status_element")
	factDays      = sallyport.OffenceFact("to_serve_days")
	factCategory  = sallyport.OffenceFact("category")
	factIncident  = sallyport.OffenceFact("incident")
)

// someCases makes n distinct cases of San Francisco, from 2012 to 2020, in which each fact is missing with the given chance.
func someCases(n int, missing float64) []sallyport.Case {
	cases := make([]sallyport.Case, n)
	for i := range cases {
		cases[i] = someCase(i, missing)
	}
	return cases
}

// hot is how many cases are asked one by one, in a loop.
const hot = 1024

// knownCases and missingCases are the same invented people; in the second, 5 % of the facts are missing.
var (
	knownCases   = sync.OnceValue(func() []sallyport.Case { return someCases(hot, 0) })
	missingCases = sync.OnceValue(func() []sallyport.Case { return someCases(hot, 0.05) })
)

// someCase has up to six convictions. The stops on citizens are no part of the rule, so the two facts they read are always known
// and never bear on a case.
func someCase(number int, missing float64) sallyport.Case {
	r := rand.New(rand.NewPCG(uint64(number), 3))
	c := *lawtest.Case(r)
	c.Agency = "us-ca/san-francisco"
	c.Facts[factSecurity] = sallyport.BoolValue(r.IntN(12) == 0)
	list, n := c.Convictions.List, r.IntN(7)
	for len(list) < n {
		list = append(list, lawtest.Case(r).Convictions.List...)
	}
	list = list[:n]
	for i := range list {
		tell(r, &list[i])
	}
	c.Convictions.List = list
	lawtest.Forget(r, &c, missing)
	for _, path := range []string{"person.us_citizen", "person.citizenship_indicated"} {
		c.Facts[sallyport.CaseFact(path)] = sallyport.BoolValue(false)
	}
	return c
}

// tell gives a conviction the facts that the rule reads, such that every ground is sometimes the only one.
func tell(r *rand.Rand, o *sallyport.Offence) {
	draw := func(fact int, values ...string) { // the first values oftenest
		i := min(r.IntN(len(values)), r.IntN(len(values)))
		o[fact] = sallyport.TextValue(values[i])
		if f := &sallyport.OffenceFacts[fact]; f.Kind == sallyport.Enum {
			o[fact], _ = f.EnumValue(values[i])
		}
	}
	draw(factGrade, "misdemeanor", "infraction", "felony")
	draw(factCourt, "state", "federal", "local", "tribal")
	draw(factCategory, "theft", "minor_traffic", "assault", "drug_possession", "hit_and_run", "other", "dui", "burglary")
	draw(factIncident, "A", "B", "C", "D", "E")
	o[factStatus] = sallyport.BoolValue(r.IntN(4) > 0)
	o[factDays] = sallyport.IntValue([]int64{0, 5, 30, 60, 89, 30, 60, 5, 10, 90}[r.IntN(10)])
}
