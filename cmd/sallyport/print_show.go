package main

import (
	"encoding/json"
	"fmt"
	"image/png"
	"io"

	"github.com/alecthomas/kong"

	"sallyport/fingerprint"
	"sallyport/fingerprint/picture"
	"sallyport/fingerprint/record"
)

type printShowCmd struct {
	File    string      `arg:"" help:"Minutiae record."`
	Lenient bool        `help:"Read what is whole of a damaged record."`
	JSON    bool        `name:"json" help:"Print one JSON document."`
	Overlay overlayFlag `placeholder:"IMAGE OUT.png" help:"Draw the minutiae of the first finger on an image and write it here."`
}

// overlayFlag is the one flag with two values.
type overlayFlag struct{ image, out string }

// Decode takes both values from the command line.
func (o *overlayFlag) Decode(ctx *kong.DecodeContext) error {
	if err := ctx.Scan.PopValueInto("image", &o.image); err != nil {
		return err
	}
	return ctx.Scan.PopValueInto("file to write", &o.out)
}

func (printShowCmd) Help() string {
	return "Example: sallyport print show finger.iso --overlay finger.png drawn.png"
}

func (c *printShowCmd) Run(std streams) error {
	r, err := readRecord(c.File, c.Lenient)
	if err != nil {
		return err
	}
	if c.Overlay.out != "" {
		return c.overlay(r)
	}
	if c.JSON {
		return printJSON(std.out, r)
	}
	fmt.Fprintf(std.out, "image %d × %d at %d × %d pixels/cm\n", r.Width, r.Height, r.XDensity, r.YDensity)
	for n, v := range r.Views {
		fmt.Fprintf(std.out, "view %d: finger %d, quality %d, %d minutiae\n", n+1, v.Finger, v.Quality, len(v.Minutiae))
		for _, m := range v.Minutiae {
			fmt.Fprintf(std.out, "%-11v x %4d y %4d  direction %5.1f°  quality %3d\n", m.Kind, m.X, m.Y, float64(m.Angle)*360/256, m.Quality)
		}
	}
	return nil
}

// overlay draws on an image of the record's finger, which may be larger or smaller than the record says.
func (c *printShowCmd) overlay(r *record.Record) error {
	img, _, err := readPicture(c.Overlay.image, 0)
	if err != nil {
		return err
	}
	minutiae := make([]fingerprint.Minutia, len(r.Views[0].Minutiae))
	for n, m := range r.Views[0].Minutiae {
		minutiae[n] = fingerprint.Minutia{X: int16(m.X), Y: int16(m.Y), Direction: m.Angle, Kind: m.Kind}
	}
	scale := float64(img.Rect.Dx()) / float64(max(r.Width, 1))
	return writeFile(c.Overlay.out, func(w io.Writer) error {
		return png.Encode(w, picture.Draw(img, minutiae, scale))
	})
}

func printJSON(w io.Writer, document any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(document)
}
