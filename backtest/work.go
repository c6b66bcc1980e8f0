package backtest

import (
	"time"

	"sallyport"
	"sallyport/law/batch"
	"sallyport/law/tree"
)

const (
	together = 16   // cases that are handed to the encoder at once
	maxTools = 1024 // groups whose working memory a worker keeps
)

// worker judges chunks, one after the other.
type worker struct {
	*run
	*tally
	keys   *keys
	ask    sallyport.Value
	tools  map[*group]*tools
	staged [together]sallyport.Case

	numbers map[key]int // of the bucket, in this chunk
	buckets []bucket
	of      []int32 // the bucket of each row
	codes   []uint32
}

// bucket is the rows of a chunk that have one key.
type bucket struct {
	key
	rows []int32
}

// tools is the working memory for the rows of one group.
type tools struct {
	encoder *batch.Encoder
	block   *batch.Block
	answers *batch.Answers
}

func newWorker(r *run) *worker {
	w := &worker{run: r, tally: newTally(), keys: newKeys(r.registry), tools: map[*group]*tools{}, numbers: map[key]int{}}
	if r.Ask != "" {
		w.ask, _ = sallyport.CaseFacts[tree.FactAction].EnumValue(r.Ask)
	}
	return w
}

// do judges a chunk.
func (w *worker) do(c *chunk) {
	if w.stopped() {
		return
	}
	w.sort(c)
	for i := range w.buckets {
		b := &w.buckets[i]
		g, err := w.group(b.key, &c.Cases[b.rows[0]])
		if err != nil {
			w.finished(0, err)
			return
		}
		for from := 0; from < len(b.rows); from += batch.BlockSize {
			w.block(c, g, b.rows[from:min(from+batch.BlockSize, len(b.rows))])
		}
	}
	w.finished(c.rows, nil)
}

// sort puts the rows of the chunk into buckets.
func (w *worker) sort(c *chunk) {
	clear(w.numbers)
	for i := range w.buckets {
		w.buckets[i].rows = w.buckets[i].rows[:0]
	}
	w.buckets = w.buckets[:0]
	for i := range c.rows {
		one := &c.Cases[i]
		if w.ask.State == sallyport.Known {
			one.Facts[tree.FactAction] = w.ask
		}
		k := w.keys.of(one)
		n, ok := w.numbers[k]
		if !ok {
			n = len(w.buckets)
			w.numbers[k] = n
			if n < cap(w.buckets) {
				w.buckets = w.buckets[:n+1]
				w.buckets[n].key = k
			} else {
				w.buckets = append(w.buckets, bucket{key: k})
			}
		}
		w.buckets[n].rows = append(w.buckets[n].rows, int32(i))
	}
}

// block judges some rows of one group.
func (w *worker) block(c *chunk, g *group, rows []int32) {
	start := time.Now()
	t := w.toolsFor(g)
	for from := 0; from < len(rows); from += together {
		some := rows[from:min(from+together, len(rows))]
		for i, row := range some {
			w.staged[i] = c.Cases[row]
		}
		t.encoder.Add(w.staged[:len(some)])
	}
	t.encoder.Seal(t.block)
	encoded := time.Now()
	g.program.Run(t.block, t.answers)
	before := t.answers.Judged
	g.program.Settle(t.block, t.answers, func(i int) *sallyport.Case { return &c.Cases[rows[i]] })
	w.judged += int64(t.answers.Judged - before)
	w.encode(g, t, len(rows))
	w.times.Encode += encoded.Sub(start)
	w.times.Judge += time.Since(encoded)
	for lane := range rows {
		row := rows[t.block.Case(lane)]
		w.count(&c.Cases[row], &c.Rows[row], w.codes[lane])
		if w.sampled(c.base + int64(row)) {
			decide := time.Now()
			w.decide(g, &c.Cases[row], &c.Rows[row], w.codes[lane])
			w.times.Decide += time.Since(decide)
		}
	}
}

func (w *worker) toolsFor(g *group) *tools {
	t := w.tools[g]
	if t == nil {
		if len(w.tools) >= maxTools {
			clear(w.tools)
		}
		t = &tools{g.dictionary.NewEncoder(), g.dictionary.NewBlock(), g.program.NewAnswers()}
		w.tools[g] = t
	}
	return t
}

// encode writes what each lane comes to under all regimes as one number, the first regime's digit first.
func (w *worker) encode(g *group, t *tools, lanes int) {
	if cap(w.codes) < lanes {
		w.codes = make([]uint32, batch.BlockSize)
	}
	w.codes = w.codes[:lanes]
	clear(w.codes)
	for _, condition := range g.of {
		permitted, refused := t.answers.Permitted(condition), t.answers.Refused(condition)
		for lane := range w.codes {
			word, bit := lane>>6, uint(lane)&63
			digit := uint32(refused[word]>>bit&1) + 2*(1-uint32((permitted[word]|refused[word])>>bit&1))
			w.codes[lane] = w.codes[lane]*outcomes + digit
		}
	}
}
