package store

import (
	"encoding/json"
	"fmt"

	"sallyport/fingerprint"
	"sallyport/internal/store/query"
)

// Databases from before there was a vault hold prints and facts in the clear. Whoever opens one seals them first.

// clearAtOnce is how many rows are read at once.
const clearAtOnce = 1000

// ClearFact is a fact as it was kept before there was a vault.
type ClearFact struct {
	Submission          string
	Path, Value, Source string
	seq                 int64
}

// ClearFacts returns facts that are not sealed, at most a thousand.
func (t *Tx) ClearFacts() ([]ClearFact, error) {
	rows, err := t.query.ClearFacts(t.ctx, clearAtOnce)
	all := make([]ClearFact, len(rows))
	for i, row := range rows {
		all[i] = ClearFact{row.Submission, row.Path, row.Value, row.Source, row.Seq}
	}
	return all, from(err)
}

// SealFact puts what is sealed in the place of a fact.
func (t *Tx) SealFact(f *ClearFact, sealed string) error {
	return from(t.query.SealFact(t.ctx, query.SealFactParams{Value: sealed, Submission: f.Submission, Seq: f.seq}))
}

// ClearPrints returns the templates of submissions and of people in the gallery that are not sealed, some of them.
func (t *Tx) ClearPrints() (submissions, gallery map[string][]fingerprint.Template, err error) {
	submissions, gallery = map[string][]fingerprint.Template{}, map[string][]fingerprint.Template{}
	prints, err := t.query.ClearPrints(t.ctx, clearAtOnce)
	if err != nil {
		return nil, nil, from(err)
	}
	for _, row := range prints {
		if err := add(submissions, row.Submission, row.Template); err != nil {
			return nil, nil, err
		}
	}
	enrolled, err := t.query.ClearGallery(t.ctx, clearAtOnce)
	if err != nil {
		return nil, nil, from(err)
	}
	for _, row := range enrolled {
		if err := add(gallery, row.Person, row.Template); err != nil {
			return nil, nil, err
		}
	}
	return whole(submissions, len(prints)), whole(gallery, len(enrolled)), nil
}

func add(to map[string][]fingerprint.Template, of, document string) error {
	var template fingerprint.Template
	if err := json.Unmarshal([]byte(document), &template); err != nil {
		return fmt.Errorf("store: template of %s: %w", of, err)
	}
	to[of] = append(to[of], template)
	return nil
}

// whole leaves out whoever may be cut at the end of what was read at once.
func whole(all map[string][]fingerprint.Template, rows int) map[string][]fingerprint.Template {
	if rows < clearAtOnce {
		return all
	}
	last := ""
	for of := range all {
		last = max(last, of)
	}
	delete(all, last)
	return all
}

// DeleteClearPrints deletes what was in the clear of a submission, or of a person in the gallery.
func (t *Tx) DeleteClearPrints(of string, gallery bool) error {
	if gallery {
		return from(t.query.DeleteClearGallery(t.ctx, of))
	}
	return from(t.query.DeletePrints(t.ctx, of))
}
