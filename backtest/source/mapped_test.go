package source_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport"
	"sallyport/backtest/mapping"
	"sallyport/backtest/source"
)

// block is the code block of a page that follows a text.
func block(t *testing.T, page, after, language string) string {
	t.Helper()
	_, rest, ok := strings.Cut(page, after)
	_, rest, fenced := strings.Cut(rest, "```"+language+"\n")
	text, _, closed := strings.Cut(rest, "```")
	if !ok || !fenced || !closed {
		t.Fatalf("no block after %q", after)
	}
	return text
}

// TestThePageRuns reads the example of docs/backtest/mapping.md and holds it to what the page says comes out.
func TestThePageRuns(t *testing.T) {
	text, err := os.ReadFile("../../docs/backtest/mapping.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(text)
	m, err := mapping.Read("requests.yaml", strings.NewReader(block(t, page, "`requests.yaml`", "yaml")))
	if err != nil {
		t.Fatal(err)
	}
	var cases, lifts []string
	problems, err := read(t, []byte(block(t, page, "`requests.csv`", "csv")), source.How{Map: m}, func(r *source.Row, c *sallyport.Case) {
		cases = append(cases, yaml(t, c))
		lifts = append(lifts, r.Facility+" "+r.City+" "+r.Lift+" "+r.Extra[0])
	})
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(block(t, page, "one a row:", "yaml"), "---\n")
	if diff := cmp.Diff(canonical(t, want), canonical(t, cases)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"MARIN CO. JAIL San Rafael notified A", "MARIN CO. JAIL San Rafael declined B", "MARIN CO. JAIL San Rafael released "}, lifts); diff != "" {
		t.Error(diff)
	}
	if got, want := strings.Join(problems, "\n")+"\n", block(t, page, "listed and not judged:", ""); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// canonical writes cases in one way.
func canonical(t *testing.T, texts []string) []string {
	t.Helper()
	var all []string
	eachCase(t, strings.Join(texts, "---\n"), func(c *sallyport.Case) { all = append(all, yaml(t, c)) })
	return all
}

func TestMappedRows(t *testing.T) {
	m := mapped(t, `
v: 1
columns:
  When: at
  Where: agency
  Kind: agency_kind
  Bases: {fact: request.probable_cause, values: {B: [biometric], BS: [biometric, statements], "0": []}}
  Warrant: {fact: request.warrant, values: {none: none}}
  Signer: {fact: request.warrant.signer, values: {judge: state_judge}}
  Served: request.served_at
  Reg: {fact: person.csar_registrant, blank: false}
  Age: person.gang_participation.age
  Note: extra
facts: {request.form: I-247D, request.action: interview}
`)
	file := "When,Where,Kind,Bases,Warrant,Signer,Served,Reg,Age,Note,Other\n" +
		"2015-05-06,us-ca/marin,county_jail,BS,,judge,2015-05-06T09:00:00-07:00,yes,17,a,x\n" +
		"2015-05-06,us-ca/marin,gaol,X,none,,none,,-1,b,x\n" +
		"2015-05-06,Marin,,,,,,,,c,x\n" +
		",us-ca/marin,,,,,,,,d,x\n" +
		"2015-05-06,,,,,,,,,e,x\n"
	var cases []string
	problems, err := read(t, []byte(file), source.How{Map: m}, func(r *source.Row, c *sallyport.Case) {
		cases = append(cases, yaml(t, c)+"# "+r.Extra[0]+" "+r.Form+" "+r.Custodian.Level.String())
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`v: 1
at: "2015-05-06T12:00:00-07:00"
agency: us-ca/marin
agency_kind: county_jail
request:
  action: interview
  form: I-247D
  probable_cause: [biometric, statements]
  warrant:
    signer: state_judge
  served_at: "2015-05-06T09:00:00-07:00"
person:
  gang_participation:
    age: 17
  csar_registrant: true
# a I-247D county`, `v: 1
at: "2015-05-06T12:00:00-07:00"
agency: us-ca/marin
request:
  action: interview
  form: I-247D
  warrant: none
  served_at: none
person:
  csar_registrant: false
# b I-247D county`, `v: 1
at: "2015-05-06T12:00:00Z"
agency: us
request:
  action: interview
  form: I-247D
person:
  csar_registrant: false
# e I-247D nowhere`,
	}
	if diff := cmp.Diff(want, cases); diff != "" {
		t.Error(diff)
	}
	wantProblems := []string{
		"kept: 1: columns that are not read: Other",
		`kept: 3: Kind: "gaol" is not one of county_jail, city_lockup, state_prison, probation, court, prosecutor, school_police`,
		`kept: 3: Bases: "X" is not among its values`,
		`kept: 3: Age: "-1" is not a whole number from 0`,
		`4: agency: "Marin" is not a place; write it as in us-ca/san-francisco`,
		"5: the moment of the request is blank; without it a request cannot be judged",
	}
	if diff := cmp.Diff(wantProblems, problems); diff != "" {
		t.Error(diff)
	}
}

// TestEncodings: a mapping says what a file is written in.
func TestEncodings(t *testing.T) {
	m := mapped(t, "v: 1\nencoding: latin-1\nseparator: \"\t\"\ncolumns: {When: at, Jail: facility, State: state}\n")
	var got []string
	_, err := read(t, []byte("When\tJail\tState\n2015-05-06\tCA\xd1ON CITY \x93JAIL\x94\tCO\n"), source.How{Map: m}, func(r *source.Row, c *sallyport.Case) {
		got = append(got, r.Facility, c.Agency)
	})
	if err != nil || !slices.Equal(got, []string{"CAÑON CITY “JAIL”", "us-co"}) {
		t.Error(got, err)
	}
	if _, err := read(t, []byte("When\tState\n2015-05-06\tCO\n"), source.How{Map: m}, nil); err == nil || err.Error() != "file:1: no column jail; the columns are When, State" {
		t.Error(err)
	}
}

func mapped(t testing.TB, text string) *mapping.Mapping {
	t.Helper()
	m, err := mapping.Read("map.yaml", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return m
}
