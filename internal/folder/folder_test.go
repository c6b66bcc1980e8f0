package folder

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"sallyport/itl"
	"sallyport/itl/ebts"
)

var noon = time.Date(2015, 7, 2, 12, 0, 0, 0, time.UTC)

// malformed is an error about the file, as the desk has one.
type malformed struct{ error }

func (malformed) Rejected() {}

// opening is the start of a transaction that was cut off.
const opening = "1.001:999\x1d1.008:XX0001000\x1d1.009:ALDER2015070200017\x1d1.010:"

// byContent accepts what begins with good, rejects what begins with bad or 1.001, and fails at anything else.
func byContent(_ context.Context, _ string, data []byte) ([]byte, error) {
	switch text := string(data); {
	case strings.HasPrefix(text, "good"):
		return []byte("answer to " + text), nil
	case strings.HasPrefix(text, "silent"):
		return nil, nil
	case strings.HasPrefix(text, "bad") || strings.HasPrefix(text, "1.001"):
		return nil, fmt.Errorf("read: %w", malformed{errors.New("@9: 1.004: type of transaction")})
	}
	return nil, errors.New("the database is away")
}

func opened(t testing.TB, accept Accept) (*Folder, string) {
	t.Helper()
	path := t.TempDir()
	f, err := Open(path, "WVIAFIS0Z", accept)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f, path
}

func drop(t testing.TB, path, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(path, ".half"), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(path, ".half"), filepath.Join(path, name)); err != nil {
		t.Fatal(err)
	}
}

// files are the files there are, and what they say; an ERRT is shown by what it answers.
func files(t testing.TB, path string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := fs.WalkDir(os.DirFS(path), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(path, name))
		if strings.HasSuffix(name, ErrorSuffix) {
			text = []byte(shown(t, text))
		}
		all[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func shown(t testing.TB, data []byte) string {
	t.Helper()
	tx, err := itl.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := ebts.ParseERRT(tx)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%s to %s: %s", answer.TCR, answer.DAI, strings.Join(answer.Messages, "; "))
}

const reason = `%s was not accepted, and nothing of it was kept.

read: @9: 1.004: type of transaction

Correct it and send it again. What is here will be removed by 2015-07-03T12:00:00Z.
`

const noAnswer = "\nThere is no ERRT: 1.009: no control number that an ERRT could refer to; tell the sender by other means\n"

// TestPass takes one of each.
func TestPass(t *testing.T) {
	f, path := opened(t, byContent)
	for name, content := range map[string]string{"a.eft": "good a", "B.AN2": "bad b", "c.nist": "other c", "d.xml": "silent d", "e.eft": opening,
		"f.eft.tmp": "good", ".g.eft": "good", "h.tmp.eft": "good", "i.txt": "good"} {
		drop(t, path, name, content)
	}
	err := f.Pass(t.Context(), noon)
	if want := `"c.nist": left to be tried again: the database is away`; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
	want := map[string]string{
		"out/a.eft.answer.eft":      "answer to good a",
		"rejected/B.AN2":            "bad b",
		"rejected/B.AN2.reason.txt": fmt.Sprintf(reason, "B.AN2") + noAnswer,
		"rejected/e.eft":            opening,
		"rejected/e.eft.reason.txt": fmt.Sprintf(reason, "e.eft"),
		"rejected/e.eft.errt.eft":   "ALDER2015070200017 to XX0001000: E0002 - read: @9: 1.004: type of transaction",
		"work/c.nist":               "other c",
		"f.eft.tmp":                 "good", ".g.eft": "good", "h.tmp.eft": "good", "i.txt": "good",
	}
	if diff := cmp.Diff(want, files(t, path)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestTriedAgain leaves a file until the database is back; one of the same name that came meanwhile waits for its turn.
func TestTriedAgain(t *testing.T) {
	var taken []string
	away := true
	f, path := opened(t, func(_ context.Context, _ string, data []byte) ([]byte, error) {
		if away {
			return nil, errors.New("away")
		}
		taken = append(taken, string(data))
		return data, nil
	})
	drop(t, path, "a.eft", "first")
	if err := f.Pass(t.Context(), noon); err == nil {
		t.Error("no error")
	}
	drop(t, path, "a.eft", "second")
	if err := f.Pass(t.Context(), noon); err == nil || len(files(t, path)) != 2 {
		t.Errorf("%v: %v", err, files(t, path))
	}
	away = false
	if err := f.Pass(t.Context(), noon); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff([]string{"first", "second"}, taken); diff != "" {
		t.Error(diff)
	}
}

// TestPatience has more files than a pass has patience for, all but two of which always fail: each gets its turn, and so do those that arrive.
func TestPatience(t *testing.T) {
	tries := map[string]int{}
	f, path := opened(t, func(_ context.Context, name string, data []byte) ([]byte, error) {
		if tries[name]++; string(data) == "bad" {
			return nil, errors.New("always")
		}
		return nil, nil
	})
	for n := range 25 {
		drop(t, path, fmt.Sprintf("work/%02d.eft", n), "bad")
	}
	drop(t, path, "work/23.eft", "good")
	drop(t, path, "z.eft", "good")
	for pass := range 5 {
		before := 0
		for _, n := range tries {
			before += n
		}
		if err := f.Pass(t.Context(), noon); err == nil {
			t.Error("no error")
		}
		for _, n := range tries {
			before -= n
		}
		if before < -13 {
			t.Errorf("pass %d: %d files tried", pass, -before)
		}
	}
	if tries["z.eft"] != 1 || tries["23.eft"] != 1 || len(tries) != 26 {
		t.Errorf("%d files tried: %v", len(tries), tries)
	}
}

// TestLeftAlone meets what is no file to take, and says so where somebody meant it to be.
func TestLeftAlone(t *testing.T) {
	f, path := opened(t, func(context.Context, string, []byte) ([]byte, error) {
		t.Error("taken")
		return nil, nil
	})
	secret := filepath.Join(t.TempDir(), "secret.eft")
	drop(t, path, strings.Repeat("n", 210)+".eft", "good")
	drop(t, path, "a.eft.answer.eft", "good")
	err := errors.Join(os.WriteFile(secret, []byte("good"), 0o600), os.Symlink(secret, filepath.Join(path, "link.eft")), os.Mkdir(filepath.Join(path, "folder.eft"), 0o700))
	if err != nil {
		t.Fatal(err)
	}
	err = f.Pass(t.Context(), noon)
	for _, want := range []string{`"link.eft" is not a plain file`, "a name of 214 bytes", `"a.eft.answer.eft" has the name of an answer`} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want it to say %q", err, want)
		}
	}
}

// TestTooLarge rejects a file by its size, unread but for whom to answer.
func TestTooLarge(t *testing.T) {
	f, path := opened(t, byContent)
	drop(t, path, "a.eft", opening)
	if err := os.Truncate(filepath.Join(path, "a.eft"), MaxFile+1); err != nil {
		t.Fatal(err)
	}
	if err := f.Pass(t.Context(), noon); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(path, rejected, "a.eft"+ErrorSuffix))
	if err != nil || shown(t, text) != "ALDER2015070200017 to XX0001000: L0013 - larger than 256 MiB; send one transaction a file" {
		t.Errorf("%v: %s", err, shown(t, text))
	}
}

// TestWatch watches for two days on a clock that costs nothing. A rejected file is gone within a day, and not at once.
func TestWatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := t.TempDir()
		f, err := Open(path, "WVIAFIS0Z", byContent)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- f.Watch(ctx, time.Minute, func(err error) { t.Error(err) }) }()
		time.Sleep(90 * time.Second)
		drop(t, path, "a.eft", "good")
		drop(t, path, "b.eft", "bad")
		time.Sleep(time.Minute)
		if got := len(files(t, path)); got != 3 {
			t.Errorf("%d files after a minute, want an answer, what was rejected, and why", got)
		}
		time.Sleep(22 * time.Hour)
		if got := len(files(t, path)); got != 3 {
			t.Errorf("%d files after 22 hours, want 3", got)
		}
		time.Sleep(2*time.Hour - time.Minute)
		if diff := cmp.Diff(map[string]string{"out/a.eft.answer.eft": "answer to good"}, files(t, path)); diff != "" {
			t.Errorf("after a day (-want +got):\n%s", diff)
		}
		stop()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}

// TestSweepOrphans removes what has no reason beside it.
func TestSweepOrphans(t *testing.T) {
	f, path := opened(t, byContent)
	drop(t, path, "rejected/a.eft", "a")
	drop(t, path, "rejected/b.eft.errt.eft", "b")
	if err := f.Sweep(noon); err != nil {
		t.Error(err)
	}
	if got := files(t, path); len(got) != 0 {
		t.Errorf("left: %v", got)
	}
}

// TestOpenRemovesHalfWritten opens a folder in which a process was killed while it wrote.
func TestOpenRemovesHalfWritten(t *testing.T) {
	_, path := opened(t, byContent)
	drop(t, path, "out/.tmp-a.eft.answer.eft", "ans")
	drop(t, path, "rejected/.tmp-a.eft.reason.txt", "a.e")
	f, err := Open(path, "WVIAFIS0Z", byContent)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := files(t, path); len(got) != 0 {
		t.Errorf("left: %v", got)
	}
}

// TestRemove removes all there is of a file, and nothing of another.
func TestRemove(t *testing.T) {
	f, path := opened(t, byContent)
	for _, name := range []string{"a.eft", "work/a.eft", "out/a.eft.answer.eft", "rejected/a.eft", "rejected/a.eft.errt.eft", "rejected/a.eft.reason.txt", "b.eft", "out/b.eft.answer.eft"} {
		drop(t, path, name, "x")
	}
	for range 2 {
		if err := f.Remove("a.eft"); err != nil {
			t.Error(err)
		}
	}
	want := map[string]string{"b.eft": "x", "out/b.eft.answer.eft": "x"}
	if _, err := os.Stat(filepath.Join(path, "out/b.eft.answer.eft")); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, files(t, path)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, name := range []string{"", "../a.eft", "out/b.eft.answer.eft", "."} {
		if err := f.Remove(name); err == nil {
			t.Errorf("removed %q", name)
		}
	}
}
