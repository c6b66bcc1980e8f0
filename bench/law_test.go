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
	cores                      int // of batches
	run                        func(b *testing.B)
}

func (m measure) name() string {
	name := path.Join(m.group, m.rule, m.engine, m.cases)
	if m.cores > 0 {
		name += "/cores=" + strconv.Itoa(m.cores)
	}
	return name
}

// BenchmarkLaw is everything that is measured about the law. TestLawTable runs the same and prints ratios.
func BenchmarkLaw(b *testing.B) {
	for _, m := range measures(b) {
		b.Run(m.name(), m.run)
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
func oneByOne(e engine, cases func() []sallyport.Case) func(b *testing.B) {
	return func(b *testing.B) {
		ask := e.open(b, cases())
		hotLoop(b, func(i int) {
			var err error
			if answered, err = ask(i); err != nil {
				b.Fatal(err)
			}
		})
	}
}

// decide is the full decision, which no peer has: programme, California, San Francisco and the agency's policy, with rules,
// citations, duties and the missing facts by name.
func decide(cases func() []sallyport.Case) func(b *testing.B) {
	return func(b *testing.B) {
		book, cases := book(b), cases()
		hotLoop(b, func(i int) { decided = book.Decide(&cases[i]) })
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
