// Command peers compares the matching and extraction of fingerprints by Sallyport and by others, in one run on one core, and prints a table.
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
	data := flag.String("data", "../../shared/data/fingerprints", "`folder` of fvc2002-iso and fvc2002")
	core := flag.Int("core", 0, "the core that everything runs on")
	rounds := flag.Int("rounds", 5, "how often everything is timed, in turn")
	gallery := flag.Int("gallery", 3000, "synthetic fingers to search, one finger each; 0 leaves that out")
	flag.Parse()
	if *sources == "" {
		log.Fatal("-peers: name the folder that fetch.sh has filled")
	}
	work, err := os.MkdirTemp("", "peers")
	check(err)
	defer os.RemoveAll(work)
	folder, err := filepath.Abs(*sources)
	check(err)
	prints := find(*data)
	engines := build(folder, work)

	showMachine(os.Stdout)
	all := race{work, match, prints.templates, len(prints.templates), *core}
	results := all.run(engines, *rounds)
	showMatching(os.Stdout, prints, results)
	showDifference(os.Stdout, prints, results)
	images := race{work, extract, prints.images(filepath.Join(work, "images")), 0, *core}
	showExtraction(os.Stdout, images.run(engines, *rounds))
	if *gallery > 0 {
		search := race{work, match, synthetic(filepath.Join(work, "synthetic"), *gallery), probes, *core}
		showSearch(os.Stdout, search.list, search.run(engines, *rounds))
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
