package bench

import (
	"math/rand/v2"
	"testing"

	"cel.dev/cel-go/cel"

	"sallyport"
	"sallyport/law/lawtest"
	"sallyport/law/tree"
)

// TestAgreePEP holds pep-hold.cel to the pack: with every open question answered "no" it permits what the pack permits, with every
// one answered "yes" it refuses what the pack refuses.
func TestAgreePEP(t *testing.T) {
	r, seen := pepHold(t), map[sallyport.Outcome]int{}
	program := celProgram(t, r, cel.OptOptimize)
	var cases []sallyport.Case
	for i := range 8 * hot {
		cases = append(cases, onGrounds(i))
	}
	for i, c := range asked(cases, r.action) {
		want := r.version.Judge(&c).Outcome
		seen[want]++
		for _, open := range []bool{false, true} {
			out, _, err := program.Eval(pepInput(&c, r.reads, open))
			if err != nil {
				t.Fatalf("case %d: %v", i, err)
			}
			got := ofCEL(out) == tree.True
			if got != (want == sallyport.Permitted || open && want == sallyport.Unresolved) {
				t.Fatalf("case %d, questions answered %t: cel-go says %t, the pack %s; testdata/pep-hold.cel is no longer the pack's condition",
					i, open, got, want)
			}
		}
	}
	for _, o := range []sallyport.Outcome{sallyport.Permitted, sallyport.Refused, sallyport.Unresolved} {
		if seen[o] < hot/2 {
			t.Errorf("%v: the cases do not try the condition", seen)
		}
	}
}

// onGrounds is a case in which, three times in four, everything else is in order, so that the grounds decide.
func onGrounds(number int) sallyport.Case {
	r := rand.New(rand.NewPCG(uint64(number), 5))
	c := *lawtest.Case(r)
	if r.IntN(4) == 0 {
		return c
	}
	yes, no := sallyport.BoolValue(true), sallyport.BoolValue(false)
	for path, v := range map[string]sallyport.Value{
		"person.removable": yes, "request.special_circumstances": yes, "officer.fod_national_security": no,
		"request.served_at": sallyport.TimeValue(c.At), "request.probable_cause": sallyport.IntValue(1),
	} {
		c.Facts[sallyport.CaseFact(path)] = v
	}
	form := sallyport.CaseFact("request.form")
	c.Facts[form], _ = sallyport.CaseFacts[form].EnumValue("I-247D")
	for i := range c.Convictions.List {
		border(r, &c.Convictions.List[i])
	}
	return c
}

// border brings a conviction near the borders of the narrower grounds, out of the wide ones.
func border(r *rand.Rand, o *sallyport.Offence) {
	set := func(path string, v sallyport.Value) { o[sallyport.OffenceFact(path)] = v }
	choose := func(path string, names ...string) {
		set(path, offenceValue(sallyport.OffenceFact(path), names[r.IntN(len(names))]))
	}
	set("aggravated_felony", sallyport.NoneValue)
	set("gang_element", sallyport.BoolValue(false))
	set("to_serve_days", sallyport.IntValue(89+int64(r.IntN(8)/7)))
	set("max_term_days", sallyport.IntValue([]int64{5, 6, 365, 366}[r.IntN(4)]))
	choose("grade", "misdemeanor", "misdemeanor", "felony")
	choose("court", "state", "federal", "federal", "foreign")
	choose("category", "drug_trafficking", "dui", "illegal_entry", "minor_traffic", "theft", "theft")
	if r.IntN(8) == 0 {
		set("gang_element", sallyport.BoolValue(true))
	}
	if r.IntN(8) == 0 {
		set("aggravated_felony", sallyport.IntValue(0))
	}
}
