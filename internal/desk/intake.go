package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"sallyport"
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

// backlog is how many may wait unless the hub says otherwise: more than a day's bookings of the whole country (31,000 in 2009), and on two cores half an hour
// of searches to an hour and a half.
const backlog = 40_000

func (h *Hub) most() int64 {
	if h.Backlog == 0 {
		return backlog
	}
	return h.Backlog
}

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
	defer h.first.receive()()
	if h.crowd.full(at, h.most()) {
		return h.before(ctx, booking)
	}
	if id, err = h.newID(); err != nil {
		return "", false, err
	}
	a, err := h.arrive(&store.Submission{ID: id, Booking: booking, File: file}, data, custody)
	if err != nil {
		return "", false, err
	}
	h.letIn(ctx, a)
	switch {
	case errors.Is(a.err, ErrBusy) || a.err == nil && !a.fresh:
		return a.known, false, errors.Join(a.err, h.Vault.Shred(id)) // nothing was kept under it
	case a.err != nil: // whether anything was kept is not certain, so the key stays
		return "", false, a.err
	}
	return id, true, nil
}

// before is the answer of a hub that has no room: a transaction that came before is known.
func (h *Hub) before(ctx context.Context, b sallyport.Booking) (id string, fresh bool, err error) {
	err = h.Store.View(ctx, func(tx *store.Tx) error {
		known, err := h.known(tx, b)
		if errors.Is(err, store.ErrNone) {
			return ErrBusy
		}
		if err == nil {
			id = known.ID
		}
		return err
	})
	return id, false, err
}

// known finds the submission of a transaction that came before, also where a purge has left only a hash of its number.
func (n *Node) known(tx *store.Tx, b sallyport.Booking) (*store.Submission, error) {
	k := n.key(b)
	return tx.SubmissionByKey(k.TCN, k.Hashed, k.ORI)
}

func (n *Node) key(b sallyport.Booking) store.Key {
	return store.Key{TCN: b.TCN, Hashed: n.Vault.Hash("tcn", b.TCN), ORI: b.ORI}
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
