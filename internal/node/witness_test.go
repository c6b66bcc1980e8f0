package node

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"sallyport/law"
)

// address takes the witness's address from what it tells its log.
type address struct {
	bytes.Buffer
	told chan string
}

func (a *address) Write(line []byte) (int, error) {
	if _, at, found := strings.Cut(string(line), "address="); found {
		a.told <- strings.Fields(at)[0]
	}
	return len(line), nil
}

// TestWitnessByItself runs a witness as its operator does, and has a hub's log ask it: a log and its witness are of two parties.
func TestWitnessByItself(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	hub := Config{Name: "hub", Dir: filepath.Join(dir, "hub")}
	key, err := hub.logKey()
	if err != nil {
		t.Fatal(err)
	}
	w, err := OpenWitness(WitnessConfig{Name: "witness.court.example", Dir: filepath.Join(dir, "court"), Listen: "127.0.0.1:0", Logs: []string{key}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	told, ended := &address{told: make(chan string, 1)}, make(chan error, 1)
	go func() { ended <- w.Run(ctx, slog.New(slog.NewTextHandler(told, nil))) }()
	hub.Log.Witnesses = filepath.Join(dir, "policy")
	policy := fmt.Sprintf("witness court %s http://%s\nquorum court\n", w.Key(), <-told.told)
	if err := os.WriteFile(hub.Log.Witnesses, []byte(policy), 0o600); err != nil {
		t.Fatal(err)
	}
	h, err := OpenHub(t.Context(), hub, &law.Book{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	c, err := h.book.Slot(t.Context(), h.Store, time.Now())
	if err != nil || !c.Witnessed {
		t.Error(c, err)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	for _, err := range []error{w.Close(), h.Close()} {
		if err != nil {
			t.Error(err)
		}
	}
}

func TestWitnessOverTLS(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	_, key, err := note.GenerateKey(rand.Reader, "example.com/log")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "cert.pem")
	if err := TrialCertificate(file, []string{"localhost"}, rand.Reader, time.Now()); err != nil {
		t.Fatal(err)
	}
	w, err := OpenWitness(WitnessConfig{Name: "w.example", Dir: filepath.Join(dir, "w"), Listen: "127.0.0.1:0", Certificate: file, Logs: []string{key}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	told, ended := &address{told: make(chan string, 1)}, make(chan error, 1)
	go func() { ended <- w.Run(ctx, slog.New(slog.NewTextHandler(told, nil))) }()
	response, err := http.Get("http://" + <-told.told)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusBadRequest {
		t.Error("it answers in the clear:", response.Status)
	}
	stop()
	for _, err := range []error{<-ended, w.Close(), w.Ready()} {
		if err != nil {
			t.Error(err)
		}
	}
}
