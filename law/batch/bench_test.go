package batch_test

import (
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
	"time"

	"sallyport"
	"sallyport/law"
	"sallyport/law/batch"
	"sallyport/law/lawtest"
)

// someCases makes n distinct cases with up to six convictions, in which facts are missing with the given chance.
func someCases(n int, missing float64) []sallyport.Case {
	cases := make([]sallyport.Case, n)
	for i := range cases {
		cases[i] = *someCase(uint64(i), missing)
	}
	return cases
}

func someCase(seed uint64, missing float64) *sallyport.Case {
	r := rand.New(rand.NewPCG(seed, 3))
	c := lawtest.Case(r)
	for len(c.Convictions.List) < 6 && r.IntN(2) == 0 {
		c.Convictions.List = append(c.Convictions.List, lawtest.Case(r).Convictions.List...)
	}
	c.Convictions.List = c.Convictions.List[:min(6, len(c.Convictions.List))]
	c.Facts[born] = sallyport.DateValue(c.At.AddDate(-16, 0, -r.IntN(50*365)))
	for i := range c.Convictions.List {
		scatter(r, c, &c.Convictions.List[i])
	}
	lawtest.Forget(r, c, missing)
	return c
}

var born = sallyport.CaseFact("person.born")

// scatter spreads the days of an offence over thirty years; lawtest draws them near the borders.
func scatter(r *rand.Rand, c *sallyport.Case, o *sallyport.Offence) {
	for i, f := range sallyport.OffenceFacts {
		if f.Kind == sallyport.Date && o[i].State == sallyport.Known {
			o[i] = sallyport.DateValue(c.At.AddDate(0, 0, -r.IntN(30*365)))
		}
	}
}

// sets are the conditions that are measured together.
func sets(b *testing.B) map[string][]batch.Condition {
	book := book(b)
	pep := book.Pack("us/pep").At("2015-06-01")
	return map[string][]batch.Condition{
		"nine tests":      {ruleOfNine(b)},
		"pep notify":      {batch.Of(pep, "notify")},
		"pep notify+hold": {batch.Of(pep, "notify"), batch.Of(pep, "hold")},
		"four packs":      fourPacks(book),
		"book":            batch.Conditions(book),
	}
}

func fourPacks(b *law.Book) []batch.Condition {
	var all []batch.Condition
	for _, pack := range []string{"us/pep", "us/secure-communities", "us-ca/trust", "us-ny/nyc/14-154"} {
		p := b.Pack(pack)
		v := p.At("2015-06-01")
		if v == nil {
			v = p.At("2013-06-01")
		}
		all = append(all, batch.Of(v, "hold"))
	}
	return all
}

var names = []string{"nine tests", "pep notify", "pep notify+hold", "four packs", "book"}

func compiled(b *testing.B, conditions []batch.Condition) (*batch.Dictionary, *batch.Program) {
	b.Helper()
	d := batch.NewDictionary(conditions)
	p, err := d.Compile(conditions)
	if err != nil {
		b.Fatal(err)
	}
	return d, p
}

// BenchmarkEncode encodes cases that are in the near caches, as a reader leaves them. ns/test divides by the tests of the
// dictionary, so that a test of convictions is counted once for all of a case's.
func BenchmarkEncode(b *testing.B) {
	sets := sets(b)
	for _, name := range names {
		b.Run(name, func(b *testing.B) {
			d, _ := compiled(b, sets[name])
			cases, encoder, block := someCases(16, 0.05), d.NewEncoder(), d.NewBlock()
			b.ReportAllocs()
			for b.Loop() {
				for range batch.BlockSize / len(cases) {
					encoder.Add(cases)
				}
				encoder.Seal(block)
			}
			ofCase, ofOffence := d.Tests()
			each := float64(b.Elapsed().Nanoseconds()) / float64(b.N*block.Len())
			b.ReportMetric(each, "ns/case")
			b.ReportMetric(each/float64(ofCase+ofOffence), "ns/test")
			b.ReportMetric(float64(block.Bytes())/float64(block.Len()), "B/case")
		})
	}
}

// BenchmarkRun answers by Kleene's logic, BenchmarkSettle exactly, each on one core.
func BenchmarkRun(b *testing.B)    { eachSet(b, false) }
func BenchmarkSettle(b *testing.B) { eachSet(b, true) }

func eachSet(b *testing.B, settle bool) {
	sets := sets(b)
	for _, name := range names {
		b.Run(name, func(b *testing.B) {
			d, p := compiled(b, sets[name])
			cases, answers := someCases(batch.BlockSize, 0.05), p.NewAnswers()
			block := encoded(d, cases)
			b.ReportAllocs()
			for b.Loop() {
				p.Run(block, answers)
				if settle {
					p.Settle(block, answers, func(i int) *sallyport.Case { return &cases[i] })
				}
			}
			decisions := float64(b.N) * float64(len(cases)*len(sets[name]))
			b.ReportMetric(decisions*1e3/float64(b.Elapsed().Nanoseconds()), "M/s")
		})
	}
}

func encoded(d *batch.Dictionary, cases []sallyport.Case) *batch.Block {
	encoder, block := d.NewEncoder(), d.NewBlock()
	encoder.Add(cases)
	encoder.Seal(block)
	return block
}

// BenchmarkMillion is 1,048,576 distinct cases under four packs, 5 % of the facts missing, on all cores: encoded once, then
// each pack by itself over all the planes.
func BenchmarkMillion(b *testing.B) {
	conditions := fourPacks(book(b))
	d, _ := compiled(b, conditions)
	blocks := make([]*batch.Block, 1<<20/batch.BlockSize)
	encoding := onAllCores(len(blocks), func(i int) time.Duration { return fillBlock(d, blocks, i) })
	var programs []*batch.Program
	for i := range conditions {
		p, err := d.Compile(conditions[i : i+1])
		if err != nil {
			b.Fatal(err)
		}
		programs = append(programs, p)
	}
	b.ResetTimer()
	for b.Loop() {
		for _, p := range programs {
			free := sync.Pool{New: func() any { return p.NewAnswers() }}
			onAllCores(len(blocks), func(i int) time.Duration {
				answers := free.Get().(*batch.Answers)
				p.Run(blocks[i], answers)
				free.Put(answers)
				return 0
			})
		}
	}
	b.ReportMetric(float64(b.N)*float64(len(conditions)<<20)*1e3/float64(b.Elapsed().Nanoseconds()), "M/s")
	b.ReportMetric(float64(encoding.Nanoseconds())/(1<<20), "encode-ns/case")
}

// fillBlock makes the i-th block of distinct cases and says how long encoding them took.
func fillBlock(d *batch.Dictionary, blocks []*batch.Block, i int) time.Duration {
	encoder := d.NewEncoder()
	blocks[i] = d.NewBlock()
	took := time.Duration(0)
	for n := 0; n < batch.BlockSize; n += 16 {
		var cases [16]sallyport.Case
		for j := range cases {
			cases[j] = *someCase(uint64(i*batch.BlockSize+n+j), 0.05)
		}
		start := time.Now()
		encoder.Add(cases[:])
		took += time.Since(start)
	}
	start := time.Now()
	encoder.Seal(blocks[i])
	return took + time.Since(start)
}

// onAllCores calls each for 0 to n-1 and adds up what the calls return.
func onAllCores(n int, each func(i int) time.Duration) time.Duration {
	var wait sync.WaitGroup
	parts := make([]time.Duration, runtime.GOMAXPROCS(0))
	for core := range parts {
		wait.Go(func() {
			for i := core; i < n; i += len(parts) {
				parts[core] += each(i)
			}
		})
	}
	wait.Wait()
	sum := time.Duration(0)
	for _, part := range parts {
		sum += part
	}
	return sum
}
