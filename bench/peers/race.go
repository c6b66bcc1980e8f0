package main

import (
	"bufio"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// race is one task for all engines: each of the first probes among the files against all after it.
type race struct {
	work, name string
	files      []string
	probes     int
	core       int
}

// result is what an engine did.
type result struct {
	engine engine
	bytes  float64   // of a ready print, in memory
	scores []float64 // of all comparisons in order
	pace   []float64 // comparisons a second of processor time, by round
}

// run has the engines take turns on one core, so that what else the machine does meets all of them. What a driver does before the rounds
// warms it up.
func (r race) run(engines []engine, rounds int) []result {
	list := filepath.Join(r.work, r.name+".list")
	check(os.WriteFile(list, []byte(strings.Join(r.files, "\n")+"\n"), 0o600))
	var results []result
	var drivers []*running
	for _, e := range engines {
		one, driver := result{engine: e}, (*running)(nil)
		if e.missing == "" {
			scores := filepath.Join(r.work, e.folder+"."+r.name)
			driver = start(e, r.core, list, strconv.Itoa(r.probes), scores)
			one.bytes = driver.number()
			one.scores = readScores(scores)
		}
		results, drivers = append(results, one), append(drivers, driver)
	}
	for range rounds {
		for n, driver := range drivers {
			if driver != nil {
				results[n].pace = append(results[n].pace, float64(len(results[n].scores))/driver.pass())
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

// median is the middle of the rounds.
func median(all []float64) float64 {
	sorted := slices.Sorted(slices.Values(all))
	return sorted[len(sorted)/2]
}
