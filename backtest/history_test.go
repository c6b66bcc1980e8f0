package backtest_test

import (
	"bytes"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport"
	"sallyport/backtest"
	"sallyport/backtest/place"
	"sallyport/backtest/source"
	"sallyport/backtest/synth"
	"sallyport/internal/outside"
)

// TestNoHoldOnANotice asks a hold of every row of the FY2015 file: the 546 rows on the form I-247N are refused, under every programme and
// whatever nobody knows of the people, and no other row is settled by a form.
func TestNoHoldOnANotice(t *testing.T) {
	file, err := os.ReadFile("../../shared/data/ice-requests-fy2015/requests.csv.gz")
	if err != nil {
		outside.Missing(t, "the FY2015 requests are not there: %v", err)
	}
	all := regimes(t, "federal-only:us/pep", "federal-only:us/secure-communities", "us/pep")
	found := replayed(t, all, "hold", string(file))
	if found.Rows != 79_053 || found.Unread != 0 || len(found.Sample.Wrong) > 0 {
		t.Fatalf("%d rows, %d unread, %v", found.Rows, found.Unread, found.Sample.Wrong)
	}
	for _, line := range found.By(backtest.Action) {
		for i, n := range line.Counts {
			want := backtest.Counts{0, 0, line.Rows()}
			if strings.HasPrefix(line.B, "I247N") {
				want = backtest.Counts{0, 546, 0}
			}
			if n != want {
				t.Errorf("%s, %s: %v; want %v", all[i].Name, line.B, n, want)
			}
		}
	}
}

// replayed runs the text of a file.
func replayed(t testing.TB, all []*backtest.Regime, ask, text string) *backtest.Results {
	t.Helper()
	places, err := place.New()
	if err != nil {
		t.Fatal(err)
	}
	rows, err := source.Open(source.Input{Name: "file", Stream: strings.NewReader(text)}, source.How{Places: places, Action: source.Action(ask)})
	if err != nil {
		t.Fatal(err)
	}
	found, err := backtest.Run(&backtest.Config{Book: book(t), Regimes: all, Rows: 80_000, Sample: 2000, Ask: ask}, rows)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestJoined: rows are told apart by whether their county had joined Secure Communities in their month.
func TestJoined(t *testing.T) {
	var file bytes.Buffer
	for _, row := range []string{
		"2008-09-30T12:00:00-05:00 us-tx/harris", // the month before
		"2008-10-01T12:00:00-05:00 us-tx/harris",
		"2015-06-24T12:00:00-05:00 us-tx/harris",
		"2015-06-24T12:00:00-08:00 us-ak/denali", // without a date
		"2015-06-24T12:00:00-05:00 us-tx",        // no county
		"2015-06-24T12:00:00-05:00 us",
	} {
		at, agency, _ := strings.Cut(row, " ")
		file.WriteString(`{"v":1,"id":"x","at":"` + at + `","agency":"` + agency + `"}` + "\n")
	}
	got := map[string]int64{}
	for _, line := range replayed(t, regimes(t, "law-of-the-day"), "", file.String()).By(backtest.Joined) {
		got[line.A] = line.Rows()
	}
	if diff := cmp.Diff(map[string]int64{"not joined yet": 1, "joined": 2, "no date on the roster": 1, "county not known": 2}, got); diff != "" {
		t.Error(diff)
	}
}

// TestTRAC holds what the programme's published rule would have allowed of the people of October and November 2015, of whom only shares
// were published: as they stand, nothing is settled; if nothing but the convictions gave a ground and every request was in order, the
// convictions of levels 1 and 2 carry it, those of level 3 may, and for the 51 % without a conviction nothing is left.
func TestTRAC(t *testing.T) {
	const people = 8000
	for name, want := range map[string]map[string][2]float64{ // by the gravest conviction: the bounds of what is permitted
		"trac-2015":                 {"no conviction": {0, 1}, "felony": {0, 1}, "misdemeanor": {0, 1}},
		"trac-2015-no-other-ground": {"no conviction": {0, 0}, "felony": {1, 1}, "misdemeanor": {0, 1}},
	} {
		p, err := synth.Read(name, synth.BuiltIn()[name])
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Notes) < 3 {
			t.Errorf("%s: its reports say nothing of the gap between rule and practice", name)
		}
		found, err := backtest.Run(&backtest.Config{Book: book(t), Regimes: regimes(t, "federal-only:us/pep"), Rows: people, Sample: people},
			&rowsOf{people, 0, func(i int, c *sallyport.Case) { p.Make(1, uint64(i), c) }})
		if err != nil || len(found.Sample.Wrong) > 0 || found.Invented != people {
			t.Fatal(err, found.Sample.Wrong, found.Invented)
		}
		for _, line := range found.By(backtest.Grade) {
			n := float64(line.Rows())
			if got := [2]float64{float64(line.Counts[0].Permitted()) / n, float64(line.Counts[0].Upper()) / n}; got != want[line.A] {
				t.Errorf("%s, %s: %v; want %v", name, line.A, got, want[line.A])
			}
		}
		if name == "trac-2015" {
			continue
		}
		all := found.Under(0)
		for what, share := range map[string][2]float64{
			"lower":   {float64(all.Permitted()), 0.31},
			"upper":   {float64(all.Upper()), 0.49},
			"refused": {float64(all.Refused()), 0.51},
		} {
			if math.Abs(share[0]/people-share[1]) > 0.02 {
				t.Errorf("%s: %s %.3f; want %g", name, what, share[0]/people, share[1])
			}
		}
	}
}

// TestChange counts rows that one regime allows and another refuses, at least and at most.
func TestChange(t *testing.T) {
	p, err := synth.Read("default", synth.Default)
	if err != nil {
		t.Fatal(err)
	}
	made := func(i int, c *sallyport.Case) { p.Make(1, uint64(i), c) }
	all := regimes(t, "federal-only:us/secure-communities@2010-01-01", "federal-only:us/pep")
	const rows = 600
	found, err := backtest.Run(&backtest.Config{Book: book(t), Regimes: all, Rows: rows, Sample: 100}, &rowsOf{rows, 0, made})
	if err != nil {
		t.Fatal(err)
	}
	want := backtest.Change{From: 0, To: 1}
	for i := range rows {
		var c sallyport.Case
		made(i, &c)
		was, is := all[0].Decide(&c).Outcome, all[1].Decide(&c).Outcome
		tally := func(sum *[2]int64, permitted, refused sallyport.Outcome) {
			if permitted == sallyport.Permitted && refused == sallyport.Refused {
				sum[0]++
			}
			if permitted != sallyport.Refused && refused != sallyport.Permitted {
				sum[1]++
			}
		}
		tally(&want.Narrowed, was, is)
		tally(&want.Opened, is, was)
	}
	if got := found.Change(0, 1); got != want || want.Narrowed[0] == 0 || want.Narrowed[1] == want.Narrowed[0] {
		t.Errorf("%+v; one by one %+v", got, want)
	}
	if back := found.Change(1, 0); back.Narrowed != want.Opened || back.Opened != want.Narrowed {
		t.Errorf("the other way round: %+v", back)
	}
}
