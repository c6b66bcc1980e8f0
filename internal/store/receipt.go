package store

import "sallyport/internal/store/query"

// AddReceiptCode notes what the code of a served copy leads to, by the code's keyed hash.
func (t *Tx) AddReceiptCode(hash, caseID string) error {
	return from(t.query.AddReceiptCode(t.ctx, query.AddReceiptCodeParams{Hash: hash, CaseID: caseID}))
}

// CaseOfCode returns the case that a code leads to, or ErrNone.
func (t *Tx) CaseOfCode(hash string) (string, error) {
	id, err := t.query.CaseOfCode(t.ctx, hash)
	if err != nil {
		return "", none(err)
	}
	return id, nil
}
