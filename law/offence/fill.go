package offence

import (
	"fmt"
	"slices"

	"sallyport"
)

// Conflict is a fact as given that a table contradicts. The given value stands; a records clerk should look again.
type Conflict struct {
	Path         string // convictions[0].listed
	Given, Table string // as a case file writes them
	Source       string // the list: Cal. Gov. Code 7282.5(a)(3)(B)
}

func (c Conflict) String() string {
	return fmt.Sprintf("%s: %s as given, but %s by its statute (%s); the given value stands, check the record", c.Path, c.Given, c.Table, c.Source)
}

// Places of the facts that are read here.
var (
	factStatute = sallyport.OffenceFact("statute")
	factPlace   = sallyport.OffenceFact("place")
	factCourt   = sallyport.OffenceFact("court")
	factGrade   = sallyport.OffenceFact("grade")
)

// Fill returns c with every class that nobody gave and the statute settles, named in Filled with its list; c itself
// where there is none. c is not changed. The conflicts are facts as given that a table contradicts.
func Fill(c *sallyport.Case) (*sallyport.Case, []Conflict) {
	f := filler{from: c}
	f.list("convictions", c.Convictions, func(c *sallyport.Case) *sallyport.Offences { return &c.Convictions })
	f.list("charges", c.Charges, func(c *sallyport.Case) *sallyport.Offences { return &c.Charges })
	if f.to == nil {
		return c, f.conflicts
	}
	return f.to, f.conflicts
}

type filler struct {
	from, to  *sallyport.Case // to is nil until there is something to fill
	conflicts []Conflict
}

// list fills one list; of finds it in a case.
func (f *filler) list(name string, given sallyport.Offences, of func(*sallyport.Case) *sallyport.Offences) {
	if !given.Known {
		return
	}
	copied := false
	for i := range given.List {
		for _, class := range settled(&given.List[i]) {
			path := fmt.Sprintf("%s[%d].%s", name, i, class.Fact)
			fact := sallyport.OffenceFact(class.Fact)
			if value := given.List[i][fact]; value.State != sallyport.Unknown {
				f.compare(path, value, &class)
				continue
			}
			if f.to == nil {
				c := *f.from
				c.Filled = slices.Clone(c.Filled)
				f.to = &c
			}
			if !copied {
				of(f.to).List = slices.Clone(given.List)
				copied = true
			}
			of(f.to).List[i][fact] = class.Value
			f.to.Filled = append(f.to.Filled, sallyport.Filled{Path: path, Source: class.Cite})
		}
	}
}

// compare notes a given value that neither the class nor another row for the same fact has.
func (f *filler) compare(path string, given sallyport.Value, class *Class) {
	same := func(r Row) bool { return r.Value == given }
	if same(class.Row) || slices.ContainsFunc(class.Also, same) {
		return
	}
	f.conflicts = append(f.conflicts, Conflict{path, class.describes().Format(given), class.Shows(), class.Cite})
}

// settled lists the classes of one offence: none where the statute cannot be read, or where the court or the place is
// not one that applies it.
func settled(o *sallyport.Offence) []Class {
	if o[factStatute].State != sallyport.Known {
		return nil
	}
	s, ok := Parse(o[factStatute].S, o[factPlace].S)
	if !ok || !applies(s, o) {
		return nil
	}
	grade := ""
	if o[factGrade].State == sallyport.Known {
		grade = sallyport.OffenceFacts[factGrade].Format(o[factGrade])
	}
	return Classes(s, grade)
}

// applies says whether the court, where it is known, is of the place whose statute is cited.
func applies(s Statute, o *sallyport.Offence) bool {
	if o[factCourt].State != sallyport.Known {
		return true
	}
	court := sallyport.OffenceFacts[factCourt].Format(o[factCourt])
	if placeOf(s.Code) == "us" {
		return court == "federal"
	}
	return court == "state" || court == "local"
}
