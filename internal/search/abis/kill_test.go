package abis_test

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"sallyport/fingerprint"
	"sallyport/internal/search"
	"sallyport/internal/search/abis"
	"sallyport/internal/search/abis/abistest"
	"sallyport/internal/search/searchtest"
)

// moment is what a hub and its ABIS have on their disks at some moment.
type moment struct {
	step int
	book []byte
	abis map[string]*fingerprint.TenPrint
}

// entered is what the store holds of G-1 at each step, and of nobody else; at last nothing.
var entered = []search.Enrolment{{Person: "G-1", Number: 1}, {Person: "G-1", Number: 2}, {}}

// follow does what the desk does after a restart or a change: whoever is not as last entered is removed or enrolled.
func follow(t *testing.T, engine *abis.Engine, last search.Enrolment) {
	t.Helper()
	var err error
	switch {
	case last.Person == "":
		err = engine.Remove(t.Context(), "G-1")
	case !engine.Has(last):
		err = engine.Enrol(t.Context(), last, searchtest.Person(int(last.Number), 0))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// moments are those at which the hub is killed: before the ABIS does what a message asks, and before the hub has its answer.
func moments(t *testing.T) (all []moment) {
	t.Helper()
	h, s := newHub(t)
	step := 0
	take := func() {
		book, err := os.ReadFile(h.config.Book)
		if err != nil {
			t.Error(err)
		}
		all = append(all, moment{step, book, s.Holds()})
	}
	s.Before = func(abistest.Message) { take() }
	s.Reply = func(w http.ResponseWriter, _ abistest.Message, answer []byte) {
		take()
		abistest.Write(w, answer)
	}
	h.open()
	for step = range entered {
		follow(t, h.engine, entered[step])
	}
	return all
}

// TestKills: killed at every message, what comes back catches up with what the store holds by then, and the ABIS holds nothing else.
func TestKills(t *testing.T) {
	t.Parallel()
	all := moments(t)
	if len(all) != 8 { // insert; delete, insert; delete: before and after
		t.Fatalf("%d moments", len(all))
	}
	h, s := newHub(t)
	for n, m := range all {
		for _, last := range entered[m.step:] {
			s.Restore(m.abis)
			h.config.Book = filepath.Join(t.TempDir(), "book")
			if err := os.WriteFile(h.config.Book, m.book, 0o600); err != nil {
				t.Fatal(err)
			}
			engine := h.open()
			follow(t, engine, last)
			want := len(last.Person) / len("G-1")
			found, err := engine.Search(t.Context(), searchtest.Person(int(last.Number), 1), 3)
			if err != nil || len(s.Holds()) != want || len(found) != want || want > 0 && found[0].Score < 20 {
				t.Errorf("moment %d, then %+v: found %v, %v; the ABIS holds %d, must hold %d", n, last, found, err, len(s.Holds()), want)
			}
			if err := engine.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestBrokenOff: an ABIS that does what it is asked and breaks off, the first time that it is asked, is told again until all is as it should be.
func TestBrokenOff(t *testing.T) {
	t.Parallel()
	h, s := newHub(t)
	engine := h.open()
	before := map[string]bool{}
	s.Reply = func(w http.ResponseWriter, m abistest.Message, answer []byte) {
		if !before[m.ID+m.ReferenceID] {
			before[m.ID+m.ReferenceID] = true
			panic(http.ErrAbortHandler)
		}
		abistest.Write(w, answer)
	}
	again := func(do func() error) {
		t.Helper()
		for range 10 {
			if do() == nil {
				return
			}
		}
		t.Error("ten times, and not done")
	}
	first, second := search.Enrolment{Person: "G-1", Number: 1}, search.Enrolment{Person: "G-1", Number: 2}
	again(func() error { return engine.Enrol(t.Context(), first, searchtest.Person(1, 0)) })
	again(func() error { return engine.Enrol(t.Context(), second, searchtest.Person(2, 0)) })
	if len(s.Holds()) != 1 || !engine.Has(second) || engine.Has(first) {
		t.Error("after a correction:", len(s.Holds()))
	}
	again(func() error { return engine.Remove(t.Context(), "G-1") })
	if len(s.Holds()) != 0 || engine.Has(second) {
		t.Error("after a removal:", len(s.Holds()))
	}
}
