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

// engine is somebody's matcher, extractor or both, and its driver, a program of two tasks.
//
// DRIVER match LIST PROBES SCORES: LIST names files of ISO/IEC 19794-2:2005, a line each. The driver makes these prints ready, compares
// each of the first PROBES with all prints after it, writes the scores to SCORES, a line each, and prints how many bytes a ready print
// takes in memory. For each line that it is given then it does the same comparisons again and prints how many seconds of processor time
// they took.
//
// DRIVER extract LIST: LIST is lines of a resolution, a space and a file of PGM (P5, 255). The driver reads the images, extracts each and
// prints how many minutiae it found in one on average. For each line that it is given then it extracts all of them again and prints the
// seconds.
type engine struct {
	name, folder string
	tasks        []string
	missing      string // why there is no driver
	driver       string
}

const match, extract = "match", "extract"

// build makes the drivers; of peers whose sources are in a folder.
func build(sources, work string) []engine {
	engines := []engine{
		{name: "Sallyport", folder: "ours", tasks: []string{match, extract}},
		{name: "OpenAFIS (C++)", folder: "openafis", tasks: []string{match}},
		{name: "SourceAFIS (Java)", folder: "sourceafis", tasks: []string{match, extract}},
		{name: "SourceAFIS, port to Go", folder: "gosourceafis", tasks: []string{match, extract}},
		{name: "NBIS bozorth3, mindtct (C)", folder: "nbis", tasks: []string{match, extract}},
		{name: "FingerJetFX OSE (C++)", folder: "fingerjetfx", tasks: []string{extract}},
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
