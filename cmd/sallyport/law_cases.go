package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

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
	JSON     bool     `help:"One JSON document."`
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
	t := tally{
		out: std.out, asJSON: c.JSON, shown: []resultJSON{}, book: book, disputes: disputes, verbose: c.Verbose,
		count: map[trial.Verdict]int{}, coverage: trial.NewCoverage(book, own),
	}
	for _, file := range files {
		if err := t.file(file); err != nil {
			return badInput(err)
		}
	}
	if c.Coverage && c.Suggest {
		return t.suggest(std)
	}
	complete := !c.Coverage || len(t.coverage.Untried()) == 0
	if err := t.print(c.Coverage); err != nil {
		return err
	}
	if t.count[trial.Failed]+t.count[trial.NoPack] > 0 || !complete {
		return findings()
	}
	return nil
}

// tally runs scenario files and counts what came of them.
type tally struct {
	out      io.Writer
	asJSON   bool
	shown    []resultJSON
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
			t.show(name, &r)
		}
	}
	return nil
}

// show prints a scenario that is to be seen or, for JSON, keeps it for the document.
func (t *tally) show(file string, r *trial.Result) {
	if t.asJSON {
		t.shown = append(t.shown, resultJSON{file, r.Scenario.Line, r.Scenario.Name, r.Verdict, r.Decision.Outcome, r.Differences})
		return
	}
	fmt.Fprintf(t.out, "%-8s %s:%d: %s\n", r.Verdict, file, r.Scenario.Line, r.Scenario.Name)
	for _, d := range r.Differences {
		fmt.Fprintf(t.out, "         %s\n", d)
	}
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
