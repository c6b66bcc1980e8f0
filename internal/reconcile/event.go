package reconcile

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"sallyport"
	"sallyport/internal/link"
	"sallyport/internal/tiles"
	"sallyport/record"
)

// Event is a line of the record: what the log commits to, and its salt.
type Event struct {
	Seq   uint64  `json:"seq"`             // its place in the record
	Index *uint64 `json:"index,omitempty"` // the one that the log must give it; nil while it waits for a slot
	Old   bool    `json:"old,omitempty"`   // the log commits to it as logs did at first, without their origin
	Body  string  `json:"body"`
	Salt  string  `json:"salt"` // hexadecimal

	salt    []byte
	message *link.Line // nil where it is none
}

// Message returns what the line says of a message between two nodes; it is false where the line is no message's.
func (e *Event) Message() (link.Line, bool) { return link.ParseLine(e.Body) }

// Event returns what the line says that happened; the error is of one that says nothing, as a message's.
func (e *Event) Event() (happened sallyport.Event, err error) {
	err = json.Unmarshal([]byte(e.Body), &happened)
	if err == nil && happened.Kind == "" {
		err = errors.New("no kind")
	}
	if err != nil {
		err = fmt.Errorf("reconcile: event %d: not a line of a record: %w", e.Seq, err)
	}
	return happened, err
}

// read works out what a line says.
func (e *Event) read(node string) (err error) {
	if line, ok := e.Message(); ok {
		if line.From == line.To || line.From != node && line.To != node {
			return fmt.Errorf("event.body: a message from %q to %q; the book is of %s", line.From, line.To, node)
		}
		e.message = &line
	} else if _, err := e.Event(); err != nil {
		return errors.New("event.body: not a line of a record")
	}
	if e.salt, err = unhex(e.Salt); err != nil {
		return fmt.Errorf("event.salt: %w", err)
	}
	return nil
}

// Commitment is what the log of that origin holds of the line.
func (e *Event) Commitment(origin string) [record.Size]byte {
	if e.Old {
		return early(e.salt, e.Body)
	}
	return record.Commit(e.salt, origin, e.Body)
}

// early is what logs held of an event at first.
func early(salt []byte, body string) (sum [record.Size]byte) {
	mac := hmac.New(sha256.New, salt)
	mac.Write([]byte("sallyport event v1\n" + body))
	mac.Sum(sum[:0])
	return sum
}

// Slot is a run of commitments in the log: to events, and else to record.Padding. The salt of the padding at an index is HMAC-SHA256, under the seed, of
// the index in eight bytes, big-endian.
type Slot struct {
	First uint64 `json:"first"`
	Size  uint64 `json:"size"`
	Seed  string `json:"seed"` // hexadecimal

	seed []byte
}

// Padding is what the log of that origin holds at an index of the slot that stands for no event.
func (s *Slot) Padding(origin string, index uint64) [record.Size]byte {
	mac := hmac.New(sha256.New, s.seed)
	mac.Write(binary.BigEndian.AppendUint64(nil, index))
	return record.Commit(mac.Sum(nil), origin, record.Padding)
}

func (s *Slot) read() (err error) {
	if s.seed, err = unhex(s.Seed); err != nil {
		return fmt.Errorf("slot.seed: %w", err)
	}
	if s.Size < 1 || s.Size > record.MaxSlot || s.First > tiles.MaxEntries {
		return fmt.Errorf("slot.size: %d entries from %d on; no log has such a slot", s.Size, s.First)
	}
	return nil
}

const saltSize = 32

// unhex reads a salt or a seed.
func unhex(text string) ([]byte, error) {
	salt, err := hex.DecodeString(text)
	if err != nil || len(salt) != saltSize {
		return nil, fmt.Errorf("not %d bytes in hexadecimal", saltSize)
	}
	return salt, nil
}
