package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sallyport/backtest"
	pages "sallyport/backtest/report"
	"sallyport/law/packs"
)

type backtestCmd struct {
	Run   backtestRunCmd   `cmd:"" help:"Replay a file of requests under several laws, and write tables, pictures and a page."`
	Synth backtestSynthCmd `cmd:"" help:"Make a population of invented requests with stated distributions."`
}

type backtestRunCmd struct {
	In        string   `arg:"" help:"The file: cases (JSON lines, Parquet), or requests (CSV, XLSX; gzip or not)."`
	Regimes   []string `required:"" placeholder:"R" help:"Laws to judge by: law-of-the-day, PROGRAM[@DATE], federal-only:PROGRAM[@DATE]."`
	Out       string   `required:"" placeholder:"DIR" help:"Folder for the report; made if there is none."`
	Format    string   `enum:",cases,fy2015,detainers" default:"" placeholder:"FORMAT" help:"What the file is: cases, fy2015, detainers; seen from its heading where this is not given."`
	Map       string   `placeholder:"FILE" help:"A mapping of any other CSV's columns."`
	Sample    int      `default:"20000" help:"How many rows the engine decides one by one as well: for rules, missing facts, open questions, and as a check."`
	Seed      uint64   `default:"1" help:"Of the choice of those rows."`
	Ask       string   `enum:",notify,hold,transfer,interview" default:"" placeholder:"ACTION" help:"Judge every row as though it asked this."`
	AtItsWord bool     `help:"Take the detainer file's words \"no conviction\" and \"no charge\" for a record that was seen and is empty."`
	JSON      bool     `help:"One JSON document on standard output: the counts, and how long the parts took."`
}

// Help is the example on the command's help page.
func (backtestRunCmd) Help() string {
	return "Example: sallyport backtest run requests.csv.gz --regimes law-of-the-day,us/pep,federal-only:us/secure-communities --out report\n\n" +
		"Writes OUT/index.html, each table as CSV and Parquet, and manifest.json. The same input, packs and parameters give the same bytes. " +
		"docs/backtest.md explains what the figures mean."
}

// Run replays the file. A row for which the planes and the engine disagree fails the check (status 1).
func (c *backtestRunCmd) Run(std streams) error {
	if c.Sample < 1000 {
		return badInput(fmt.Errorf("--sample %d: at least 1000 rows are checked", c.Sample))
	}
	book, err := theBook()
	if err != nil {
		return err
	}
	regimes, err := backtest.Regimes(book, c.Regimes)
	if err != nil {
		return badInput(err)
	}
	start := time.Now()
	in, err := c.open()
	if err != nil {
		return badInput(err)
	}
	defer in.Close()
	shown := newProgress(std.err, "rows", int(in.rows))
	found, err := backtest.Run(&backtest.Config{
		Book: book, Regimes: regimes, Rows: in.rows, Sample: c.Sample, Seed: c.Seed, Ask: c.Ask, Progress: shown.at,
	}, in.source)
	shown.done()
	if err != nil {
		return badInput(err)
	}
	if found.Rows == 0 {
		return badInput(fmt.Errorf("%s: no row could be read; %s", c.In, firstProblem(found)))
	}
	out := &pages.Input{Results: found, Population: in.population, Manifest: pages.Manifest{
		Version: 1, Input: in.File, Map: in.mapping, Packs: packs.Digest(), Engine: engineVersion(), Regimes: c.Regimes,
		Seed: c.Seed, Sample: c.Sample, Ask: c.Ask, AtItsWord: c.AtItsWord, Synthetic: found.Invented,
	}}
	if err := writeReport(c.Out, out); err != nil {
		return err
	}
	if err := c.tell(std, out, time.Since(start)); err != nil {
		return err
	}
	for _, wrong := range found.Sample.Wrong {
		fmt.Fprintf(std.err, "%s: %s\n", c.In, wrong)
	}
	if len(found.Sample.Wrong) > 0 {
		return findings()
	}
	return nil
}

func firstProblem(found *backtest.Results) string {
	if len(found.Problems) == 0 {
		return "the file is empty"
	}
	p := found.Problems[0]
	return fmt.Sprintf("line %d: %s", p.Line, p.What)
}

// writeReport writes the page, the tables and, last, the manifest with their digests.
func writeReport(dir string, in *pages.Input) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	write := func(name string, content func(io.Writer) error) error {
		h := sha256.New()
		size := counting{}
		err := writeFile(filepath.Join(dir, name), func(w io.Writer) error { return content(io.MultiWriter(w, h, &size)) })
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		in.Manifest.Outputs = append(in.Manifest.Outputs, pages.File{Name: name, Bytes: size.n, SHA256: hex.EncodeToString(h.Sum(nil))})
		return nil
	}
	about := "a backtest of requests"
	if in.Results.Invented > 0 {
		about = "a backtest of a synthetic population"
	}
	for _, t := range pages.Tables(in) {
		if err := write(t.Name+".csv", t.CSV); err != nil {
			return err
		}
		if err := write(t.Name+".parquet", func(w io.Writer) error { return t.Parquet(w, about) }); err != nil {
			return err
		}
	}
	if err := write("index.html", func(w io.Writer) error { return pages.Page(w, in) }); err != nil {
		return err
	}
	return writeFile(filepath.Join(dir, "manifest.json"), in.Manifest.Write)
}

// counting counts bytes.
type counting struct{ n int64 }

func (c *counting) Write(p []byte) (int, error) {
	c.n += int64(len(p))
	return len(p), nil
}

// told is what the command prints for programs.
type told struct {
	Rows      int64              `json:"rows"`
	Unread    int64              `json:"unread"`
	Synthetic int64              `json:"synthetic"`
	Regimes   map[string]counts  `json:"regimes"`
	Decided   int64              `json:"decided_one_by_one"`
	Disagree  int                `json:"disagreements"`
	Seconds   float64            `json:"seconds"`
	Planes    float64            `json:"plane_decisions_per_core_second"` // rows times regimes, by what judging their planes took
	Settled   float64            `json:"exact_decisions_per_core_second"` // likewise, by encoding, judging and settling
	Parts     map[string]float64 `json:"core_seconds"`
}

type counts struct {
	Permitted  int64 `json:"permitted"`
	Refused    int64 `json:"refused"`
	Unresolved int64 `json:"unresolved"`
}

// tell prints what came out. Times stand here and nowhere in the report, which is the same every time.
func (c *backtestRunCmd) tell(std streams, in *pages.Input, took time.Duration) error {
	found := in.Results
	if c.JSON {
		return writeJSON(std.out, newTold(found, took))
	}
	var b strings.Builder
	for i, r := range found.Regimes {
		n := found.Under(i)
		fmt.Fprintf(&b, "%-40s permitted %d, unresolved %d, refused %d\n", r.Name, n.Permitted(), n.Unresolved(), n.Refused())
	}
	if found.Invented > 0 {
		fmt.Fprintf(&b, "synthetic: %d of these rows are invented\n", found.Invented)
	}
	fmt.Fprintf(&b, "%d rows (%d could not be read), %d decided one by one as well, %d disagreements; %.1f s\n%s\n", found.Rows, found.Unread,
		found.Sample.Rows, len(found.Sample.Wrong), took.Seconds(), filepath.Join(c.Out, "index.html"))
	_, err := io.WriteString(std.out, b.String())
	return err
}

func newTold(found *backtest.Results, took time.Duration) told {
	t := told{
		Rows: found.Rows, Unread: found.Unread, Synthetic: found.Invented, Regimes: map[string]counts{}, Decided: found.Sample.Rows,
		Disagree: len(found.Sample.Wrong), Seconds: took.Seconds(),
		Parts: map[string]float64{
			"read": found.Times.Read.Seconds(), "encode": found.Times.Encode.Seconds(), "judge": found.Times.Judge.Seconds(),
			"settle": found.Times.Settle.Seconds(), "count and sample": found.Times.Count.Seconds(), "prepare": found.Times.Prepare.Seconds(),
		},
	}
	for i, r := range found.Regimes {
		n := found.Under(i)
		t.Regimes[r.Name] = counts{n.Permitted(), n.Refused(), n.Unresolved()}
	}
	decisions := float64(found.Rows) * float64(len(found.Regimes))
	if judge := found.Times.Judge; judge > 0 {
		t.Planes = decisions / judge.Seconds()
		t.Settled = decisions / (judge + found.Times.Encode + found.Times.Settle).Seconds()
	}
	return t
}
