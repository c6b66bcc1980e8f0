package desk

import "testing"

// TestAnExportThatComesAgainChangesNothing: it says everything each time, and a hold among the charges is noted once.
func TestAnExportThatComesAgainChangesNothing(t *testing.T) {
	t.Parallel()
	d := newPair(t)
	j := d.jail
	for n := range 3 {
		must(t, j.CustodyFacts(t.Context(), aJailer, "s", minutes(1+n), custody, []string{"immigration", "immigration"}))
	}
	records, err := j.Records(t.Context())
	must(t, err)
	kinds := map[string]int{}
	for _, e := range records[0].Entries {
		kinds[e.Kind]++
	}
	if kinds["facts recorded"] != 1 || kinds[holdAmongCharges] != 1 {
		t.Error(kinds)
	}
}
