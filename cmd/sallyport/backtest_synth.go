package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"sallyport"
	"sallyport/backtest/caseparquet"
	"sallyport/backtest/synth"
)

type backtestSynthCmd struct {
	Out          string `arg:"" help:"The file to write: OUT.parquet, or OUT.jsonl for JSON lines."`
	People       int64  `default:"100000" help:"How many requests."`
	Seed         uint64 `default:"1" help:"The same seed gives the same population."`
	Distribution string `default:"default" placeholder:"NAME|FILE" help:"default, trac-2015, trac-2015-no-other-ground, or a file like them."`
}

// Help is the example on the command's help page.
func (backtestSynthCmd) Help() string {
	return "Example: sallyport backtest synth population.parquet --people 1000000 --distribution trac-2015\n\n" +
		"Every case's id begins with synthetic-, and every report on them says so. docs/backtest.md shows how a distribution is written."
}

// Run writes the population.
func (c *backtestSynthCmd) Run(std streams) error {
	p, err := c.population()
	if err != nil {
		return badInput(err)
	}
	if c.People < 1 {
		return badInput(fmt.Errorf("--people %d: want 1 or more", c.People))
	}
	write := c.jsonLines
	switch filepath.Ext(c.Out) {
	case ".parquet":
		write = c.parquet
	case ".jsonl", ".json":
	default:
		return badInput(fmt.Errorf("%s: end the name in .parquet or .jsonl", c.Out))
	}
	shown := newProgress(std.err, "requests", int(c.People))
	defer shown.done()
	return writeFile(c.Out, func(w io.Writer) error { return write(w, p, shown) })
}

func (c *backtestSynthCmd) population() (*synth.Population, error) {
	text, ok := synth.BuiltIn()[c.Distribution]
	if !ok {
		if !strings.ContainsAny(c.Distribution, "./") {
			return nil, fmt.Errorf("--distribution %s: neither built in nor a file; see sallyport backtest synth --help", c.Distribution)
		}
		var err error
		if text, err = os.ReadFile(c.Distribution); err != nil {
			return nil, err
		}
	}
	return synth.Read(c.Distribution, text)
}

// some is how many cases are made at a time.
const some = 4096

// each makes the population piece by piece, in its order.
func (c *backtestSynthCmd) each(p *synth.Population, shown *progress, write func([]*sallyport.Case) error) error {
	cases := make([]*sallyport.Case, some)
	for i := range cases {
		cases[i] = &sallyport.Case{}
	}
	for from := int64(0); from < c.People; from += some {
		n := min(some, c.People-from)
		var wait sync.WaitGroup
		cores := int64(runtime.GOMAXPROCS(0))
		for core := range cores {
			wait.Go(func() {
				for i := core; i < n; i += cores {
					p.Make(c.Seed, uint64(from+i), cases[i])
				}
			})
		}
		wait.Wait()
		if err := write(cases[:n]); err != nil {
			return err
		}
		shown.at(from + n)
	}
	return nil
}

func (c *backtestSynthCmd) parquet(w io.Writer, p *synth.Population, shown *progress) error {
	out, err := caseparquet.NewWriter(w, p.Paths())
	if err != nil {
		return err
	}
	says, err := p.Statement()
	if err != nil {
		return err
	}
	out.Note(synth.StatementKey, string(says))
	if err := c.each(p, shown, out.Write); err != nil {
		return err
	}
	return out.Close()
}

func (c *backtestSynthCmd) jsonLines(w io.Writer, p *synth.Population, shown *progress) error {
	out := bufio.NewWriter(w)
	err := c.each(p, shown, func(cases []*sallyport.Case) error {
		for _, one := range cases {
			line, err := synth.JSON(one)
			if err != nil {
				return err
			}
			if _, err := out.Write(append(line, '\n')); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return out.Flush()
}
