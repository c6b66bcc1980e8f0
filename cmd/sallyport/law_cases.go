package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"

	"sallyport"
	"sallyport/casefile"
	"sallyport/law"
	"sallyport/law/trial"
)

type lawTestCmd struct {
	Paths    []string `arg:"" name:"path" help:"Scenario files, or folders of them. Packs found there stand beside the built-in ones."`
	Verbose  bool     `short:"v" help:"List the scenarios that passed, too."`
	Coverage bool     `help:"Say what of the packs no case tries: every condition true, false and unknown, both sides of every border, first and last days."`
	Suggest  bool     `help:"With --coverage: in the place of the table, write a scenario for each, its outcome left for a person to fill in."`
}

// Help is the example on the command's help page.
func (lawTestCmd) Help() string {
	return "Example: sallyport law test law/packs --coverage\n\n" +
		"Exit status 1 when any scenario does not pass; those that turn on a law without a pack are listed as \"no pack\". " +
		"A published scenario that contradicts the law files, as law/disputed.yaml says, is listed as disputed and fails nothing. " +
		"With --coverage, also when anything that can be tried is not: of the packs found under the paths or, where there are none, of all. " +
		"A scenario that expects nothing tries nothing."
}

// Run decides every scenario and prints those that did not pass.
func (c lawTestCmd) Run(std streams) error {
	book, own, err := bookWith(c.Paths)
	if err != nil {
		return err
	}
	files, err := scenarioFiles(c.Paths)
	if err != nil {
		return badInput(err)
	}
	disputes, err := trial.ReadDisputes("law/disputed.yaml", law.Disputed)
	if err != nil {
		return err
	}
	if len(own) == 0 {
		own = book.Packs
	}
	summary := std.out
	if c.Suggest { // what is suggested is a scenario file
		summary = std.err
	}
	t := tally{out: std.out, book: book, disputes: disputes, verbose: c.Verbose, count: map[trial.Verdict]int{}, coverage: trial.NewCoverage(book, own)}
	for _, file := range files {
		if err := t.file(file); err != nil {
			return badInput(err)
		}
	}
	fmt.Fprintf(summary, "%d passed, %d failed, %d no pack\n", t.count[trial.Passed], t.count[trial.Failed], t.count[trial.NoPack])
	if n := t.count[trial.Disputed]; n > 0 {
		fmt.Fprintf(summary, "%d disputed: see law/disputed.yaml\n", n)
	}
	complete := true
	switch {
	case c.Coverage && c.Suggest:
		return printSuggestions(std.out, t.coverage, t.cases)
	case c.Coverage:
		complete = printCoverage(std.out, t.coverage)
	}
	if t.count[trial.Failed]+t.count[trial.NoPack] > 0 || !complete {
		return findings()
	}
	return nil
}

// tally runs scenario files and counts what came of them.
type tally struct {
	out      io.Writer
	book     *law.Book
	disputes trial.Disputes
	verbose  bool
	count    map[trial.Verdict]int
	coverage *trial.Coverage
	cases    []*sallyport.Case
}

func (t *tally) file(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	scenarios, err := casefile.Scenarios(name, f)
	if err != nil {
		return err
	}
	for i := range scenarios {
		r := t.disputes.Weigh(trial.Run(t.book, &scenarios[i]))
		t.count[r.Verdict]++
		t.cases = append(t.cases, &scenarios[i].Case)
		if scenarios[i].Expect.Decides() {
			t.coverage.Add(&scenarios[i].Case)
		}
		if r.Verdict != trial.Passed || t.verbose {
			fmt.Fprintf(t.out, "%-8s %s:%d: %s\n", r.Verdict, name, r.Scenario.Line, r.Scenario.Name)
		}
		for _, d := range r.Differences {
			fmt.Fprintf(t.out, "         %s\n", d)
		}
	}
	return nil
}

// printCoverage lists what no case tries, one line each, and a line for every pack. It returns whether all is tried.
func printCoverage(out io.Writer, c *trial.Coverage) bool {
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
	return len(untried) == 0
}

// scenarioFiles lists the files named and, of folders, every cases.yaml or scenario file below.
func scenarioFiles(paths []string) ([]string, error) {
	var files []string
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			files = append(files, path)
			continue
		}
		err = filepath.WalkDir(path, func(name string, entry os.DirEntry, err error) error {
			if err == nil && !entry.IsDir() && filepath.Ext(name) == ".yaml" && entry.Name() != "pack.yaml" && entry.Name() != "disputed.yaml" {
				files = append(files, name)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s: no scenario file found", paths[0])
	}
	return files, nil
}
