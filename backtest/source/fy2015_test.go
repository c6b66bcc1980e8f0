package source_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sallyport"
	"sallyport/backtest/place"
	"sallyport/backtest/source"
	"sallyport/internal/outside"
)

func places(t testing.TB) *place.Table {
	t.Helper()
	all, err := place.New()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// read opens a file held in memory and calls each for every row.
func read(t testing.TB, file []byte, how source.How, each func(*source.Row, *sallyport.Case)) (problems []string, err error) {
	t.Helper()
	in := source.Input{Name: "file", Stream: bytes.NewReader(file), At: bytes.NewReader(file), Size: int64(len(file))}
	return readInput(t, in, how, each)
}

func readInput(t testing.TB, in source.Input, how source.How, each func(*source.Row, *sallyport.Case)) (problems []string, err error) {
	t.Helper()
	if how.Places == nil {
		how.Places = places(t)
	}
	s, err := source.Open(in, how)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	err = source.Each(s, func(b *source.Batch) error {
		if len(b.Rows) != len(b.Cases) {
			t.Fatalf("%d rows, %d cases", len(b.Rows), len(b.Cases))
		}
		for _, p := range b.Problems {
			kept := ""
			if p.Kept {
				kept = "kept: "
			}
			problems = append(problems, strings.TrimPrefix(fmt.Sprintf("%s%s%d: %s", kept, p.Sheet, p.Line, p.What), "0: "))
		}
		for i := range b.Rows {
			each(&b.Rows[i], &b.Cases[i])
		}
		return nil
	})
	return problems, err
}

// shared is the content of a file beside the repository; without it the test is skipped, or fails where everything is required.
func shared(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile("../../../shared/data/" + name)
	if err != nil {
		outside.Missing(t, "%s is not there, so its totals are not reproduced: %v", name, err)
	}
	return text
}

// fact writes a fact of the case as a case file would.
func fact(c *sallyport.Case, path string) string {
	i := sallyport.CaseFact(path)
	return sallyport.CaseFacts[i].Format(c.Facts[i])
}

// TestFY2015Totals reproduces the totals that the release is known by.
func TestFY2015Totals(t *testing.T) {
	file := shared(t, "ice-requests-fy2015/requests.csv.gz")
	forms, weeks, declined, byState := map[string]int{}, map[string]*[6]int{}, map[string]int{}, map[string]int{}
	levels, facts, rows, citizens, unkind := map[string]int{}, map[string]int{}, 0, 0, 0
	monday := time.Date(2015, 6, 8, 0, 0, 0, 0, time.UTC)
	problems, err := read(t, file, source.How{}, func(r *source.Row, c *sallyport.Case) {
		rows++
		forms[r.Form]++
		form := fact(c, "request.form")
		facts[form+" "+fact(c, "request.action")]++
		if week := (sallyport.Day(c.At) - sallyport.Day(monday)) / 7; sallyport.Day(c.At) >= sallyport.Day(monday) && week < 6 {
			if weeks[form] == nil {
				weeks[form] = &[6]int{}
			}
			weeks[form][week]++
		}
		byState[r.State]++
		switch r.Lift {
		case "Detainer Declined by LEA":
			declined[r.State]++
		case "United States Citizen Interviewed":
			citizens++
		}
		levels[r.Custodian.Level.String()]++
		if r.Custodian.Level == place.County && r.Custodian.Kind == "" {
			unkind++
		}
		if c.Convictions.Known || c.Charges.Known || c.At.Year()*100+int(c.At.Month()) != r.Month {
			t.Fatalf("line %d: a record that nobody saw, or another month", r.Line)
		}
	})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	all := 0
	for _, n := range declined {
		all += n
	}
	for _, test := range []struct {
		what      string
		got, want any
	}{
		{"rows", rows, 79_053},
		{"forms", forms, map[string]int{
			"I247 - Immigration Detainer - Notice of Action (as of March 2013)":    75_497,
			"I247D - Immigration Detainer - Request for Action":                    2_811,
			"I247N - Immigration Advisal - Request for Notification":               546,
			"I247 - Immigration Detainer - Notice of Action (prior to March 2013)": 199,
		}},
		{"facts", facts, map[string]int{"I-247 hold": 75_696, "I-247D hold": 2_811, "I-247N notify": 546}},
		{"weeks", weeks, map[string]*[6]int{
			"I-247": {1748, 1620, 1591, 715, 544, 286}, "I-247D": {2, 10, 106, 728, 862, 1050}, "I-247N": {0, 3, 41, 168, 147, 166},
		}},
		{"declined", all, 5_501},
		{"citizens", citizens, 55},
		{"California", [2]int{declined["CALIFORNIA"], byState["CALIFORNIA"]}, [2]int{2_134, 13_456}},
		{"Texas", [2]int{declined["TEXAS"], byState["TEXAS"]}, [2]int{82, 17_284}},
		{"levels", levels, map[string]int{"county": 44_408, "federal": 10_324, "prison": 8_093, "city": 5_312, "state": 1_896, "nowhere": 9_020}},
		{"counties without a kind", unkind, 1_179},
	} {
		if diff := cmp.Diff(test.want, test.got); diff != "" {
			t.Errorf("%s:\n%s", test.what, diff)
		}
	}
	holdPage(t, levels, unkind)
}

// holdPage holds the page on facilities to what was counted.
func holdPage(t *testing.T, levels map[string]int, unkind int) {
	t.Helper()
	page, err := os.ReadFile("../../docs/backtest/facilities.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{levels["county"], levels["federal"], levels["prison"], levels["city"], levels["state"], levels["nowhere"], unkind} {
		if text := fmt.Sprintf("%d,%03d", n/1000, n%1000); !strings.Contains(string(page), text) {
			t.Errorf("docs/backtest/facilities.md does not say %s", text)
		}
	}
}

// TestFY2015Rows holds single rows, of a copy that lies in the repository.
func TestFY2015Rows(t *testing.T) {
	text, err := os.ReadFile("testdata/fy2015.csv")
	if err != nil {
		t.Fatal(err)
	}
	first, rows := "", 0
	_, err = read(t, text, source.How{Action: "notify"}, func(r *source.Row, c *sallyport.Case) {
		if rows++; rows == 1 {
			first = fmt.Sprint(r.Line, " ", r.Month, " ", c.At.Format(time.RFC3339), " ", c.Agency, " ", r.Custodian.Level, " ", fact(c, "request.form"), " ", fact(c, "request.action"), " ", r.Lift)
		}
	})
	if want := "2 201505 2015-05-08T12:00:00Z us nowhere I-247 notify "; err != nil || first != want || rows != 299 {
		t.Errorf("%d rows, %v, the first:\n got %s\nwant %s", rows, err, first, want)
	}
	row := "Prepare Date,Detainer Type,Detainer Detention Facility,State,City,Detainer Lift Reason\r\n" +
		"6/24/2015,I247N - Immigration Advisal,COOK COUNTY JAIL,ILLINOIS,CHICAGO,\"b(6), b(7)C\"\r\n"
	_, err = read(t, []byte(row), source.How{}, func(r *source.Row, c *sallyport.Case) {
		got := fmt.Sprint(c.At.Format(time.RFC3339), " ", c.Agency, " ", fact(c, "agency_kind"), " ", fact(c, "request.form"), " ", fact(c, "request.action"), " ", r.Custodian.County, " ", r.Facility, " ", r.City, " ", r.State, " ", r.Lift)
		if want := "2015-06-24T12:00:00-05:00 us-il/cook county_jail I-247N notify us-il/cook COOK COUNTY JAIL CHICAGO ILLINOIS "; got != want {
			t.Errorf("\n got %s\nwant %s", got, want)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestProgress: the bytes that are told grow to the size of the file, and pieces can be read side by side and out of order.
func TestProgress(t *testing.T) {
	text, err := os.ReadFile("testdata/fy2015.csv")
	if err != nil {
		t.Fatal(err)
	}
	told := int64(0)
	in := source.Input{Name: "file", Stream: bytes.NewReader(text), Progress: func(n int64) {
		if n < told {
			t.Errorf("%d bytes after %d", n, told)
		}
		told = n
	}}
	s, err := source.Open(in, source.How{Places: places(t)})
	if err != nil {
		t.Fatal(err)
	}
	var pieces []source.Piece
	for {
		p, err := s.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		pieces = append(pieces, p)
	}
	rows := 0
	for i := len(pieces) - 1; i >= 0; i-- {
		var b source.Batch
		for pieces[i].Read(&b) == nil {
			rows += len(b.Rows)
		}
	}
	if rows != 299 || told != int64(len(text)) {
		t.Errorf("%d rows, %d bytes of %d told", rows, told, len(text))
	}
}

func BenchmarkFY2015(b *testing.B) {
	text, err := os.ReadFile("testdata/fy2015.csv")
	if err != nil {
		b.Fatal(err)
	}
	head, body, _ := bytes.Cut(text, []byte("\n"))
	file := append(append(bytes.Clone(head), '\n'), bytes.Repeat(body, 100)...)
	table, rows := places(b), 0
	for b.Loop() {
		rows = 0
		if _, err := read(b, file, source.How{Places: table}, func(*source.Row, *sallyport.Case) { rows++ }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
