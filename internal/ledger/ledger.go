// Package ledger puts the record into a transparency log (Tessera, tlog-tiles on a POSIX file system): slot by slot a fixed number of opaque commitments,
// those to events among padding, and each day what is published. What a log is to hold is planned in the store first, and appended in that order. It
// promises that after a kill at any moment nothing is appended twice and nothing is lost, that how the log grows follows from what it publishes and from
// nothing else, and that its checkpoints verify with golang.org/x/mod/sumdb alone. One process at a time may write a log.
package ledger

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/go-logr/logr"
	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/sync/errgroup"
	"k8s.io/klog/v2"

	"sallyport/internal/store"
	"sallyport/proof"
	"sallyport/record"
)

// Config is what a log is, and what goes into it.
type Config struct {
	Origin    string // the log's name, in its checkpoints and commitments
	Settings  record.Settings
	Laws      []record.Law                                        // that the node applies
	Batch     func(tx *store.Tx, day int64) (record.Batch, error) // what is published of a day; nil for nothing
	Witnesses []byte                                              // who cosigns checkpoints, as c2sp.org/tlog-policy has it; nil for nobody
	Random    io.Reader                                           // of order, seeds and keys; crypto/rand where nil
}

// Log is an open log directory: the key, and below tiles what any web server could serve.
type Log struct {
	config   Config
	tiles    string
	appender *tessera.Appender
	reader   tessera.LogReader
	policy   *proof.Policy // of witnesses; nil for none
	shutdown func(context.Context) error
	cancel   context.CancelFunc

	one       sync.Mutex // two at once would append leaves twice, for good
	announced bool       // the log says the settings and laws that it was opened with
	held      uint64     // so many leaves of the plan are known to be in the log
}

// quiet keeps the driver, which talks to the terminal, silent: what matters comes back as errors here. Once, since other logs may be at work.
var quiet = sync.OnceFunc(func() { klog.SetLogger(logr.Discard()) })

// Open opens or creates the log in dir.
func Open(ctx context.Context, dir string, c Config) (*Log, error) {
	if c.Random == nil {
		c.Random = rand.Reader
	}
	if _, err := record.Encode(c.Settings); err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	tiles := filepath.Join(dir, "tiles")
	if err := os.MkdirAll(tiles, 0o755); err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	signer, err := loadKey(dir, c.Origin, c.Random)
	if err != nil {
		return nil, err
	}
	quiet()
	l := &Log{config: c, tiles: tiles}
	if err := l.readPolicy(dir); err != nil {
		return nil, err
	}
	return l, l.openTiles(ctx, signer)
}

// What the driver is told.
const (
	atOnce   = 4096                   // leaves appended at once: sixteen bundles
	age      = 20 * time.Millisecond  // after which fewer are; see addSome
	interval = 100 * time.Millisecond // between checkpoints; the least that the driver allows

	publishLimit = 30 * time.Second
)

func (l *Log) openTiles(ctx context.Context, signer note.Signer) error {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx)) // an interrupt must not tear a batch: Close ends the log
	driver, err := posix.New(ctx, posix.Config{Path: l.tiles})
	if err != nil {
		cancel()
		return fmt.Errorf("ledger: %w", err)
	}
	options := tessera.NewAppendOptions().WithCheckpointSigner(signer).WithBatching(atOnce, age).WithCheckpointInterval(interval)
	if options, err = l.withWitnesses(options); err != nil {
		cancel()
		return err
	}
	if l.appender, l.shutdown, l.reader, err = tessera.NewAppender(ctx, driver, options); err != nil {
		cancel()
		return fmt.Errorf("ledger: %w", err)
	}
	l.cancel = cancel
	return nil
}

// Close waits for what was appended to be published and ends the log's background work.
func (l *Log) Close() error {
	defer l.cancel()
	ctx, cancel := context.WithTimeout(context.Background(), publishLimit)
	defer cancel()
	return l.shutdown(ctx)
}

// Slot gives the log one slot, whether anything waits for it or not, and what is to be published at that time. It is for a log that grows by itself, at
// Next. Where the error is an *Unpublished alone, the slot is in the log all the same.
func (l *Log) Slot(ctx context.Context, s *store.Store, at time.Time) (*Checkpoint, error) {
	return l.grow(ctx, s, at, func() error {
		return s.InTx(ctx, func(tx *store.Tx) error {
			_, err := l.planSlots(tx, 1, true)
			return err
		})
	})
}

// CatchUp brings the log level with the record, as of a time: it gives it as many slots as there have to be until nothing waits.
func (l *Log) CatchUp(ctx context.Context, s *store.Store, at time.Time) (*Checkpoint, error) {
	return l.grow(ctx, s, at, func() error {
		group, ctx := errgroup.WithContext(ctx)
		planned := make(chan struct{}, 1)
		group.Go(func() error { defer close(planned); return l.planAll(ctx, s, planned) })
		group.Go(func() error {
			for range planned { // the disk takes one part while the next is planned
				if _, err := l.append(ctx, s); err != nil {
					return err
				}
			}
			return nil
		})
		return group.Wait()
	})
}

// planAll plans slots until nothing waits, and gives word of each part that is planned.
func (l *Log) planAll(ctx context.Context, s *store.Store, planned chan<- struct{}) error {
	for more := true; more; {
		err := s.InTx(ctx, func(tx *store.Tx) (err error) {
			more, err = l.planSlots(tx, slotsAtOnce, false)
			return err
		})
		if err != nil {
			return err
		}
		select {
		case planned <- struct{}{}:
		default: // a word is waiting; it holds for this part, too
		}
	}
	return nil
}

// grow plans, appends what is planned, waits for the checkpoint over it, and remembers that.
func (l *Log) grow(ctx context.Context, s *store.Store, at time.Time, slots func() error) (*Checkpoint, error) {
	l.one.Lock()
	defer l.one.Unlock()
	if err := l.announce(ctx, s, at); err != nil {
		return nil, err
	}
	if err := slots(); err != nil {
		return nil, err
	}
	unpublished := l.planBatches(ctx, s, at)
	size, err := l.append(ctx, s)
	if err != nil {
		return nil, errors.Join(unpublished, err)
	}
	checkpoint, err := l.publish(ctx, s, size)
	if err != nil {
		return nil, errors.Join(unpublished, err)
	}
	return checkpoint, unpublished
}

// Next is when the next slot comes after a time: at a multiple of the slot's length.
func (l *Log) Next(after time.Time) time.Time {
	slot := time.Duration(l.config.Settings.Slot) * time.Second
	return after.Truncate(slot).Add(slot)
}

func (l *Log) size(ctx context.Context) (uint64, error) {
	size, err := l.reader.IntegratedSize(ctx)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0, fmt.Errorf("ledger: %w", err)
	}
	return size, nil
}
