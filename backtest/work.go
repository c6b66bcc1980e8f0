package backtest

import (
	"errors"
	"io"
	"slices"
	"time"

	"sallyport"
	"sallyport/backtest/source"
	"sallyport/law/batch"
	"sallyport/law/tree"
)

const (
	together = 16   // cases that are handed to the encoder at once
	maxTools = 1024 // plans whose working memory a worker keeps
)

// worker reads pieces and judges their rows, some batches together.
type worker struct {
	*run
	*tally
	keys    *keys
	ask     sallyport.Value
	tools   map[*plan]*tools
	staged  [together]sallyport.Case
	batches []source.Batch

	numbers map[key]int   // of the bucket, among the rows at hand
	planned map[*plan]int // likewise
	buckets []bucket
	codes   []uint32

	decided   map[string]*decided // by signature
	signature []byte
}

// bucket is the rows at hand that have one plan.
type bucket struct {
	*plan
	rows []spot
}

// spot is where a row stands: in which batch, and where in it.
type spot struct{ batch, row int32 }

func (w *worker) at(p spot) (*sallyport.Case, *source.Row) {
	b := &w.batches[p.batch]
	return &b.Cases[p.row], &b.Rows[p.row]
}

// tools is the working memory for the rows of one plan.
type tools struct {
	encoder *batch.Encoder
	block   *batch.Block
	answers *batch.Answers
}

func newWorker(r *run, batches int) *worker {
	w := &worker{
		run: r, tally: newTally(), keys: newKeys(r.registry), tools: map[*plan]*tools{}, numbers: map[key]int{}, planned: map[*plan]int{},
		batches: make([]source.Batch, batches), decided: map[string]*decided{},
	}
	if r.Ask != "" {
		w.ask, _ = sallyport.CaseFacts[tree.FactAction].EnumValue(r.Ask)
	}
	return w
}

// work reads and judges until the source is at its end, or something fails.
func (w *worker) work() {
	full := 0
	for !w.stopped() {
		piece, err := w.next()
		if err == nil && piece != nil {
			full, err = w.read(piece, full)
		}
		if err == nil && piece == nil {
			err = w.judge(full)
			w.settle()
		}
		if err != nil {
			w.fail(err)
		}
		if piece == nil {
			return
		}
	}
}

// read fills batch after batch from the piece, and judges them whenever all are full; full of them are.
func (w *worker) read(piece source.Piece, full int) (int, error) {
	for {
		if full == len(w.batches) {
			if err := w.judge(full); err != nil {
				return 0, err
			}
			full = 0
		}
		start := time.Now()
		err := piece.Read(&w.batches[full])
		w.times.Read += time.Since(start)
		switch {
		case errors.Is(err, io.EOF):
			return full, nil
		case err != nil:
			return full, err
		}
		full++
	}
}

// judge judges the rows of the batches.
func (w *worker) judge(batches int) error {
	rows, err := w.sort(batches)
	if err != nil {
		return err
	}
	for i := range w.buckets {
		b := &w.buckets[i]
		for some := range slices.Chunk(b.rows, batch.BlockSize) {
			if err := w.block(b.plan, some); err != nil {
				return err
			}
		}
	}
	w.finished(rows)
	return nil
}

// sort puts the rows of the batches into buckets.
func (w *worker) sort(batches int) (rows int, err error) {
	clear(w.numbers)
	clear(w.planned)
	w.buckets = w.buckets[:0]
	for i := range batches {
		b := &w.batches[i]
		w.problems(b)
		rows += len(b.Rows)
		for j := range b.Rows {
			one := &b.Cases[j]
			if w.ask.State == sallyport.Known {
				one.Facts[tree.FactAction] = w.ask
			}
			k := w.keys.of(one)
			n, ok := w.numbers[k]
			if !ok {
				if n, err = w.bucket(k, one); err != nil {
					return 0, err
				}
			}
			w.buckets[n].rows = append(w.buckets[n].rows, spot{int32(i), int32(j)})
		}
	}
	return rows, nil
}

// bucket finds the bucket of a key, of which c is a case, or begins it, in memory of an earlier one where there is some.
func (w *worker) bucket(k key, c *sallyport.Case) (int, error) {
	start := time.Now()
	g, err := w.group(k, c)
	w.times.Prepare += time.Since(start)
	if err != nil {
		return 0, err
	}
	n, ok := w.planned[g.plan]
	if !ok {
		n = len(w.buckets)
		w.planned[g.plan] = n
		w.buckets = slices.Grow(w.buckets, 1)[:n+1]
		w.buckets[n].plan, w.buckets[n].rows = g.plan, w.buckets[n].rows[:0]
	}
	w.numbers[k] = n
	return n, nil
}

// block judges some rows of one plan.
func (w *worker) block(p *plan, rows []spot) error {
	start := time.Now()
	t := w.toolsFor(p)
	for some := range slices.Chunk(rows, together) {
		for i, p := range some {
			one, _ := w.at(p)
			w.staged[i] = *one
		}
		t.encoder.Add(w.staged[:len(some)])
	}
	t.encoder.Seal(t.block)
	encoded := time.Now()
	w.times.Encode += encoded.Sub(start)
	p.program.Run(t.block, t.answers)
	judged := time.Now()
	w.times.Judge += judged.Sub(encoded)
	before := t.answers.Judged
	p.program.Settle(t.block, t.answers, func(i int) *sallyport.Case { one, _ := w.at(rows[i]); return one })
	w.judged += int64(t.answers.Judged - before)
	settled := time.Now()
	w.times.Settle += settled.Sub(judged)
	w.encode(p, t, len(rows))
	for lane := range rows {
		one, row := w.at(rows[t.block.Case(lane)])
		w.count(one, row, w.codes[lane])
		if w.sampled(row.Line) {
			g, err := w.group(w.keys.of(one), one)
			if err != nil {
				return err
			}
			w.decide(g, one, row, w.codes[lane])
		}
	}
	w.times.Count += time.Since(settled)
	return nil
}

func (w *worker) toolsFor(p *plan) *tools {
	t := w.tools[p]
	if t == nil {
		if len(w.tools) >= maxTools {
			clear(w.tools)
		}
		t = &tools{p.dictionary.NewEncoder(), p.dictionary.NewBlock(), p.program.NewAnswers()}
		w.tools[p] = t
	}
	return t
}

// encode writes what each lane comes to under all regimes as one number, the first regime's digit first.
func (w *worker) encode(p *plan, t *tools, lanes int) {
	if cap(w.codes) < lanes {
		w.codes = make([]uint32, batch.BlockSize)
	}
	w.codes = w.codes[:lanes]
	clear(w.codes)
	for _, condition := range p.of {
		permitted, refused := t.answers.Permitted(condition), t.answers.Refused(condition)
		for lane := range w.codes {
			word, bit := lane>>6, uint(lane)&63
			digit := uint32(refused[word]>>bit&1) + 2*(1-uint32((permitted[word]|refused[word])>>bit&1))
			w.codes[lane] = w.codes[lane]*outcomes + digit
		}
	}
}
