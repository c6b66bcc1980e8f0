// Package record is what the public record says: the leaves of a node's log, each of which has one form and no other, and how events become the lines
// that a daily batch publishes. It is pure. A log holds two kinds of leaf: at once an opaque commitment to each event, among as much padding as the slot
// has room for; and later, on a fixed timetable, what happened, by day and place, without anybody's case. docs/why/privacy.md says what that gives away.
package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// MaxLeaf is the longest leaf that a bundle of a log can hold (c2sp.org/tlog-tiles), in bytes.
const MaxLeaf = 1<<16 - 1

// Kind is what a leaf is.
type Kind string

// Kinds of leaf.
const (
	KindCommitment Kind = "commitment"
	KindSettings   Kind = "settings"
	KindLaw        Kind = "law"
	KindDay        Kind = "day"
	KindLine       Kind = "line"
	KindShared     Kind = "shared"
)

// Published is a leaf that anyone can read: Settings, Law, Day, Line or SharedLeaf.
type Published interface {
	kind() Kind
	check() error
}

// Settings say how the log grows and what is published when. The first published leaf of a log is one; a later one says what is otherwise from there on.
type Settings struct {
	Node   string `json:"node"`            // hub or agency
	Place  string `json:"place,omitempty"` // of an agency
	Slot   int64  `json:"slot"`            // seconds between two slots
	Width  int    `json:"width"`           // commitments a slot has, events and padding together
	Batch  string `json:"batch"`           // HH:MM UTC: when the batch of the day before is due
	Volume int    `json:"volume"`          // bookings in 28 days, from which on a place is published by its own name
	Trial  bool   `json:"trial"`
}

// Law is a change of the law that the node applies: one version of a pack, as it was loaded.
type Law struct {
	Pack    string   `json:"pack"`    // PLACE/INSTRUMENT
	Version string   `json:"version"` // first day in force
	Ends    string   `json:"ends,omitempty"`
	Text    string   `json:"text"`  // SHA-256 of what counsel reads, hexadecimal
	Rules   string   `json:"rules"` // of the conditions that the machine runs
	Cases   string   `json:"cases"` // of the pack's own cases
	Signed  []string `json:"signed,omitempty"`
	Engine  string   `json:"engine"`
	Removed bool     `json:"removed,omitempty"` // it is applied no more
	Loaded  string   `json:"loaded"`            // the day, UTC
}

// Day is the head of a batch. As many leaves as Lines and Shared say follow it at once. A day without any has one all the same.
type Day struct {
	Day    string `json:"day"`    // YYYY-MM-DD, UTC
	Lines  int    `json:"lines"`  // leaves of kind line
	Events int    `json:"events"` // what their numbers add up to
	Shared int    `json:"shared"` // leaves of kind shared
	Common int    `json:"common"` // commitments in them
	Digest string `json:"digest"` // SHA-256 over the leaves that follow, each behind its length in four bytes, big-endian
	Need   int    `json:"need"`   // how many times its width a slot would have had to have for this day's events, twice over: a power of two
	Room   int    `json:"room"`   // how many times its width a slot has from this leaf on: the greatest need of the last seven heads
}

// Line is what happened so and so often on one day, or in the longer time that a small place is published for. Its texts are codes: docs/operate/record.md
// has them all.
type Line struct {
	Kind       string   `json:"kind"`
	Day        string   `json:"day"` // YYYY-MM-DD, or YYYY
	Place      string   `json:"place"`
	Action     string   `json:"action,omitempty"`
	Form       string   `json:"form,omitempty"`
	Outcome    string   `json:"outcome,omitempty"`
	Rules      []string `json:"rules,omitempty"`
	Packs      []string `json:"packs,omitempty"` // PLACE/INSTRUMENT@VERSION and the first 16 digits of the hash of its rules
	Engine     string   `json:"engine,omitempty"`
	Reason     string   `json:"reason,omitempty"`     // why a path ended
	About      string   `json:"about,omitempty"`      // what is in doubt, or was
	Unresolved []string `json:"unresolved,omitempty"` // what was missing, or which reading is open
	Took       string   `json:"took,omitempty"`       // band of the time from request to answer, or of a hold
	Kept       string   `json:"kept,omitempty"`       // whether the clock was: yes or no
	N          int      `json:"n"`
}

// SharedLeaf are commitments to messages, in the order of their bytes, base64.
type SharedLeaf struct {
	Common []string `json:"common"`
}

func (Settings) kind() Kind   { return KindSettings }
func (Law) kind() Kind        { return KindLaw }
func (Day) kind() Kind        { return KindDay }
func (Line) kind() Kind       { return KindLine }
func (SharedLeaf) kind() Kind { return KindShared }

// Encode returns the only form that a published leaf has: a line that says its kind and version, and a line of JSON with its keys in the order above.
func Encode(p Published) ([]byte, error) {
	if err := p.check(); err != nil {
		return nil, fmt.Errorf("record: %s: %w", p.kind(), err)
	}
	body, err := encode(p)
	if err != nil {
		return nil, fmt.Errorf("record: %s: %w", p.kind(), err)
	}
	leaf := append([]byte("sallyport "+string(p.kind())+" v1\n"), body...)
	if len(leaf) > MaxLeaf {
		return nil, fmt.Errorf("record: %s: %d bytes; a leaf has %d at most", p.kind(), len(leaf), MaxLeaf)
	}
	return leaf, nil
}

// encode is JSON in one line, with < and > as they are.
func encode(value any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	err := e.Encode(value) // ends the line
	return out.Bytes(), err
}

// KindOf says what a leaf is by its first line, or that it is none.
func KindOf(leaf []byte) (Kind, error) {
	if len(leaf) == Size {
		return KindCommitment, nil
	}
	first, _, found := strings.Cut(string(leaf[:min(len(leaf), 64)]), "\n")
	words := strings.Split(first, " ")
	if !found || len(words) != 3 || words[0] != "sallyport" || words[2] != "v1" {
		return "", errors.New("record: neither a commitment of 32 bytes nor a leaf that says its kind: this is no log of Sallyport's")
	}
	return Kind(words[1]), nil
}

// Decode reads a published leaf. The error says what is wrong with one that does not have its only form.
func Decode(leaf []byte) (Published, error) {
	kind, err := KindOf(leaf)
	if err != nil {
		return nil, err
	}
	_, body, _ := bytes.Cut(leaf, []byte("\n"))
	switch kind {
	case KindSettings:
		return decode[Settings](leaf, body)
	case KindLaw:
		return decode[Law](leaf, body)
	case KindDay:
		return decode[Day](leaf, body)
	case KindLine:
		return decode[Line](leaf, body)
	case KindShared:
		return decode[SharedLeaf](leaf, body)
	}
	return nil, fmt.Errorf("record: a leaf of kind %q; this version knows none such", kind)
}

func decode[P Published](leaf, body []byte) (Published, error) {
	var p P
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		return nil, fmt.Errorf("record: %s: %w", p.kind(), err)
	}
	again, err := Encode(p)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(again, leaf) {
		return nil, fmt.Errorf("record: %s: not in its only form", p.kind())
	}
	return p, nil
}
