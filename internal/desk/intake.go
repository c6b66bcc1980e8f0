package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/fingerprint"
	"sallyport/internal/store"
	"sallyport/itl"
	"sallyport/itl/ebts"
)

// Malformed says that a transaction file cannot be accepted: where, what is wrong, and what to do.
type Malformed struct {
	File string
	Err  error
}

func (m *Malformed) Error() string { return m.File + ": " + m.Err.Error() }

func (m *Malformed) Unwrap() error { return m.Err }

// Lengths of a transaction control number (EBTS 8.001, 1.009).
const minTCN, maxTCN = 10, 40

// Receive accepts one criminal ten-print transaction (CAR) from the watched folder. It answers with the submission's
// reference once the submission is on the disk, and fresh is false when the same transaction was accepted before.
// A transaction that is not in order is a *Malformed error, and nothing of it is kept.
func (d *Desk) Receive(ctx context.Context, file string, data []byte, at time.Time) (id string, fresh bool, err error) {
	booking, prints, err := d.read(data)
	if err != nil {
		return "", false, &Malformed{file, err}
	}
	booking.At = at
	err = d.Store.InTx(ctx, func(tx *store.Tx) error {
		known, err := tx.SubmissionByKey(booking.TCN, booking.ORI)
		if err == nil {
			id = known.ID
			return nil
		}
		if !errors.Is(err, store.ErrNone) {
			return err
		}
		fresh = true
		id, err = d.accept(tx, &store.Submission{Booking: booking, File: file}, prints)
		return err
	})
	return id, fresh, err
}

func (d *Desk) accept(tx *store.Tx, s *store.Submission, prints []fingerprint.Template) (id string, err error) {
	if s.ID, err = d.newID(); err != nil {
		return "", err
	}
	if err := tx.AddSubmission(s); err != nil {
		return "", err
	}
	if err := tx.AddPrints(s.ID, prints); err != nil {
		return "", err
	}
	return s.ID, d.advance(tx, s, casework.Event{Kind: casework.Receive, Actor: software, At: s.At})
}

// read takes from a transaction what the exchange needs and no more: its numbers and the ten prints. Name, birth date and
// description stay in the file.
func (d *Desk) read(data []byte) (booking sallyport.Booking, prints []fingerprint.Template, err error) {
	transaction, err := itl.Parse(data)
	if err != nil {
		return booking, nil, err
	}
	header := &transaction.Records[0]
	if kind := header.Text(4); kind != "CAR" {
		return booking, nil, at(header, 4, "type of transaction %q: only CAR is taken here; send a criminal ten-print", kind)
	}
	booking.TCN, booking.ORI = header.Text(9), header.Text(8)
	if n := len(booking.TCN); n < minTCN || n > maxTCN {
		return booking, nil, at(header, 9, "control number of %d characters; give it %d to %d", n, minTCN, maxTCN)
	}
	var known bool
	if booking.Agency, known = d.Jails[booking.ORI]; !known {
		return booking, nil, at(header, 8, "agency %q is not one of this hub's jails; enrol it first", booking.ORI)
	}
	car, err := ebts.ParseCAR(transaction)
	if err != nil {
		return booking, nil, err
	}
	prints, err = tenPrints(&car)
	return booking, prints, err
}

// at says where in the file a field is wrong.
func at(r *itl.Record, number int, format string, args ...any) error {
	offset := r.Offset
	if f, ok := r.Field(number); ok {
		offset = f.Offset
	}
	return fmt.Errorf("@%d: %d.%03d: %s", offset, r.Type, number, fmt.Sprintf(format, args...))
}
