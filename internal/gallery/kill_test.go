package gallery

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sallyport/internal/outside"
)

// victim names the gallery that a process changes until it is killed.
const victim = "SALLYPORT_GALLERY_VICTIM"

func TestMain(m *testing.M) {
	if path := os.Getenv(victim); path != "" {
		seed, err := strconv.ParseUint(os.Getenv(victim+"_SEED"), 10, 64)
		if err == nil {
			err = changeForEver(path, rand.New(rand.NewPCG(seed, 1)), os.Stdout)
		}
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// changeForEver says what it is about to do, does it, and says that it is done, over and over.
func changeForEver(path string, r *rand.Rand, told io.Writer) error {
	next := r.Uint32() // IDs are never used twice
	for {
		w, err := OpenWriter(path)
		if err != nil {
			return err
		}
		for range 1 + r.IntN(8) {
			var ids []string
			var do func() error
			switch what := r.IntN(10); {
			case w.Len() == 0 || what < 4 && w.Len() < perChunk+100: // into a second chunk
				var batch []Subject
				for range 1 + r.IntN(60) {
					batch, next = append(batch, invented(fmt.Sprintf("subject-%010d", next))), next+1
					ids = append(ids, batch[len(batch)-1].ID)
				}
				fmt.Fprintln(told, "append", strings.Join(ids, " "))
				do = func() error { return w.Append(batch...) }
			case what < 8:
				for id := range w.places {
					if ids = append(ids, id); len(ids) == 15 {
						break
					}
				}
				fmt.Fprintln(told, "remove", strings.Join(ids, " "))
				do = func() error { return w.Remove(ids...) }
			default:
				fmt.Fprintln(told, "compact")
				do = func() error { return w.Compact(func() {}) }
			}
			if err := do(); err != nil {
				return err
			}
			fmt.Fprintln(told, "done")
		}
		if err := w.Close(); err != nil {
			return err
		}
	}
}

// TestKill kills a process that changes a gallery, at random moments, over and over on the same file. Each time the file
// has to hold exactly the subjects that were acknowledged; of the change on its way, an append wholly or not at all, and
// of a removal each subject wholly or not at all. After the next opening nothing is left of those who are gone.
// SALLYPORT_KILLS sets how often it is killed.
func TestKill(t *testing.T) {
	t.Parallel()
	kills := outside.Count(t, "SALLYPORT_KILLS", 30)
	path := filepath.Join(t.TempDir(), "gallery")
	there, cut, most := map[string]bool{}, map[string]int{}, 0
	for n := range kills {
		before := len(there)
		gone, during := killOnce(t, path, uint64(n), there)
		cut[during]++
		most = max(most, len(there))
		if wrong := recoverable(t, path); wrong != "" {
			t.Fatalf("kill %d, during %s: %s", n, during, wrong)
		}
		change(t, path, func(*Writer) error { return nil })
		compare(t, path, there)
		sound(t, path)
		rand.Shuffle(len(gone), func(i, j int) { gone[i], gone[j] = gone[j], gone[i] })
		noTrace(t, path, gone[:min(len(gone), 20)]...)
		if t.Failed() {
			t.Fatalf("kill %d, during %s, %d subjects before", n, during, before)
		}
	}
	t.Logf("killed %d times, during: %v; up to %d subjects", kills, cut, most)
}

// killOnce runs the process and kills it; it brings there up to date and returns who is gone and what was cut off.
func killOnce(t *testing.T, path string, seed uint64, there map[string]bool) (gone []Subject, during string) {
	t.Helper()
	run := exec.CommandContext(t.Context(), os.Args[0])
	run.Env = append(os.Environ(), victim+"="+path, victim+"_SEED="+strconv.FormatUint(seed, 10))
	var complaint strings.Builder
	run.Stderr = &complaint
	told, err := run.StdoutPipe()
	if err == nil {
		err = run.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	var doing []string
	var killer *time.Timer
	for lines := bufio.NewScanner(told); lines.Scan(); {
		if killer == nil {
			killer = time.AfterFunc(time.Duration(rand.Int64N(int64(30*time.Millisecond))), func() { _ = run.Process.Kill() })
		}
		if words := strings.Fields(lines.Text()); words[0] != "done" {
			doing = words
			continue
		}
		for _, id := range doing[1:] {
			if doing[0] == "append" {
				there[id] = true
			} else {
				delete(there, id)
				gone = append(gone, invented(id))
			}
		}
		doing = nil
	}
	if err := run.Wait(); complaint.Len() > 0 {
		t.Fatalf("%v: %s", err, complaint.String())
	}
	if doing == nil {
		return gone, "nothing"
	}
	return append(gone, settle(t, path, doing, there)...), doing[0]
}

// settle sees what became of a change that was cut off.
func settle(t *testing.T, path string, doing []string, there map[string]bool) (gone []Subject) {
	t.Helper()
	now := map[string]bool{}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		for id := range contents(t, path) {
			now[id] = true
		}
	}
	found := 0
	for _, id := range doing[1:] {
		switch {
		case now[id]:
			found++
			there[id] = true
		default:
			delete(there, id)
			gone = append(gone, invented(id))
		}
	}
	if doing[0] == "append" && found != 0 && found != len(doing)-1 {
		t.Errorf("%d of an append of %d are there", found, len(doing)-1)
	}
	return gone
}

// recoverable says what is wrong with a gallery after a kill, besides what the next change mends.
func recoverable(t *testing.T, path string) string {
	t.Helper()
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return "" // killed before there was one
	}
	for _, wrong := range problems(open(t, path)) {
		if strings.Contains(wrong, restore) {
			return wrong
		}
	}
	return ""
}

// compare looks for exactly the subjects that must be there, with the prints they came with.
func compare(t *testing.T, path string, there map[string]bool) {
	t.Helper()
	want := map[string]Subject{}
	for id := range there {
		want[id] = invented(id)
	}
	if got := contents(t, path); !reflect.DeepEqual(want, got) {
		t.Errorf("(-want +got):\n%s", cmp.Diff(want, got))
	}
}
