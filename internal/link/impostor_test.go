package link

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// fails drains once against what ought not to be believed, and wants this alarm and every key kept.
func fails(t *testing.T, hub *side, peer Peer, complaint string, alarms ...AlarmKind) {
	t.Helper()
	sender := hub.sender(peer)
	err := sender.Drain(t.Context())
	if err == nil || !strings.Contains(err.Error(), complaint) {
		t.Fatalf("%v; want %q", err, complaint)
	}
	if diff := cmp.Diff(alarms, hub.rang()); diff != "" {
		t.Errorf("alarms (-want +got):\n%s", diff)
	}
	if left := hub.vault.left(); left != 1 {
		t.Errorf("%d keys are left", left)
	}
	if got := hub.effects("to " + peer.Name); got != nil {
		t.Errorf("settled: %v", got)
	}
}

// The server that answers at the peer's address has to be the peer.
func TestImpostors(t *testing.T) {
	t.Parallel()
	hub, jail := pair(t)
	hub.queue(jail.identity.Name, body{Text: "secret"})
	other := newSide(t, jail.identity.Name)
	other.serve(hub.peer())

	peer := jail.peer()
	peer.URL = other.peer().URL
	fails(t, hub, peer, "shows certificate", AlarmStranger)

	peer = jail.peer()
	peer.Keys = other.peer().Keys
	fails(t, hub, peer, "not the peer's", AlarmSignature)

	unknown := newSide(t, "us-ca/kern")
	unknown.serve(other.peer())
	hub.serve(unknown.peer())
	hub.queue(unknown.identity.Name, body{})
	if err := hub.vault.shred(Record(unknown.identity.Name, 1)); err != nil {
		t.Fatal(err)
	}
	fails(t, hub, unknown.peer(), "Not a peer of this node", AlarmStranger)
	for _, s := range []*side{jail, other, unknown} {
		if got := s.effects("hub"); got != nil {
			t.Errorf("%s took %v", s.identity.Name, got)
		}
	}
}

// What is not a node answers all sorts of things, with the right certificate too.
func TestAnswersThatAreNone(t *testing.T) {
	t.Parallel()
	hub, jail := newSide(t, "hub"), newSide(t, "jail")
	hub.queue("jail", body{Text: "secret"})
	for complaint, answer := range map[string]http.HandlerFunc{
		"404 Not Found and no reason": http.NotFound,
		"302 Found and no reason":     http.RedirectHandler("https://example.invalid/", http.StatusFound).ServeHTTP,
		"204 No Content":              func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) },
		"an envelope of 0 bytes":      func(http.ResponseWriter, *http.Request) {},
		"longer than":                 func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, maxReply+1)) },
		"not the peer's":              func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, strings.Repeat("noise", 50)) },
		"418 I'm a teapot and no reason": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", problemMedia)
			w.WriteHeader(http.StatusTeapot)
			fmt.Fprint(w, `{"status":200}`)
		},
		"EOF": func(w http.ResponseWriter, req *http.Request) {
			_, _ = io.Copy(io.Discard, req.Body)
			panic(http.ErrAbortHandler)
		},
		"another hello": func(w http.ResponseWriter, _ *http.Request) {
			said, err := jail.node.say(forWelcome, &welcome{From: "jail", To: "hub", Hello: Digest(nil), Nonce: make([]byte, nonceSize), Clock: jail.node.clock(), Expected: 1})
			if err != nil {
				t.Error(err)
			}
			_, _ = w.Write(said.Marshal())
		},
	} {
		server := httptest.NewUnstartedServer(answer)
		server.TLS = jail.identity.ServerTLS()
		server.StartTLS()
		peer := jail.peer()
		peer.URL = server.URL
		if complaint == "not the peer's" {
			fails(t, hub, peer, complaint, AlarmSignature)
		} else {
			fails(t, hub, peer, complaint)
		}
		server.Close()
	}
}

// An answer counts for the batch that it was given to.
func TestAnswersToAnotherBatch(t *testing.T) {
	t.Parallel()
	b := &batch{Session: Digest([]byte("session")), Sequence: 3, Items: items{{4, Digest([]byte("four")), nil}, {5, Digest([]byte("five")), nil}}}
	answer := func(change func(*reply)) error {
		r := &reply{b.Session, 3, []result{{4, Digest([]byte("four")), ""}, {5, Digest([]byte("five")), "no"}}, "", 6}
		change(r)
		return r.check(b)
	}
	if err := answer(func(*reply) {}); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*reply){
		"another session":   func(r *reply) { r.Session = Digest(nil) },
		"another sequence":  func(r *reply) { r.Sequence = 2 },
		"too many results":  func(r *reply) { r.Results = append(r.Results, r.Results[1]) },
		"another number":    func(r *reply) { r.Results[1].Number = 6 },
		"another digest":    func(r *reply) { r.Results[1].Digest = Digest([]byte("four")) },
		"a long refusal":    func(r *reply) { r.Results[1].Refusal = strings.Repeat("x", maxReason+1) },
		"nothing expected":  func(r *reply) { r.Expected = 0 },
		"results reordered": func(r *reply) { r.Results[0], r.Results[1] = r.Results[1], r.Results[0] },
	} {
		if answer(change) == nil {
			t.Errorf("%s was believed", name)
		}
	}
}
