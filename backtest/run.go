// Package backtest replays history, or an invented population, under several laws: what would each have permitted, refused
// and left unresolved, which rule would have decided, and which missing fact would settle most.
//
// It is pure: rows come from a function, and what is found is handed back as Results; backtest/source reads files and
// backtest/report writes pages. The rows of a run are judged on planes of bits (law/batch), grouped by the texts that
// meet them; a sample of them is decided by law.Book as well, one by one, which gives the rules and facts, and holds the
// planes to the engine's own answer.
package backtest

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"sync"
	"time"

	"sallyport"
	"sallyport/backtest/source"
	"sallyport/law"
	"sallyport/law/batch"
	"sallyport/law/tree"
)

// Config is what a run does.
type Config struct {
	Book    *law.Book
	Regimes []*Regime
	Rows    int64  // how many rows there are, or at most; 0 where nobody knows
	Sample  int    // how many rows, about, are decided by the engine itself, one by one
	Seed    uint64 // of the choice of the sample
	Ask     string // the action that every row asks, whatever it says itself; "" for its own
	// Progress is told, now and then, how many rows are done. It may be nil.
	Progress func(done int64)
}

// inFlight bounds the batches in memory: 65,536 rows of two to six kilobytes.
const inFlight = 128

// Run judges every row of a source under every regime.
func Run(c *Config, from source.Source) (*Results, error) {
	if c.Ask != "" {
		if _, err := sallyport.CaseFacts[tree.FactAction].EnumValue(c.Ask); err != nil {
			return nil, fmt.Errorf("ask: %w", err)
		}
	}
	workers := runtime.GOMAXPROCS(0)
	r := &run{Config: c, registry: newRegistry(c.Book, c.Regimes), groups: map[key]*group{}, plans: map[string]*plan{}, from: from}
	tallies := make([]*tally, workers)
	var wait sync.WaitGroup
	for i := range tallies {
		w := newWorker(r, min(32, max(2, inFlight/workers)))
		tallies[i] = w.tally
		wait.Go(w.work)
	}
	wait.Wait()
	if r.failed != nil {
		return nil, r.failed
	}
	return r.results(tallies), nil
}

// run is what the workers share.
type run struct {
	*Config
	*registry

	reading sync.Mutex
	from    source.Source

	guard  sync.RWMutex
	groups map[key]*group
	plans  map[string]*plan // by planText
	failed error
	done   int64
}

// next hands out the next piece of the source; nil at its end.
func (r *run) next() (source.Piece, error) {
	r.reading.Lock()
	defer r.reading.Unlock()
	piece, err := r.from.Next()
	if errors.Is(err, io.EOF) {
		return nil, nil
	}
	return piece, err
}

func (r *run) stopped() bool {
	r.guard.RLock()
	defer r.guard.RUnlock()
	return r.failed != nil
}

// finished counts rows that are done.
func (r *run) finished(rows int) {
	r.guard.Lock()
	defer r.guard.Unlock()
	r.done += int64(rows)
	if r.Progress != nil {
		r.Progress(r.done)
	}
}

// fail keeps the first error and stops the workers.
func (r *run) fail(err error) {
	r.guard.Lock()
	defer r.guard.Unlock()
	if r.failed == nil {
		r.failed = err
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
	made, err := newGroup(r.Regimes, c, r.planned)
	if err != nil {
		return nil, err
	}
	r.guard.Lock()
	defer r.guard.Unlock()
	if g = r.groups[k]; g == nil {
		g = made
		g.number = len(r.groups)
		r.groups[k] = g
	}
	return g, nil
}

// planned finds the plan of the conditions, or makes it.
func (r *run) planned(conditions []batch.Condition, of []int) (*plan, error) {
	text := planText(conditions, of)
	r.guard.RLock()
	p := r.plans[text]
	r.guard.RUnlock()
	if p != nil {
		return p, nil
	}
	made, err := newPlan(conditions, of)
	if err != nil {
		return nil, err
	}
	r.guard.Lock()
	defer r.guard.Unlock()
	if p = r.plans[text]; p == nil {
		p = made
		r.plans[text] = p
	}
	return p, nil
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
	Read    time.Duration // the file's rows
	Prepare time.Duration // the law that rows of one key meet, once for each key
	Encode  time.Duration // facts to planes
	Judge   time.Duration // the planes of every regime
	Settle  time.Duration // what the planes left open, with what that takes to prepare once for each key
	Count   time.Duration // the break-downs, and the sample that is decided one by one
}

// sampled says whether a row is one of those decided one by one: a choice by chance that depends on the seed and the row's
// line alone.
func (c *Config) sampled(line int) bool {
	if c.Rows <= int64(c.Sample) {
		return true
	}
	x := (c.Seed*0x9e3779b97f4a7c15 + uint64(line)) * 0xbf58476d1ce4e5b9
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
