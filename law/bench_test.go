package law_test

import (
	"math/rand/v2"
	"testing"

	"sallyport"
	"sallyport/law"
	"sallyport/law/lawtest"
	"sallyport/law/packs"
)

// distinctCases makes n cases of San Francisco in the programme's years, each fact missing with the given chance.
func distinctCases(n int, missing float64) []*sallyport.Case {
	cases := make([]*sallyport.Case, n)
	for i := range cases {
		r := rand.New(rand.NewPCG(uint64(i), 3))
		c := lawtest.Case(r)
		c.Agency = "us-ca/san-francisco"
		lawtest.Forget(r, c, missing)
		cases[i] = c
	}
	return cases
}

var sink sallyport.Decision

// BenchmarkDecide is one full decision (programme, California, San Francisco twice, agency policy) with rules,
// citations, facts and missing facts, on 1,024 distinct cases.
func BenchmarkDecide(b *testing.B) {
	book, err := packs.Book()
	if err != nil {
		b.Fatal(err)
	}
	for _, bench := range []struct {
		name    string
		missing float64
	}{{"known", 0}, {"missing=5%", 0.05}} {
		cases := distinctCases(1024, bench.missing)
		b.Run(bench.name, func(b *testing.B) { benchmarkDecide(b, book, cases) })
	}
}

func benchmarkDecide(b *testing.B, book *law.Book, cases []*sallyport.Case) {
	for _, c := range cases { // the briefs of all of them are made
		sink = book.Decide(c)
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		sink = book.Decide(cases[i%len(cases)])
		i++
	}
}
