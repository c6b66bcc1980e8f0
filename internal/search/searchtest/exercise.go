// Package searchtest is what every search engine must do.
package searchtest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"

	"sallyport/fingerprint"
	"sallyport/fingerprint/synth"
	"sallyport/internal/search"
)

// Person is impression k of the ten fingers of synthetic person n.
func Person(n, k int) *fingerprint.TenPrint {
	var prints fingerprint.TenPrint
	for f := range prints {
		prints[f] = synth.NewPerson(3, n).Finger(f + 1).Template(k)
	}
	return &prints
}

func enrolment(n int) search.Enrolment {
	return search.Enrolment{Person: fmt.Sprintf("G-%d", n), Number: int64(n + 1)}
}

// Exercise checks an engine whose gallery is empty. reopen ends it and gives what comes back after a restart, nil where an engine keeps nothing.
func Exercise(t *testing.T, engine search.Searcher, reopen func() search.Searcher) {
	t.Helper()
	e := exercise{t, engine}
	if found := e.search(Person(0, 1), 3); len(found) != 0 {
		t.Errorf("in an empty gallery: %v", found)
	}
	const people = 60
	for n := range people {
		e.enrol(enrolment(n), Person(n, 0))
	}
	e.findsEach(people)
	e.findsOutOfSequence()
	e.corrects()
	e.forgets()
	e.severalAtOnce(people)
	if reopen == nil {
		return
	}
	e.engine = reopen()
	e.want(Person(20, 1), "G-20")
	e.want(Person(7, 1), "")
	if e.engine.Has(enrolment(7)) || !e.engine.Has(enrolment(20)) || e.engine.Has(enrolment(9)) {
		t.Error("after a restart it has somebody who was removed or corrected, or not somebody who is there")
	}
}

type exercise struct {
	*testing.T
	engine search.Searcher
}

func (e exercise) enrol(who search.Enrolment, prints *fingerprint.TenPrint) {
	e.Helper()
	if err := e.engine.Enrol(e.Context(), who, prints); err != nil {
		e.Fatal(err)
	}
	if !e.engine.Has(who) {
		e.Errorf("%v was enrolled, and it has not got them", who)
	}
}

func (e exercise) search(probe *fingerprint.TenPrint, limit int) []fingerprint.Candidate {
	e.Helper()
	found, err := e.engine.Search(context.Background(), probe, limit)
	if err != nil {
		e.Fatal(err)
	}
	return found
}

// want is whose prints these are, "" where they are nobody's.
func (e exercise) want(probe *fingerprint.TenPrint, person string) {
	e.Helper()
	found := e.search(probe, 3)
	alike := len(found) > 0 && found[0].Score > 20
	if alike != (person != "") || alike && found[0].ID != person {
		e.Errorf("found %v, want %q", found, person)
	}
}

func (e exercise) findsEach(people int) {
	e.Helper()
	for n := 0; n < people; n += 5 {
		probe := Person(n, 1)
		probe[n%10], probe[(n+3)%10] = fingerprint.Template{}, fingerprint.Template{}
		e.want(probe, enrolment(n).Person)
		found := e.search(probe, 4)
		if len(found) != 4 || !slices.IsSortedFunc(found, func(a, b fingerprint.Candidate) int { return int(b.Score - a.Score) }) {
			e.Errorf("%d found of 4, or not in order: %v", len(found), found)
		}
		if found[0].Fingers[n%10] != 0 {
			e.Errorf("a missing finger has a score: %v", found[0])
		}
	}
	e.want(Person(people+1, 0), "")
}

func (e exercise) findsOutOfSequence() {
	e.Helper()
	straight, hands := Person(11, 1), new(fingerprint.TenPrint)
	for n := range straight {
		hands[n] = straight[(n+5)%10]
	}
	e.want(hands, "G-11")
	if found := e.search(hands, 1); len(found[0].Misplaced) < 3 {
		e.Errorf("hands exchanged: %v", found)
	}
}

// corrects enrols a person anew with somebody else's prints.
func (e exercise) corrects() {
	e.Helper()
	again := search.Enrolment{Person: "G-9", Number: 1000}
	e.enrol(again, Person(900, 0))
	if e.engine.Has(enrolment(9)) {
		e.Error("it has what was corrected")
	}
	e.want(Person(900, 1), "G-9")
	e.want(Person(9, 1), "")
}

func (e exercise) forgets() {
	e.Helper()
	for range 2 { // the second time nobody is there
		if err := e.engine.Remove(e.Context(), "G-7"); err != nil {
			e.Fatal(err)
		}
	}
	e.want(Person(7, 1), "")
	if e.engine.Has(enrolment(7)) {
		e.Error("it has somebody who was removed")
	}
}

// severalAtOnce searches while people are enrolled and removed.
func (e exercise) severalAtOnce(people int) {
	e.Helper()
	var group sync.WaitGroup
	for n := range 4 {
		group.Go(func() {
			who := enrolment(people + n)
			for range 3 {
				found, err := e.engine.Search(context.Background(), Person(20+n, 1), 1)
				if err != nil || len(found) != 1 || found[0].ID != enrolment(20+n).Person {
					e.Errorf("while others come and go: %v, %v", found, err)
				}
				if err := e.engine.Enrol(context.Background(), who, Person(people+n, 0)); err != nil {
					e.Error(err)
				}
				if err := e.engine.Remove(context.Background(), who.Person); err != nil {
					e.Error(err)
				}
			}
		})
	}
	group.Wait()
}
