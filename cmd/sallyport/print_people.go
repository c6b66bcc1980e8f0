package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"sallyport/fingerprint"
	"sallyport/internal/cores"
	"sallyport/internal/gallery"
)

// personPrints are the files that hold one person's prints.
type personPrints struct {
	id    string
	files []string
}

// findPeople sorts files, and all files in folders, by the person they name: PERSON_FINGER.EXT, PERSON_FINGER_IMPRESSION.EXT,
// or PERSON.EXT where the record says its fingers. An id overrules the names.
func findPeople(paths []string, id string) ([]personPrints, error) {
	var people []personPrints
	known := map[string]int{}
	for _, path := range paths {
		files, err := filesOf(path)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			person := id
			if person == "" {
				person, _ = nameOf(file)
			}
			n, there := known[person]
			if !there {
				n = len(people)
				known[person], people = n, append(people, personPrints{id: person})
			}
			people[n].files = append(people[n].files, file)
		}
	}
	return people, nil
}

// filesOf is the file, or the files in the folder by name.
func filesOf(path string) (files []string, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	if !info.IsDir() {
		return []string{path}, nil
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	for _, e := range entries {
		if !e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			files = append(files, filepath.Join(path, e.Name()))
		}
	}
	if len(files) == 0 {
		return nil, badInput(fmt.Errorf("%s:@0: folder: is empty; name one with prints", path))
	}
	return files, nil
}

// nameOf returns the person and the finger that a file name states; finger 0 where it states none.
func nameOf(path string) (person string, finger int) {
	stem := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	parts := strings.Split(stem, "_")
	at := 1
	if len(parts) > 2 {
		at = len(parts) - 2
	}
	if len(parts) > 1 {
		if n, err := strconv.Atoi(parts[at]); err == nil && n >= 1 && n <= 10 {
			return strings.Join(parts[:at], "_"), n
		}
	}
	return stem, 0
}

// read reads the prints, one of each finger.
func (p *personPrints) read(dpi int) (prints fingerprint.TenPrint, err error) {
	for _, file := range p.files {
		templates, err := readFingers(file, dpi)
		if err != nil {
			return prints, err
		}
		for _, t := range templates {
			at := &prints[t.Finger-1]
			if len(at.Minutiae) > 0 {
				return prints, badInput(fmt.Errorf("%s:@0: finger %d: is there twice for person %s; give one print of each finger", file, t.Finger, p.id))
			}
			if len(t.Minutiae) == 0 {
				return prints, badInput(fmt.Errorf("%s:@0: finger %d: has no minutiae; leave a missing or bandaged finger out", file, t.Finger))
			}
			*at = t
		}
	}
	return prints, nil
}

// readPeople reads everybody's prints.
func readPeople(std streams, people []personPrints, dpi int) ([]gallery.Subject, error) {
	subjects := make([]gallery.Subject, len(people))
	progress := newProgress(std.err, "people", len(people))
	defer progress.done()
	return subjects, cores.Each(len(people), func(n int) error {
		defer progress.step()
		prints, err := people[n].read(dpi)
		subjects[n] = gallery.Subject{ID: people[n].id, Prints: prints}
		return err
	})
}
