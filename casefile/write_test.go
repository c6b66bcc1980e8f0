package casefile_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sallyport"
	"sallyport/casefile"
)

// anyCase draws a case that a file can hold.
func anyCase(t *rapid.T) *sallyport.Case {
	zone := time.FixedZone("", 60*rapid.IntRange(-12*60, 14*60).Draw(t, "offset"))
	c := &sallyport.Case{
		ID:     rapid.StringMatching(`[ -~é]{0,12}`).Draw(t, "id"),
		At:     time.UnixMicro(rapid.Int64Range(0, 4e15).Draw(t, "at")).In(zone),
		Agency: rapid.SampledFrom([]string{"us", "us-ca/san-francisco", "us-on"}).Draw(t, "agency"),
	}
	if rapid.Bool().Draw(t, "named") {
		c.Program = "us/pep"
	}
	for i := range sallyport.CaseFacts {
		switch f := &sallyport.CaseFacts[i]; {
		case f.Path == "at" || f.Path == "agency" || f.Path == "state":
		case f.Parent == "":
			c.Facts[i] = anyValue(t, f)
		default: // its object stands before it
			switch c.Facts[sallyport.CaseFact(f.Parent)].State {
			case sallyport.Known:
				below := *f
				below.None = false
				c.Facts[i] = anyValue(t, &below)
			case sallyport.None:
				c.Facts[i] = sallyport.NoneValue
			}
		}
	}
	anyOffences(t, &c.Convictions, false)
	anyOffences(t, &c.Charges, true)
	return c
}

func anyOffences(t *rapid.T, list *sallyport.Offences, charges bool) {
	if list.Known = rapid.Bool().Draw(t, "seen"); !list.Known {
		return
	}
	list.List = make([]sallyport.Offence, rapid.IntRange(0, 3).Draw(t, "offences"))
	for i := range list.List {
		for j := range sallyport.OffenceFacts {
			if f := &sallyport.OffenceFacts[j]; charges || !f.Charge {
				list.List[i][j] = anyValue(t, f)
			}
		}
	}
}

func anyValue(t *rapid.T, f *sallyport.Fact) sallyport.Value {
	switch n := rapid.IntRange(0, 2).Draw(t, f.Path); {
	case n == 0:
		return sallyport.Value{}
	case n == 1 && f.None:
		return sallyport.NoneValue
	}
	switch f.Kind {
	case sallyport.Bool:
		return sallyport.BoolValue(rapid.Bool().Draw(t, "bool"))
	case sallyport.Int:
		return sallyport.IntValue(rapid.Int64Range(0, 1<<31-1).Draw(t, "int"))
	case sallyport.Enum:
		return sallyport.IntValue(rapid.Int64Range(0, int64(len(f.Values)-1)).Draw(t, "enum"))
	case sallyport.Set:
		return sallyport.IntValue(rapid.Int64Range(0, 1<<len(f.Values)-1).Draw(t, "set"))
	case sallyport.Date:
		return sallyport.IntValue(rapid.Int64Range(-40000, 80000).Draw(t, "day"))
	case sallyport.Time:
		return sallyport.IntValue(rapid.Int64Range(-2e15, 7e15).Draw(t, "instant"))
	case sallyport.Object:
		return sallyport.IntValue(1)
	}
	return sallyport.TextValue(rapid.OneOf(
		rapid.StringMatching(`[ -~é]{0,20}`),
		rapid.SampledFrom([]string{"none", "null", "true", "2015-05-06", "12", "A: b", "- x", "#", "on", "~", "a\nb", "\t", "0x1F", "1_000"}),
	).Draw(t, "text"))
}

var sameTimes = cmp.Comparer(func(a, b time.Time) bool {
	return a.Format(time.RFC3339Nano) == b.Format(time.RFC3339Nano)
})

// TestWhatIsWrittenIsReadBack: reading undoes writing, to the last fact.
func TestWhatIsWrittenIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := []*sallyport.Case{anyCase(t), anyCase(t)}
		var text bytes.Buffer
		if err := casefile.WriteCases(&text, want...); err != nil {
			t.Fatal(err)
		}
		var got []*sallyport.Case
		written := text.String()
		err := casefile.Cases("written.yaml", &text, func(c *sallyport.Case, err error) error {
			got = append(got, c)
			return err
		})
		if err != nil {
			t.Fatalf("%v in\n%s", err, written)
		}
		if diff := cmp.Diff(want, got, sameTimes); diff != "" {
			t.Fatalf("%s in\n%s", diff, written)
		}
	})
}

func TestScenariosAreReadBack(t *testing.T) {
	var c sallyport.Case
	rapid.Check(t, func(t *rapid.T) { c = *anyCase(t) })
	want := []casefile.Scenario{
		{Name: "all", Source: "Gov. Code 7282.5: a", Case: c, Expect: casefile.Expect{
			Outcome: sallyport.Permitted, Doors: map[string]sallyport.Outcome{"us": "refused", "us-ca/on": "silent"},
			Rules: []string{"a.b"}, Missing: []string{}, Unsettled: []string{"x", "y"}, Duties: []string{"d"}, HoldUntil: c.At,
		}},
		{Name: "none", Case: c},
	}
	var text bytes.Buffer
	if err := casefile.WriteScenarios(&text, &want[0], &want[1]); err != nil {
		t.Fatal(err)
	}
	got, err := casefile.Scenarios("written.yaml", bytes.NewReader(text.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	for i := range got {
		got[i].Line = 0
	}
	if diff := cmp.Diff(want, got, sameTimes); diff != "" {
		t.Error(diff)
	}
}

// TestWrittenCaseIsReadable: what is written is laid out for people.
func TestWrittenCaseIsReadable(t *testing.T) {
	cases, problems := read(t, good)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var text strings.Builder
	if err := casefile.WriteCases(&text, cases...); err != nil {
		t.Fatal(err)
	}
	const want = `v: 1
id: one
at: "2015-05-06T10:00:00-07:00"
agency: us-ca/san-francisco
agency_kind: county_jail
request:
  action: hold
  form: I-247D
  probable_cause: [proceedings, biometric]
  warrant: none
person:
  born: "1980-02-03"
  us_citizen: false
  final_order: none
  gang_participation:
    intentional: true
    furthering: false
    age: 17
convictions:
  - statute: Cal. Penal Code 459
    grade: felony
    "on": "2001-02-03"
    to_serve_days: 90
    listed: AE
charges: []
`
	if diff := cmp.Diff(want, text.String()); diff != "" {
		t.Error(diff)
	}
}

func TestUnwritableTextIsAnError(t *testing.T) {
	c := &sallyport.Case{Agency: "us", ID: "\xff"}
	if err := casefile.WriteCases(new(bytes.Buffer), c); err == nil || strings.Contains(fmt.Sprint(err), "\n") {
		t.Errorf("got %v, want an error of one line", err)
	}
}
