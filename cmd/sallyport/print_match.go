package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"sallyport/fingerprint"
	"sallyport/fingerprint/picture"
)

type printMatchCmd struct {
	A     string `arg:"" optional:"" help:"Record or image."`
	B     string `arg:"" optional:"" help:"Record or image."`
	Pairs string `placeholder:"FILE" help:"File with a line 'A B' for each comparison, in place of A and B."`
	DPI   int    `name:"dpi" help:"Resolution of images, where the files do not state it."`
	JSON  bool   `name:"json" help:"Print one JSON document, with the minutiae that were paired."`

	Overlay string `placeholder:"OUT.png" help:"Draw both images side by side, the paired minutiae numbered, and write the picture here."`
}

func (printMatchCmd) Help() string {
	return "Example: sallyport print match left.iso right.png --dpi 500\n" +
		"Example: sallyport print match left.png right.png --json --overlay drawn.png\n" +
		"Example: sallyport print match --pairs list.txt\n\n" +
		"A score decides nothing. With --json, the false-match rate is a bound from comparisons of FVC2002: at most this share of comparisons of two " +
		"different fingers score at least so much. Pairs have the numbers of the drawing, clockwise around their middle in A; a and b count the minutiae of A and " +
		"B from 0; x and y are pixels at 500 dpi, right and down from the image's upper left corner; directions are degrees, counter-clockwise from the " +
		"right, and point back along the ridge, or along the valley of a bifurcation."
}

func (c *printMatchCmd) Run(std streams) error {
	cache := templateCache{dpi: c.DPI, known: map[string]*fingerprint.Template{}}
	if c.Pairs != "" {
		if c.A != "" {
			return badInput(fmt.Errorf("print match: give two prints or --pairs, not both"))
		}
		if c.Overlay != "" {
			return badInput(fmt.Errorf("print match: --overlay draws one comparison; give two images, not --pairs"))
		}
		return c.matchList(std, &cache)
	}
	if c.B == "" {
		return badInput(fmt.Errorf("print match: two prints are needed; or give --pairs FILE"))
	}
	return c.matchTwo(std, &cache)
}

// matchTwo compares A with B.
func (c *printMatchCmd) matchTwo(std streams, cache *templateCache) error {
	a, b, err := cache.both(c.A, c.B)
	if err != nil {
		return err
	}
	result := fingerprint.Match(a, b)
	result.Pairs = picture.Charted(a.Minutiae, result.Pairs)
	if c.Overlay != "" {
		if err := c.overlay(a, b, result.Pairs); err != nil {
			return err
		}
	}
	if c.JSON {
		return printJSON(std.out, reportMatch(a, b, result))
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
		a, b, err := cache.both(names[0], names[1])
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s %s %.3f\n", names[0], names[1], fingerprint.Match(a, b).Score)
	}
	return lines.Err()
}

// templateCache keeps templates already read, since lists name the same print many times.
type templateCache struct {
	dpi   int
	known map[string]*fingerprint.Template
}

func (c *templateCache) both(a, b string) (ta, tb *fingerprint.Template, err error) {
	if ta, err = c.read(a); err == nil {
		tb, err = c.read(b)
	}
	return ta, tb, err
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
