package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"sallyport/law"
	"sallyport/law/trial"
)

// print says how many scenarios came out how and, with coverage, what of the packs none of them tries.
func (t *tally) print(coverage bool) error {
	if !t.asJSON {
		t.summary(t.out)
		if coverage {
			printCoverage(t.out, t.coverage)
		}
		return nil
	}
	document := testJSON{
		Passed: t.count[trial.Passed], Failed: t.count[trial.Failed], NoPack: t.count[trial.NoPack], Disputed: t.count[trial.Disputed],
		Shown: t.shown,
	}
	if coverage {
		document.Coverage = coverageOf(t.coverage)
	}
	return writeJSON(t.out, document)
}

func (t *tally) summary(out io.Writer) {
	fmt.Fprintf(out, "%d passed, %d failed, %d no pack\n", t.count[trial.Passed], t.count[trial.Failed], t.count[trial.NoPack])
	if n := t.count[trial.Disputed]; n > 0 {
		fmt.Fprintf(out, "%d disputed: see law/disputed.yaml\n", n)
	}
}

// suggest writes a scenario file of what no case tries, and the summary beside it.
func (t *tally) suggest(std streams) error {
	t.summary(std.err)
	return printSuggestions(std.out, t.coverage, t.cases)
}

// printCoverage lists what no case tries, one line each, and a line for every pack.
func printCoverage(out io.Writer, c *trial.Coverage) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	untried := c.Untried()
	missing, tried := map[*law.Pack]int{}, map[*law.Pack]int{}
	for _, p := range untried {
		missing[p.Version.Pack]++
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", p.Version.Pack.ID, p.Version.From, orDash(p.Action), orDash(p.Rule), p.Value)
	}
	w.Flush()
	var order []*law.Pack
	all := len(untried)
	for _, p := range c.Points {
		if pack := p.Version.Pack; !slices.Contains(order, pack) {
			order = append(order, pack)
		}
		if p.Cases > 0 {
			tried[p.Version.Pack]++
			all++
		}
	}
	for _, pack := range order {
		fmt.Fprintf(out, "%s: %d of %d tried\n", pack.ID, tried[pack], tried[pack]+missing[pack])
	}
	fmt.Fprintf(out, "%.1f %% of %d points tried\n", 100*float64(all-len(untried))/float64(max(1, all)), all)
}
