package ledger

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"sallyport/internal/outside"
	"sallyport/internal/store"
	"sallyport/internal/store/sqlite"
	"sallyport/internal/tiles"
	"sallyport/record"
)

// victimDir has a process that is to be killed find its record and log.
const victimDir = "SALLYPORT_LEDGER_VICTIM"

// TestMain runs the tests, or, in a process that one of them has started, what is killed.
func TestMain(m *testing.M) {
	dir := os.Getenv(victimDir)
	if dir == "" {
		os.Exit(m.Run())
	}
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // ends with the process that started this one
		os.Exit(2)
	}()
	fmt.Fprintln(os.Stderr, load(context.Background(), dir))
	os.Exit(1)
}

// load has several write events for ever, each of which says how many are kept, while the log gets one slot after another.
func load(ctx context.Context, dir string) error {
	s, err := sqlite.Open(ctx, filepath.Join(dir, "db"))
	if err != nil {
		return err
	}
	l, err := Open(ctx, dir, loaded())
	if err != nil {
		return err
	}
	failed := make(chan error)
	for range 4 {
		go func() {
			for {
				if err := happen(ctx, s); err != nil {
					failed <- err
				}
			}
		}()
	}
	go func() {
		for {
			at, err := clock(ctx, s)
			if err == nil {
				_, err = l.Slot(ctx, s, at)
			}
			if err != nil {
				failed <- err
			}
		}
	}()
	return <-failed
}

func loaded() Config {
	c := small()
	c.Settings.Width, c.Batch = 64, told
	return c
}

// clock is a time that goes on as the plan does: some days for each kill.
func clock(ctx context.Context, s *store.Store) (at time.Time, err error) {
	err = s.View(ctx, func(tx *store.Tx) error {
		end, err := tx.PlanEnd()
		at = noon.Add(time.Duration(end) * 6 * time.Minute)
		return err
	})
	return at, err
}

var said sync.Mutex

func happen(ctx context.Context, s *store.Store) error {
	at, err := clock(ctx, s)
	if err != nil {
		return err
	}
	var kept uint64
	err = s.InTx(ctx, func(tx *store.Tx) error {
		var lines []store.Line
		for n := range 1 + mathrand.IntN(3) {
			salt, err := NewSalt(rand.Reader)
			if err != nil {
				return err
			}
			lines = append(lines, store.Line{Body: fmt.Sprint(n), Salt: salt, At: at})
		}
		return tx.AddEvents(lines)
	})
	if err != nil {
		return err
	}
	err = s.View(ctx, func(tx *store.Tx) (err error) { _, kept, err = tx.Waiting(); return err })
	said.Lock()
	defer said.Unlock()
	fmt.Println(kept)
	return err
}

// TestKilledUnderLoad kills a process that writes events and grows its log, at random moments. Each time every event that was said to be kept has its place in the log,
// once, and all that the log holds is what was planned. SALLYPORT_KILLS sets how often.
func TestKilledUnderLoad(t *testing.T) {
	t.Parallel()
	dir, kills := t.TempDir(), outside.Count(t, "SALLYPORT_KILLS", 5)
	draw, kept := mathrand.New(mathrand.NewPCG(8, 5)), uint64(0)
	for range kills {
		kept = max(kept, kill(t, dir, time.Duration(draw.IntN(700))*time.Millisecond))
		whole(t, dir, kept)
	}
	t.Logf("killed %d times; %d events were said to be kept", kills, kept)
}

// kill starts the process, kills it some time after its first word, and returns how many events it said were kept.
func kill(t *testing.T, dir string, after time.Duration) (kept uint64) {
	t.Helper()
	victim := exec.CommandContext(t.Context(), os.Args[0])
	victim.Env = append(os.Environ(), victimDir+"="+dir)
	var complaint strings.Builder
	victim.Stderr = &complaint
	in, errIn := victim.StdinPipe()
	out, err := victim.StdoutPipe()
	if err := errors.Join(err, errIn, victim.Start()); err != nil {
		t.Fatal(err)
	}
	said := bufio.NewScanner(out)
	if !said.Scan() {
		t.Fatal(victim.Wait(), complaint.String())
	}
	timer := time.AfterFunc(after, func() { _ = victim.Process.Kill() }) // it may have ended: then it says why
	defer timer.Stop()
	for more := true; more; more = said.Scan() {
		n, err := strconv.ParseUint(said.Text(), 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		kept = max(kept, n)
	}
	_ = victim.Wait() // its status says that it was killed
	if err := in.Close(); complaint.Len() > 0 {
		t.Fatal("the process was not killed: ", complaint.String(), err)
	}
	return kept
}

// whole brings the log level, and checks with what did not write it that it is the plan's, and has every event once.
func whole(t *testing.T, dir string, kept uint64) {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(dir, "db"))
	if err != nil {
		t.Fatal(err)
	}
	at, err := clock(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	l := openLog(t, dir, loaded())
	checkpoint := catchUp(t, l, s, at)
	closeLog(t, l)
	log, err := tiles.Open(t.Context(), dir, "")
	if err != nil {
		t.Fatal(err)
	}
	published, err := log.Checkpoint(t.Context())
	if err != nil || published.Size != checkpoint.Size {
		t.Fatal(published, err)
	}
	var leaves [][]byte
	places := map[string]int{}
	for e, err := range published.Entries(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if before, twice := places[string(e.Leaf)]; twice && len(e.Leaf) == record.Size {
			t.Fatalf("entries %d and %d are alike", before, e.Index)
		}
		places[string(e.Leaf)] = len(leaves)
		leaves = append(leaves, slices.Clone(e.Leaf))
	}
	recount(t, leaves)
	count := uint64(0)
	err = s.View(t.Context(), func(tx *store.Tx) error {
		for first, more := uint64(0), true; more; first += 1000 {
			events, err := tx.Events(first, 1000)
			if err != nil {
				return err
			}
			for _, e := range events {
				leaf, err := Leaf(origin, &e)
				if i, there := places[string(leaf)]; !there || uint64(i) != e.Index || !e.Logged {
					t.Fatalf("event %d has index %d, and the log has it at %d: %v, %v, %v", e.Seq, e.Index, i, there, e.Logged, err)
				}
			}
			count += uint64(len(events))
			more = len(events) == 1000
		}
		return nil
	})
	if err := errors.Join(err, s.Close()); err != nil || count < kept {
		t.Fatalf("%d events, of %d that were said to be kept: %v", count, kept, err)
	}
}
