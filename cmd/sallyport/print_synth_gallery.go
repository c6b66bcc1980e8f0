package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"sallyport/fingerprint/synth"
	"sallyport/internal/cores"
	"sallyport/internal/gallery"
)

// synthBatch is how many people are made and written at a time.
const synthBatch = 1024

// makeGallery writes a new gallery of people whom nobody is. It gets its name when it is whole; people who exist are not
// mixed with those who do not, so that name must be free.
func (c *printSynthCmd) makeGallery(std streams) error {
	if _, err := os.Stat(c.Gallery); !errors.Is(err, os.ErrNotExist) {
		return badInput(fmt.Errorf("%s:@0: gallery: is there already; name a new file", c.Gallery))
	}
	dir, err := os.MkdirTemp(filepath.Dir(c.Gallery), ".synth-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "gallery")
	err = changeGallery(path, func(w *gallery.Writer) error {
		progress := newProgress(std.err, "people", c.People)
		defer progress.done()
		for from := 0; from < c.People; from += synthBatch {
			batch := make([]gallery.Subject, min(synthBatch, c.People-from))
			err := cores.Each(len(batch), func(n int) error {
				batch[n] = synthSubject(c.Seed, from+n)
				progress.step()
				return nil
			})
			if err := errors.Join(err, w.Append(batch...)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return os.Rename(path, c.Gallery)
}

// synthSubject is the first impression of each finger, under the number that the person's images have.
func synthSubject(seed uint64, n int) gallery.Subject {
	s, person := gallery.Subject{ID: strconv.Itoa(n + 1)}, synth.NewPerson(seed, n)
	for f := range s.Prints {
		s.Prints[f] = person.Finger(f + 1).Template(0)
	}
	return s
}
