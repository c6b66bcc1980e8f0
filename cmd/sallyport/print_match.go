package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"sallyport/fingerprint"
)

type printMatchCmd struct {
	A     string `arg:"" optional:"" help:"Record or image."`
	B     string `arg:"" optional:"" help:"Record or image."`
	Pairs string `placeholder:"FILE" help:"File with a line 'A B' for each comparison, in place of A and B."`
	DPI   int    `name:"dpi" help:"Resolution of images, where the files do not state it."`
	JSON  bool   `name:"json" help:"Print one JSON document, with the minutiae that were paired."`
}

func (printMatchCmd) Help() string {
	return "Example: sallyport print match left.iso right.png --dpi 500\nExample: sallyport print match --pairs list.txt"
}

func (c *printMatchCmd) Run(std streams) error {
	cache := templateCache{dpi: c.DPI, known: map[string]*fingerprint.Template{}}
	if c.Pairs != "" {
		if c.A != "" {
			return badInput(fmt.Errorf("print match: give two prints or --pairs, not both"))
		}
		return c.matchList(std, &cache)
	}
	if c.B == "" {
		return badInput(fmt.Errorf("print match: two prints are needed; or give --pairs FILE"))
	}
	result, err := cache.match(c.A, c.B)
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(std.out, result)
	}
	fmt.Fprintf(std.out, "%.3f\n", result.Score)
	return nil
}

// matchList compares the prints named on each line and prints the line with its score.
func (c *printMatchCmd) matchList(std streams, cache *templateCache) error {
	f, err := os.Open(c.Pairs)
	if err != nil {
		return badInput(err)
	}
	defer f.Close()
	out := bufio.NewWriter(std.out)
	defer out.Flush()
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		names := strings.Fields(lines.Text())
		if len(names) == 0 {
			continue
		}
		if len(names) != 2 {
			return badInput(fmt.Errorf("%s:%d: pair: %d names; write two file names, with a space between", c.Pairs, n, len(names)))
		}
		result, err := cache.match(names[0], names[1])
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s %s %.3f\n", names[0], names[1], result.Score)
	}
	return lines.Err()
}

// templateCache keeps templates already read, since lists name the same print many times.
type templateCache struct {
	dpi   int
	known map[string]*fingerprint.Template
}

func (c *templateCache) match(a, b string) (fingerprint.Result, error) {
	ta, err := c.read(a)
	if err != nil {
		return fingerprint.Result{}, err
	}
	tb, err := c.read(b)
	if err != nil {
		return fingerprint.Result{}, err
	}
	return fingerprint.Match(ta, tb), nil
}

func (c *templateCache) read(path string) (*fingerprint.Template, error) {
	if t := c.known[path]; t != nil {
		return t, nil
	}
	t, err := readTemplate(path, c.dpi)
	if err != nil {
		return nil, err
	}
	c.known[path] = &t
	return &t, nil
}
