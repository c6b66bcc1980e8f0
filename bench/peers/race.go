package main

import (
	"bufio"
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// race is one task for all engines.
type race struct {
	work, task string // task is what a driver is asked first
	list       []string
	probes     int // to compare with all after them, of a list of templates
	core       int
}

// result is what an engine did.
type result struct {
	engine engine
	size   float64   // of a ready print in bytes, or of an extracted one in minutiae
	scores []float64 // of all comparisons in order
	pace   []float64 // comparisons or images a second of processor time, by round
}

// run has the engines take turns on one core, so that what else the machine does meets all of them. What a driver does before the rounds
// warms it up.
func (r race) run(engines []engine, rounds int) []result {
	list := filepath.Join(r.work, r.task+".list")
	check(os.WriteFile(list, []byte(strings.Join(r.list, "\n")+"\n"), 0o600))
	var results []result
	var drivers []*running
	for _, e := range engines {
		if !slices.Contains(e.tasks, r.task) {
			continue
		}
		one, driver := result{engine: e}, (*running)(nil)
		if e.missing == "" {
			scores := filepath.Join(r.work, e.folder+".scores")
			driver = start(e, r.core, r.task, list, strconv.Itoa(r.probes), scores)
			one.size = driver.number()
			if r.task == match {
				one.scores = readScores(scores)
			}
		}
		results, drivers = append(results, one), append(drivers, driver)
	}
	for range rounds {
		for n, driver := range drivers {
			if driver != nil {
				done := cmp.Or(len(results[n].scores), len(r.list))
				results[n].pace = append(results[n].pace, float64(done)/driver.pass())
			}
		}
	}
	for _, driver := range drivers {
		if driver != nil {
			driver.stop()
		}
	}
	return results
}

func readScores(name string) (scores []float64) {
	f, err := os.Open(name)
	check(err)
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		score, err := strconv.ParseFloat(lines.Text(), 64)
		check(err)
		scores = append(scores, score)
	}
	check(lines.Err())
	return scores
}
