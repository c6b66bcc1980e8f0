package store

import "sallyport/internal/store/query"

// PutDocument keeps a sealed document of a case in place of the one of that kind; what is in it is the vault's business.
// DeletePerson deletes it.
func (t *Tx) PutDocument(caseID, kind string, sealed []byte) error {
	return from(t.query.PutDocument(t.ctx, query.PutDocumentParams{CaseID: caseID, Kind: kind, Sealed: sealed}))
}

// Document returns the sealed document of that kind, or ErrNone.
func (t *Tx) Document(caseID, kind string) ([]byte, error) {
	sealed, err := t.query.Document(t.ctx, query.DocumentParams{CaseID: caseID, Kind: kind})
	return sealed, none(err)
}

// DeleteDocument deletes one, if it is there.
func (t *Tx) DeleteDocument(caseID, kind string) error {
	return from(t.query.DeleteDocument(t.ctx, query.DeleteDocumentParams{CaseID: caseID, Kind: kind}))
}
