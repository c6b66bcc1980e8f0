package abis

import (
	"path/filepath"
	"strings"
	"testing"

	"sallyport/internal/gallery"
	"sallyport/internal/search"
	"sallyport/internal/search/searchtest"
)

func newBook(t *testing.T, path string) *book {
	t.Helper()
	b, err := openBook(path, func(e search.Enrolment) string { return "reference-of-" + id(e) })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.close() })
	return b
}

// TestIntention: one that a kill left beside the prints of a confirmed enrolment ends when the book is opened, and another does not.
func TestIntention(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "book")
	w, err := gallery.OpenWriter(path)
	if err != nil {
		t.Fatal(err)
	}
	err = w.Append(gallery.Subject{ID: "?1@G-1"}, gallery.Subject{ID: "1@G-1", Prints: *searchtest.Person(1, 0)}, gallery.Subject{ID: "?2@G-2"})
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	b := newBook(t, path)
	first, second := search.Enrolment{Person: "G-1", Number: 1}, search.Enrolment{Person: "G-2", Number: 2}
	if !b.has(first) || b.has(second) || len(b.of("G-2")) != 1 || b.looks.held != 1 {
		t.Error("not as it was left")
	}
	for id, there := range map[string]bool{"?1@G-1": false, "1@G-1": true, "?2@G-2": true} {
		if b.writer.Has(id) != there {
			t.Errorf("%s: %v", id, !there)
		}
	}
}

// TestForeignBook: a gallery whose subjects are no enrolments is refused, and given back.
func TestForeignBook(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "book")
	w, err := gallery.OpenWriter(path)
	if err == nil {
		err = w.Append(gallery.Subject{ID: "somebody", Prints: *searchtest.Person(1, 0)})
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := openBook(path, id); err == nil || !strings.Contains(err.Error(), "somebody: is not NUMBER@PERSON") {
			t.Error(err)
		}
	}
}

// TestGone: whoever leaves while a search is under way may still be named to it, and to no search that begins after it.
func TestGone(t *testing.T) {
	t.Parallel()
	b := newBook(t, filepath.Join(t.TempDir(), "book"))
	who := search.Enrolment{Person: "G-1", Number: 1}
	for _, step := range []func() error{
		func() error { return b.intend(who) },
		func() error { return b.hold(who, searchtest.Person(1, 0)) },
	} {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	named := []string{"reference-of-1@G-1"}
	l := b.look()
	if people, err := l.people(named, 1); err != nil || len(people) != 1 || people[0].id != "G-1" {
		t.Error(people, err)
	}
	b.leave(who)
	if people, err := l.people(named, 1); err != nil || len(people) != 0 {
		t.Error("about to leave:", people, err)
	}
	if err := b.forget(who); err != nil {
		t.Fatal(err)
	}
	if people, err := l.people(named, 1); err != nil || len(people) != 0 {
		t.Error("left:", people, err)
	}
	for count := range 3 {
		if err := l.checkCount(count); (err == nil) != (count < 2) {
			t.Error(count, err)
		}
	}
	l.end()
	l = b.look()
	defer l.end()
	if people, err := l.people(named, 1); err == nil {
		t.Error("left before:", people)
	}
	if err := l.checkCount(1); err == nil {
		t.Error("holds somebody still")
	}
}
