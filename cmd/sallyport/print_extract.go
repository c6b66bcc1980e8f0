package main

import (
	"fmt"
	"io"

	"sallyport/fingerprint/extraction"
	"sallyport/fingerprint/record"
)

type printExtractCmd struct {
	Image  string `arg:"" help:"PNG, PGM, TIFF, BMP or WSQ, dark ridges on light ground."`
	Out    string `arg:"" help:"Record to write."`
	DPI    int    `name:"dpi" help:"Resolution of the image, where the file does not state it."`
	Format string `enum:"iso2005,iso2011,ansi2004,ansi2009,ansi2009am1,type9" default:"iso2005" help:"Form of the record: ${enum}."`
}

func (printExtractCmd) Help() string {
	return "Example: sallyport print extract finger.png finger.iso --dpi 500"
}

func (c *printExtractCmd) Run(std streams) error {
	img, dpi, err := readPicture(c.Image, c.DPI)
	if err != nil {
		return err
	}
	e, err := examine(c.Image, img, dpi)
	if err != nil {
		return err
	}
	_, err = writeRecord(c.Out, record.FromTemplate(&e.Template), c.Format)
	if err != nil {
		return badInput(fmt.Errorf("%s: %w", c.Image, err))
	}
	showExtraction(std.out, e)
	return nil
}

// showExtraction says what stands against a capture, a line for each fault, and what the record does not hold.
func showExtraction(w io.Writer, e extraction.Examination) {
	fmt.Fprintf(w, "capture check %d of 5\n", e.Check.Value)
	for _, f := range e.Check.Faults {
		fmt.Fprintln(w, f)
	}
	for _, s := range e.Singulars {
		fmt.Fprintln(w, s)
	}
}
