package monitor_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"sallyport/internal/monitor"
	"sallyport/internal/outside"
	"sallyport/internal/tiles"
	"sallyport/internal/tiles/tilestest"
)

const (
	childState = "SALLYPORT_TEST_MONITOR_STATE"
	childLog   = "SALLYPORT_TEST_MONITOR_LOG"
	childKey   = "SALLYPORT_TEST_MONITOR_KEY"
)

// TestMain is the monitor that is killed, where its parent has said so.
func TestMain(m *testing.M) {
	if state := os.Getenv(childState); state != "" {
		fmt.Fprintln(os.Stderr, child(state, os.Getenv(childLog), os.Getenv(childKey)))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// child looks again and again, and prints a line after each look.
func child(state, source, key string) error {
	ctx := context.Background()
	log, err := tiles.Open(ctx, source, key)
	if err != nil {
		return err
	}
	m, err := monitor.Open(monitor.Config{Dir: state, Logs: []*tiles.Log{log}, Grace: 24 * time.Hour})
	if err != nil {
		return err
	}
	for {
		if _, err := m.Poll(ctx, time.Date(2015, 8, 3, 12, 0, 0, 0, time.UTC)); err != nil {
			return err
		}
		fmt.Println("looked")
	}
}

// TestKilledWhileItLooks kills a monitor while it looks at a log that grows, and shows the next one a history that is not the one the first had seen: whatever it
// had said that it had seen, it has to remember. SALLYPORT_KILLS sets how often.
func TestKilledWhileItLooks(t *testing.T) {
	t.Parallel()
	w := newWorld(t, hub)
	w.config.Grace = 24 * time.Hour
	for range outside.Count(t, "SALLYPORT_KILLS", 6) {
		w.killed()
		other := w.forked(5)
		other.config.Logs = []*tiles.Log{other.open(other.dir)}
		other.config.Dir = filepath.Join(t.TempDir(), "state")
		if err := os.CopyFS(other.config.Dir, os.DirFS(w.config.Dir)); err != nil {
			t.Fatal(err)
		}
		if seen := other.poll(); !slices.ContainsFunc(seen.Alarms, forks) {
			t.Fatalf("another history was shown, and this is what was said: %v", seen.Alarms)
		}
	}
	if seen := w.poll(); slices.ContainsFunc(seen.Alarms, forks) {
		t.Errorf("the history is the same, and this is what was said: %v", seen.Alarms)
	}
}

func forks(a monitor.Alarm) bool { return a.Kind == monitor.Fork }

// killed starts a monitor, lets it look once, and has the log grow while it looks on, until it is killed.
func (w *world) killed() {
	w.t.Helper()
	program, err := os.Executable()
	if err != nil {
		w.t.Fatal(err)
	}
	c := exec.Command(program)
	c.Env = append(os.Environ(), childState+"="+w.config.Dir, childLog+"="+w.dir, childKey+"="+tilestest.NewKey(w.t, w.origin).Vkey)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		w.t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		w.t.Error("it never looked")
	}
	w.grow()
	for range rand.IntN(20) { // looks, at some point of the next of which it is killed
		lines.Scan()
	}
	_ = c.Process.Kill() // SIGKILL
	_ = c.Wait()
}
