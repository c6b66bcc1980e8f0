package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/tabwriter"

	"sallyport/casefile"
	"sallyport/law"
	"sallyport/law/trial"
)

// lawCmd groups the commands on packs.
type lawCmd struct {
	List lawListCmd `cmd:"" help:"List the packs and their versions."`
	Show lawShowCmd `cmd:"" help:"Show the text of a pack, with its citations."`
	Test lawTestCmd `cmd:"" help:"Hold scenario files against the packs."`
}

type lawListCmd struct{}

// Help is the example on the command's help page.
func (lawListCmd) Help() string { return "Example: sallyport law list" }

// Run lists one line per version.
func (lawListCmd) Run(std streams) error {
	book, err := theBook()
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(std.out, 0, 0, 2, ' ', 0)
	for _, p := range book.Packs {
		for _, v := range p.Versions {
			until := v.Until
			if until == "" {
				until = "in force"
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", p.ID, v.From, until, v.Instrument)
		}
	}
	return w.Flush()
}

type lawTestCmd struct {
	Paths   []string `arg:"" name:"path" help:"Scenario files, or folders of them."`
	Verbose bool     `short:"v" help:"List the scenarios that passed, too."`
}

// Help is the example on the command's help page.
func (lawTestCmd) Help() string {
	return "Example: sallyport law test law/packs\n\n" +
		"Exit status 1 when any scenario does not pass; those that turn on a law without a pack are listed as \"no pack\"."
}

// Run decides every scenario and prints those that did not pass.
func (c lawTestCmd) Run(std streams) error {
	book, err := theBook()
	if err != nil {
		return err
	}
	files, err := scenarioFiles(c.Paths)
	if err != nil {
		return badInput(err)
	}
	count := map[trial.Verdict]int{}
	for _, file := range files {
		if err := c.file(std.out, book, file, count); err != nil {
			return badInput(err)
		}
	}
	fmt.Fprintf(std.out, "%d passed, %d failed, %d no pack\n", count[trial.Passed], count[trial.Failed], count[trial.NoPack])
	if count[trial.Failed]+count[trial.NoPack] > 0 {
		return findings()
	}
	return nil
}

func (c lawTestCmd) file(out io.Writer, book *law.Book, name string, count map[trial.Verdict]int) error {
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
		r := trial.Run(book, &scenarios[i])
		count[r.Verdict]++
		if r.Verdict != trial.Passed || c.Verbose {
			fmt.Fprintf(out, "%-8s %s:%d: %s\n", r.Verdict, name, r.Scenario.Line, r.Scenario.Name)
		}
		for _, d := range r.Differences {
			fmt.Fprintf(out, "         %s\n", d)
		}
	}
	return nil
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
			if err == nil && !entry.IsDir() && filepath.Ext(name) == ".yaml" && entry.Name() != "pack.yaml" {
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
