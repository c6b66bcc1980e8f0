package ledger

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/transparency-dev/tessera"
	"github.com/transparency-dev/tessera/storage/posix"
	"golang.org/x/mod/sumdb/note"

	"sallyport/internal/store"
	"sallyport/record"
)

// One operation is one event, or one leaf: run with -bench 'Drain|Plan|BareTessera' -benchtime 200000x -count 3. What counts is how the two compare in one run.

// BenchmarkDrain brings the log level with a record in which events wait: it reads them, plans their places, appends and waits for the checkpoint over all. Slots are as
// wide as a hub's, and full, so that there is no padding.
func BenchmarkDrain(b *testing.B) {
	dir, c := b.TempDir(), small()
	c.Settings.Width = 256
	s, l := openStore(b, filepath.Join(dir, "db")), openLog(b, dir, c)
	addEvents(b, s, b.N, noon)
	b.ResetTimer()
	catchUp(b, l, s, noon)
	b.StopTimer()
	closeLog(b, l)
	perSecond(b)
}

// BenchmarkPlan is the part of it that is not the log's: reading, planning, and making the commitments.
func BenchmarkPlan(b *testing.B) {
	dir, c := b.TempDir(), small()
	c.Settings.Width, c.Random = 256, rand.Reader
	s := openStore(b, filepath.Join(dir, "db"))
	addEvents(b, s, b.N, noon)
	b.ResetTimer()
	planned(b, &Log{config: c}, s)
	perSecond(b)
}

func perSecond(b *testing.B) { b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "/s") }

func planned(b *testing.B, l *Log, s *store.Store) {
	for more := true; more; {
		err := s.InTx(b.Context(), func(tx *store.Tx) (err error) {
			more, err = l.planSlots(tx, slotsAtOnce, false)
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	for first := uint64(0); first < uint64(b.N); first += atOnce {
		var plan *store.Plan
		err := s.View(b.Context(), func(tx *store.Tx) (err error) {
			plan, err = tx.Plan(first, first+atOnce)
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := leaves(origin, plan, first, min(uint64(b.N), first+atOnce)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBareTessera has 512 writers, each of which waits until its leaf is in the log before it gives the next, and waits for the checkpoint over all. The driver is as
// it is unless somebody says otherwise, or has its batches filled by the writers twice over.
func BenchmarkBareTessera(b *testing.B) {
	b.Run("by default", func(b *testing.B) { bare(b, tessera.DefaultBatchMaxSize, tessera.DefaultBatchMaxAge) })
	b.Run("batches of 512", func(b *testing.B) { bare(b, 512, age) })
}

func bare(b *testing.B, size uint, age time.Duration) {
	quiet()
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	secret, _, err := note.GenerateKey(rand.Reader, origin)
	if err != nil {
		b.Fatal(err)
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		b.Fatal(err)
	}
	driver, err := posix.New(ctx, posix.Config{Path: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	appender, shutdown, _, err := tessera.NewAppender(ctx, driver, tessera.NewAppendOptions().
		WithCheckpointSigner(signer).WithBatching(size, age).WithCheckpointInterval(interval))
	if err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	write(ctx, b, appender)
	if err := shutdown(ctx); err != nil {
		b.Fatal(err)
	}
	perSecond(b)
}

func write(ctx context.Context, b *testing.B, appender *tessera.Appender) {
	const writers = 512
	var all sync.WaitGroup
	for writer := range writers {
		all.Go(func() {
			for n := writer; n < b.N; n += writers {
				leaf := make([]byte, record.Size)
				binary.BigEndian.PutUint64(leaf, uint64(n))
				if _, err := appender.Add(ctx, tessera.NewEntry(leaf))(); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
}
