// Package backtest replays history, or an invented population, under several laws: what would each have permitted, refused
// and left unresolved, which rule would have decided, and which missing fact would settle most.
//
// It is pure: rows come from a function, and what is found is handed back as Results; backtest/source reads files and
// backtest/report writes pages. The rows of a run are judged on planes of bits (law/batch), grouped by the texts that
// meet them; a sample of them is decided by law.Book as well, one by one, which gives the rules and facts, and holds the
// planes to the engine's own answer.
package backtest

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"sync"
	"time"

	"sallyport"
	"sallyport/law"
	"sallyport/law/tree"
)

// Row is what a file says of a request beside the facts of the case.
type Row struct {
	Line int    // of the file, from 1
	Form string // in the file's own words; "" where it has none
	Lift string // what came of the request, in the file's own words; "" where it does not say
}

// Batch is some rows: Rows[i] is about Cases[i].
type Batch struct {
	Cases []sallyport.Case
	Rows  []Row
}

// Config is what a run does.
type Config struct {
	Book    *law.Book
	Regimes []*Regime
	Rows    int64  // how many rows there are, or about; 0 where nobody knows
	Sample  int    // how many rows, about, are decided by the engine itself, one by one
	Seed    uint64 // of the choice of the sample
	Ask     string // the action that every row asks, whatever it says itself; "" for its own
	// Progress is told, now and then, how many rows are done. It may be nil.
	Progress func(done int64)
}

// Next fills a batch from the start of its slices, whose cases are memory to be used again, and returns how many rows it
// filled; io.EOF, with 0 rows, ends the run.
type Next func(b *Batch) (int, error)

// inFlight bounds the rows in memory; a case takes two to six kilobytes.
const inFlight = 1 << 16

// Run judges every row under every regime.
func Run(c *Config, next Next) (*Results, error) {
	if c.Ask != "" {
		if _, err := sallyport.CaseFacts[tree.FactAction].EnumValue(c.Ask); err != nil {
			return nil, fmt.Errorf("ask: %w", err)
		}
	}
	workers := runtime.GOMAXPROCS(0)
	r := &run{Config: c, registry: newRegistry(c.Book, c.Regimes), groups: map[key]*group{}}
	free, full := make(chan *chunk, workers+2), make(chan *chunk, workers+2)
	for range workers + 2 {
		size := max(1024, inFlight/(workers+2))
		free <- &chunk{Batch: Batch{Cases: make([]sallyport.Case, size), Rows: make([]Row, size)}}
	}
	tallies := make([]*tally, workers)
	var wait sync.WaitGroup
	for i := range tallies {
		w := newWorker(r)
		tallies[i] = w.tally
		wait.Go(func() {
			for chunk := range full {
				w.do(chunk)
				free <- chunk
			}
		})
	}
	err := r.read(next, free, full)
	wait.Wait()
	if err = cmp.Or(err, r.failed); err != nil {
		return nil, err
	}
	return r.results(tallies), nil
}

// run is what the workers share.
type run struct {
	*Config
	*registry

	guard  sync.RWMutex
	groups map[key]*group
	failed error
	done   int64
}

// chunk is some rows on their way, the first of which is row number base.
type chunk struct {
	Batch
	base int64
	rows int
}

// read fills chunk after chunk.
func (r *run) read(next Next, free <-chan *chunk, full chan<- *chunk) error {
	defer close(full)
	base := int64(0)
	for {
		c := <-free
		n, err := next(&c.Batch)
		if n > 0 {
			c.base, c.rows = base, n
			base += int64(n)
			full <- c
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		if r.stopped() {
			return nil
		}
	}
}

func (r *run) stopped() bool {
	r.guard.RLock()
	defer r.guard.RUnlock()
	return r.failed != nil
}

// finished counts rows that are done.
func (r *run) finished(rows int, err error) {
	r.guard.Lock()
	defer r.guard.Unlock()
	r.done += int64(rows)
	if r.failed == nil {
		r.failed = err
	}
	if r.Progress != nil {
		r.Progress(r.done)
	}
}

// group finds the law that meets the rows of a key, of which the case is one.
func (r *run) group(k key, c *sallyport.Case) (*group, error) {
	r.guard.RLock()
	g := r.groups[k]
	r.guard.RUnlock()
	if g != nil {
		return g, nil
	}
	made, err := newGroup(r.Regimes, c)
	if err != nil {
		return nil, err
	}
	r.guard.Lock()
	defer r.guard.Unlock()
	if g = r.groups[k]; g == nil {
		g = made
		r.groups[k] = g
	}
	return g, nil
}

// results adds up what the workers found.
func (r *run) results(tallies []*tally) *Results {
	sum := tallies[0]
	for _, t := range tallies[1:] {
		sum.add(t)
	}
	return newResults(r, sum)
}

// Times is how long the parts of a run took, added up over all cores.
type Times struct {
	Encode, Judge, Decide time.Duration
}

// sampled says whether a row is one of those decided one by one: a choice by chance that depends on the seed and the row's
// number alone.
func (c *Config) sampled(row int64) bool {
	if c.Rows <= int64(c.Sample) {
		return true
	}
	x := (c.Seed*0x9e3779b97f4a7c15 + uint64(row) + 1) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>30) * 0x94d049bb133111eb
	x ^= x >> 31
	return float64(x>>11)/(1<<53) < float64(c.Sample)/float64(c.Rows)
}

// inOrder lists the keys of a map in the order of less.
func inOrder[K comparable, V any](m map[K]V, less func(a, b K) int) []K {
	all := make([]K, 0, len(m))
	for k := range m {
		all = append(all, k)
	}
	slices.SortFunc(all, less)
	return all
}
