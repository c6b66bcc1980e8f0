package backtest_test

import (
	"testing"

	"sallyport"
	"sallyport/backtest"
	"sallyport/backtest/synth"
)

// tenRegimes are those that the figures of docs/why/performance.md are measured under.
var tenRegimes = []string{
	"law-of-the-day", "us/pep", "us/secure-communities", "us/secure-communities@2010-01-01", "us/secure-communities@2013-01-01",
	"us/secure-communities@2014-12-01", "us/directive-10074-2@2017-06-01", "federal-only:us/pep", "federal-only:us/secure-communities@2010-01-01",
	"federal-only:us/secure-communities@2013-01-01",
}

// BenchmarkRun judges rows of the default population, made as they are read, under ten regimes.
func BenchmarkRun(b *testing.B) {
	p, err := synth.Read("default", synth.Default)
	if err != nil {
		b.Fatal(err)
	}
	all := regimes(b, tenRegimes...)
	const rows = 200_000
	var t backtest.Times
	for b.Loop() {
		found, err := backtest.Run(&backtest.Config{Book: book(b), Regimes: all, Rows: rows, Sample: 1000}, &rowsOf{rows, 0, func(i int, c *sallyport.Case) {
			p.Make(1, uint64(i), c)
		}})
		if err != nil {
			b.Fatal(err)
		}
		t = found.Times
		b.ReportMetric(float64(found.Judged)/float64(rows), "judged/row")
	}
	for name, part := range map[string]float64{"encode": t.Encode.Seconds(), "judge": t.Judge.Seconds(), "count": t.Count.Seconds(), "prepare": t.Prepare.Seconds()} {
		b.ReportMetric(part*1e9/rows, name+"-ns/row")
	}
}
