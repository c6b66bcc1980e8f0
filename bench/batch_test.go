package bench

import (
	"os"
	"runtime"
	"strconv"
	"sync"
	"testing"

	"cel.dev/cel-go/cel"

	"sallyport"
	"sallyport/law/batch"
)

// batches are the measures of the rules over many distinct cases.
func batches(rules ...rule) []measure {
	known, missing := lazyCrowd(rules, 0), lazyCrowd(rules, 0.05)
	var all []measure
	for i, r := range rules {
		add := func(engine, cases string, run func(b *testing.B, cores int) (decisions int)) {
			for _, cores := range []int{1, 2} {
				all = append(all, measure{"batch", r.name, engine, cases, cores, onCores(cores, run)})
			}
		}
		add("ours-planes", "known", func(b *testing.B, cores int) int { return known(b).of[i].answer(b, cores) })
		add("ours-planes", "missing=5%", func(b *testing.B, cores int) int { return missing(b).of[i].answer(b, cores) })
		add("ours-planes-settled", "missing=5%", func(b *testing.B, cores int) int { return missing(b).of[i].settle(b, cores) })
		add("ours-encode+planes", "known", func(b *testing.B, cores int) int { return known(b).of[i].encode(b, cores) })
		add("ours-encode+planes", "missing=5%", func(b *testing.B, cores int) int { return missing(b).of[i].encode(b, cores) })
		add("cel-go", "known", func(b *testing.B, cores int) int { return known(b).of[i].askCEL(b, cores) })
	}
	return all
}

// lazyCrowd makes the crowd once, when it is first asked for.
func lazyCrowd(rules []rule, missing float64) func(t testing.TB) *crowd {
	var c *crowd
	return func(t testing.TB) *crowd {
		if c == nil {
			c = newCrowd(t, rules, missing)
		}
		return c
	}
}

// onCores runs a batch again and again with so many cores, the collector's work included, and reports decisions a second.
func onCores(cores int, run func(b *testing.B, cores int) (decisions int)) func(b *testing.B) int {
	return func(b *testing.B) int {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
		b.ReportAllocs()
		decisions := run(b, cores)
		b.ReportMetric(float64(decisions)*float64(b.N)/b.Elapsed().Seconds(), "decisions/s")
		return decisions
	}
}

// crowd is many cases, as planes for each rule; those of the first blocks are kept as they are too.
type crowd struct {
	kept []sallyport.Case
	of   []*encoded
}

// encoded is a crowd as one rule reads it.
type encoded struct {
	crowd      *crowd
	rule       rule
	dictionary *batch.Dictionary
	program    *batch.Program
	blocks     []*batch.Block
	inputs     []map[string]any // the kept cases for cel-go
}

// keptBlocks is how many blocks of cases are kept: 16,384 cases are far more than the caches hold.
const keptBlocks = 4

// crowdBlocks is how many blocks of cases are made: of 65,536 cases, or as many as SALLYPORT_BENCH_CASES says.
func crowdBlocks() int {
	n, err := strconv.Atoi(os.Getenv("SALLYPORT_BENCH_CASES"))
	if err != nil {
		n = 1 << 16
	}
	return max(keptBlocks, n/batch.BlockSize)
}

func newCrowd(t testing.TB, rules []rule, missing float64) *crowd {
	c := &crowd{kept: make([]sallyport.Case, keptBlocks*batch.BlockSize)}
	for _, r := range rules {
		d, p := planesOf(t, r)
		c.of = append(c.of, &encoded{c, r, d, p, make([]*batch.Block, crowdBlocks()), nil})
	}
	each(2, crowdBlocks(), func(_, i int) {
		cases := make([]sallyport.Case, batch.BlockSize)
		if i < keptBlocks {
			cases = c.block(i)
		}
		for j := range cases {
			cases[j] = someCase(i*batch.BlockSize+j, missing)
		}
		for _, e := range c.of {
			encoder := e.dictionary.NewEncoder()
			e.blocks[i] = e.dictionary.NewBlock()
			encoder.Add(cases)
			encoder.Seal(e.blocks[i])
		}
	})
	return c
}

// block is the i-th block of the cases that are kept.
func (c *crowd) block(i int) []sallyport.Case { return c.kept[i*batch.BlockSize:][:batch.BlockSize] }

// each calls work for 0 to n-1 on the cores, which it numbers.
func each(cores, n int, work func(core, i int)) {
	var wait sync.WaitGroup
	for core := range cores {
		wait.Go(func() {
			for i := core; i < n; i += cores {
				work(core, i)
			}
		})
	}
	wait.Wait()
}

func (e *encoded) answers(cores int) []*batch.Answers {
	all := make([]*batch.Answers, cores)
	for i := range all {
		all[i] = e.program.NewAnswers()
	}
	return all
}

// answer runs the program over all planes.
func (e *encoded) answer(b *testing.B, cores int) int {
	answers := e.answers(cores)
	for b.Loop() {
		each(cores, len(e.blocks), func(core, i int) { e.program.Run(e.blocks[i], answers[core]) })
	}
	return len(e.blocks) * batch.BlockSize
}

// settle makes the answers exact, which takes the cases themselves.
func (e *encoded) settle(b *testing.B, cores int) int {
	answers := e.answers(cores)
	for b.Loop() {
		each(cores, keptBlocks, func(core, i int) {
			cases := e.crowd.block(i)
			e.program.Run(e.blocks[i], answers[core])
			e.program.Settle(e.blocks[i], answers[core], func(i int) *sallyport.Case { return &cases[i] })
		})
	}
	return len(e.crowd.kept)
}

// encode makes the planes from the cases each time, and runs the program over them.
func (e *encoded) encode(b *testing.B, cores int) int {
	answers := e.answers(cores)
	encoders, blocks := make([]*batch.Encoder, cores), make([]*batch.Block, cores)
	for i := range encoders {
		encoders[i], blocks[i] = e.dictionary.NewEncoder(), e.dictionary.NewBlock()
	}
	for b.Loop() {
		each(cores, keptBlocks, func(core, i int) {
			encoders[core].Add(e.crowd.block(i))
			encoders[core].Seal(blocks[core])
			e.program.Run(blocks[core], answers[core])
		})
	}
	return len(e.crowd.kept)
}

// askCEL is cel-go on the kept cases. They are its own values beforehand, with every open question answered "no".
func (e *encoded) askCEL(b *testing.B, cores int) int {
	if e.inputs == nil {
		for i := range e.crowd.kept {
			e.inputs = append(e.inputs, pepInput(&e.crowd.kept[i], e.rule.reads, false))
		}
	}
	program := celProgram(b, e.rule, cel.OptOptimize)
	for b.Loop() {
		each(cores, len(e.inputs), func(_, i int) {
			if _, _, err := program.Eval(e.inputs[i]); err != nil {
				b.Error(err)
			}
		})
	}
	return len(e.inputs)
}
