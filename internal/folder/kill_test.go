package folder

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// victim names the folder that a process passes over until it is killed, before the change of the number in victim_AT.
const victim = "SALLYPORT_FOLDER_VICTIM"

func TestMain(m *testing.M) {
	if path := os.Getenv(victim); path != "" {
		at, err := strconv.Atoi(os.Getenv(victim + "_AT"))
		if err == nil {
			err = passAndDie(path, at)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// passAndDie passes over the folder once and then sweeps it; it kills itself before the change of that number.
func passAndDie(path string, at int) error {
	changes := 0
	before := func(string) {
		if changes++; changes == at {
			self, err := os.FindProcess(os.Getpid())
			if err == nil {
				err = self.Kill()
			}
			fmt.Fprintln(os.Stderr, "still alive:", err)
			select {}
		}
	}
	f, err := Open(path, "WVIAFIS0Z", func(ctx context.Context, name string, data []byte) ([]byte, error) {
		answer, err := byContent(ctx, name, data)
		if err != nil {
			return nil, err
		}
		before("accept")
		if err := remember(path, data); err != nil {
			return nil, err
		}
		before("accepted")
		return answer, nil
	})
	if err != nil {
		return err
	}
	f.before = before
	return errors.Join(f.Pass(context.Background(), noon), f.Sweep(noon), f.Close())
}

// remember stands for the state that a file changes, once: a second file of the name is an error of the test.
func remember(path string, data []byte) error {
	f, err := os.OpenFile(filepath.Join(path, "taken", fmt.Sprintf("%x", sha256.Sum256(data))), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil // known
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// TestKillAtEveryChange kills a process before each change that it makes on the disk, one after the other, and lets a second
// one finish: what is there is what an undisturbed process leaves.
func TestKillAtEveryChange(t *testing.T) {
	t.Parallel()
	want, _ := killedAt(t, 0)
	if want["out/a.eft.answer.eft"] != "answer to good a" || want["rejected/b.eft.errt.eft"] == "" || len(want) != 6 {
		t.Fatalf("undisturbed: %v", want)
	}
	at := 1
	for ; ; at++ {
		got, killed := killedAt(t, at)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("killed before change %d (-undisturbed +killed):\n%s", at, diff)
		}
		if !killed {
			break
		}
	}
	if at < 20 {
		t.Errorf("killed %d times only", at-1)
	}
	t.Logf("killed %d times", at-1)
}

// killedAt runs a process that dies before that change, and then one that does not.
func killedAt(t *testing.T, at int) (left map[string]string, killed bool) {
	t.Helper()
	path := t.TempDir()
	if err := os.Mkdir(filepath.Join(path, "taken"), 0o700); err != nil {
		t.Fatal(err)
	}
	drop(t, path, "a.eft", "good a")
	drop(t, path, "b.eft", opening)
	drop(t, path, "c.eft", "silent c")
	for _, number := range []int{at, 0} {
		run := exec.CommandContext(t.Context(), os.Args[0])
		run.Env = append(os.Environ(), victim+"="+path, victim+"_AT="+strconv.Itoa(number))
		var complaint bytes.Buffer
		run.Stderr = &complaint
		err := run.Run()
		if err != nil && (number == 0 || !strings.Contains(err.Error(), "killed")) {
			t.Fatalf("killed before change %d: %v: %s", number, err, complaint.String())
		}
		killed = killed || err != nil
	}
	return files(t, path), killed
}
