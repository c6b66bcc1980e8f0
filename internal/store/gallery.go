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
	return t.exec(`INSERT INTO enrolments (person, number) VALUES ($1, (SELECT COALESCE(MAX(number), 0) + 1 FROM enrolments))
		ON CONFLICT (person) DO UPDATE SET number = excluded.number`, person)
}

// Enrolments calls each for every person whose entry has a greater number, by rising number.
func (t *Tx) Enrolments(after int64, each func(person string, number int64) error) error {
	return t.each(func(scan func(...any) error) error {
		var person string
		var number int64
		if err := scan(&person, &number); err != nil {
			return err
		}
		return each(person, number)
	}, "SELECT person, number FROM enrolments WHERE number > $1 ORDER BY number", after)
}

// Enrolled returns a person's templates in the gallery, by finger; none where they are not in it.
func (t *Tx) Enrolled(person string) ([]fingerprint.Template, error) {
	return t.templates("SELECT template FROM gallery WHERE person = $1 ORDER BY finger", person)
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
	return t.templates("SELECT template FROM prints WHERE submission = $1 ORDER BY finger", submission)
}

func (t *Tx) templates(query string, args ...any) ([]fingerprint.Template, error) {
	var all []fingerprint.Template
	err := t.each(func(scan func(...any) error) error {
		var document string
		if err := scan(&document); err != nil {
			return err
		}
		var template fingerprint.Template
		if err := json.Unmarshal([]byte(document), &template); err != nil {
			return err
		}
		all = append(all, template)
		return nil
	}, query, args...)
	return all, err
}
