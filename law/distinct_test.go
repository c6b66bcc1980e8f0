package law_test

import (
	"testing"
	"time"

	"sallyport"
	"sallyport/law"
	"sallyport/law/tree"
)

// TestOneKeyCountsOnce: a first offence of an incident that does not count must not let the incident count twice. One incident
// with a felony and one with an offence of unknown grade are not certainly two with a felony each.
func TestOneKeyCountsOnce(t *testing.T) {
	grade, incident := sallyport.OffenceFact("grade"), sallyport.OffenceFact("incident")
	felony := tree.NewAtom(tree.Atom{Test: tree.TestIn, Mask: 1, Refs: []tree.Ref{{Offence: true, Fact: grade}}})
	v := &law.Version{Pack: &law.Pack{ID: "us/test", Place: "us"}, Binds: law.AllKinds}
	v.Rules = []*law.Rule{{ID: "test", Kind: law.Needs, For: []string{"hold"}, When: tree.Distinct(tree.Convictions, 2, incident, felony)}}
	v.Link()

	c := &sallyport.Case{At: time.Date(2015, 5, 6, 10, 0, 0, 0, time.UTC), Agency: "us-oh/franklin"}
	c.Facts[sallyport.CaseFact("request.action")], _ = sallyport.CaseFacts[sallyport.CaseFact("request.action")].EnumValue("hold")
	c.Facts[sallyport.CaseFact("person.us_citizen")] = sallyport.BoolValue(false)
	c.Facts[sallyport.CaseFact("person.citizenship_indicated")] = sallyport.BoolValue(false)
	c.Convictions = sallyport.Offences{Known: true, List: make([]sallyport.Offence, 3)}
	for i, name := range []string{"A", "A", "B"} {
		c.Convictions.List[i][incident] = sallyport.TextValue(name)
	}
	c.Convictions.List[0][grade] = sallyport.IntValue(1) // a misdemeanour
	c.Convictions.List[1][grade] = sallyport.IntValue(0) // a felony of the same incident
	if got := v.Judge(c).Outcome; got != sallyport.Unresolved {
		t.Errorf("%s; want unresolved: the grade of the other incident decides", got)
	}
	c.Convictions.List[2][grade] = sallyport.IntValue(1)
	if got := v.Judge(c).Outcome; got != sallyport.Refused {
		t.Errorf("%s; want refused: one incident has a felony", got)
	}
}
