package vault

import (
	"bufio"
	"bytes"
	crypto "crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"sallyport/internal/outside"
)

// victim names the vault that a process changes until it is killed.
const victim = "SALLYPORT_VAULT_VICTIM"

func TestMain(m *testing.M) {
	if dir := os.Getenv(victim); dir != "" {
		seed, err := strconv.ParseUint(os.Getenv(victim+"_SEED"), 10, 64)
		if err == nil {
			err = changeForEver(dir, seed, &teller{to: os.Stdout})
		}
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// teller takes whole lines from several goroutines.
type teller struct {
	mu sync.Mutex
	to io.Writer
}

func (t *teller) say(words ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	fmt.Fprintln(t.to, words...)
}

// changeForEver seals, shreds, rotates and opens the vault anew, over and over, several records at a time, and says of each record what
// it is about to do and that it is done.
func changeForEver(dir string, seed uint64, told *teller) error {
	for round := uint64(0); ; round++ {
		v, err := Open(dir, crypto.Reader)
		if err != nil {
			return err
		}
		told.say("opened")
		var all sync.WaitGroup
		errs := make([]error, 4)
		for who := range errs {
			all.Go(func() {
				r := rand.New(rand.NewPCG(seed<<20+round, uint64(who)))
				for range 25 {
					if errs[who] = errors.Join(errs[who], changeOne(v, fmt.Sprintf("%d-%d", who, r.IntN(60)), r.IntN(5) < 3, told)); errs[who] != nil {
						return
					}
				}
			})
		}
		if round%2 == 0 {
			told.say("rotate")
			err = v.Rotate(someDay)
			told.say("rotated")
		}
		all.Wait()
		if err := errors.Join(err, errors.Join(errs...), v.Close()); err != nil {
			return err
		}
	}
}

func changeOne(v *Vault, record string, sealing bool, told *teller) error {
	if !sealing {
		told.say("shred", record)
		err := v.Shred(record)
		told.say("shredded", record)
		return err
	}
	told.say("seal", record)
	sealed, err := v.Seal(record, "name", []byte(record))
	told.say("sealed", record, hex.EncodeToString(sealed))
	return err
}

// TestKill kills a process that changes a vault, at random moments, over and over on the same vault. Each time every record has to be
// as it was acknowledged: what was sealed last opens, what was shredded does not and its wrapped key is in no file; a change on its
// way is made or not. No record ever opens as another. SALLYPORT_KILLS sets how often it is killed.
func TestKill(t *testing.T) {
	t.Parallel()
	kills := outside.Count(t, "SALLYPORT_KILLS", 30)
	dir := t.TempDir()
	known, during := map[string]*knownRecord{}, map[string]int{}
	for n := range kills {
		during[killOnce(t, dir, uint64(n), known)]++
		afterKill(t, dir, known)
		if t.Failed() {
			t.Fatalf("kill %d", n)
		}
	}
	t.Logf("killed %d times, among these on the way: %v; %d records", kills, during, len(known))
}

// knownRecord is what the process has said about a record.
type knownRecord struct {
	has     bool   // a key
	sealed  []byte // the last acknowledged text, nil once shredded
	texts   [][]byte
	pending string // "seal" or "shred" where that was not acknowledged
	wraps   [][]byte
}

// killOnce runs the process, kills it, and returns what was on its way.
func killOnce(t *testing.T, dir string, seed uint64, known map[string]*knownRecord) (during string) {
	t.Helper()
	run := exec.CommandContext(t.Context(), os.Args[0])
	run.Env = append(os.Environ(), victim+"="+dir, victim+"_SEED="+strconv.FormatUint(seed, 10))
	var complaint strings.Builder
	run.Stderr = &complaint
	told, err := run.StdoutPipe()
	if err == nil {
		err = run.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	during = "nothing"
	var killer *time.Timer
	for lines := bufio.NewScanner(told); lines.Scan(); {
		if killer == nil {
			killer = time.AfterFunc(time.Duration(rand.Int64N(int64(60*time.Millisecond))), func() { _ = run.Process.Kill() })
		}
		words := strings.Fields(lines.Text())
		if len(words) == 1 {
			during = words[0]
			continue
		}
		if known[words[1]] == nil {
			known[words[1]] = &knownRecord{}
		}
		known[words[1]].hear(t, words)
	}
	if err := run.Wait(); complaint.Len() > 0 {
		t.Fatalf("%v: %s", err, complaint.String())
	}
	return during
}

func (k *knownRecord) hear(t *testing.T, words []string) {
	t.Helper()
	switch words[0] {
	case "seal", "shred":
		k.pending = words[0]
	case "sealed":
		text, err := hex.DecodeString(words[2])
		if err != nil {
			t.Fatal(err)
		}
		k.has, k.sealed, k.texts, k.pending = true, text, append(k.texts, text), ""
	case "shredded":
		k.has, k.sealed, k.pending = false, nil, ""
	}
}

// afterKill opens the vault and compares every record with what is known of it.
func afterKill(t *testing.T, dir string, known map[string]*knownRecord) {
	t.Helper()
	v, err := Open(dir, crypto.Reader)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	if len(v.Damaged()) > 0 {
		t.Errorf("damaged: %v", v.Damaged())
	}
	underNewest(t, v, v.newest)
	var gone [][]byte
	for record, k := range known {
		there := v.Has(record)
		if k.pending == "" && there != k.has {
			t.Errorf("%s has a key: %v; want %v", record, there, k.has)
		}
		if k.pending == "shred" && !there {
			k.sealed = nil
		}
		k.has, k.pending = there, ""
		for _, text := range k.texts {
			got, err := v.Open(record, "name", text)
			switch {
			case err == nil && string(got) != record:
				t.Errorf("%s opens as %q", record, got)
			case k.sealed != nil && bytes.Equal(text, k.sealed) && err != nil:
				t.Errorf("%s was sealed: %v", record, err)
			case k.sealed == nil && err == nil:
				t.Errorf("%s was shredded and opens", record)
			}
		}
		gone = append(gone, k.replaced(t, v, record)...)
	}
	noTrace(t, dir, gone)
}

// replaced notes the wrapped key that a record has now, and returns those it had.
func (k *knownRecord) replaced(t *testing.T, v *Vault, record string) (gone [][]byte) {
	t.Helper()
	gone = k.wraps
	if !v.Has(record) {
		return gone
	}
	s, err := v.read(v.places[digestOf(record)])
	if err != nil {
		t.Fatal(err)
	}
	if n := len(k.wraps); n > 0 && bytes.Equal(k.wraps[n-1], s.wrap()) {
		return k.wraps[:n-1]
	}
	k.wraps = append(k.wraps[max(0, len(k.wraps)-5):], s.wrap())
	return gone
}

// noTrace looks for wrapped keys in every file of the vault.
func noTrace(t *testing.T, dir string, gone [][]byte) {
	t.Helper()
	err := eachFile(dir, func(path string) error {
		data, err := os.ReadFile(path)
		for _, wrap := range gone {
			if bytes.Contains(data, wrap) {
				t.Errorf("%s has bytes of a key that is gone", filepath.Base(path))
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
