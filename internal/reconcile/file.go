package reconcile

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"
)

// maxLine is more than the longest line of a book.
const maxLine = 128 << 10 // bytes; a checkpoint may have many cosignatures

// entry is a line of a book's file: one of its fields.
type entry struct {
	Book     *Head     `json:"book,omitempty"`
	Event    *Event    `json:"event,omitempty"`
	Refusal  *Refusal  `json:"refusal,omitempty"`
	Slot     *Slot     `json:"slot,omitempty"`
	Sent     *Sent     `json:"sent,omitempty"`
	Received *Received `json:"received,omitempty"`
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

// writer writes a book's file line by line.
type writer struct {
	to    *bufio.Writer
	lines int
}

func (w *writer) write(e entry) error {
	text, err := e.encode()
	if err != nil {
		return err
	}
	w.lines++
	_, err = w.to.Write(text)
	return err
}

// end writes the last line.
func (w *writer) end(record, leaves uint64) error {
	if err := w.write(entry{End: &End{record, leaves, w.lines}}); err != nil {
		return err
	}
	return w.to.Flush()
}

// Write writes the book's file.
func (b *Book) Write(to io.Writer) error {
	entries := []entry{{Book: &b.Head}}
	for i := range b.Events {
		entries = append(entries, entry{Event: &b.Events[i]})
	}
	for i := range b.Refusals {
		entries = append(entries, entry{Refusal: &b.Refusals[i]})
	}
	for i := range b.Slots {
		entries = append(entries, entry{Slot: &b.Slots[i]})
	}
	for i := range b.Sent {
		entries = append(entries, entry{Sent: &b.Sent[i]})
	}
	for i := range b.Received {
		entries = append(entries, entry{Received: &b.Received[i]})
	}
	w := &writer{to: bufio.NewWriter(to)}
	for _, e := range entries {
		if err := w.write(e); err != nil {
			return err
		}
	}
	return w.end(b.Record, b.Leaves)
}
