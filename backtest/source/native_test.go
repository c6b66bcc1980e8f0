package source_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sallyport"
	"sallyport/backtest/caseparquet"
	"sallyport/backtest/place"
	"sallyport/backtest/source"
	"sallyport/casefile"
	"sallyport/law/lawtest"
)

// native are invented cases.
func native(n int) []*sallyport.Case {
	r := rand.New(rand.NewPCG(7, 8))
	all := make([]*sallyport.Case, n)
	for i := range all {
		all[i] = lawtest.Case(r)
		all[i].ID = fmt.Sprint(i)
		for k := range all[i].Convictions.List {
			for j, f := range sallyport.OffenceFacts {
				if f.Charge {
					all[i].Convictions.List[k][j] = sallyport.Value{}
				}
			}
		}
	}
	return all
}

func parquetOf(t testing.TB, cases []*sallyport.Case) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := caseparquet.NewWriter(&b, nil)
	if err == nil {
		err = w.Write(cases)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// yaml writes a case as a case file.
func yaml(t testing.TB, c *sallyport.Case) string {
	t.Helper()
	var b strings.Builder
	if err := casefile.WriteCases(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestParquetRows(t *testing.T) {
	cases := native(1200)
	told := int64(0)
	file := parquetOf(t, cases)
	in := source.Input{Name: "file", Stream: bytes.NewReader(file), At: bytes.NewReader(file), Size: int64(len(file)), Progress: func(n int64) { told = n }}
	row := 0
	problems, err := readInput(t, in, source.How{Format: source.Cases}, func(r *source.Row, c *sallyport.Case) {
		if want := yaml(t, cases[row]); row%100 == 0 && yaml(t, c) != want {
			t.Errorf("row %d:\n%s", row, cmp.Diff(want, yaml(t, c)))
		}
		if row++; r.Line != row || c.ID != cases[row-1].ID || r.Custodian.Agency != c.Agency || r.Month != c.At.Year()*100+int(c.At.Month()) {
			t.Fatalf("row %d is line %d, case %s, month %d, of %s", row, r.Line, c.ID, r.Month, r.Custodian.Agency)
		}
	})
	if err != nil || len(problems) > 0 || row != len(cases) || told == 0 {
		t.Error(row, problems, err, told)
	}
}

// TestParquetProblems: a row that is no case is listed by its number, and the rest are read in order.
func TestParquetProblems(t *testing.T) {
	cases := native(1000)
	for i, c := range cases {
		if i%3 == 1 {
			c.Agency = "Nowhere"
		}
	}
	want, got := "", ""
	for i, c := range cases {
		if i%3 != 1 {
			want += c.ID + " "
		}
	}
	problems, err := read(t, parquetOf(t, cases), source.How{}, func(_ *source.Row, c *sallyport.Case) { got += c.ID + " " })
	if err != nil || got != want {
		t.Error(err, cmp.Diff(want, got))
	}
	if len(problems) != 333 || problems[1] != `5: agency: "Nowhere" is not a place; write it as in us-ca/san-francisco` {
		t.Errorf("%d problems, the second %s", len(problems), problems[1])
	}
}

func TestJSONLines(t *testing.T) {
	line := func(agency, kind string) string {
		return fmt.Sprintf(`{"v":1,"at":"2015-05-06T23:00:00-07:00","agency":%q,"agency_kind":%q,"request":{"action":"notify"},"convictions":[{"grade":"felony"}]}`, agency, kind)
	}
	file := strings.Join([]string{
		line("us-ca/los-angeles", "county_jail"), line("us-ca/los-angeles", "city_lockup"), "", line("us-ca", "state_prison"),
		`{"v":1,"at":"2015-05-06T10:00:00","agency":"us-ct"}`, line("us-ca/los-angeles", "gaol"), `[1, 2]`, `{"v":1`,
		line("us-ct", "county_jail") + " " + line("us-ct", "county_jail"), line("us", "county_jail"),
	}, "\n")
	var got []string
	problems, err := read(t, []byte(file), source.How{}, func(r *source.Row, c *sallyport.Case) {
		got = append(got, fmt.Sprint(r.Line, r.Custodian.Level, " ", r.Custodian.County, " ", r.Custodian.Kind, " ", r.Month, " ", len(c.Convictions.List)))
	})
	want := []string{
		"1 county us-ca/los-angeles county_jail 201505 1", "2 city us-ca/los-angeles city_lockup 201505 1", "4 prison  state_prison 201505 1",
		"10 federal  county_jail 201505 1",
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
	wantProblems := []string{
		`5: at: "2015-05-06T10:00:00" is not a time with offset; write 2015-05-06T10:00:00-07:00`,
		`6: agency_kind: "gaol" is not one of county_jail, city_lockup, state_prison, probation, court, prosecutor, school_police`,
		`7: no case; a line is one JSON object that begins with {"v": 1`,
		`8: not JSON: unexpected EOF`,
		`9: two cases on one line; write one a line`,
	}
	if diff := cmp.Diff(wantProblems, problems); diff != "" {
		t.Error(diff)
	}
	long := `{"v":1,"id":"` + strings.Repeat("x", 1<<20) + `"}`
	if _, err := read(t, []byte(line("us-ct", "county_jail")+"\n"+long), source.How{}, func(*source.Row, *sallyport.Case) {}); err == nil ||
		err.Error() != "file:2: a line of more than 1048576 bytes; one case a line is read" {
		t.Error(err)
	}
}

// TestBatchMemory: a batch used again holds nothing of the rows before.
func TestBatchMemory(t *testing.T) {
	at := time.Date(2015, 5, 6, 10, 0, 0, 0, time.UTC)
	full := native(600)
	bare := make([]*sallyport.Case, 600)
	for i := range bare {
		bare[i] = &sallyport.Case{ID: "bare", At: at, Agency: "us-ct"}
	}
	file := parquetOf(t, append(full, bare...))
	_, err := read(t, file, source.How{Places: places(t)}, func(r *source.Row, c *sallyport.Case) {
		if r.Line > 600 && yaml(t, c) != "v: 1\nid: bare\nat: \"2015-05-06T10:00:00Z\"\nagency: us-ct\n" {
			t.Fatalf("row %d:\n%s", r.Line, yaml(t, c))
		}
		if r.Custodian.Level == place.Nowhere {
			t.Fatal("a case says where it is")
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

// eachCase reads a case file.
func eachCase(t testing.TB, text string, each func(*sallyport.Case)) {
	t.Helper()
	err := casefile.Cases("page", strings.NewReader(text), func(c *sallyport.Case, err error) error {
		if err == nil {
			each(c)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
