package ledger

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"

	"sallyport/internal/store"
	"sallyport/record"
)

// saltSize is how long a salt is, and a seed, in bytes.
const saltSize = 32

// NewSalt draws the salt of one event from random: 32 bytes, in hexadecimal.
func NewSalt(random io.Reader) (string, error) {
	salt := make([]byte, saltSize)
	if _, err := io.ReadFull(random, salt); err != nil {
		return "", fmt.Errorf("ledger: drawing a salt: %w", err)
	}
	return hex.EncodeToString(salt), nil
}

// Leaf is what the log of that origin holds of an event: record.Commit, or, of an event from before a commitment was bound to its log, HMAC-SHA256 of
// the body alone.
func Leaf(origin string, e *store.Event) ([]byte, error) {
	return commitment(origin, &store.Commitment{Seq: e.Seq, Body: e.Body, Salt: e.Salt, Old: e.Old})
}

func commitment(origin string, c *store.Commitment) ([]byte, error) {
	salt, err := hex.DecodeString(c.Salt)
	if err != nil {
		return nil, fmt.Errorf("ledger: salt of event %d: %w", c.Seq, err)
	}
	if c.Old {
		mac := hmac.New(sha256.New, salt)
		mac.Write([]byte("sallyport event v1\n"))
		mac.Write([]byte(c.Body))
		return mac.Sum(nil), nil
	}
	sum := record.Commit(salt, origin, c.Body)
	return sum[:], nil
}

// PaddingSalt is the salt of the padding at an index of a slot, in hexadecimal: HMAC-SHA256, under the slot's seed, of the index in eight bytes, big-endian.
// Whoever is given it can check that there was no event.
func PaddingSalt(slot *store.Slot, index uint64) (string, error) {
	seed, err := hex.DecodeString(slot.Seed)
	if err != nil {
		return "", fmt.Errorf("ledger: seed of the slot at %d: %w", slot.First, err)
	}
	mac := hmac.New(sha256.New, seed)
	mac.Write(binary.BigEndian.AppendUint64(nil, index))
	return hex.EncodeToString(mac.Sum(nil)), nil
}

func padding(origin string, slot *store.Slot, index uint64) ([]byte, error) {
	salt, err := PaddingSalt(slot, index)
	if err != nil {
		return nil, err
	}
	return commitment(origin, &store.Commitment{Salt: salt, Body: record.Padding})
}

// leaves are those of a part of the plan, from index first on.
func leaves(origin string, p *store.Plan, first, behind uint64) (all [][]byte, err error) {
	for index := first; index < behind; index++ {
		leaf, err := next(origin, p, index)
		if err != nil {
			return nil, err
		}
		all = append(all, leaf)
	}
	return all, nil
}

// next is the leaf at an index of the plan, of which it takes away what lies before.
func next(origin string, p *store.Plan, index uint64) ([]byte, error) {
	for len(p.Slots) > 0 && p.Slots[0].First+p.Slots[0].Size <= index {
		p.Slots = p.Slots[1:]
	}
	switch {
	case len(p.Commitments) > 0 && p.Commitments[0].Index == index:
		c := &p.Commitments[0]
		p.Commitments = p.Commitments[1:]
		return commitment(origin, c)
	case len(p.Published) > 0 && p.Published[0].Index == index:
		leaf := []byte(p.Published[0].Body)
		p.Published = p.Published[1:]
		return leaf, nil
	case len(p.Slots) > 0 && p.Slots[0].First <= index:
		return padding(origin, &p.Slots[0], index)
	}
	return nil, fmt.Errorf("ledger: nothing is planned for entry %d of the log: the database has lost rows; restore it from its copy", index)
}
