package main

import (
	"fmt"
	"image"
	"image/png"
	"log"
	"os"
	"path/filepath"

	"sallyport/fingerprint/record"
	"sallyport/fingerprint/synth"
	"sallyport/fingerprint/trial"
)

const (
	sets        = 4
	fingers     = 10 // of a set
	impressions = 8  // of a finger
	probes      = 20
	seed        = 7
)

var resolutions = [sets]int{500, 569, 500, 500}

// fvc is the prints of FVC2002's four B sets, set by set and finger by finger: SecuGen's templates, and the pictures.
type fvc struct{ templates, pictures []string }

func find(data string) (prints fvc) {
	data, err := filepath.Abs(data)
	check(err)
	for set := range sets {
		for n := range fingers * impressions {
			name := fmt.Sprintf("DB%d_B/%d_%d", set+1, 101+n/impressions, n%impressions+1)
			prints.templates = append(prints.templates, filepath.Join(data, "fvc2002-iso", name+".iso"))
			prints.pictures = append(prints.pictures, filepath.Join(data, "fvc2002", name+".png"))
		}
	}
	return prints
}

// images writes the pictures as PGM and returns a line of resolution and file for each.
func (prints fvc) images(folder string) (lines []string) {
	check(os.MkdirAll(folder, 0o700))
	for n, name := range prints.pictures {
		img := readGray(name)
		pgm := fmt.Appendf(nil, "P5\n%d %d\n255\n", img.Rect.Dx(), img.Rect.Dy())
		for y := range img.Rect.Dy() {
			pgm = append(pgm, img.Pix[y*img.Stride:][:img.Rect.Dx()]...)
		}
		file := filepath.Join(folder, fmt.Sprintf("%d.pgm", n))
		check(os.WriteFile(file, pgm, 0o600))
		lines = append(lines, fmt.Sprintf("%d %s", resolutions[n/fingers/impressions], file))
	}
	return lines
}

func readGray(name string) *image.Gray {
	f, err := os.Open(name)
	check(err)
	defer f.Close()
	decoded, err := png.Decode(f)
	check(err)
	img, ok := decoded.(*image.Gray)
	if !ok {
		log.Fatalf("%s: not grey, 8 bits", name)
	}
	return img
}

// compared gives scores of all pairs to their fingers: those of each set alone, and all, a finger of each set being another.
func (prints fvc) compared(scores []float64) (within [sets][]trial.Comparison, pooled []trial.Comparison) {
	n := 0
	for i := range prints.templates {
		for j := i + 1; j < len(prints.templates); j++ {
			c := trial.Comparison{A: i / impressions, B: j / impressions, Score: scores[n]}
			n++
			pooled = append(pooled, c)
			if set := c.A / fingers; set == c.B/fingers {
				c.A, c.B = c.A%fingers, c.B%fingers
				within[set] = append(within[set], c)
			}
		}
	}
	return within, pooled
}

// synthetic writes a print of each of so many invented fingers, and before them another impression of the first of these as probes.
func synthetic(folder string, gallery int) (files []string) {
	check(os.MkdirAll(folder, 0o700))
	write := func(finger, impression int) {
		t := synth.NewPerson(seed, finger).Finger(1).Template(impression)
		r, _, err := record.FromTemplate(&t).Convert(record.ISO2005)
		check(err)
		data, err := r.Append(nil)
		check(err)
		file := filepath.Join(folder, fmt.Sprintf("%d-%d.iso", finger, impression))
		check(os.WriteFile(file, data, 0o600))
		files = append(files, file)
	}
	for finger := range probes {
		write(finger, 1)
	}
	for finger := range gallery {
		write(finger, 0)
	}
	return files
}
