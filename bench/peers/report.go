package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"time"

	"sallyport/fingerprint/trial"
)

const resamplings = 1000

// showMachine says when and where this runs, and how busy it is.
func showMachine(w io.Writer) {
	model := "unknown processor"
	cpuinfo, err := os.ReadFile("/proc/cpuinfo")
	check(err)
	for line := range strings.Lines(string(cpuinfo)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			model = strings.TrimSpace(value)
		}
	}
	fmt.Fprintf(w, "%s, %s, load %s before\n", time.Now().Format("2 January 2006"), model, load())
	fmt.Fprintln(w, "One core; seconds are of processor time. A figure is the median of the rounds, with the least and the most.")
}

func load() string {
	data, err := os.ReadFile("/proc/loadavg")
	check(err)
	return strings.Fields(string(data))[0]
}

// showMatching prints a row for each engine: pace, then accuracy from its own scores, per cent.
func showMatching(w io.Writer, prints fvc, results []result) {
	fmt.Fprintf(w, "\n%d SecuGen templates, not rescaled, every pair, ready beforehand; load %s after\n\n",
		len(prints.templates), load())
	fmt.Fprintln(w, "| engine | comparisons/s | Sallyport, times as fast | bytes a ready print | EER DB1 | DB2 | DB3 | DB4 | mean | pooled FNMR at FMR 1e-3 |")
	fmt.Fprintln(w, "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
	for _, r := range results {
		if r.engine.missing != "" {
			fmt.Fprintf(w, "| %s | %s | | | | | | | | |\n", r.engine.name, r.engine.missing)
			continue
		}
		within, pooled := prints.compared(r.scores)
		fmt.Fprintf(w, "| %s | %s | %.0f |%s %s |\n", r.engine.name, paces(r, results[0]), r.size, rates(within), missed(pooled))
	}
}

// paces is the pace, and how many times as fast ours is in the same round.
func paces(r, ours result) string {
	var times []float64
	for n, pace := range r.pace {
		times = append(times, ours.pace[n]/pace)
	}
	return spread("%.0f", r.pace) + " | " + spread("%.2f", times)
}

// spread is the median of the rounds, the least and the most.
func spread(format string, all []float64) string {
	sorted := slices.Sorted(slices.Values(all))
	return fmt.Sprintf(format+" ("+format+" to "+format+")", sorted[len(sorted)/2], sorted[0], sorted[len(sorted)-1])
}

func rates(within [sets][]trial.Comparison) string {
	var cells strings.Builder
	mean := 0.0
	for _, all := range within {
		rate := 100 * trial.EqualErrorRate(all)
		mean += rate / sets
		fmt.Fprintf(&cells, " %.2f |", rate)
	}
	fmt.Fprintf(&cells, " %.2f |", mean)
	return cells.String()
}

func missed(pooled []trial.Comparison) string {
	i := trial.Resample(pooled, resamplings/5, rand.New(rand.NewPCG(1, 1)), func(all []trial.Comparison) float64 { return trial.MissRate(all, 1e-3) })
	return fmt.Sprintf("%.2f (%.2f to %.2f)", 100*i.Value, 100*i.Low, 100*i.High)
}

// showExtraction prints a row for each engine: pace, and how much it finds.
func showExtraction(w io.Writer, results []result) {
	fmt.Fprintf(w, "\nMinutiae of the 320 pictures, read beforehand; load %s after\n\n", load())
	fmt.Fprintln(w, "| engine | images/s | Sallyport, times as fast | ms an image | minutiae an image |")
	fmt.Fprintln(w, "|---|--:|--:|--:|--:|")
	for _, r := range results {
		if r.engine.missing != "" {
			fmt.Fprintf(w, "| %s | %s | | | |\n", r.engine.name, r.engine.missing)
			continue
		}
		fmt.Fprintf(w, "| %s | %s | %s | %.0f |\n", r.engine.name, paces(r, results[0]), spread("%.1f", milliseconds(r.pace)), r.size)
	}
}

func milliseconds(pace []float64) (each []float64) {
	for _, p := range pace {
		each = append(each, 1000/p)
	}
	return each
}

// showSearch prints a row for each engine: pace, and how many probes find their finger before all others.
func showSearch(w io.Writer, files []string, results []result) {
	fmt.Fprintf(w, "\n%d synthetic probes, one finger each, against %d synthetic fingers, one by one; load %s after\n\n",
		probes, len(files)-probes, load())
	fmt.Fprintln(w, "| engine | comparisons/s | Sallyport, times as fast | bytes a ready print | mates first |")
	fmt.Fprintln(w, "|---|--:|--:|--:|--:|")
	for _, r := range results {
		if r.engine.missing != "" {
			fmt.Fprintf(w, "| %s | %s | | | |\n", r.engine.name, r.engine.missing)
			continue
		}
		fmt.Fprintf(w, "| %s | %s | %.0f | %d of %d |\n", r.engine.name, paces(r, results[0]), r.size, matesFirst(files, r.scores), probes)
	}
}

// matesFirst counts the probes whose own finger, in the gallery at the probe's own place, scores more than every other.
func matesFirst(files []string, scores []float64) (first int) {
	for i := range probes {
		others := probes - 1 - i // probes after this one, compared before the gallery
		gallery := scores[others : others+len(files)-probes]
		scores = scores[others+len(gallery):]
		best := 0
		for n, score := range gallery {
			if n != i && score >= gallery[i] {
				best++
			}
		}
		if best == 0 {
			first++
		}
	}
	return first
}
