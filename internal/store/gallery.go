package store

import (
	"encoding/json"

	"sallyport/fingerprint"
)

// Enrol adds a person's templates to the gallery.
func (t *Tx) Enrol(person string, templates []fingerprint.Template) error {
	for i := range templates {
		document, err := json.Marshal(&templates[i])
		if err != nil {
			return err
		}
		if err := t.exec("INSERT INTO gallery (person, finger, template) VALUES ($1, $2, $3)", person, templates[i].Finger, string(document)); err != nil {
			return err
		}
	}
	return nil
}

// Enrolled says whether a person is in the gallery.
func (t *Tx) Enrolled(person string) (bool, error) {
	var n int64
	err := t.tx.QueryRowContext(t.ctx, "SELECT COUNT(*) FROM gallery WHERE person = $1", person).Scan(&n)
	return n > 0, err
}

// Gallery calls enrol for each person, in the order of their references.
func (t *Tx) Gallery(enrol func(person string, templates []fingerprint.Template) error) error {
	var person string
	var templates []fingerprint.Template
	flush := func() error {
		if len(templates) == 0 {
			return nil
		}
		return enrol(person, templates)
	}
	err := t.each(func(scan func(...any) error) error {
		var next, document string
		if err := scan(&next, &document); err != nil {
			return err
		}
		if next != person {
			if err := flush(); err != nil {
				return err
			}
			person, templates = next, nil
		}
		return appendTemplate(&templates, document)
	}, "SELECT person, template FROM gallery ORDER BY person, finger")
	if err != nil {
		return err
	}
	return flush()
}

// AddPrints keeps the templates of a submission until its purge.
func (t *Tx) AddPrints(submission string, templates []fingerprint.Template) error {
	for i := range templates {
		document, err := json.Marshal(&templates[i])
		if err != nil {
			return err
		}
		if err := t.exec("INSERT INTO prints (submission, finger, template) VALUES ($1, $2, $3)", submission, templates[i].Finger, string(document)); err != nil {
			return err
		}
	}
	return nil
}

// Prints returns the templates of a submission, by finger.
func (t *Tx) Prints(submission string) ([]fingerprint.Template, error) {
	var all []fingerprint.Template
	err := t.each(func(scan func(...any) error) error {
		var document string
		if err := scan(&document); err != nil {
			return err
		}
		return appendTemplate(&all, document)
	}, "SELECT template FROM prints WHERE submission = $1 ORDER BY finger", submission)
	return all, err
}

func appendTemplate(templates *[]fingerprint.Template, document string) error {
	var template fingerprint.Template
	if err := json.Unmarshal([]byte(document), &template); err != nil {
		return err
	}
	*templates = append(*templates, template)
	return nil
}
