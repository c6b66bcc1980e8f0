package store

import (
	"sallyport/internal/store/query"
)

// Enrol numbers what was entered, corrected or removed of a person in the gallery; the prints are a sealed document.
func (t *Tx) Enrol(person string) error { return from(t.query.NumberEnrolment(t.ctx, person)) }

// enrolmentsAtOnce is how many are read before each is called for them: a connection answers one query at a time, and
// each may ask for more.
const enrolmentsAtOnce = 1000

// Enrolments calls each for every person whose entry has a greater number, by rising number.
func (t *Tx) Enrolments(after int64, each func(person string, number int64) error) error {
	for {
		rows, err := t.query.Enrolments(t.ctx, query.EnrolmentsParams{After: after, Most: enrolmentsAtOnce})
		if err != nil {
			return from(err)
		}
		for _, row := range rows {
			if err := each(row.Person, row.Number); err != nil {
				return err
			}
			after = row.Number
		}
		if len(rows) < enrolmentsAtOnce {
			return nil
		}
	}
}
