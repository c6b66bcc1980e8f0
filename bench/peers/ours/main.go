// Command ours is Sallyport's driver: see ../driver.go for what it is asked. The Go port of SourceAFIS has the same main program.
package main

import (
	"bufio"
	"fmt"
	"image"
	"log"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

func main() {
	list := lines(os.Args[2])
	size, again := 0.0, func() {}
	if os.Args[1] == "match" {
		probes, err := strconv.Atoi(os.Args[3])
		check(err)
		before := heap()
		each := matcher(list)
		size = float64(heap()-before) / float64(len(list))
		writeScores(os.Args[4], func(then func(float64)) { each(probes, then) })
		sum := 0.0
		again = func() { each(probes, func(score float64) { sum += score }) }
	} else {
		images := make([]picture, len(list))
		for n, line := range list {
			images[n] = readPicture(line)
		}
		again = func() { size = float64(extract(images)) / float64(len(images)) }
		again()
	}
	fmt.Println(size)
	for asked := bufio.NewScanner(os.Stdin); asked.Scan(); {
		begin := processor()
		again()
		fmt.Println(processor() - begin)
	}
}

func lines(name string) []string {
	data, err := os.ReadFile(name)
	check(err)
	return strings.Split(strings.TrimSpace(string(data)), "\n")
}

func writeScores(name string, each func(then func(float64))) {
	f, err := os.Create(name)
	check(err)
	w := bufio.NewWriter(f)
	each(func(score float64) { fmt.Fprintln(w, score) })
	check(w.Flush())
	check(f.Close())
}

// picture is an image with its resolution.
type picture struct {
	*image.Gray
	dpi int
}

// readPicture reads the file of a line of resolution and PGM file.
func readPicture(line string) (p picture) {
	resolution, name, _ := strings.Cut(line, " ")
	data, err := os.ReadFile(name)
	check(err)
	p.dpi, err = strconv.Atoi(resolution)
	check(err)
	var width, height int
	_, err = fmt.Sscanf(string(data[:min(len(data), 64)]), "P5\n%d %d\n255\n", &width, &height)
	check(err)
	p.Gray = image.NewGray(image.Rect(0, 0, width, height))
	copy(p.Pix, data[len(data)-width*height:])
	return p
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
