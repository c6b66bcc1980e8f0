package ledger

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"time"

	"sallyport/internal/store"
	"sallyport/record"
)

// slotsAtOnce is how many slots CatchUp plans in one transaction.
const slotsAtOnce = 64

// planSlots plans at most so many slots: events that wait, the oldest first, and padding, in random order. Idle says that there is one even where nothing waits.
// It says whether there were as many as there may be.
func (l *Log) planSlots(tx *store.Tx, most int, idle bool) (more bool, err error) {
	first, behind, err := tx.Waiting()
	if err != nil {
		return false, err
	}
	end, errEnd := tx.PlanEnd()
	room, err := roomOf(tx)
	if err = errors.Join(err, errEnd); err != nil {
		return false, err
	}
	size := uint64(l.config.Settings.Width * room)
	var slots []store.Slot
	var commitments []store.Commitment
	for idle && len(slots) == 0 || first < behind && len(slots) < most {
		seed, err := NewSalt(l.config.Random)
		if err != nil {
			return false, err
		}
		places, err := l.draw(size, min(size, behind-first))
		if err != nil {
			return false, err
		}
		for _, place := range places {
			commitments = append(commitments, store.Commitment{Index: end + place, Seq: first})
			first++
		}
		slots = append(slots, store.Slot{First: end, Size: size, Seed: seed})
		end += size
	}
	return first < behind, errors.Join(tx.AddSlots(slots), tx.AddCommitments(commitments))
}

// draw draws places of a slot, each once.
func (l *Log) draw(size, count uint64) ([]uint64, error) {
	var seed [32]byte
	if _, err := io.ReadFull(l.config.Random, seed[:]); err != nil {
		return nil, fmt.Errorf("ledger: drawing the order of a slot: %w", err)
	}
	all := make([]uint64, size)
	for i := range all {
		all[i] = uint64(i)
	}
	rand.New(rand.NewChaCha8(seed)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:count], nil
}

// heads are the last heads of batches, the newest first.
func heads(tx *store.Tx, most int) (all []record.Day, err error) {
	rows, err := tx.LastPublished(string(record.KindDay), most)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		head, err := decode[record.Day](&row)
		if err != nil {
			return nil, err
		}
		all = append(all, head)
	}
	return all, nil
}

func decode[P record.Published](row *store.Published) (p P, err error) {
	leaf, err := record.Decode([]byte(row.Body))
	if err != nil {
		return p, fmt.Errorf("ledger: entry %d of the plan: %w", row.Index, err)
	}
	p, ok := leaf.(P)
	if !ok {
		return p, fmt.Errorf("ledger: entry %d of the plan is not what its row says", row.Index)
	}
	return p, nil
}

// roomOf is how many times its width a slot has: what the last head in the log says.
func roomOf(tx *store.Tx) (int, error) {
	last, err := heads(tx, 1)
	if err != nil || len(last) == 0 {
		return 1, err
	}
	return last[0].Room, nil
}

// plan plans leaves that anyone can read.
func plan(tx *store.Tx, at time.Time, all ...record.Published) error {
	var leaves [][]byte
	for _, p := range all {
		leaf, err := record.Encode(p)
		if err != nil {
			return err
		}
		leaves = append(leaves, leaf)
	}
	return planLeaves(tx, at, leaves)
}

func planLeaves(tx *store.Tx, at time.Time, leaves [][]byte) error {
	end, err := tx.PlanEnd()
	if err != nil {
		return err
	}
	rows := make([]store.Published, len(leaves))
	for i, leaf := range leaves {
		kind, err := record.KindOf(leaf)
		if err != nil {
			return err
		}
		rows[i] = store.Published{Index: end + uint64(i), Kind: string(kind), At: at.UnixMicro(), Body: string(leaf)}
	}
	return tx.AddPublished(rows)
}
