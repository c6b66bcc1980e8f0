package witness

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
)

const (
	childDir = "SALLYPORT_TEST_WITNESS_DIR"
	childLog = "SALLYPORT_TEST_WITNESS_LOG"
)

// TestMain is the witness that is killed, where its parent has said so.
func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		fmt.Fprintln(os.Stderr, child(dir, os.Getenv(childLog)))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func child(dir, log string) error {
	w, err := Open(dir, name, []string{log}, time.Now)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println("http://" + listener.Addr().String())
	return http.Serve(listener, w.Handler())
}

// victim is a witness in a process of its own.
type victim struct {
	at   string
	stop func()
}

func startVictim(t *testing.T, dir, log string) victim {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(program)
	c.Env = append(os.Environ(), childDir+"="+dir, childLog+"="+log)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	stop := func() {
		_ = c.Process.Kill() // SIGKILL; it may be gone
		_ = c.Wait()
	}
	t.Cleanup(stop)
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return victim{strings.TrimSpace(line), stop}
}

// ask is post, for a witness that may be killed meanwhile: "" then, or where it refuses.
func ask(at, body string) string {
	response, err := http.Post(at+"/add-checkpoint", "", strings.NewReader(body))
	if err != nil {
		return ""
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		return ""
	}
	return string(text)
}

func (h *history) rival(tb testing.TB, leaf string) *history {
	tb.Helper()
	other := &history{hashes: slices.Clone(h.hashes), size: h.size, signer: h.signer, key: h.key}
	other.grow(tb, 1, leaf)
	return other
}

// TestKilledNeverCosignsAFork offers two histories at once to a witness that is killed while it looks at them, and the other of the two again after it has come back.
func TestKilledNeverCosignsAFork(t *testing.T) {
	t.Parallel()
	h, dir := newHistory(t, 1), t.TempDir()
	w := startVictim(t, dir, h.key)
	if ask(w.at, h.request(t, 0, 1)) == "" {
		t.Fatal("the first checkpoint is refused")
	}
	rounds, answered, lost := 60, 0, 0
	if testing.Short() {
		rounds = 10
	}
	for round := range rounds {
		rivals := []*history{h.rival(t, "a"), h.rival(t, "b")}
		lines := make([]chan string, 2)
		for i, one := range rivals {
			lines[i] = make(chan string, 1)
			body := one.request(t, h.size, one.size)
			go func() { lines[i] <- ask(w.at, body) }()
		}
		moment := moments(t, filepath.Join(dir, "logs", hashOf(origin)), lines)[round%4]
		for !moment() && len(lines[0])+len(lines[1]) < 2 {
			runtime.Gosched()
		}
		w.stop()
		got := []string{<-lines[0], <-lines[1]}
		if got[0] != "" && got[1] != "" {
			t.Fatalf("round %d: both histories were cosigned", round)
		}
		w = startVictim(t, dir, h.key)
		kept := lastOf(t, w.at)
		next := h
		for i, one := range rivals {
			mine := strings.HasPrefix(kept, strings.SplitAfter(one.checkpoint(t, one.size), "\n\n")[0])
			if got[i] != "" && !mine {
				t.Fatalf("round %d: cosigned before the kill, and forgotten:\n%s", round, kept)
			}
			if mine {
				next = one
			}
		}
		if got[0]+got[1] != "" {
			answered++
		}
		if next == h {
			lost++
		}
		for _, one := range rivals { // nothing but what it kept goes on
			if next != h && next != one && ask(w.at, one.request(t, h.size, one.size)) != "" {
				t.Fatalf("round %d: a second history was cosigned after the kill", round)
			}
		}
		h = next
	}
	t.Logf("%d kills: %d after the answer, %d before anything was written", rounds, answered, lost)
}

// moments are when to kill: at once, once the new checkpoint is being written, once it has taken the place of the old, and once it is answered.
func moments(t *testing.T, file string, lines []chan string) []func() bool {
	t.Helper()
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return []func() bool{
		func() bool { return true },
		func() bool { _, err := os.Stat(file + ".tmp"); return err == nil },
		func() bool { now, err := os.ReadFile(file); return err == nil && !bytes.Equal(now, before) },
		func() bool { return len(lines[0])+len(lines[1]) > 0 },
	}
}

// lastOf is the checkpoint that a witness shows.
func lastOf(t *testing.T, at string) string {
	t.Helper()
	response, err := http.Get(fmt.Sprintf("%s/%x/checkpoint", at, sha256.Sum256([]byte(origin))))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatal(response.Status, err)
	}
	return string(text)
}

// TestLiar is a witness that keeps two books; whoever has a checkpoint from each shows it, and the log with it.
func TestLiar(t *testing.T) {
	t.Parallel()
	h, first, second := newHistory(t, 9), t.TempDir(), t.TempDir()
	other := h.fork(t, 5)
	one := open(t, first, h.key)
	secret, err := os.ReadFile(one.dir + "/" + keyFile)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(second+"/"+keyFile, secret, 0o600); err != nil {
		t.Fatal(err)
	}
	two := open(t, second, h.key)
	honest := open(t, t.TempDir(), h.key)
	var shown []string
	for i, w := range []*Witness{one, two} {
		log := []*history{h, other}[i]
		at := serve(t, w)
		if status, _, answer := post(t, at, log.request(t, 0, 9)); status != http.StatusOK {
			t.Fatal(answer)
		}
		shown = append(shown, lastOf(t, at))
	}
	_, _, line := post(t, serve(t, honest), h.request(t, 0, 9))
	f, err := policyOf(t, []string{h.key}, one.Key(), honest.Key()).Compare([]byte(shown[0]+line), []byte(shown[1]))
	if err != nil || f == nil || !f.Forked || f.Log != origin || !slices.Equal(f.Witnesses, []string{"w0"}) {
		t.Fatal(f, err)
	}
	if _, err := note.Open([]byte(shown[0]), note.VerifierList(one.verifier(t))); err != nil {
		t.Error(err)
	}
}

func (w *Witness) verifier(t *testing.T) note.Verifier {
	t.Helper()
	v, err := w.key.verifier()
	if err != nil {
		t.Fatal(err)
	}
	return v
}
