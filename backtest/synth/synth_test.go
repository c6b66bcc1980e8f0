package synth_test

import (
	"bytes"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"sallyport"
	"sallyport/backtest/caseparquet"
	"sallyport/backtest/place"
	"sallyport/backtest/source"
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
		"name: x\nsays: y\nfrom: 2015\n":                                                                          "test.yaml:3: ",
		"name: x\nsays: y\nfrom: 2015-01-01\nuntil: 2015-02-01\nagency: {us: 1}\nfacts: {person.nose: {long: 1}}": "person.nose",
		"name: x\nsays: y\nfrom: 2015-01-01\nuntil: 2015-02-01\nagency: {us: 1}\nfacts: {request.form: {I-9: 1}}": "request.form",
		"name: x\nweather: fine": "test.yaml:2: field weather not found",
		"":                       "name",
	} {
		if _, err := synth.Read("test.yaml", []byte(text)); err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "test.yaml") {
			t.Errorf("%q: %v; want test.yaml: … %s", text, err, want)
		}
	}
}

// TestFilesSayTheSame reads a population again from lines and from columns: the cases are those that were made.
func TestFilesSayTheSame(t *testing.T) {
	for name, text := range synth.BuiltIn() {
		p, err := synth.Read(name, text)
		if err != nil {
			t.Fatal(err)
		}
		var lines, columns bytes.Buffer
		out, err := caseparquet.NewWriter(&columns, p.Paths())
		if err != nil {
			t.Fatal(err)
		}
		made := make([]*sallyport.Case, 300)
		for i := range made {
			made[i] = &sallyport.Case{}
			p.Make(3, uint64(i), made[i])
			line, err := synth.JSON(made[i])
			if err != nil {
				t.Fatal(err)
			}
			lines.Write(append(line, '\n'))
		}
		if err := errors.Join(out.Write(made), out.Close()); err != nil {
			t.Fatal(err)
		}
		for file, in := range map[string]*bytes.Buffer{"lines": &lines, "columns": &columns} {
			for i, got := range readAgain(t, in.Bytes()) {
				want := made[i]
				for j := range want.Facts {
					if got.Facts[j] != want.Facts[j] && !slices.Contains(filled, sallyport.CaseFacts[j].Path) {
						t.Fatalf("%s, %s, case %d: %s is %v; made as %v", name, file, i, sallyport.CaseFacts[j].Path, got.Facts[j], want.Facts[j])
					}
				}
				if !got.At.Equal(want.At) || got.Agency != want.Agency || got.ID != want.ID || !slices.Equal(got.Convictions.List, want.Convictions.List) ||
					!slices.Equal(got.Charges.List, want.Charges.List) || got.Convictions.Known != want.Convictions.Known || got.Charges.Known != want.Charges.Known {
					t.Fatalf("%s, %s, case %d differs", name, file, i)
				}
			}
		}
	}
}

// filled are facts that a reader fills in.
var filled = []string{"at", "agency", "state"}

func readAgain(t testing.TB, file []byte) []sallyport.Case {
	t.Helper()
	places, err := place.New()
	if err != nil {
		t.Fatal(err)
	}
	rows, err := source.Open(source.Input{Name: "file", Stream: bytes.NewReader(file), At: bytes.NewReader(file), Size: int64(len(file))}, source.How{Places: places})
	if err != nil {
		t.Fatal(err)
	}
	var all []sallyport.Case
	err = source.Each(rows, func(b *source.Batch) error {
		if len(b.Problems) > 0 {
			return errors.New(b.Problems[0].What)
		}
		for i := range b.Cases {
			c := b.Cases[i]
			c.Convictions.List, c.Charges.List = slices.Clone(c.Convictions.List), slices.Clone(c.Charges.List)
			c.Agency, c.ID = strings.Clone(c.Agency), strings.Clone(c.ID)
			all = append(all, c)
		}
		return nil
	})
	if err != nil || len(all) != 300 {
		t.Fatal(len(all), err)
	}
	return all
}

// TestStatement: a population says what it is in its file, and what a file says is read within bounds.
func TestStatement(t *testing.T) {
	p, err := synth.Read("trac-2015", synth.BuiltIn()["trac-2015"])
	if err != nil {
		t.Fatal(err)
	}
	text, err := p.Statement()
	if err != nil {
		t.Fatal(err)
	}
	s, err := synth.ReadStatement(string(text))
	if err != nil || s.Name != p.Name || s.Says != p.Says || !slices.Equal(s.Notes, p.Notes) {
		t.Errorf("%v, %v", s, err)
	}
	for _, bad := range []string{"", "{}", `{"name":1}`, `{"name":"x","says":"` + strings.Repeat("x", 1<<16) + `"}`} {
		if _, err := synth.ReadStatement(bad); err == nil {
			t.Errorf("%.40q was read", bad)
		}
	}
}
