package store

import (
	"database/sql"
	"time"
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

// AddFact appends f; the last fact entered for a path counts.
func (t *Tx) AddFact(submission string, f *Fact) error {
	return t.exec(`INSERT INTO facts (submission, seq, path, value, source, entered_by, office, entered_at)
		SELECT $1, COALESCE(MAX(seq) + 1, 0), $2, $3, $4, $5, $6, $7 FROM facts WHERE submission = $1`,
		submission, f.Path, f.Value, f.Source, f.By, f.Office, f.At.UnixMicro())
}

// Facts returns every fact entered, in order.
func (t *Tx) Facts(submission string) ([]Fact, error) {
	var all []Fact
	err := t.each(func(scan func(...any) error) error {
		var f Fact
		var at int64
		var accepted sql.NullString
		err := scan(&f.Path, &f.Value, &f.Source, &f.By, &f.Office, &at, &accepted)
		f.At, f.Accepted = time.UnixMicro(at).UTC(), accepted.String
		all = append(all, f)
		return err
	}, "SELECT path, value, source, entered_by, office, entered_at, accepted_by FROM facts WHERE submission = $1 ORDER BY seq", submission)
	return all, err
}

// AcceptFacts records that a named person of the agency accepts what is still a claim.
func (t *Tx) AcceptFacts(submission, by string, at time.Time) error {
	return t.exec("UPDATE facts SET accepted_by = $2, accepted_at = $3 WHERE submission = $1 AND accepted_by IS NULL",
		submission, by, at.UnixMicro())
}
