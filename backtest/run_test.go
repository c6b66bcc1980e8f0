package backtest_test

import (
	"io"
	"math/rand/v2"
	"reflect"
	"runtime"
	"testing"

	"sallyport"
	"sallyport/backtest"
	"sallyport/backtest/source"
	"sallyport/law"
	"sallyport/law/lawtest"
	"sallyport/law/packs"
)

func book(t testing.TB) *law.Book {
	t.Helper()
	b, err := packs.Book()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func regimes(t testing.TB, names ...string) []*backtest.Regime {
	t.Helper()
	all, err := backtest.Regimes(book(t), names)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// random makes row i: known, with a few facts hidden, or with many.
func random(i int, c *sallyport.Case) {
	r := rand.New(rand.NewPCG(uint64(i), 5))
	*c = *lawtest.Case(r)
	switch i % 4 {
	case 1, 2:
		lawtest.Hide(r, c)
	case 3:
		lawtest.Forget(r, c, 0.05)
	}
	if r.IntN(2) == 0 {
		c.Facts[sallyport.CaseFact("request.received_at")] = sallyport.TimeValue(c.At.AddDate(0, 0, r.IntN(900)-450))
	}
	if r.IntN(40) == 0 {
		c.Facts[sallyport.CaseFact("request.action")] = sallyport.Value{}
	}
}

// rowsOf serves n rows made by each, in pieces of 700.
type rowsOf struct {
	n, at int
	each  func(i int, c *sallyport.Case)
}

func (r *rowsOf) Extras() []string { return nil }
func (r *rowsOf) Close() error     { return nil }

func (r *rowsOf) Next() (source.Piece, error) {
	if r.at >= r.n {
		return nil, io.EOF
	}
	r.at += 700
	return &rowsOf{min(r.at, r.n), r.at - 700, r.each}, nil
}

func (r *rowsOf) Read(b *source.Batch) error {
	if r.at >= r.n {
		return io.EOF
	}
	b.Cases, b.Rows = make([]sallyport.Case, min(300, r.n-r.at)), make([]source.Row, min(300, r.n-r.at))
	for i := range b.Cases {
		r.each(r.at, &b.Cases[i])
		r.at++
		b.Rows[i].Line = r.at
	}
	return nil
}

var severalRegimes = []string{
	"law-of-the-day", "us/pep", "us/secure-communities", "us/pep@2015-06-01", "us/secure-communities@2013-01-01", "us/secure-communities@2014-12-01",
	"federal-only:us/pep", "federal-only:us/secure-communities@2010-01-01",
}

// TestPlanesAgreeWithDecide holds every row under every regime to the engine's own decision.
func TestPlanesAgreeWithDecide(t *testing.T) {
	all := regimes(t, severalRegimes...)
	const rows = 400
	found, err := backtest.Run(&backtest.Config{Book: book(t), Regimes: all, Rows: rows, Sample: rows}, &rowsOf{rows, 0, random})
	if err != nil {
		t.Fatal(err)
	}
	if found.Rows != rows || found.Sample.Decisions != rows*int64(len(all)) || len(found.Sample.Wrong) > 0 {
		t.Fatalf("%d rows, %d decisions, disagreements %v", found.Rows, found.Sample.Decisions, found.Sample.Wrong)
	}
	for i, r := range all {
		want := backtest.Counts{}
		for row := range rows {
			var c sallyport.Case
			random(row, &c)
			for n, o := range []sallyport.Outcome{sallyport.Permitted, sallyport.Refused, sallyport.Unresolved} {
				if r.Decide(&c).Outcome == o {
					want[n]++
				}
			}
		}
		if got := found.Under(i); got != want {
			t.Errorf("%s: %v; one by one %v", r.Name, got, want)
		}
		if want.Permitted() == 0 || want.Refused() == 0 || want.Unresolved() == 0 {
			t.Errorf("%s: %v: the rows do not try the regime", r.Name, want)
		}
	}
}

// TestPlainRegimesAreDecide holds what a regime means to the engine with the programme named on the case.
func TestPlainRegimesAreDecide(t *testing.T) {
	b, all := book(t), regimes(t, "law-of-the-day", "us/pep", "federal-only:us/pep", "us/pep@2015-06-01")
	federal := law.NewBook([]*law.Pack{b.Pack("us/pep")})
	for i := range 300 {
		var c sallyport.Case
		random(i, &c)
		c.Program = ""
		named, alone := c, c
		named.Program, alone.Program = "us/pep", "us/pep"
		for _, action := range []string{"notify", "hold", "transfer", "interview"} {
			alone.Facts[sallyport.CaseFact("local_policy."+action)] = sallyport.Value{}
		}
		for n, want := range []sallyport.Decision{b.Decide(&c), b.Decide(&named), federal.Decide(&alone)} {
			if got := all[n].Decide(&c); got.Outcome != want.Outcome || !reflect.DeepEqual(got.Doors, want.Doors) {
				t.Fatalf("row %d, %s: %v; want %v", i, all[n].Name, got, want)
			}
		}
		if got := all[3].Decide(&c); got.Doors[0].Version != "2015-01-05" && got.Doors[0].Place == "us" {
			t.Fatalf("row %d: judged by the text of %s", i, got.Doors[0].Version)
		}
	}
}

// TestCoresChangeNothing runs the same on one core and on several, in chunks of other sizes.
func TestCoresChangeNothing(t *testing.T) {
	all := regimes(t, "law-of-the-day", "us/pep", "us/secure-communities")
	var want *backtest.Results
	for _, cores := range []int{1, 3} {
		before := runtime.GOMAXPROCS(cores)
		found, err := backtest.Run(&backtest.Config{Book: book(t), Regimes: all, Rows: 1500, Sample: 200, Seed: 4}, &rowsOf{1500, 0, random})
		runtime.GOMAXPROCS(before)
		if err != nil {
			t.Fatal(err)
		}
		if found.Sample.Rows < 120 || found.Sample.Rows > 300 {
			t.Errorf("%d rows sampled; about 200 were asked for", found.Sample.Rows)
		}
		found.Times = backtest.Times{}
		if want == nil {
			want = found
		} else if !reflect.DeepEqual(found, want) {
			t.Error("the results differ")
		}
	}
}

func TestRegimesAreRefused(t *testing.T) {
	for _, names := range [][]string{{}, {"pep"}, {"us/pep@2030-01-01"}, {"us/pep@x"}, {"us-ca/trust"}, {"us/pep", "us/pep"}} {
		if all, err := backtest.Regimes(book(t), names); err == nil {
			t.Errorf("%q: read as %v", names, all)
		} else {
			t.Log(err)
		}
	}
}
