package node

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"sallyport/internal/ledger"
	"sallyport/law"
	"sallyport/proof"
)

// TestTrialNodesCosignEachOther opens a hub and two jails: what each of them logs is public, since the others have seen it.
func TestTrialNodesCosignEachOther(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	jails := []Jail{{"us-oh/franklin", "OHFRTRY01"}, {"us-il/cook", "ILCOTRY01"}}
	for _, round := range []string{"new", "again"} {
		trial, err := OpenTrial(t.Context(), dir, jails, &law.Book{}, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		for i, n := range trial.Nodes() {
			c, err := n.book.Slot(t.Context(), n.Store, time.Now())
			if err != nil {
				t.Fatal(err)
			}
			text, err := os.ReadFile(n.Config.Log.Witnesses)
			if err != nil {
				t.Fatal(err)
			}
			policy, err := proof.ParsePolicy(text)
			if err != nil {
				t.Fatal(err)
			}
			_, cosigned, err := policy.Check([]byte(c.Note))
			if err != nil || !c.Witnessed || len(cosigned) != []int{2, 1, 1}[i] {
				t.Errorf("%s, %s: %v, %v\n%s", round, n.Config.Name, cosigned, err, c.Note)
			}
		}
		if err := trial.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestWitnessBesideThePages is what a node's pages answer under /witness/, and that they answer the rest as before.
func TestWitnessBesideThePages(t *testing.T) {
	t.Parallel()
	hub, err := OpenHub(t.Context(), Config{Dir: t.TempDir()}, &law.Book{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := hub.Close(); err != nil {
			t.Error(err)
		}
	})
	server := httptest.NewServer(hub.cosigning(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "the pages") })))
	t.Cleanup(server.Close)
	for path, want := range map[string]string{"/": "the pages", "/witnesses": "the pages", "/witness/": hub.WitnessKey(), "/witness/" + fmt.Sprintf("%x", sha256.Sum256([]byte("x"))) + "/checkpoint": "cosigns no log"} {
		response, err := http.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s: %s %v", path, text, err)
		}
	}
	response, err := http.Post(server.URL+"/witness/add-checkpoint", "", strings.NewReader("hello"))
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusBadRequest {
		t.Error(response.Status)
	}
}

func TestCosignsOnlyLogs(t *testing.T) {
	t.Parallel()
	_, err := OpenHub(t.Context(), Config{Dir: t.TempDir(), Cosigns: []string{"no key"}}, &law.Book{}, slog.New(slog.DiscardHandler))
	if err == nil || !strings.Contains(err.Error(), "cosigns: witness: log no key") {
		t.Error(err)
	}
	c := Config{Name: "hub", Dir: t.TempDir()}
	own, err := c.logKey()
	if err != nil {
		t.Fatal(err)
	}
	c.Cosigns = []string{own}
	if _, err := OpenHub(t.Context(), c, &law.Book{}, slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), "this node's own log") {
		t.Error(err)
	}
}

// TestTellsWhenItIsAlone: once when the witnesses are gone, once when they are back.
func TestTellsWhenItIsAlone(t *testing.T) {
	t.Parallel()
	var told bytes.Buffer
	n := &Node{Log: slog.New(slog.NewTextHandler(&told, nil)), Config: Config{Log: Log{Witnesses: "policy"}}}
	for _, witnessed := range []bool{true, false, false, true, true, false} {
		n.tellWitnessed(&ledger.Checkpoint{Witnessed: witnessed})
	}
	n.tellWitnessed(nil)
	if gone, back := strings.Count(told.String(), "without enough"), strings.Count(told.String(), "witnessed again"); gone != 2 || back != 1 {
		t.Error(told.String())
	}
	told.Reset()
	n.Config.Log.Witnesses, n.alone = "", false
	n.tellWitnessed(&ledger.Checkpoint{})
	if told.Len() > 0 {
		t.Error("a log that asks for nobody is not alone:", told.String())
	}
}
