package casefile_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport"
	"sallyport/casefile"
)

const good = `v: 1
id: one
at: 2015-05-06T10:00:00-07:00
agency: us-ca/san-francisco
agency_kind: county_jail
request: {action: hold, form: I-247D, probable_cause: [biometric, proceedings], warrant: none}
person: {us_citizen: false, final_order: none, born: 1980-02-03, gang_participation: {intentional: true, furthering: false, age: 17}}
convictions:
  - {statute: Cal. Penal Code 459, on: 2001-02-03, grade: felony, listed: AE, to_serve_days: 90}
charges: []
`

// read returns the cases and errors of one text.
func read(t *testing.T, text string) (cases []*sallyport.Case, problems []string) {
	t.Helper()
	err := casefile.Cases("case.yaml", strings.NewReader(text), func(c *sallyport.Case, err error) error {
		if err != nil {
			problems = append(problems, err.Error())
			return nil
		}
		cases = append(cases, c)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return cases, problems
}

// facts lists what a case knows, as PATH = VALUE.
func facts(c *sallyport.Case) []string {
	var all []string
	for i := range sallyport.CaseFacts {
		if c.Facts[i].State != sallyport.Unknown {
			all = append(all, sallyport.CaseFacts[i].Path+" = "+sallyport.CaseFacts[i].Format(c.Facts[i]))
		}
	}
	for _, o := range c.Convictions.List {
		for i := range sallyport.OffenceFacts {
			if o[i].State != sallyport.Unknown {
				all = append(all, sallyport.OffenceFacts[i].Path+" = "+sallyport.OffenceFacts[i].Format(o[i]))
			}
		}
	}
	return all
}

var wantFacts = []string{
	"agency_kind = county_jail", "request.action = hold", "request.form = I-247D",
	"request.probable_cause = [proceedings, biometric]", "request.warrant = none", "request.warrant.signer = none",
	"request.warrant.basis = none", "person.born = 1980-02-03", "person.us_citizen = false",
	"person.final_order = none", "person.gang_participation = given", "person.gang_participation.intentional = true",
	"person.gang_participation.furthering = false", "person.gang_participation.age = 17",
	"statute = Cal. Penal Code 459", "grade = felony", "on = 2001-02-03", "to_serve_days = 90", "listed = AE",
}

func TestReadsYAML(t *testing.T) {
	cases, problems := read(t, good+"---\n"+good)
	if len(problems) > 0 || len(cases) != 2 {
		t.Fatalf("%d cases, errors %v", len(cases), problems)
	}
	if diff := cmp.Diff(wantFacts, facts(cases[0])); diff != "" {
		t.Error(diff)
	}
	if !cases[0].Charges.Known || len(cases[0].Charges.List) != 0 {
		t.Error("charges: [] must be a list known to be empty")
	}
}

func TestReadsJSONLines(t *testing.T) {
	line := `{"v":1,"at":"2015-05-06T10:00:00-07:00","agency":"us-ct","request":{"action":"notify"}}`
	broken := `{"v":1,"at":"2015-05-06T10:00:00-07:00","agency":"us-ct","reqest":{}}`
	cases, problems := read(t, line+"\n"+broken+"\n"+line+"\n")
	if len(cases) != 2 {
		t.Errorf("%d cases were read, want the two good ones", len(cases))
	}
	if diff := cmp.Diff([]string{"case.yaml:2: reqest: unknown key"}, problems); diff != "" {
		t.Error(diff)
	}
}

func TestMalformed(t *testing.T) {
	for _, test := range []struct{ old, new, want string }{
		{"agency_kind:", "agency_knd:", "case.yaml:5: agency_knd: unknown key"},
		{"v: 1", "v: 2", `case.yaml:1: v: "2"; this program reads version 1`},
		{"T10:00:00-07:00", "T10:00:00", `case.yaml:3: at: "2015-05-06T10:00:00" is not a time with offset; write 2015-05-06T10:00:00-07:00`},
		{"at: 2015-05-06T10:00:00-07:00\n", "", "case.yaml:1: at: missing; every case has it"},
		{"county_jail", "county_gaol", `case.yaml:5: agency_kind: "county_gaol" is not one of county_jail, city_lockup, state_prison, probation, court, prosecutor, school_police`},
		{"us_citizen: false", "us_citizen: no", `case.yaml:7: person.us_citizen: "no"; write true or false, or leave the key out where it is not known`},
		{"us_citizen: false", "us_citizen: false, us_citizen: true", "case.yaml:7: person.us_citizen: given twice"},
		{"on: 2001-02-03", "on: 2001-02-30", `case.yaml:9: convictions[0].on: "2001-02-30" is not a day; write 2015-05-06`},
		{"to_serve_days: 90", "to_serve_days: -1", `case.yaml:9: convictions[0].to_serve_days: "-1" is not a whole number from 0`},
		{"grade: felony", "pending: true", "case.yaml:9: convictions[0].pending: belongs to a charge, not to a conviction"},
		{"warrant: none", "warrant: yes", `case.yaml:6: request.warrant: "yes"; write none, or its keys`},
		{"us-ca/san-francisco", "San Francisco", `case.yaml:4: agency: "San Francisco" is not a place; write it as in us-ca/san-francisco`},
		{"charges: []", "charges: none", "case.yaml:10: charges: expected a list; [] means that there are none"},
		{"charges: []", "charges: [", "case.yaml:10: not YAML: did not find expected node content"},
		{"id: one", "id: &a one", ""},
		{"id: one", "id: *a", "case.yaml:1: not YAML: unknown anchor 'a' referenced"},
	} {
		_, problems := read(t, strings.Replace(good, test.old, test.new, 1))
		if got := strings.Join(problems, "\n"); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.new, got, test.want)
		}
	}
}

func TestEmptyAndTruncated(t *testing.T) {
	for text, want := range map[string]string{
		"":                   "case.yaml:1: empty; a case begins with v: 1",
		"{\"v\": 1,\n\"at\"": "case.yaml:2: not JSON: unexpected EOF",
		"[1, 2]":             "case.yaml:1: expected keys and values",
		"null":               "case.yaml:1: expected keys and values",
	} {
		_, problems := read(t, text)
		if got := strings.Join(problems, "\n"); got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
}

// FuzzCases: no input makes the reader panic, and every error names a line.
func FuzzCases(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte(`{"v":1,"at":"2015-05-06T10:00:00-07:00","agency":"us-ct","convictions":[{"on":"2001-02-03"}]}`))
	f.Add([]byte("a: &a [*a]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		err := casefile.Cases("f", strings.NewReader(string(text)), func(_ *sallyport.Case, err error) error {
			if err != nil && !strings.HasPrefix(err.Error(), "f:") {
				t.Fatalf("no file and line in %q", err)
			}
			if err != nil {
				return io.EOF
			}
			return nil
		})
		if err != nil && !errors.Is(err, io.EOF) {
			t.Fatal(err)
		}
	})
}
