package main

import (
	"fmt"
	"image"
	"io"
	"os"
	"path/filepath"

	"sallyport/fingerprint/picture"
	"sallyport/fingerprint/synth"
	"sallyport/internal/cores"
)

type printSynthCmd struct {
	OutDir      string `arg:"" optional:"" name:"outdir" help:"Folder for PERSON_FINGER_IMPRESSION.png files."`
	Gallery     string `placeholder:"FILE" help:"Make no images: write templates straight into a new gallery file."`
	People      int    `default:"1" help:"How many people."`
	Impressions int    `default:"1" help:"Impressions of each finger."`
	Seed        uint64 `default:"1" help:"The same seed gives the same prints."`
}

func (printSynthCmd) Help() string {
	return "Example: sallyport print synth prints --people 3 --impressions 2 --seed 7\nExample: sallyport print synth --gallery people.gallery --people 100000 --seed 7\n\n" +
		"The templates of a gallery are drawn at random along each finger's ridges; they are not those of its images."
}

func (c *printSynthCmd) Run(std streams) error {
	if c.People < 1 || c.Impressions < 1 {
		return badInput(fmt.Errorf("print synth: --people and --impressions must be at least 1"))
	}
	if (c.OutDir == "") == (c.Gallery == "") {
		return badInput(fmt.Errorf("print synth: give a folder for images, or --gallery FILE"))
	}
	if c.Gallery != "" {
		return c.makeGallery(std)
	}
	if err := os.MkdirAll(c.OutDir, 0o777); err != nil {
		return err
	}
	progress := newProgress(std.err, "fingers", c.People*10)
	defer progress.done()
	return cores.Each(c.People*10, func(n int) error {
		defer progress.step()
		person, position := n/10, n%10+1
		finger := synth.NewPerson(c.Seed, person).Finger(position)
		for k := range c.Impressions {
			name := fmt.Sprintf("%d_%d_%d.png", person+1, position, k+1)
			if err := writePNG(filepath.Join(c.OutDir, name), finger.Impression(k)); err != nil {
				return err
			}
		}
		return nil
	})
}

// writePNG writes a picture with the resolution of a template, which plain PNG encoding leaves out.
func writePNG(path string, img *image.Gray) error {
	return writeFile(path, func(w io.Writer) error { return picture.EncodePNG(w, img, 500) })
}
