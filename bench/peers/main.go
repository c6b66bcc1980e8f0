// Command peers compares the matching of fingerprints by Sallyport and by others, in one run on one core, and prints a table.
//
// fetch.sh clones the others outside this repository, build.sh in each folder builds one with its driver; README.md of the module above
// says more. What is not there or does not build is left out, and the table says so.
package main

import (
	"flag"
	"log"
	"os"
	"path/filepath"
)

func main() {
	log.SetFlags(0)
	sources := flag.String("peers", "", "`folder` that fetch.sh has filled")
	data := flag.String("data", "../../shared/data/fingerprints", "`folder` of fvc2002-iso")
	core := flag.Int("core", 0, "the core that everything runs on")
	rounds := flag.Int("rounds", 5, "how often everything is timed, in turn")
	gallery := flag.Int("gallery", 10000, "synthetic fingers to search, one finger each; 0 leaves that out")
	flag.Parse()
	work, err := os.MkdirTemp("", "peers")
	check(err)
	defer os.RemoveAll(work)
	folder, err := filepath.Abs(*sources)
	check(err)
	prints := templates(*data)
	engines := build(folder, work)

	all := race{work, "all", prints.files, len(prints.files), *core}
	showMachine(os.Stdout)
	results := all.run(engines, *rounds)
	showMatching(os.Stdout, prints, results)
	showDifference(os.Stdout, prints, results)
	if *gallery > 0 {
		files := synthetic(filepath.Join(work, "synthetic"), *gallery)
		search := race{work, "search", files, probes, *core}
		showSearch(os.Stdout, search, search.run(engines, *rounds))
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
