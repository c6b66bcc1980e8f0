// Package ledger puts the record's events into a transparency log (Tessera, tlog-tiles on a POSIX file system), each as
// an opaque commitment at the index that its number says. It promises that after a kill at any moment nothing is
// appended twice and nothing is lost, and that its checkpoints verify with golang.org/x/mod/sumdb alone.
// One process at a time may write a log.
package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/go-logr/logr"
	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/client"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/mod/sumdb/note"
	"k8s.io/klog/v2"

	"sallyport/internal/store"
)

const (
	batch        = 256                    // events appended at once; also the width of a tile
	batchAge     = 5 * time.Millisecond   // the sequencer always brings a whole batch
	interval     = 100 * time.Millisecond // between checkpoints; the least that the driver allows
	publishLimit = 30 * time.Second       // a checkpoint that takes longer is an error
)

// Log is an open log directory: the key, and below tiles what any web server could serve.
type Log struct {
	tiles    string
	appender *tessera.Appender
	reader   tessera.LogReader
	shutdown func(context.Context) error
	cancel   context.CancelFunc
	catching sync.Mutex // two at once would append lines twice, for good
}

// quiet keeps the driver, which talks to the terminal, silent: what matters comes back as errors here. Once, since other logs may be at work.
var quiet = sync.OnceFunc(func() { klog.SetLogger(logr.Discard()) })

// Open opens or creates the log in dir. Its checkpoints call it by its origin.
func Open(ctx context.Context, dir, origin string) (*Log, error) {
	tiles := filepath.Join(dir, "tiles")
	if err := os.MkdirAll(tiles, 0o755); err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	signer, err := loadKey(dir, origin)
	if err != nil {
		return nil, err
	}
	quiet()
	return openTiles(ctx, tiles, signer)
}

func openTiles(ctx context.Context, tiles string, signer note.Signer) (*Log, error) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx)) // an interrupt must not tear a batch: Close ends the log
	driver, err := posix.New(ctx, posix.Config{Path: tiles})
	if err != nil {
		cancel()
		return nil, fmt.Errorf("ledger: %w", err)
	}
	appender, shutdown, reader, err := tessera.NewAppender(ctx, driver, tessera.NewAppendOptions().
		WithCheckpointSigner(signer).WithBatching(batch, batchAge).WithCheckpointInterval(interval))
	if err != nil {
		cancel()
		return nil, fmt.Errorf("ledger: %w", err)
	}
	return &Log{tiles: tiles, appender: appender, reader: reader, shutdown: shutdown, cancel: cancel}, nil
}

// Close waits for what was appended to be published and ends the log's background work.
func (l *Log) Close() error {
	defer l.cancel()
	ctx, cancel := context.WithTimeout(context.Background(), publishLimit)
	defer cancel()
	return l.shutdown(ctx)
}

// CatchUp brings the log level with the record: it recognises what a killed process had already appended, appends the
// rest in order, waits for a checkpoint over all of it, checks that the checkpoint extends the last one remembered, and
// remembers it. It returns the checkpoint.
func (l *Log) CatchUp(ctx context.Context, s *store.Store) (*Checkpoint, error) {
	l.catching.Lock()
	defer l.catching.Unlock()
	size, err := l.size(ctx)
	if err != nil {
		return nil, err
	}
	for {
		events, err := pending(ctx, s)
		if err != nil {
			return nil, err
		}
		if len(events) == 0 {
			return l.publish(ctx, s, size)
		}
		if size, err = l.sequence(ctx, events, size); err != nil {
			return nil, err
		}
		if err := s.InTx(ctx, func(tx *store.Tx) error { return tx.SetLogged(events[0].Seq, events[len(events)-1].Seq) }); err != nil {
			return nil, err
		}
	}
}

func (l *Log) size(ctx context.Context) (uint64, error) {
	size, err := l.reader.IntegratedSize(ctx)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0, fmt.Errorf("ledger: %w", err)
	}
	return size, nil
}

func pending(ctx context.Context, s *store.Store) (events []store.Event, err error) {
	err = s.View(ctx, func(tx *store.Tx) error {
		first, err := tx.FirstUnlogged()
		if err != nil {
			return err
		}
		events, err = tx.Events(first, batch)
		return err
	})
	return events, err
}

// sequence makes the log hold events; those below size must already be there, as they are in the record.
func (l *Log) sequence(ctx context.Context, events []store.Event, size uint64) (uint64, error) {
	if events[0].Seq > size {
		return 0, fmt.Errorf("ledger: the record has %d events in the log, the log holds %d; it has lost some", events[0].Seq, size)
	}
	var futures []tessera.IndexFuture
	for i := range events {
		leaf, err := Leaf(&events[i])
		if err != nil {
			return 0, err
		}
		if events[i].Seq < size {
			if err := l.compare(ctx, events[i].Seq, size, leaf); err != nil {
				return 0, err
			}
			continue
		}
		futures = append(futures, l.appender.Add(ctx, tessera.NewEntry(leaf)))
	}
	for _, future := range futures {
		got, err := future()
		if err != nil {
			return 0, fmt.Errorf("ledger: appending: %w", err)
		}
		if got.Index != size {
			return 0, fmt.Errorf("ledger: event %d was given index %d; another process writes this log", size, got.Index)
		}
		size++
	}
	return size, nil
}

// compare reads entry seq of a log of the given size.
func (l *Log) compare(ctx context.Context, seq, size uint64, leaf []byte) error {
	bundle, err := client.GetEntryBundle(ctx, l.reader.ReadEntryBundle, seq/batch, size)
	if err != nil {
		return fmt.Errorf("ledger: reading entry %d: %w", seq, err)
	}
	if at := seq % batch; at >= uint64(len(bundle.Entries)) || !bytes.Equal(bundle.Entries[at], leaf) {
		return fmt.Errorf("ledger: entry %d of the log is not event %d of the record; one of them was rewritten", seq, seq)
	}
	return nil
}

// publish waits for the checkpoint over size entries.
func (l *Log) publish(ctx context.Context, s *store.Store, size uint64) (*Checkpoint, error) {
	ctx, cancel := context.WithTimeout(ctx, publishLimit)
	defer cancel()
	tick := time.NewTicker(interval / 5)
	defer tick.Stop()
	for {
		checkpoint, err := Read(ctx, filepath.Dir(l.tiles))
		if err == nil && checkpoint.Size >= size {
			return checkpoint, l.remember(ctx, s, checkpoint)
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
func (l *Log) remember(ctx context.Context, s *store.Store, checkpoint *Checkpoint) error {
	return s.InTx(ctx, func(tx *store.Tx) error {
		notes, err := tx.Checkpoints()
		if err != nil {
			return err
		}
		if len(notes) > 0 {
			if err := checkpoint.Extends(ctx, notes[len(notes)-1]); err != nil {
				return err
			}
		}
		return tx.AddCheckpoint(checkpoint.Size, checkpoint.Note)
	})
}
