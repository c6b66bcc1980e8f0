package store

import (
	"database/sql"
	"time"

	"sallyport/internal/store/query"
)

// Fact is one thing known about a case: where it stands in the contract, its value, who entered it, from what, and when.
type Fact struct {
	Path     string // as the case-and-decision contract names it: person.removable, convictions[0].grade
	Value    string // JSON
	Source   string // the record or document it was read from
	By       string
	Office   string
	At       time.Time
	Accepted string // the agency's person who accepted it; "" while it is the hub's claim
}

// AddFact appends f; the last fact entered for a path counts. One that is accepted is so from when it was entered.
func (t *Tx) AddFact(submission string, f *Fact) error {
	row := query.AddFactParams{Submission: submission, Path: f.Path, Value: f.Value, Source: f.Source,
		EnteredBy: f.By, Office: f.Office, EnteredAt: f.At.UnixMicro()}
	if f.Accepted != "" {
		row.AcceptedBy, row.AcceptedAt = sql.NullString{String: f.Accepted, Valid: true}, nullable(f.At)
	}
	return from(t.query.AddFact(t.ctx, row))
}

// Facts returns every fact entered, in order.
func (t *Tx) Facts(submission string) ([]Fact, error) {
	rows, err := t.query.Facts(t.ctx, submission)
	all := make([]Fact, len(rows))
	for i, row := range rows {
		all[i] = Fact{Path: row.Path, Value: row.Value, Source: row.Source, By: row.EnteredBy, Office: row.Office,
			At: moment(row.EnteredAt), Accepted: row.AcceptedBy.String}
	}
	return all, from(err)
}

// AcceptFacts records that a named person of the agency accepts what is still a claim.
func (t *Tx) AcceptFacts(submission, by string, at time.Time) error {
	return from(t.query.AcceptFacts(t.ctx, query.AcceptFactsParams{Submission: submission,
		AcceptedBy: sql.NullString{String: by, Valid: true}, AcceptedAt: nullable(at)}))
}
