package main

import (
	"bytes"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sallyport/internal/demo"
	"sallyport/internal/outside"
	"sallyport/internal/store"
	"sallyport/internal/store/sqlite"
)

// TestDemoSurvivesKill kills the real program at random moments and starts it again on the same directory, until it ends
// by itself, and then over again. Each time the story has to be the one an undisturbed run tells, and no accepted booking
// may ever be missing. SALLYPORT_KILLS sets how often it is killed.
func TestDemoSurvivesKill(t *testing.T) {
	t.Parallel()
	kills := outside.Count(t, "SALLYPORT_KILLS", 6)
	program := buildProgram(t)
	settled, kept := settledWorld(t), ""
	undisturbed, _ := runAndKill(t, program, copyOf(t, settled), time.Hour)
	for _, words := range []string{"pep.1d.felony", "pep.charge-only.refuse", "no candidate"} { // people were found by their prints
		if !strings.Contains(string(undisturbed), words) {
			t.Fatalf("an undisturbed run does not say %q:\n%s", words, undisturbed)
		}
	}
	var accepted []string
	whole, walking := 0, 0
	for killed := 0; killed < kills; {
		if kept == "" {
			kept, accepted = copyOf(t, settled), nil
		}
		output, ended := runAndKill(t, program, kept, time.Duration(rand.Int64N(int64(800*time.Millisecond))))
		now := acceptedBookings(t, kept)
		for _, tcn := range accepted {
			if !slices.Contains(now, tcn) {
				t.Fatalf("booking %s was accepted and is lost", tcn)
			}
		}
		accepted = now
		if !ended {
			killed++
			if len(now) > 0 {
				walking++
			}
			continue
		}
		if diff := cmp.Diff(withoutRoot(undisturbed), withoutRoot(output)); diff != "" {
			t.Fatalf("after a kill the story is another (-undisturbed +killed):\n%s", diff)
		}
		whole, kept = whole+1, ""
	}
	if kept != "" {
		output, _ := runAndKill(t, program, kept, time.Hour)
		if diff := cmp.Diff(withoutRoot(undisturbed), withoutRoot(output)); diff != "" {
			t.Errorf("after a kill the story is another (-undisturbed +killed):\n%s", diff)
		}
	}
	t.Logf("killed %d times, %d of them with bookings on their way; %d stories told in between", kills, walking, whole)
}

func buildProgram(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "sallyport")
	if output, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, "sallyport/cmd/sallyport").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	return program
}

const killPeople, killSeed = 3, 7

// settledWorld is a world whose prints are grown and whose transactions lie in the folder, so that kills hit what follows.
func settledWorld(t *testing.T) string {
	t.Helper()
	book, err := theBook()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	world, err := demo.OpenWorld(t.Context(), dir, book)
	if err != nil {
		t.Fatal(err)
	}
	world.People, world.Seed = killPeople, killSeed
	if err := errors.Join(world.Settle(t.Context()), world.Close()); err != nil {
		t.Fatal(err)
	}
	return dir
}

func copyOf(t *testing.T, dir string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "copy")
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(to, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		return os.Chmod(path, 0o600) // keys are refused that others may read
	})
	if err != nil {
		t.Fatal(err)
	}
	return to
}

// runAndKill reports whether the program ended by itself, in good order, before its time was up, and what it printed.
func runAndKill(t *testing.T, program, dir string, after time.Duration) (output []byte, ended bool) {
	t.Helper()
	run := exec.CommandContext(t.Context(), program, "demo", "--once", "--dir", dir,
		"--people", strconv.Itoa(killPeople), "--seed", strconv.Itoa(killSeed))
	var told, complaint bytes.Buffer
	run.Stdout, run.Stderr = &told, &complaint
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	killer := time.AfterFunc(after, func() { _ = run.Process.Kill() }) // fails when it has ended
	err := run.Wait()
	killer.Stop()
	if exit := run.ProcessState.ExitCode(); exit > 0 {
		t.Fatalf("exit status %d: %v\n%s", exit, err, complaint.String())
	}
	return told.Bytes(), err == nil
}

// acceptedBookings are those that any of the jails has on its books.
func acceptedBookings(t *testing.T, dir string) (accepted []string) {
	t.Helper()
	databases, err := filepath.Glob(filepath.Join(dir, "us-*", "sallyport.db"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range databases {
		s, err := sqlite.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		err = s.View(t.Context(), func(tx *store.Tx) error {
			all, err := tx.Submissions("")
			for _, one := range all {
				accepted = append(accepted, one.ID) // a purge hashes the control number
			}
			return err
		})
		if err := errors.Join(err, s.Close()); err != nil {
			t.Fatal(err)
		}
	}
	return accepted
}

// index is where an entry came in its log, and however wide that makes a column.
var index = regexp.MustCompile(`#[0-9]+| +|─+|-{2,}`)

// withoutRoot leaves out what salts, and the order within a slot, make different every time.
func withoutRoot(output []byte) string {
	var kept []string
	for line := range strings.Lines(string(output)) {
		if !strings.HasPrefix(line, "The log of ") {
			kept = append(kept, index.ReplaceAllStringFunc(line, func(found string) string { return string([]rune(found)[:1]) }))
		}
	}
	return strings.Join(kept, "")
}
