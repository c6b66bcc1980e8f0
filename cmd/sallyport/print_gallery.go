package main

import (
	"errors"
	"fmt"
	"os"

	"sallyport/internal/gallery"
)

// printGalleryCmd groups the commands on gallery files: docs/gallery.md says what they promise.
type printGalleryCmd struct {
	Add     galleryAddCmd     `cmd:"" help:"Add people's prints; the file is made where there is none."`
	Remove  galleryRemoveCmd  `cmd:"" help:"Remove people and overwrite their prints with zeros."`
	Compact galleryCompactCmd `cmd:"" help:"Give back the room that removed people take."`
	Check   galleryCheckCmd   `cmd:"" help:"Read every byte and say what is wrong."`
}

type galleryAddCmd struct {
	File   string   `arg:"" help:"Gallery file."`
	Prints []string `arg:"" name:"print" help:"Images or minutiae records named PERSON_FINGER.EXT or PERSON_FINGER_IMPRESSION.EXT, records and transactions that say their fingers, or folders of these."`
	ID     string   `name:"id" help:"All prints are of this person, whatever the files are named."`
	DPI    int      `name:"dpi" help:"Resolution of images, where the files do not state it."`
}

func (galleryAddCmd) Help() string {
	return "Example: sallyport print gallery add people.gallery prints\nExample: sallyport print gallery add people.gallery a.an2 --id 4711\n\n" +
		"Either all are added or, where anything is wrong, none."
}

func (c *galleryAddCmd) Run(std streams) error {
	people, err := findPeople(c.Prints, c.ID)
	if err != nil {
		return err
	}
	subjects, err := readPeople(std, people, c.DPI)
	if err != nil {
		return err
	}
	return changeGallery(c.File, func(w *gallery.Writer) error { return w.Append(subjects...) })
}

type galleryRemoveCmd struct {
	File string   `arg:"" help:"Gallery file."`
	IDs  []string `arg:"" name:"id" help:"People to remove."`
}

func (galleryRemoveCmd) Help() string {
	return "Example: sallyport print gallery remove people.gallery 4711 4712\n\n" +
		"When it ends with status 0 the prints are overwritten on the disk. Where one of the people is not there, none is removed."
}

func (c *galleryRemoveCmd) Run() error {
	if _, err := os.Stat(c.File); err != nil {
		return unreadable(c.File, err)
	}
	return changeGallery(c.File, func(w *gallery.Writer) error { return w.Remove(c.IDs...) })
}

type galleryCompactCmd struct {
	File string `arg:"" help:"Gallery file."`
}

func (galleryCompactCmd) Help() string {
	return "Example: sallyport print gallery compact people.gallery"
}

func (c *galleryCompactCmd) Run(std streams) error {
	if _, err := os.Stat(c.File); err != nil {
		return unreadable(c.File, err)
	}
	return changeGallery(c.File, func(w *gallery.Writer) error {
		progress := newProgress(std.err, "people", w.Len())
		defer progress.done()
		return w.Compact(progress.step)
	})
}

// changeGallery opens a gallery for changes, makes one and closes it.
func changeGallery(path string, change func(*gallery.Writer) error) error {
	w, err := gallery.OpenWriter(path)
	if err == nil {
		err = errors.Join(change(w), w.Close())
	}
	return galleryError(path, err)
}

// galleryError names the file, and says whether it or the wish is at fault (status 2) or the operation failed (status 3).
func galleryError(path string, err error) error {
	if err == nil {
		return nil
	}
	if damage, ok := errors.AsType[*gallery.Damage](err); ok {
		return badInput(fmt.Errorf("%s:%w", path, damage))
	}
	if refusal, ok := errors.AsType[gallery.Refusal](err); ok {
		return badInput(fmt.Errorf("%s:@0: %w", path, refusal))
	}
	return fmt.Errorf("%s: %w", path, err)
}
