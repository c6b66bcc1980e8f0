package prove_test

import (
	"strings"
	"testing"

	"sallyport/law/prove"
)

// TestNotes: a ground that another one covers, a test that the days of the text settle, and a rule that cannot apply.
func TestNotes(t *testing.T) {
	b := edited(t, "us-ca/values", "(a)(1)(B)\n        sure: read CA-SB54\n        bars: \"true\"",
		"(a)(1)(B)\n        sure: read CA-SB54\n        bars: \"!on_or_after(at, '2017-01-01')\"")
	said := map[string]string{}
	for _, v := range b.Pack("us-ca/values").Versions {
		notes, err := prove.Notes(v)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range notes {
			said[n.Rule.ID] += n.Says + "\n"
		}
	}
	for _, want := range []string{"cannot apply on the days of its text", "on_or_after(at, '2017-01-01') is always true on the days of its text"} {
		if !strings.Contains(said["us-ca.values-2018.hold"], want) {
			t.Errorf("the hold rule: no %q in %q", want, said["us-ca.values-2018.hold"])
		}
	}
	v := book(t).Pack("us/pep").At("2015-05-06")
	notes, err := prove.Notes(v)
	if err != nil {
		t.Fatal(err)
	}
	idle := map[string]bool{}
	for _, n := range notes {
		if strings.HasPrefix(n.Says, "never decides") {
			idle[n.Rule.ID] = true
		}
	}
	// The rule on driving is one of the listed classes; special circumstances are asked by no other rule.
	if !idle["pep.2b.dui"] || idle["pep.request.detention-special"] || idle["pep.1c.gang-conviction"] {
		t.Errorf("idle: %v", idle)
	}
}
