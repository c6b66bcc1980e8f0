// The Go port of SourceAFIS in a comparison: see ../peer.go for what a driver is asked. It is a module of its own, since the port is
// not on the module proxy.
package main

import (
	"bufio"
	"context"
	"fmt"
	"math"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"

	"github.com/jtejido/sourceafis"
	"github.com/jtejido/sourceafis/config"
	"github.com/jtejido/sourceafis/features"
	"github.com/jtejido/sourceafis/primitives"
	"github.com/jtejido/sourceafis/templates"
)

type print = templates.SearchTemplate

// silent wants nothing recorded.
type silent struct{}

func (silent) Accepts(string) bool                 { return false }
func (silent) Accept(string, string, []byte) error { return nil }

var logger = sourceafis.NewTransparencyLogger(silent{})

func main() {
	config.LoadDefaultConfig()
	config.Config.Workers = 1
	before := heap()
	prints := read(os.Args[1])
	bytes := float64(heap()-before) / float64(len(prints))
	probes, err := strconv.Atoi(os.Args[2])
	check(err)
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
func each(prints []*print, probes int, then func(float64)) {
	for i := range probes {
		m, err := sourceafis.NewMatcher(logger, prints[i])
		check(err)
		for _, candidate := range prints[i+1:] {
			then(m.Match(context.Background(), candidate))
		}
	}
}

func read(list string) (prints []*print) {
	names, err := os.ReadFile(list)
	check(err)
	for name := range strings.Lines(string(names)) {
		data, err := os.ReadFile(strings.TrimSpace(name))
		check(err)
		prints = append(prints, templates.NewSearchTemplate(logger, decode(data)))
	}
	return prints
}

// decode reads an ISO/IEC 19794-2:2005 record at 197 pixels a centimetre as SourceAFIS for Java does, which the port cannot.
func decode(data []byte) *templates.FeatureTemplate {
	minutiae := primitives.NewGenericList[*features.FeatureMinutia]()
	for m := data[28:]; minutiae.Len() < int(data[27]); m = m[6:] {
		at := primitives.IntPoint{X: pixels(m[0]&0x3f, m[1]), Y: pixels(m[2]&0x3f, m[3])}
		direction := math.Mod(2*math.Pi-float64(m[4])*math.Pi/128, 2*math.Pi)
		kind := features.ENDING
		if m[0]>>6 == 2 {
			kind = features.BIFURCATION
		}
		minutiae.PushBack(features.NewFeatureMinutia(at, direction, kind))
	}
	return templates.NewFeatureTemplate(primitives.IntPoint{X: pixels(data[14], data[15]), Y: pixels(data[16], data[17])}, minutiae)
}

func pixels(high, low byte) int {
	return int(math.Round(float64(int(high)<<8|int(low)) / (197 * 2.54) * 500))
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
		panic(err)
	}
}
