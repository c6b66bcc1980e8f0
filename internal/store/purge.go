package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"sallyport/internal/store/query"
)

// DeletePerson deletes everything about the person: prints, candidates, facts and sealed documents. What stays says what
// was decided under which rule. The bytes are gone when the transaction is on the disk and Shrink has succeeded.
func (t *Tx) DeletePerson(submission string) error {
	for _, remove := range []func(context.Context, string) error{
		t.query.DeletePrints, t.query.DeleteCandidates, t.query.DeleteFacts, t.query.DeleteDocuments,
	} {
		if err := remove(t.ctx, submission); err != nil {
			return from(err)
		}
	}
	return nil
}

// AddReceipt records that every copy is gone.
func (t *Tx) AddReceipt(submission string, at time.Time, document string) error {
	return from(t.query.AddReceipt(t.ctx, query.AddReceiptParams{Submission: submission, PurgedAt: at.UnixMicro(), Document: document}))
}

// Receipt returns the receipt of a purge, or "" before there is one.
func (t *Tx) Receipt(submission string) (string, error) {
	document, err := t.query.Receipt(t.ctx, submission)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return document, from(err)
}

// Forget puts a keyed hash in the place of a purged submission's control number, and takes out the name of its file.
func (t *Tx) Forget(submission, hash string) error {
	return from(t.query.Forget(t.ctx, query.ForgetParams{Tcn: hash, ID: submission}))
}
