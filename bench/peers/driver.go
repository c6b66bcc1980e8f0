package main

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// engine is a matcher and its driver, a program DRIVER LIST PROBES SCORES. LIST names files of ISO/IEC 19794-2:2005, a line each. The
// driver makes these prints ready, compares each of the first PROBES with all prints after it, writes the scores to SCORES, a line
// each, and prints how many bytes a ready print takes in memory. For each line that it is given then it does the same comparisons again
// and prints how many seconds of processor time they took.
type engine struct {
	name, folder string
	missing      string // why there is no driver
	driver       string
}

const ourName = "Sallyport"

// build makes the drivers; of peers whose sources are in a folder.
func build(sources, work string) []engine {
	engines := []engine{
		{name: ourName, folder: "ours"},
		{name: "OpenAFIS (C++)", folder: "openafis"},
		{name: "SourceAFIS (Java)", folder: "sourceafis"},
		{name: "SourceAFIS, port to Go", folder: "gosourceafis"},
		{name: "NBIS bozorth3 (C)", folder: "nbis"},
	}
	for n := range engines {
		e := &engines[n]
		e.driver = filepath.Join(work, e.folder)
		command := exec.Command(filepath.Join("peers", e.folder, "build.sh"), sources, work)
		if out, err := command.CombinedOutput(); err != nil {
			e.missing = "not built"
			log.Printf("%s: %v\n%s", e.name, err, out)
		}
	}
	return engines
}

// running is a driver at work.
type running struct {
	command *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
}

func start(e engine, core int, arguments ...string) *running {
	r := &running{command: exec.Command("taskset", append([]string{"-c", strconv.Itoa(core), e.driver}, arguments...)...)}
	r.command.Stderr = os.Stderr
	in, err := r.command.StdinPipe()
	check(err)
	out, err := r.command.StdoutPipe()
	check(err)
	r.in, r.out = in, bufio.NewReader(out)
	check(r.command.Start())
	return r
}

// number waits for the next figure that the driver prints.
func (r *running) number() float64 {
	line, err := r.out.ReadString('\n')
	if err != nil {
		log.Fatalf("%s: %v", r.command, err)
	}
	v, err := strconv.ParseFloat(strings.TrimSpace(line), 64)
	check(err)
	return v
}

// pass is the seconds of processor time of all comparisons, once more.
func (r *running) pass() float64 {
	_, err := fmt.Fprintln(r.in)
	check(err)
	return r.number()
}

func (r *running) stop() {
	check(r.in.Close())
	check(r.command.Wait())
}
