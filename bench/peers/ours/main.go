// Command ours is Sallyport's side of a comparison: see ../driver.go for what a driver is asked.
package main

import (
	"bufio"
	"fmt"
	"log"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"

	"sallyport/fingerprint"
	"sallyport/fingerprint/record"
)

func main() {
	templates := read(os.Args[1])
	probes, err := strconv.Atoi(os.Args[2])
	check(err)
	before := heap()
	prints := make([]*fingerprint.Prepared, len(templates))
	for n := range templates {
		prints[n] = fingerprint.Prepare(&templates[n])
	}
	bytes := float64(heap()-before) / float64(len(prints))
	scores, err := os.Create(os.Args[3])
	check(err)
	w := bufio.NewWriter(scores)
	each(prints, probes, func(score float64) { fmt.Fprintln(w, score) })
	check(w.Flush())
	fmt.Println(bytes)
	sum := 0.0
	for asked := bufio.NewScanner(os.Stdin); asked.Scan(); {
		begin := processor()
		each(prints, probes, func(score float64) { sum += score })
		fmt.Println(processor() - begin)
	}
}

// each compares the first probes with all prints after them and hands on the scores.
func each(prints []*fingerprint.Prepared, probes int, then func(float64)) {
	m := fingerprint.NewMatcher()
	for i, probe := range prints[:probes] {
		for _, candidate := range prints[i+1:] {
			then(m.Score(probe, candidate))
		}
	}
}

func read(list string) (templates []fingerprint.Template) {
	names, err := os.ReadFile(list)
	check(err)
	for name := range strings.Lines(string(names)) {
		data, err := os.ReadFile(strings.TrimSpace(name))
		check(err)
		r, err := record.Read(data)
		check(err)
		templates = append(templates, r.Template(0))
	}
	return templates
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// processor is how many seconds of processor time this process has had.
func processor() float64 {
	var r syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &r))
	return float64(r.Utime.Nano()+r.Stime.Nano()) / 1e9
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
