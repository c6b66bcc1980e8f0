package store

import (
	"time"
)

// DeletePerson deletes everything about the person: prints, candidates and facts. What stays says what was decided
// under which rule. The bytes are overwritten when the transaction is on the disk and Shrink has succeeded.
func (t *Tx) DeletePerson(submission string) error {
	for _, query := range []string{
		"DELETE FROM prints WHERE submission = $1",
		"DELETE FROM candidates WHERE submission = $1",
		"DELETE FROM facts WHERE submission = $1",
	} {
		if err := t.exec(query, submission); err != nil {
			return err
		}
	}
	return nil
}

// AddReceipt records that every copy is gone.
func (t *Tx) AddReceipt(submission string, at time.Time, document string) error {
	return t.exec("INSERT INTO receipts (submission, purged_at, document) VALUES ($1, $2, $3)", submission, at.UnixMicro(), document)
}

// Receipt returns the receipt of a purge, or "" before there is one.
func (t *Tx) Receipt(submission string) (string, error) {
	var document string
	err := t.each(func(scan func(...any) error) error { return scan(&document) },
		"SELECT document FROM receipts WHERE submission = $1", submission)
	return document, err
}
