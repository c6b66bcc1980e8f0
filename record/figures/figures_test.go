package figures

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sallyport/record"
)

var digest = strings.Repeat("0", 64)

// logOf is a log of leaves.
func logOf(t testing.TB, leaves ...record.Published) *Log {
	t.Helper()
	l := &Log{Checkpoint: Checkpoint{Origin: "log.example/hub", Size: uint64(len(leaves)), Root: "x"}}
	for i, p := range leaves {
		leaf, err := record.Encode(p)
		if err != nil {
			t.Fatal(err)
		}
		if err := l.Add(uint64(i), leaf); err != nil {
			t.Fatal(err)
		}
	}
	return l
}

// heads are those of the days of a month, without some.
func heads(month string, without ...int) (all []record.Published) {
	first, err := time.Parse("2006-01", month)
	if err != nil {
		panic(err)
	}
	for day := first; day.Month() == first.Month(); day = day.AddDate(0, 0, 1) {
		missing := false
		for _, w := range without {
			missing = missing || day.Day() == w
		}
		if !missing {
			all = append(all, record.Day{Day: day.Format(time.DateOnly), Digest: digest, Need: 1, Room: 1})
		}
	}
	return all
}

func TestWhatANumberMeans(t *testing.T) {
	leaves := append(heads("2015-08"), heads("2015-09", 13)...)
	leaves = append(leaves,
		record.Line{Kind: "received", Day: "2015-08-03", Place: "us-ca/los-angeles", N: 40},
		record.Line{Kind: "received", Day: "2015-08-04", Place: "us-ca/los-angeles", N: 2},
		record.Line{Kind: "received", Day: "2015-09-04", Place: "us-ca/los-angeles", N: 5},
		record.Line{Kind: "requested", Day: "2015-08-04", Place: "us-ca", N: 3},
		record.Line{Kind: "requested", Day: "2015", Place: "us", N: 7})
	l := logOf(t, leaves...)
	for query, want := range map[string]Figure{
		"kind=received place=us-ca/los-angeles month=2015-08":  {Count: 42, State: Counted, Days: 31, Of: 31},
		"kind=requested place=us-ca/los-angeles month=2015-08": {State: Zero, Days: 31, Of: 31},
		"kind=received place=us-ca/los-angeles month=2015-09":  {Count: 5, State: SoFar, Days: 29, Of: 30},
		"kind=requested place=us-ca/los-angeles month=2015-09": {State: NotReported, Days: 29, Of: 30},
		"kind=requested place=us-ca/los-angeles month=2015-10": {State: NotReported, Of: 31},
		"kind=requested place=us-ca/kern month=2015-08":        {State: Within, Days: 31, Of: 31},
		"kind=requested place=us-ca/kern month=2015-09":        {State: Within, Days: 29, Of: 30},
		"kind=requested month=2015-08":                         {Count: 3, State: Counted, Days: 31, Of: 31},
		"kind=requested year=2015":                             {Count: 10, State: SoFar, Days: 60, Of: 365},
		"kind=requested place=us year=2015":                    {Count: 7, State: SoFar, Days: 60, Of: 365},
		"kind=requested month=":                                {Count: 7, State: SoFar, Days: 60, Of: 61},
		"kind=requested month=*":                               {Count: 3, State: SoFar, Days: 60, Of: 61},
		"kind=lapsed":                                          {State: NotReported, Days: 60, Of: 61},
		"kind=lapsed month=2015-08":                            {State: Zero, Days: 31, Of: 31},
	} {
		q, err := ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		want.Query = q.String()
		if diff := cmp.Diff(want, l.Count(q)); diff != "" {
			t.Errorf("%s: %s", query, diff)
		}
	}
	open := record.Settings{Node: "hub", Slot: 60, Width: 8, Batch: "02:00"}
	some := record.Line{Kind: "received", Day: "2015-07-01", Place: "us-ca/kern", N: 1}
	for query, want := range map[string]State{"place=us-ca/kern month=2015-08": Zero, "place=us-ca/inyo month=2015-08": Within} {
		q, err := ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		if got := logOf(t, append(heads("2015-08"), open, some)...).Count(q).State; got != want {
			t.Errorf("where every place has a name, %s: %s, want %s", query, got, want)
		}
		hides := open
		hides.Volume = 300
		if got := logOf(t, append(heads("2015-08"), hides, some, open)...).Count(q).State; got != Within {
			t.Errorf("where some had none once, %s: %s", query, got)
		}
	}
	if got := new(Log).Count(nil); got.State != NotReported {
		t.Errorf("a log without any batch: %+v", got)
	}
}

func TestQueries(t *testing.T) {
	q, err := ParseQuery("  month=2015-08 place=us-ca/los-angeles\tkind=answered reason= ")
	if err != nil || q.String() != "kind=answered place=us-ca/los-angeles month=2015-08 reason=" {
		t.Errorf("%q, %v", q, err)
	}
	for _, wrong := range []string{"answered", "colour=red", "kind=a kind=b", "month=2015-13", "month=2015", "year=15", strings.Repeat("kind=a ", 200)} {
		if q, err := ParseQuery(wrong); err == nil {
			t.Errorf("%q was read as %q", wrong, q)
		}
	}
	for _, m := range measures {
		if _, err := ParseQuery(m.query); err != nil {
			t.Error(err)
		}
	}
	for _, s := range shares {
		for _, query := range append(s.part, s.whole...) {
			if _, err := ParseQuery(query); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestGroundsNotSupported(t *testing.T) {
	door := func(outcome, reason string, n int) record.Line {
		return record.Line{Kind: "request-door", Day: "2015-08-04", Place: "us-ca/los-angeles", Outcome: outcome, Reason: reason, N: n}
	}
	again := door("refused", "recalled", 100)
	again.Kind = "request-door-again"
	l := logOf(t, append(heads("2015-08"), door("permitted", "", 5), door("refused", "", 3), door("unresolved", "", 2), door("unresolved", "only-the-copy", 30), again)...)
	for _, s := range l.Shares() {
		if s.Name == "ground not supported" && (s.N != 5 || s.Of != 40) {
			t.Errorf("%+v", s)
		}
	}
	if len(l.Shares()) != 2 {
		t.Errorf("%+v", l.Shares())
	}
}

// drawn are leaves of lines, of so many different ones.
func drawn(t testing.TB, n, different int) [][]byte {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	leaves := make([][]byte, n)
	kinds := []string{"received", "requested", "answered", "request-door", "both-doors", "hold-ended"}
	for i := range leaves {
		place := random.IntN(different/60 + 1)
		l := record.Line{Kind: kinds[random.IntN(len(kinds))], Day: time.Date(2015, 1, 1+random.IntN(365), 0, 0, 0, 0, time.UTC).Format(time.DateOnly),
			Place: fmt.Sprintf("us-ca/county-%03d", place), N: 1 + random.IntN(50)}
		if l.Kind != "received" {
			l.Action, l.Form = "hold", "I-247D"
		}
		if strings.HasSuffix(l.Kind, "s") || strings.HasSuffix(l.Kind, "door") {
			l.Outcome, l.Rules, l.Packs, l.Engine = "refused", []string{fmt.Sprint("pep.rule", random.IntN(10))}, []string{"us/pep@2015-01-05#8f88bad9a48acdb1"}, "law 1"
		}
		leaf, err := record.Encode(l)
		if err != nil {
			t.Fatal(err)
		}
		leaves[i] = leaf
	}
	return leaves
}

// TestALeafLikeOneBeforeCountsTheSame: what is read by its likeness comes to what decoding each leaf comes to.
func TestALeafLikeOneBeforeCountsTheSame(t *testing.T) {
	leaves := drawn(t, 5000, 600)
	quick, want := new(Log), map[string]int{}
	for i, leaf := range leaves {
		if err := quick.Add(uint64(i), leaf); err != nil {
			t.Fatal(err)
		}
		p, err := record.Decode(leaf)
		if err != nil {
			t.Fatal(err)
		}
		l := p.(record.Line)
		n := l.N
		l.Day, l.N = l.Day[:7], 0
		want[fmt.Sprint(l)] += n
	}
	for _, r := range quick.rows {
		l := *r
		l.N = 0
		if want[fmt.Sprint(l)] != r.N {
			t.Fatalf("%+v: want %d", r, want[fmt.Sprint(l)])
		}
		delete(want, fmt.Sprint(l))
	}
	if len(want) > 0 {
		t.Errorf("%d kinds of line were not counted", len(want))
	}
}

// TestALeafOfAnotherFormIsNone: likeness is no way round the one form that a leaf has.
func TestALeafOfAnotherFormIsNone(t *testing.T) {
	const good = "sallyport line v1\n" + `{"kind":"received","day":"2015-08-03","place":"us","n":3}` + "\n"
	for _, bad := range []string{
		strings.Replace(good, "2015-08-03", "2015-08-32", 1), strings.Replace(good, "2015-08-03", "2015-08-3", 1), strings.Replace(good, "2015-08-03", "2015-08", 1),
		strings.Replace(good, `"n":3`, `"n":03`, 1), strings.Replace(good, `"n":3`, `"n":+3`, 1), strings.Replace(good, `"n":3`, `"n":0`, 1),
		strings.Replace(good, `"n":3`, `"n":-3`, 1), strings.Replace(good, `"n":3`, `"n": 3`, 1), strings.Replace(good, `"n":3`, `"n":99999999999999999999`, 1),
		strings.TrimSuffix(good, "\n"), good + " ", strings.Replace(good, `,"n":3`, `,"n":1,"n":3`, 1), strings.Replace(good, `"day"`, `"x":1,"day"`, 1),
	} {
		l := new(Log)
		if err := l.Add(0, []byte(good)); err != nil {
			t.Fatal(err)
		}
		if err := l.Add(1, []byte(bad)); err == nil {
			t.Errorf("%q was read", bad)
		}
		if got := l.Count(nil).Count; got != 3 {
			t.Errorf("%q: counted %d", bad, got)
		}
	}
}

// TestEveryRowIsItsQuery: a row's number is what its query comes to, in every table.
func TestEveryRowIsItsQuery(t *testing.T) {
	l := logOf(t, heads("2015-03")...)
	for i, leaf := range drawn(t, 3000, 200) {
		if err := l.Add(uint64(i), leaf); err != nil {
			t.Fatal(err)
		}
	}
	rows := 0
	for _, table := range l.Tables() {
		for _, r := range table.Rows {
			q, err := ParseQuery(r.Query)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(r.Figure, l.Count(q)); diff != "" {
				t.Errorf("%s: %s", table.Name, diff)
			}
			rows++
		}
	}
	if rows < 100 {
		t.Fatalf("only %d rows", rows)
	}
}

// BenchmarkLines reads a million lines of 3,000 places' and kinds.
func BenchmarkLines(b *testing.B) {
	leaves := drawn(b, 1_000_000, 3000)
	b.ResetTimer()
	for b.Loop() {
		l := new(Log)
		for i, leaf := range leaves {
			if err := l.Add(uint64(i), leaf); err != nil {
				b.Fatal(err)
			}
		}
		l.Tables()
	}
	b.ReportMetric(float64(b.N)*float64(len(leaves))/b.Elapsed().Seconds(), "lines/s")
}

func FuzzQuery(f *testing.F) {
	f.Add("kind=answered place=us-ca/los-angeles month=2015-08")
	f.Fuzz(func(t *testing.T, query string) {
		q, err := ParseQuery(query)
		if err != nil {
			return
		}
		if again, err := ParseQuery(q.String()); err != nil || again.String() != q.String() {
			t.Errorf("%q, then %q: %v", q, again, err)
		}
	})
}
