// Package search is the port by which the exchange asks who among the people in its gallery may have the fingers of a booking. Each engine
// is a folder beside this file; searchtest.Exercise is what every one must pass. An engine keeps a copy of what the store
// holds, and follows it.
package search

import (
	"context"

	"sallyport/fingerprint"
)

// Enrolment is a person's prints as they were entered once; the number grows with each entry in a gallery.
type Enrolment struct {
	Person string
	Number int64
}

// Searcher is a search engine. Its methods may be called from several goroutines at once.
type Searcher interface {
	// Has says whether this enrolment is what the engine keeps of the person.
	Has(e Enrolment) bool

	// Enrol keeps the prints, in the place of whatever it kept of the person. When it has returned, a search finds them.
	Enrol(ctx context.Context, e Enrolment, prints *fingerprint.TenPrint) error

	// Remove forgets a person; it is no error that they are not there. When it has returned, the prints are overwritten.
	Remove(ctx context.Context, person string) error

	// Search returns the likeliest people, at most limit, highest score first and equal scores by person. A score decides nothing.
	Search(ctx context.Context, probe *fingerprint.TenPrint, limit int) ([]fingerprint.Candidate, error)
}
