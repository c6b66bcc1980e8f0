// Package webhook tells a jail's own systems what happened: by signed posts, tried again until they are acknowledged, and by a
// feed that they can ask. Both come from one list of events, which grows in the transaction of the state that they tell of.
//
// It promises that every event reaches a subscription at least once and always under the same ID, and the events of one case in
// their order; who has seen an ID drops the second. The feed gives every event of an agency once, in one order, whoever
// writes meanwhile.
//
// Posts follow Standard Webhooks (github.com/standard-webhooks/standard-webhooks, specification of 2023): its three headers, its
// signature, its secrets.
package webhook

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// Schema makes the tables, in SQLite and in PostgreSQL. It may run again.
//
//go:embed schema.sql
var Schema string

// Limits of an event.
const (
	MaxBody  = 64 << 10 // bytes
	maxWords = 200      // bytes of an agency, a kind, a case
)

// Event is one thing that happened, as it is posted and fed. Its body names nobody: what a person's system needs beyond
// the case's reference it asks for under its own name.
type Event struct {
	ID     string          `json:"id"`   // the idempotency key: letters, digits, - and _
	Kind   string          `json:"kind"` // request.received, answer.recorded, …
	Agency string          `json:"agency"`
	Case   string          `json:"case"`
	At     time.Time       `json:"at"`
	Body   json.RawMessage `json:"body"`
}

// NewID draws an ID for an event.
func NewID(random io.Reader) (string, error) {
	id := make([]byte, 16)
	if _, err := io.ReadFull(random, id); err != nil {
		return "", fmt.Errorf("drawing an event's ID: %w", err)
	}
	return fmt.Sprintf("evt_%x", id), nil
}

var (
	idPattern   = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
	kindPattern = regexp.MustCompile(`^[a-z]+(\.[a-z]+)*$`)
)

// check holds an event to what receivers rely on.
func (e *Event) check() error {
	switch {
	case !idPattern.MatchString(e.ID):
		return fmt.Errorf("event %q: an ID is 1 to 64 letters, digits, - and _", e.ID)
	case !kindPattern.MatchString(e.Kind) || len(e.Kind) > maxWords:
		return fmt.Errorf("event %s: kind %q: write it as in request.received", e.ID, e.Kind)
	case !named(e.Agency):
		return fmt.Errorf("event %s: agency %q: name whose event it is", e.ID, e.Agency)
	case !named(e.Case):
		return fmt.Errorf("event %s: case %q: name the case", e.ID, e.Case)
	case len(e.Body) > MaxBody:
		return fmt.Errorf("event %s: a body of %d bytes; %d at most", e.ID, len(e.Body), MaxBody)
	case !json.Valid(e.Body) || !utf8.Valid(e.Body):
		return fmt.Errorf("event %s: the body is not JSON", e.ID)
	}
	return nil
}

// named says whether a name can be kept and posted.
func named(s string) bool {
	return s != "" && len(s) <= maxWords && utf8.ValidString(s) && !strings.ContainsRune(s, 0)
}
