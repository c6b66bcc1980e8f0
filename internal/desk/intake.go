package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/store"
	"sallyport/itl"
	"sallyport/itl/ebts"
	"sallyport/wsq"
)

// Malformed says that a transaction file cannot be accepted: where, what is wrong, and what to do.
type Malformed struct {
	File string
	Err  error
}

func (m *Malformed) Error() string { return m.File + ": " + m.Err.Error() }

func (m *Malformed) Unwrap() error { return m.Err }

// Rejected tells a watched folder that the file is at fault, and not the moment.
func (m *Malformed) Rejected() {}

// ErrBusy says that so many submissions wait for their search that no more are taken for now.
var ErrBusy = errors.New("too many submissions wait for their search; send it again later")

// backlog is how many may wait: about two minutes of searches.
const backlog = 2000

// Lengths of a transaction control number (EBTS 8.001, 1.009).
const minTCN, maxTCN = 10, 40

// Receive accepts one criminal ten-print transaction (CAR), with what the jail says of the custody. It answers with the submission's
// reference once the submission is on the disk, and fresh is false when the same transaction was accepted before. The prints are read and searched
// afterwards: see Search. A transaction that is not in order is a *Malformed error, and nothing of it is kept.
func (h *Hub) Receive(ctx context.Context, file string, data []byte, at time.Time, custody ...store.Fact) (id string, fresh bool, err error) {
	booking, err := h.check(data)
	if err != nil {
		return "", false, &Malformed{file, err}
	}
	booking.At = at
	err = h.inTx(ctx, func(tx *store.Tx) error {
		id, fresh, err = h.accept(tx, "", &store.Submission{Booking: booking, File: file}, data, custody)
		return err
	})
	return id, fresh, err
}

// accept keeps a transaction, under the reference that the jail's node gave it, or one of its own. A TCN that came before is that submission.
func (h *Hub) accept(tx *store.Tx, id string, s *store.Submission, data []byte, custody []store.Fact) (string, bool, error) {
	known, err := h.known(tx, s.Booking)
	if err == nil {
		return known.ID, false, nil
	}
	if !errors.Is(err, store.ErrNone) {
		return "", false, err
	}
	if waiting, err := tx.CountAt(casework.Received); err != nil || waiting >= backlog {
		return "", false, errors.Join(err, ErrBusy)
	}
	if s.ID = id; id == "" {
		if s.ID, err = h.newID(); err != nil {
			return "", false, err
		}
	}
	if err := tx.AddSubmission(s); err != nil {
		return "", false, err
	}
	if err := h.keep(tx, s.ID, transactionDocument, data); err != nil {
		return "", false, err
	}
	for _, f := range custody {
		if err := h.addFact(tx, s.ID, f); err != nil {
			return "", false, err
		}
	}
	if err := h.makeACase(tx, s, s.At); err != nil {
		return "", false, err
	}
	return s.ID, true, h.advance(tx, s, casework.Event{Kind: casework.Receive, Actor: h.Software(), At: s.At})
}

// known finds the submission of a transaction that came before, also where a purge has left only a hash of its number.
func (n *Node) known(tx *store.Tx, b sallyport.Booking) (*store.Submission, error) {
	s, err := tx.SubmissionByKey(b.TCN, b.ORI)
	if errors.Is(err, store.ErrNone) {
		return tx.SubmissionByKey(n.Vault.Hash("tcn", b.TCN), b.ORI)
	}
	return s, err
}

// check takes from a transaction what the exchange needs to know and no more, and makes sure that the rest can be read. Name, birth date and
// description stay in it.
func (h *Hub) check(data []byte) (booking sallyport.Booking, err error) {
	transaction, err := itl.Parse(data)
	if err != nil {
		return booking, err
	}
	booking, err = numbers(transaction)
	if err != nil {
		return booking, err
	}
	jail, known := h.Jails[booking.ORI]
	if !known {
		return booking, at(&transaction.Records[0], 8, "agency %q is not one of this hub's jails; enrol it first", booking.ORI)
	}
	booking.Agency = jail.Place
	car, err := ebts.ParseCAR(transaction)
	if err != nil {
		return booking, err
	}
	present, err := tenFingers(&car)
	if err != nil {
		return booking, err
	}
	for _, print := range present {
		if _, err := wsq.DecodeConfigBytes(print.WSQ); err != nil {
			return booking, fmt.Errorf("@0: finger %d: %w", print.Finger, err)
		}
	}
	return booking, nil
}

// numbers are those that name a transaction once and for all.
func numbers(transaction *itl.Transaction) (booking sallyport.Booking, err error) {
	header := &transaction.Records[0]
	if kind := header.Text(4); kind != "CAR" {
		return booking, at(header, 4, "type of transaction %q: only CAR is taken here; send a criminal ten-print", kind)
	}
	booking.TCN, booking.ORI = header.Text(9), header.Text(8)
	if n := len(booking.TCN); n < minTCN || n > maxTCN {
		return booking, at(header, 9, "control number of %d characters; give it %d to %d", n, minTCN, maxTCN)
	}
	for _, number := range []int{8, 9} {
		if strings.ContainsFunc(header.Text(number), func(r rune) bool { return r < ' ' || r > '~' }) {
			return booking, at(header, number, "has characters that are not printable ASCII; send it without them")
		}
	}
	return booking, nil
}

// at says where in the file a field is wrong.
func at(r *itl.Record, number int, format string, args ...any) error {
	offset := r.Offset
	if f, ok := r.Field(number); ok {
		offset = f.Offset
	}
	return fmt.Errorf("@%d: %d.%03d: %s", offset, r.Type, number, fmt.Sprintf(format, args...))
}
