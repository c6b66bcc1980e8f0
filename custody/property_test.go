package custody_test

import (
	"cmp"
	stdcsv "encoding/csv"
	stdjson "encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sallyport"
	"sallyport/casefile"
	"sallyport/custody"
)

const bothMap = `
zone: America/New_York
formats: ["YYYY-MM-DD HH:mm"]
complete: [charges]
columns:
  no: booking
  tcn: tcn
  out: release.eligible_at
  why: {fact: release.basis, values: {S: sentence_served, D: charges_dropped, "-": unknown}}
  born: person.born
  text: charge
  class: {fact: charges.grade, values: {F: felony, M: misdemeanor, "-": unknown}}
  pending: charges.pending
`

var (
	bookingColumns = []string{"no", "tcn", "out", "why", "born"}
	chargeColumns  = []string{"text", "class", "pending"}
)

// stay is an invented booking: its cells, and those of its rows.
type stay struct {
	cells   []string
	charges [][]string
}

func drawStays(t *rapid.T) []stay {
	cell := func(label string, of ...string) string { return rapid.SampledFrom(of).Draw(t, label) }
	stays := make([]stay, rapid.IntRange(1, 6).Draw(t, "stays"))
	for i := range stays {
		stays[i].cells = []string{fmt.Sprint(i + 1), cell("tcn", "", "ALDER00000"+fmt.Sprint(i)), cell("out", "", "2015-05-06 10:00", "2015-11-01 12:00"),
			cell("why", "", "S", "D", "-"), cell("born", "", "1990-01-01")}
		for range rapid.IntRange(1, 4).Draw(t, "charges") {
			stays[i].charges = append(stays[i].charges, []string{cell("text", "THEFT", "ICE HOLD", "DHS HOLD", "HOLD FOR BIRCH COUNTY"),
				cell("class", "", "F", "M", "-"), cell("pending", "", "true", "no")})
		}
	}
	return stays
}

// asCSV writes the rows in an order in which those of a booking keep theirs.
func asCSV(stays []stay, r *rand.Rand) string {
	var rows [][]string
	left := slices.Clone(stays)
	for len(left) > 0 {
		i := r.IntN(len(left))
		s := &left[i]
		rows = append(rows, slices.Concat(s.cells, s.charges[0]))
		if s.charges = s.charges[1:]; len(s.charges) == 0 {
			left = slices.Delete(left, i, i+1)
		}
	}
	var text strings.Builder
	w := stdcsv.NewWriter(&text)
	_ = w.Write(slices.Concat(bookingColumns, chargeColumns))
	_ = w.WriteAll(rows) // into memory
	return text.String()
}

func asJSON(stays []stay) string {
	object := func(names, cells []string) map[string]any {
		o := map[string]any{}
		for i, name := range names {
			o[name] = cells[i]
		}
		return o
	}
	var all []map[string]any
	for _, s := range stays {
		o, charges := object(bookingColumns, s.cells), []any{}
		for _, c := range s.charges {
			charges = append(charges, object(chargeColumns, c))
		}
		o["list"] = charges
		all = append(all, o)
	}
	text, _ := stdjson.Marshal(all) // maps of texts
	return string(text)
}

// placeless takes the places in the file off, and puts bookings in the order of their numbers.
func placeless(bookings []*custody.Booking) []*custody.Booking {
	for _, b := range bookings {
		b.Line = 0
		for i := range b.Facts {
			b.Facts[i].Source = ""
		}
		for i := range b.Charges {
			b.Charges[i].Line = 0
		}
		for i := range b.Holds {
			b.Holds[i].Line = 0
		}
		for i := range b.Doubts {
			b.Doubts[i].Line = 0
		}
	}
	slices.SortFunc(bookings, func(a, b *custody.Booking) int { return cmp.Compare(a.Number, b.Number) })
	return bookings
}

// TestCSVAndJSONAgree writes the same bookings as CSV, in any order of their rows, and as JSON, and reads the same.
func TestCSVAndJSONAgree(t *testing.T) {
	forCSV, forJSON := mapping(t, bothMap), mapping(t, bothMap+"list: list\n")
	rapid.Check(t, func(rt *rapid.T) {
		stays := drawStays(rt)
		order := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "order"), 1))
		fromCSV, wrong := all(t, "a", csv(asCSV(stays, order)), forCSV)
		fromJSON, wrongJSON := all(t, "a", json(asJSON(stays)), forJSON)
		if wrong+wrongJSON != "" || len(fromCSV) != len(stays) {
			rt.Fatalf("%d of %d bookings; %s%s", len(fromCSV), len(stays), wrong, wrongJSON)
		}
		for _, b := range fromCSV {
			takenAsCase(t, b)
		}
		if diff := gocmp.Diff(placeless(fromCSV), placeless(fromJSON)); diff != "" {
			rt.Fatalf("(-CSV +JSON):\n%s", diff)
		}
	})
}

// takenAsCase reads the facts of a booking as a case file, whose reader is the strictest there is.
func takenAsCase(t testing.TB, b *custody.Booking) {
	t.Helper()
	groups := map[string][]string{}
	document := []string{`"v":1`, `"at":"2015-05-06T10:00:00-04:00"`, `"agency":"us-ct"`}
	for _, f := range b.Facts {
		group, name, below := strings.Cut(f.Path, ".")
		if !below {
			document = append(document, fmt.Sprintf("%q:%s", f.Path, f.Value))
			continue
		}
		groups[group] = append(groups[group], fmt.Sprintf("%q:%s", name, f.Value))
	}
	for group, facts := range groups {
		document = append(document, fmt.Sprintf("%q:{%s}", group, strings.Join(facts, ",")))
	}
	text := "{" + strings.Join(document, ",") + "}"
	err := casefile.Cases("booking.json", strings.NewReader(text), func(_ *sallyport.Case, err error) error { return err })
	if err != nil {
		t.Fatalf("%s\n%v", text, err)
	}
	if slices.ContainsFunc(b.Facts, func(f custody.Fact) bool { return f.Path == "charges" }) && len(b.Doubts) > 0 {
		t.Fatalf("charges of a booking with a doubt: %+v", b)
	}
}

func fuzz(f *testing.F, mapText string, read func(string) reader, seeds ...string) {
	m := mapping(f, mapText)
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		bookings, _ := all(t, "a", read(text), m)
		for _, b := range bookings {
			if b.Number == "" || b.Line < 1 {
				t.Fatalf("%+v", b)
			}
			takenAsCase(t, b)
		}
	})
}

func FuzzCSV(f *testing.F) {
	fuzz(f, bothMap, csv, "no,tcn,out,why,born,text,class,pending\n1,ALDER000001,2015-05-06 10:00,S,1990-01-01,ICE HOLD,F,no\n",
		"no,tcn,out,why,born,text,class,pending\n1,,\"2\n3\",,,THEFT,,\n1,,,,,HOLD,,\n")
}

func FuzzJSON(f *testing.F) {
	fuzz(f, bothMap+"list: list\n", json, `[{"no":1,"tcn":"ALDER000001","out":"2015-05-06 10:00","born":"1990-01-01","list":[{"text":"THEFT","class":"F","pending":true}]}]`,
		"{\"no\":\"1\"}\n{\"list\":[{}]}")
}

func FuzzMapping(f *testing.F) {
	for _, seed := range []string{plainMap, jsonMap, bothMap, "{\"v\":1,\"columns\":{\"a\":\"booking\"}}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, err := custody.ReadMapping("map.yaml", strings.NewReader(text))
		if (m == nil) == (err == nil) {
			t.Fatalf("mapping %v and error %v", m, err)
		}
		if err == nil {
			_, _ = all(t, "a", csv("a,b\n1,2\n"), m)
		}
	})
}

// TestEveryHourOfAYear reads each hour as the clocks of a zone show it: it comes back, or is refused as one that came twice.
func TestEveryHourOfAYear(t *testing.T) {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	m := mapping(t, bothMap)
	text, twice := "no,tcn,out,why,born,text,class,pending\n", 0
	start := time.Date(2015, 1, 1, 0, 0, 0, 0, zone)
	var want []time.Time
	for i := range 365 * 24 {
		at := start.Add(time.Duration(i) * time.Hour)
		text += fmt.Sprintf("%d,,%s,,,,,\n", i, at.Format("2006-01-02 15:04"))
		want = append(want, at)
	}
	bookings, problems := all(t, "a", csv(text), m)
	for _, b := range bookings {
		var i int
		_, _ = fmt.Sscan(b.Number, &i)
		if got := b.Facts[0].Value; got != `"`+want[i].Format(time.RFC3339)+`"` {
			t.Errorf("%v came back as %s", want[i], got)
		}
	}
	if twice = strings.Count(problems, "twice"); twice != 2 || len(bookings) != len(want)-2 {
		t.Errorf("%d bookings of %d, %d refused as hours that came twice: want 2\n%s", len(bookings), len(want), twice, problems)
	}
}
