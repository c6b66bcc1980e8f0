package file_test

import (
	"path/filepath"
	"strings"
	"testing"

	"sallyport/internal/gallery"
	"sallyport/internal/search"
	"sallyport/internal/search/file"
	"sallyport/internal/search/searchtest"
)

func TestEngine(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "gallery")
	engine, err := file.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	searchtest.Exercise(t, engine, func() search.Searcher {
		if err := engine.Close(); err != nil {
			t.Fatal(err)
		}
		if engine, err = file.Open(path); err != nil {
			t.Fatal(err)
		}
		return engine
	})
	if _, err := file.Open(path); err == nil {
		t.Error("opened twice")
	}
	if err := engine.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestForeignGallery: a gallery whose subjects are no enrolments is refused.
func TestForeignGallery(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "gallery")
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
	if _, err := file.Open(path); err == nil || !strings.Contains(err.Error(), "somebody: is not NUMBER@PERSON") {
		t.Error(err)
	}
}
