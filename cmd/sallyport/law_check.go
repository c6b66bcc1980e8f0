package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"sallyport/law/check"
	"sallyport/law/compile"
	"sallyport/law/packs"
)

type lawCheckCmd struct {
	Paths []string `arg:"" name:"path" help:"Pack files, or folders of packs; a folder may lie anywhere."`
	counselFlags
	JSON bool `help:"One JSON document."`
}

// Help is the example on the command's help page.
func (lawCheckCmd) Help() string {
	return "Example: sallyport law check ./us-oh\n\n" +
		"Reads each pack with its cases.yaml and SOURCES.md, beside the built-in packs, and prints everything that is wrong: " +
		"FILE:LINE: what: what is wrong; what to do. A signature of counsel that has become void is a finding, too. " +
		"Exit status 0 clean, 1 with findings, 2 where a file is not a pack at all."
}

// Run prints what is wrong, one line each.
func (c lawCheckCmd) Run(std streams) error {
	base, err := compile.Sources(packs.FS)
	if err != nil {
		return err
	}
	folders, err := packFolders(c.Paths)
	if err != nil {
		return badInput(err)
	}
	problems := check.Folders(base, folders)
	signed, void, err := c.signatures(folders, problems)
	if err != nil {
		return err
	}
	problems = append(problems, void...)
	if c.JSON {
		if err := writeJSON(std.out, checkOf(len(folders), problems)); err != nil {
			return err
		}
	} else {
		for _, line := range signed {
			fmt.Fprintln(std.out, line)
		}
		printProblems(std, len(folders), problems)
	}
	switch {
	case slices.ContainsFunc(problems, isForeign):
		return badInput(nil)
	case len(problems) > 0:
		return findings()
	}
	return nil
}

func isForeign(p compile.Problem) bool { return p.Grade == compile.NotAPack }

// printProblems prints each on a line: what is not a pack at all is not a finding but bad input.
func printProblems(std streams, packs int, problems []compile.Problem) {
	for _, p := range problems {
		out := std.out
		if isForeign(p) {
			out = std.err
		}
		fmt.Fprintln(out, p)
	}
	fmt.Fprintf(std.out, "%s, %s\n", howMany(packs, "pack"), howMany(len(problems), "finding"))
}

// howMany is a number of things: 1 pack, 2 packs.
func howMany(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// packFolders reads the packs among the paths and, of folders, below them, each with what lies beside it.
func packFolders(paths []string) ([]check.Folder, error) {
	var all []check.Folder
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		files := []compile.Source{{Name: path}}
		if info.IsDir() {
			if files, err = packFiles([]string{path}); err != nil {
				return nil, err
			}
			if len(files) == 0 {
				return nil, fmt.Errorf("%s:1: no pack.yaml below it; name the folder of a pack, or a pack file", path)
			}
		}
		for _, f := range files {
			folder, err := packFolder(f.Name)
			if err != nil {
				return nil, err
			}
			folder.Alone = !info.IsDir()
			all = append(all, folder)
		}
	}
	return all, nil
}

// packFolder reads a pack file and, where they are there, its cases and sources.
func packFolder(name string) (f check.Folder, err error) {
	if f.Pack, err = readSource(name); err != nil {
		return f, err
	}
	dir := filepath.Dir(name)
	f.Cases, err = readSource(filepath.Join(dir, "cases.yaml"))
	if err != nil && !os.IsNotExist(err) {
		return f, err
	}
	f.Sources, err = readSource(filepath.Join(dir, "SOURCES.md"))
	if err != nil && !os.IsNotExist(err) {
		return f, err
	}
	return f, nil
}

func readSource(name string) (compile.Source, error) {
	text, err := os.ReadFile(name)
	return compile.Source{Name: name, Text: text}, err
}
