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
	"sallyport/fingerprint/record/document"
)

type printShowCmd struct {
	File    string      `arg:"" help:"Minutiae record, or a transaction with Type-9 records."`
	Lenient bool        `help:"Repair what can be repaired and say what was."`
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
	r, repairs, err := readRecord(c.File, c.Lenient)
	if err != nil {
		return err
	}
	printRepairs(std.err, c.File, repairs)
	if c.Overlay.out != "" {
		return c.overlay(r)
	}
	if c.JSON {
		return printJSON(std.out, document.Of(r))
	}
	fmt.Fprintln(std.out, r.Format.Title())
	if r.Example {
		fmt.Fprintln(std.out, "made like the standard's own example, whose length is short")
	}
	for n := range r.Views {
		showView(std.out, n+1, &r.Views[n])
	}
	return nil
}

// showView lists one view, a line for each thing in it.
func showView(w io.Writer, n int, v *record.View) {
	fmt.Fprintf(w, "view %d: %s, number %d, impression %d, image %d × %d at %d × %d pixels/cm, %d minutiae\n",
		n, document.FingerName(v.Finger), v.Number, v.Impression, v.Width, v.Height, v.XDensity, v.YDensity, len(v.Minutiae))
	for _, q := range v.Qualities {
		fmt.Fprintf(w, "quality %d (vendor %04x, algorithm %d)\n", q.Score, q.Vendor, q.Algorithm)
	}
	for _, m := range v.Minutiae {
		fmt.Fprintf(w, "%-11v x %4d y %4d  direction %5.1f°  quality %3d\n", m.Kind, m.X, m.Y, m.Angle.Degrees(), m.Quality)
	}
	for _, b := range v.Extended {
		switch {
		case b.Counts != nil:
			fmt.Fprintf(w, "%d ridge counts by method %d\n", len(b.Counts.Counts), b.Counts.Method)
		case b.Points != nil:
			showPoints(w, "core", b.Points.Cores)
			showPoints(w, "delta", b.Points.Deltas)
		case b.Zones != nil:
			fmt.Fprintf(w, "qualities of zones of %d × %d pixels\n", b.Zones.CellWidth, b.Zones.CellHeight)
		default:
			fmt.Fprintf(w, "extended data of type %d: %d bytes\n", b.Type, len(b.Data))
		}
	}
}

func showPoints(w io.Writer, what string, points []record.Point) {
	for _, p := range points {
		fmt.Fprintf(w, "%-11s x %4d y %4d", what, p.X, p.Y)
		for _, a := range p.Angles {
			fmt.Fprintf(w, "  direction %5.1f°", a.Degrees())
		}
		fmt.Fprintln(w)
	}
}

// overlay draws on an image of the record's first finger, which may be larger or smaller than the record says.
func (c *printShowCmd) overlay(r *record.Record) error {
	img, _, err := readPicture(c.Overlay.image, 0)
	if err != nil {
		return err
	}
	v := &r.Views[0]
	minutiae := make([]fingerprint.Minutia, len(v.Minutiae))
	for n, m := range v.Minutiae {
		minutiae[n] = fingerprint.Minutia{X: int16(min(m.X, 1<<14)), Y: int16(min(m.Y, 1<<14)), Direction: uint8(m.Angle.Steps(256)), Kind: m.Kind}
	}
	scale := float64(img.Rect.Dx()) / float64(max(v.Width, 1))
	return writeFile(c.Overlay.out, func(w io.Writer) error {
		return png.Encode(w, picture.Draw(img, minutiae, scale))
	})
}

func printJSON(w io.Writer, document any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(document)
}
