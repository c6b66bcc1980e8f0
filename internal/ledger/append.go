package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/client"

	"sallyport/internal/store"
)

// append makes the log hold all that is planned: it compares what a killed process had appended already, and appends the rest. It returns how many leaves
// the log holds.
func (l *Log) append(ctx context.Context, s *store.Store) (uint64, error) {
	var end uint64
	var last store.Checkpoint
	err := s.View(ctx, func(tx *store.Tx) (err error) {
		if end, err = tx.PlanEnd(); err != nil {
			return err
		}
		if last, err = tx.LastCheckpoint(); errors.Is(err, store.ErrNone) {
			err = nil
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	size, err := l.size(ctx)
	switch {
	case err != nil:
		return 0, err
	case size < max(last.Size, l.held):
		return 0, fmt.Errorf("ledger: the record has seen a log of %d entries, this one has %d: it has lost some; docs/operate/log.md says what to do", max(last.Size, l.held), size)
	case size > end:
		return 0, fmt.Errorf("ledger: the log has %d entries, the record has planned %d: it is another's, or the record has lost some; docs/operate/log.md says what to do", size, end)
	}
	for first := max(last.Size, l.held); first < end; first = l.held {
		behind := min(end, first+atOnce)
		if first < size {
			behind = min(behind, size)
		}
		if err := l.appendPart(ctx, s, first, behind, size); err != nil {
			return 0, err
		}
		l.held = behind
	}
	return end, nil
}

func (l *Log) appendPart(ctx context.Context, s *store.Store, first, behind, size uint64) error {
	var plan *store.Plan
	err := s.View(ctx, func(tx *store.Tx) (err error) {
		plan, err = tx.Plan(first, behind)
		return err
	})
	if err != nil {
		return err
	}
	leaves, err := leaves(l.config.Origin, plan, first, behind)
	if err != nil {
		return err
	}
	if first < size {
		return l.compare(ctx, leaves, first, size)
	}
	return l.add(leaves, first)
}

// add appends at most atOnce leaves. An interrupt does not leave some of them behind.
func (l *Log) add(leaves [][]byte, first uint64) error {
	for len(leaves) > 0 {
		added, err := l.addSome(leaves, first)
		if err != nil {
			return err
		}
		leaves, first = leaves[added:], first+uint64(added)
	}
	return nil
}

// addSome appends as many as it can while the driver still collects, and waits until they are in the log: nothing would keep the order of two parts of which the driver's
// timer takes the one while the other fills up.
func (l *Log) addSome(leaves [][]byte, first uint64) (added int, failed error) {
	begun := time.Now()
	var futures []tessera.IndexFuture
	for _, leaf := range leaves {
		if len(futures) > 0 && time.Since(begun) > age/2 {
			break
		}
		futures = append(futures, l.appender.Add(context.Background(), tessera.NewEntry(leaf)))
	}
	for i, future := range futures {
		got, err := future()
		switch {
		case failed != nil:
		case err != nil:
			failed = fmt.Errorf("ledger: appending: %w", err)
		case got.Index != first+uint64(i):
			failed = fmt.Errorf("ledger: entry %d was given index %d; another process writes this log", first+uint64(i), got.Index)
		}
	}
	return len(futures), failed
}

const width = 256 // of a bundle

// compare checks that a log of the given size has these leaves from first on.
func (l *Log) compare(ctx context.Context, leaves [][]byte, first, size uint64) error {
	for len(leaves) > 0 {
		bundle, err := client.GetEntryBundle(ctx, l.reader.ReadEntryBundle, first/width, size)
		if err != nil {
			return fmt.Errorf("ledger: reading entry %d: %w", first, err)
		}
		for at := first % width; at < width && len(leaves) > 0; at++ {
			if at >= uint64(len(bundle.Entries)) || !bytes.Equal(bundle.Entries[at], leaves[0]) {
				return fmt.Errorf("ledger: entry %d of the log is not what the record has planned there; one of them was rewritten; docs/operate/log.md says what to do", first)
			}
			leaves = leaves[1:]
			first++
		}
	}
	return nil
}

// publish waits for the checkpoint over size entries, and remembers it.
func (l *Log) publish(ctx context.Context, s *store.Store, size uint64) (*Checkpoint, error) {
	ctx, cancel := context.WithTimeout(ctx, publishLimit)
	defer cancel()
	tick := time.NewTicker(interval / 5)
	defer tick.Stop()
	for {
		checkpoint, err := Read(ctx, filepath.Dir(l.tiles))
		if err == nil && checkpoint.Size >= size {
			checkpoint.Witnessed = l.witnessed(checkpoint.Note)
			return checkpoint, remember(ctx, s, checkpoint)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("ledger: no checkpoint over %d entries: %w", size, ctx.Err())
		case <-tick.C:
		}
	}
}

// remember keeps the checkpoint once it is shown to extend the one before.
func remember(ctx context.Context, s *store.Store, checkpoint *Checkpoint) error {
	var last store.Checkpoint
	err := s.View(ctx, func(tx *store.Tx) (err error) {
		last, err = tx.LastCheckpoint()
		return err
	})
	switch {
	case errors.Is(err, store.ErrNone):
	case err != nil:
		return err
	case last.Size == checkpoint.Size && last.Note == checkpoint.Note:
		return nil
	default:
		if err := checkpoint.Extends(ctx, last.Note); err != nil {
			return err
		}
	}
	return s.InTx(ctx, func(tx *store.Tx) error {
		return tx.AddCheckpoint(store.Checkpoint{Size: checkpoint.Size, Note: checkpoint.Note, Witnessed: checkpoint.Witnessed})
	})
}
