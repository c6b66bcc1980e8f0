package bench

import (
	"path"
	"strconv"
	"testing"

	"sallyport"
	"sallyport/law/tree"
)

// measure is one row of BenchmarkLaw: its name is group/engine/cases, and for batches the rule before and the cores after.
type measure struct {
	group, rule, engine, cases string
	cores                      int                                // of batches
	run                        func(b *testing.B) (decisions int) // in one turn of the loop
}

func (m measure) name() string {
	name := path.Join(m.group, m.rule, m.engine, m.cases)
	if m.cores > 0 {
		name += "/cores=" + strconv.Itoa(m.cores)
	}
	return name
}

// BenchmarkLaw is everything that is measured about the law, each row with how many times as many decisions it makes as cel-go on the
// same rule and as many cores. cel-go goes first. TestLawTable runs the same and prints a table.
func BenchmarkLaw(b *testing.B) {
	all, peer := measures(b), map[string]float64{}
	for _, isPeer := range []bool{true, false} {
		for _, m := range all {
			if isPeer == (m.engine == "cel-go") {
				b.Run(m.name(), func(b *testing.B) { m.beside(b, peer) })
			}
		}
	}
}

// beside runs the measure and reports its pace beside the peer's, or notes the peer's own.
func (m measure) beside(b *testing.B, peer map[string]float64) {
	decisions := m.run(b)
	pace := float64(decisions) * float64(b.N) / b.Elapsed().Seconds()
	if m.engine == "cel-go" {
		peer[m.name()] = pace
	}
	m.engine, m.cases = "cel-go", "known"
	if other, ok := peer[m.name()]; ok {
		b.ReportMetric(pace/other, "x-cel-go")
	}
}

func measures(t testing.TB) []measure {
	var all []measure
	for _, e := range single {
		all = append(all, measure{group: "one", engine: e.name, cases: "known", run: oneByOne(e, knownCases)})
	}
	for _, e := range forgetful {
		all = append(all, measure{group: "one", engine: e.name, cases: "missing=5%", run: oneByOne(e, missingCases)})
	}
	all = append(all,
		measure{group: "decide", engine: "ours", cases: "known", run: decide(knownCases)},
		measure{group: "decide", engine: "ours", cases: "missing=5%", run: decide(missingCases)})
	return append(all, batches(nine(t), pepHold(t))...)
}

var (
	answered tree.Tri
	decided  sallyport.Decision
)

// oneByOne asks the rule of nine tests of one case after the other.
func oneByOne(e engine, cases func() []sallyport.Case) func(b *testing.B) int {
	return func(b *testing.B) int {
		ask := e.open(b, cases())
		hotLoop(b, func(i int) {
			var err error
			if answered, err = ask(i); err != nil {
				b.Fatal(err)
			}
		})
		return 1
	}
}

// decide is the full decision, which no peer has: programme, California, San Francisco and the agency's policy, with rules,
// citations, duties and the missing facts by name.
func decide(cases func() []sallyport.Case) func(b *testing.B) int {
	return func(b *testing.B) int {
		book, cases := book(b), cases()
		hotLoop(b, func(i int) { decided = book.Decide(&cases[i]) })
		return 1
	}
}

// hotLoop measures case after case when each was seen once: what an engine keeps from one case to the next it has by then.
func hotLoop(b *testing.B, each func(i int)) {
	for i := range hot {
		each(i)
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		each(i % hot)
		i++
	}
}
