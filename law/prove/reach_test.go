package prove_test

import (
	"slices"
	"testing"

	"sallyport/law"
	"sallyport/law/compile"
	"sallyport/law/packs"
	"sallyport/law/prove"
)

func book(t testing.TB) *law.Book {
	t.Helper()
	b, err := compile.Load(packs.FS)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestReach: a rule of the form in use can be unsettled but never false; one on a day that the version does not have is
// never true.
func TestReach(t *testing.T) {
	v := book(t).Pack("us/pep").At("2015-05-06")
	want := map[string]prove.Truths{
		"us.form":               {True: true, Unknown: true},
		"pep.scope.removable":   {True: true, False: true, Unknown: true},
		"pep.time.hold48":       {True: true, False: true, Unknown: true},
		"pep.scope.subset":      {True: true},
		"pep.1d.status-element": {True: true, False: true, Unknown: true},
		// The second limb hangs on an open question, so it is never certain.
		"pep.1c.gang-participation": {False: true, Unknown: true},
	}
	for _, r := range v.Rules {
		if expected, ok := want[r.ID]; ok && slices.Contains(r.For, "hold") {
			if got := prove.Reach(v, "hold", r); got != expected {
				t.Errorf("%s: %+v, want %+v", r.ID, got, expected)
			}
			delete(want, r.ID)
		}
	}
	if len(want) > 0 {
		t.Errorf("not found: %v", want)
	}
}
