package synth_test

import (
	"math"
	"strings"
	"testing"

	"sallyport"
	"sallyport/backtest/synth"
)

// TestSharesAreAsStated counts the records and forms of a population.
func TestSharesAreAsStated(t *testing.T) {
	p, err := synth.Read("trac-2015", synth.BuiltIn()["trac-2015"])
	if err != nil {
		t.Fatal(err)
	}
	const people = 20000
	grade, form := sallyport.OffenceFact("grade"), sallyport.CaseFact("request.form")
	none, felony, hold := 0, 0, 0
	var c sallyport.Case
	for i := range uint64(people) {
		p.Make(7, i, &c)
		switch {
		case !c.Convictions.Known:
			t.Fatal("a record was not seen")
		case len(c.Convictions.List) == 0:
			none++
		case c.Convictions.List[0][grade].N == 0:
			felony++
		}
		if sallyport.CaseFacts[form].Format(c.Facts[form]) == "I-247D" {
			hold++
		}
		if !strings.HasPrefix(c.ID, "synthetic-") {
			t.Fatalf("%s: not labelled", c.ID)
		}
	}
	for name, got := range map[string][2]float64{"no conviction": {float64(none), 0.51}, "levels 1 and 2": {float64(felony), 0.31}, "I-247D": {float64(hold), 0.8}} {
		if math.Abs(got[0]/people-got[1]) > 0.015 {
			t.Errorf("%s: %.3f; want %g", name, got[0]/people, got[1])
		}
	}
}

// TestMakeDependsOnTheNumbersAlone makes one request after others, and by itself.
func TestMakeDependsOnTheNumbersAlone(t *testing.T) {
	p, err := synth.Read("default", synth.Default)
	if err != nil {
		t.Fatal(err)
	}
	var used, fresh sallyport.Case
	for i := range uint64(50) {
		p.Make(1, i, &used)
	}
	p.Make(1, 49, &fresh)
	if used.ID != fresh.ID || used.Facts != fresh.Facts || len(used.Convictions.List) != len(fresh.Convictions.List) {
		t.Error("the 50th request differs")
	}
}

func TestDistributionsAreRefused(t *testing.T) {
	for text, want := range map[string]string{
		"name: x\nsays: y\nfrom: 2015-01-01\nuntil: 2015-02-01\nagency: {us: 0.5}":                                "agency",
		"name: x\nsays: y\nfrom: 2015\n":                                                                          "line 3",
		"name: x\nsays: y\nfrom: 2015-01-01\nuntil: 2015-02-01\nagency: {us: 1}\nfacts: {person.nose: {long: 1}}": "person.nose",
		"name: x\nsays: y\nfrom: 2015-01-01\nuntil: 2015-02-01\nagency: {us: 1}\nfacts: {request.form: {I-9: 1}}": "request.form",
		"name: x\nweather: fine": "weather",
		"":                       "name",
	} {
		if _, err := synth.Read("test.yaml", []byte(text)); err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "test.yaml") {
			t.Errorf("%q: %v; want test.yaml: … %s", text, err, want)
		}
	}
}
