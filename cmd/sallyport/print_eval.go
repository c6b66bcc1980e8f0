package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"sallyport/fingerprint"
	"sallyport/fingerprint/trial"
	"sallyport/internal/cores"
)

type printEvalCmd struct {
	Dirs []string `arg:"" name:"dir" help:"Folders of F_I.EXT or PERSON_F_I.EXT files, images or records; each is one set."`
	DPI  []int    `name:"dpi" help:"Resolution of images whose files do not state it: one for all folders, or one for each."`
	JSON bool     `name:"json" help:"Print one JSON document."`
}

func (printEvalCmd) Help() string {
	return "Example: sallyport print eval DB1_B DB2_B --dpi 500,569"
}

// evalReport adds to the error rates what only a clock can tell.
type evalReport struct {
	trial.Report
	ExtractionMS     float64 `json:"extractionMS,omitempty"` // mean per image, one processor each
	MatchesPerSecond float64 `json:"matchesPerSecond"`       // one processor, templates prepared
}

func (c *printEvalCmd) Run(std streams) error {
	if len(c.DPI) > 1 && len(c.DPI) != len(c.Dirs) {
		return badInput(fmt.Errorf("--dpi: %d values for %d folders; give one, or one for each", len(c.DPI), len(c.Dirs)))
	}
	var sets []trial.Set
	var extraction extractionTime
	for n, dir := range c.Dirs {
		set, err := readSet(dir, c.dpi(n), &extraction, std.err)
		if err != nil {
			return err
		}
		sets = append(sets, set)
	}
	begin := time.Now()
	within, pooled := trial.Compare(sets)
	elapsed := time.Since(begin)
	report := evalReport{Report: trial.Summarise(sets, within, pooled, rand.New(rand.NewPCG(1, 1)))}
	report.MatchesPerSecond = float64(len(pooled)) / elapsed.Seconds()
	report.ExtractionMS = extraction.mean()
	if c.JSON {
		return printJSON(std.out, report)
	}
	report.print(std.out)
	return nil
}

func (c *printEvalCmd) dpi(n int) int {
	switch len(c.DPI) {
	case 0:
		return 0
	case 1:
		return c.DPI[0]
	}
	return c.DPI[n]
}

// readSet reads every print of a folder, in the order of their names.
func readSet(dir string, dpi int, spent *extractionTime, w io.Writer) (trial.Set, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return trial.Set{}, badInput(err)
	}
	var names []string
	for _, e := range entries {
		if strings.Contains(e.Name(), "_") && !e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			names = append(names, e.Name())
		}
	}
	if len(names) == 0 {
		return trial.Set{}, badInput(fmt.Errorf("%s: no file is named F_I.EXT or PERSON_F_I.EXT", dir))
	}
	slices.Sort(names)
	set := trial.Set{Name: dir, Prints: make([]trial.Print, len(names))}
	progress := newProgress(w, "prints of "+dir, len(names))
	defer progress.done()
	return set, cores.Each(len(names), func(n int) error {
		defer progress.step()
		t, err := spent.read(filepath.Join(dir, names[n]), dpi)
		if err != nil {
			return err
		}
		finger := names[n][:strings.LastIndexByte(names[n], '_')]
		set.Prints[n] = trial.Print{Finger: finger, Prepared: fingerprint.Prepare(&t)}
		return nil
	})
}

// extractionTime adds up the time that extraction took, reading of files left out.
type extractionTime struct{ images, nanoseconds atomic.Int64 }

func (e *extractionTime) read(path string, dpi int) (fingerprint.Template, error) {
	if isRecord(path) {
		return readTemplate(path, dpi)
	}
	img, dpi, err := readPicture(path, dpi)
	if err != nil {
		return fingerprint.Template{}, err
	}
	begin := time.Now()
	t, err := extract(path, img, dpi)
	e.nanoseconds.Add(int64(time.Since(begin)))
	e.images.Add(1)
	return t, err
}

func (e *extractionTime) mean() float64 {
	return float64(e.nanoseconds.Load()) / 1e6 / float64(max(e.images.Load(), 1))
}

func (r *evalReport) print(w io.Writer) {
	for _, s := range r.Sets {
		fmt.Fprintf(w, "%s: %d prints, %d genuine, %d impostor: EER %.2f %% (%.2f to %.2f)\n",
			s.Name, s.Prints, s.Genuine, s.Impostor, s.EER.Value, s.EER.Low, s.EER.High)
	}
	fmt.Fprintf(w, "mean EER %.2f %%\n", r.MeanEER)
	fmt.Fprintf(w, "pooled FNMR %.2f %% (%.2f to %.2f) at FMR 1e-2, %.2f %% (%.2f to %.2f) at FMR 1e-3\n",
		r.FNMR100.Value, r.FNMR100.Low, r.FNMR100.High, r.FNMR1000.Value, r.FNMR1000.Low, r.FNMR1000.High)
	if r.ExtractionMS > 0 {
		fmt.Fprintf(w, "extraction %.1f ms an image\n", r.ExtractionMS)
	}
	fmt.Fprintf(w, "%.0f comparisons a second on one processor (%d comparisons)\n", r.MatchesPerSecond, r.Comparisons)
}
