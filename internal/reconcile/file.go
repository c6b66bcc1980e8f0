package reconcile

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
	"unicode/utf8"
)

// maxLine is more than the longest line of a book.
const maxLine = 128 << 10 // bytes; a checkpoint may have many cosignatures

// entry is a line of a book's file: one of its fields.
type entry struct {
	Book     *Head     `json:"book,omitempty"`
	Line     *Line     `json:"line,omitempty"`
	Sent     *Sent     `json:"sent,omitempty"`
	Received *Received `json:"received,omitempty"`
	Refusal  *Refusal  `json:"refusal,omitempty"`
	End      *End      `json:"end,omitempty"`
}

// encode writes an entry as JSON without spaces and without escapes that only a browser needs, and a line's end.
func (e *entry) encode() ([]byte, error) {
	var text bytes.Buffer
	to := json.NewEncoder(&text)
	to.SetEscapeHTML(false)
	err := to.Encode(e)
	return text.Bytes(), err
}

var errForm = errors.New("not a line of a book as `sallyport reconcile --export` writes it: one JSON object of one field, every key once and in its place")

// decodeEntry reads what encode wrote, without the line's end, and nothing else.
func decodeEntry(text []byte) (*entry, error) {
	e := new(entry)
	if !utf8.Valid(text) || json.Unmarshal(text, e) != nil {
		return nil, errForm
	}
	again, err := e.encode()
	if err != nil || !bytes.Equal(bytes.TrimSuffix(again, []byte("\n")), text) {
		return nil, errForm
	}
	return e, nil
}

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
	case h.Version != 1:
		return fmt.Errorf("book.version: %d; this program knows 1", h.Version)
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
	case e.Line != nil:
		err = e.Line.read(node)
		b.Lines = append(b.Lines, *e.Line)
	case e.Sent != nil:
		err = e.Sent.check(node)
		b.Sent = append(b.Sent, *e.Sent)
	case e.Received != nil:
		err = e.Received.check(node)
		b.Received = append(b.Received, *e.Received)
	case e.Refusal != nil:
		err = e.Refusal.check(node)
		b.Refusals = append(b.Refusals, *e.Refusal)
	case e.End != nil:
		if e.End.Lines != number-1 {
			err = fmt.Errorf("end.lines: %d, and there are %d before it; export it again", e.End.Lines, number-1)
		}
		b.Events, ended = e.End.Events, true
	default:
		err = errForm
	}
	return ended, err
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
func moment(t time.Time) bool { return !t.IsZero() && t == t.UTC().Truncate(time.Microsecond) }

func errTime(field string) error {
	return fmt.Errorf("%s: not a time in UTC, to the microsecond", field)
}

// Write writes the book's file.
func (b *Book) Write(w io.Writer) error {
	entries := []entry{{Book: &b.Head}}
	for i := range b.Lines {
		entries = append(entries, entry{Line: &b.Lines[i]})
	}
	for i := range b.Sent {
		entries = append(entries, entry{Sent: &b.Sent[i]})
	}
	for i := range b.Received {
		entries = append(entries, entry{Received: &b.Received[i]})
	}
	for i := range b.Refusals {
		entries = append(entries, entry{Refusal: &b.Refusals[i]})
	}
	entries = append(entries, entry{End: &End{b.Events, len(entries)}})
	for i := range entries {
		text, err := entries[i].encode()
		if err != nil {
			return err
		}
		if _, err := w.Write(text); err != nil {
			return err
		}
	}
	return nil
}
