package reconcile

import (
	"bufio"
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"
)

// ReadBook reads a book's file, of whatever name. Errors name the line and the field.
func ReadBook(r io.Reader, name string) (*Book, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	b := &Book{}
	number, ended := 0, false
	for lines.Scan() {
		number++
		e, err := decodeEntry(lines.Bytes())
		switch {
		case err != nil:
		case ended:
			err = errors.New("end: more lines follow")
		case number == 1:
			err = b.open(e.Book)
		default:
			ended, err = b.add(e, number)
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, number, err)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s:%d: %w", name, number+1, err)
	}
	if !ended {
		return nil, fmt.Errorf("%s:%d: end: the book is cut short; export it again", name, number+1)
	}
	return b, nil
}

// open takes the first line.
func (b *Book) open(h *Head) error {
	switch {
	case h == nil:
		return errForm
	case h.Version == 1:
		return errors.New("book.version: 1: such a book has messages alone, and none of the log's other entries; export it again with this program")
	case h.Version != Version:
		return fmt.Errorf("book.version: %d; this program knows %d", h.Version, Version)
	case h.Node() == "":
		return errors.New("book.log: not the public key of a node's log")
	case !moment(h.At):
		return errTime("book.at")
	}
	b.Head = *h
	return nil
}

// add takes any other line, and says whether it was the last.
func (b *Book) add(e *entry, number int) (ended bool, err error) {
	node := b.Node()
	switch {
	case e.Event != nil:
		err = e.Event.read(node)
		if n := len(b.Events); err == nil && n > 0 && b.Events[n-1].Seq >= e.Event.Seq {
			err = errors.New("event.seq: not after the event before")
		}
		b.Events = append(b.Events, *e.Event)
	case e.Refusal != nil:
		err = e.Refusal.check(node)
		if n := len(b.Refusals); err == nil && n > 0 && b.Refusals[n-1].Seq >= e.Refusal.Seq {
			err = errors.New("refusal.seq: not after the refusal before")
		}
		b.Refusals = append(b.Refusals, *e.Refusal)
	case e.Slot != nil:
		err = e.Slot.read()
		if n := len(b.Slots); err == nil && n > 0 && b.Slots[n-1].First+b.Slots[n-1].Size > e.Slot.First {
			err = errors.New("slot.first: within the slot before")
		}
		b.Slots = append(b.Slots, *e.Slot)
	case e.Sent != nil:
		err = e.Sent.check(node)
		if n := len(b.Sent); err == nil && n > 0 && !after(b.Sent[n-1].To, b.Sent[n-1].Number, e.Sent.To, e.Sent.Number) {
			err = errors.New("sent.number: not after the one before")
		}
		b.Sent = append(b.Sent, *e.Sent)
	case e.Received != nil:
		err = e.Received.check(node)
		if n := len(b.Received); err == nil && n > 0 && !after(b.Received[n-1].From, b.Received[n-1].Number, e.Received.From, e.Received.Number) {
			err = errors.New("received.number: not after the one before")
		}
		b.Received = append(b.Received, *e.Received)
	case e.End != nil:
		if e.End.Lines != number-1 {
			err = fmt.Errorf("end.lines: %d, and there are %d before it; export it again", e.End.Lines, number-1)
		}
		b.End, ended = *e.End, true
	default:
		err = errForm
	}
	return ended, err
}

// after says whether a message comes after another one: by peer, and by number.
func after(peer string, number int64, nextPeer string, nextNumber int64) bool {
	return cmp.Or(cmp.Compare(peer, nextPeer), cmp.Compare(number, nextNumber)) < 0
}

func (s *Sent) check(node string) error {
	if s.To == node || s.To == "" {
		return fmt.Errorf("sent.to: %q; the book is of %s", s.To, node)
	}
	if !moment(s.Queued) || !s.Acknowledged.IsZero() && !moment(s.Acknowledged) {
		return errTime("sent")
	}
	return checkMessage("sent", s.Number, s.Digest)
}

func (r *Received) check(node string) error {
	if r.From == node || r.From == "" {
		return fmt.Errorf("received.from: %q; the book is of %s", r.From, node)
	}
	if !moment(r.At) {
		return errTime("received.at")
	}
	return checkMessage("received", r.Number, r.Digest)
}

func (r *Refusal) check(node string) error {
	if r.By == node || r.By == "" {
		return fmt.Errorf("refusal.by: %q; the book is of %s", r.By, node)
	}
	if !moment(r.At) {
		return errTime("refusal.at")
	}
	return nil
}

func checkMessage(field string, number int64, digest string) error {
	if number < 1 {
		return fmt.Errorf("%s.number: %d; messages are numbered from 1", field, number)
	}
	if raw, err := hex.DecodeString(digest); err != nil || len(raw) != 32 {
		return fmt.Errorf("%s.digest: not 32 bytes in hexadecimal", field)
	}
	return nil
}

// moment says whether a time is as the store keeps it.
func moment(t time.Time) bool {
	return !t.IsZero() && t.Location() == time.UTC && t.Nanosecond()%int(time.Microsecond) == 0
}

func errTime(field string) error {
	return fmt.Errorf("%s: not a time in UTC, to the microsecond", field)
}
