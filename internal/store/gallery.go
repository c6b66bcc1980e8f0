package store

import (
	"encoding/json"
	"fmt"

	"sallyport/fingerprint"
	"sallyport/internal/store/query"
)

// Enrol adds a person's templates to the gallery.
func (t *Tx) Enrol(person string, templates []fingerprint.Template) error {
	for i := range templates {
		document, err := json.Marshal(&templates[i])
		if err != nil {
			return err
		}
		row := query.AddToGalleryParams{Person: person, Finger: int64(templates[i].Finger), Template: string(document)}
		if err := t.query.AddToGallery(t.ctx, row); err != nil {
			return from(err)
		}
	}
	return from(t.query.NumberEnrolment(t.ctx, person))
}

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

// Enrolled returns a person's templates in the gallery, by finger; none where they are not in it.
func (t *Tx) Enrolled(person string) ([]fingerprint.Template, error) {
	documents, err := t.query.Enrolled(t.ctx, person)
	if err != nil {
		return nil, from(err)
	}
	return templates(documents)
}

// AddPrints keeps the templates of a submission until its purge.
func (t *Tx) AddPrints(submission string, templates []fingerprint.Template) error {
	for i := range templates {
		document, err := json.Marshal(&templates[i])
		if err != nil {
			return err
		}
		row := query.AddPrintParams{Submission: submission, Finger: int64(templates[i].Finger), Template: string(document)}
		if err := t.query.AddPrint(t.ctx, row); err != nil {
			return from(err)
		}
	}
	return nil
}

// Prints returns the templates of a submission, by finger.
func (t *Tx) Prints(submission string) ([]fingerprint.Template, error) {
	documents, err := t.query.Prints(t.ctx, submission)
	if err != nil {
		return nil, from(err)
	}
	return templates(documents)
}

func templates(documents []string) ([]fingerprint.Template, error) {
	all := make([]fingerprint.Template, len(documents))
	for i, document := range documents {
		if err := json.Unmarshal([]byte(document), &all[i]); err != nil {
			return nil, fmt.Errorf("store: template: %w", err)
		}
	}
	return all, nil
}
