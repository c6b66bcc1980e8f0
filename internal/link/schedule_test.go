package link

import (
	"errors"
	"flag"
	"fmt"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sallyport/internal/outside"
	"sallyport/internal/store"
)

// TestSchedule draws what two nodes, their desks and the network between them do, restarts at any point included. Once the
// link works again, the receiver's effects are the messages that were sent, once each and in order, each was settled once,
// both books agree, and no key is left. SALLYPORT_LINK_SCHEDULES sets how many are drawn.
func TestSchedule(t *testing.T) {
	usual := flag.Lookup("rapid.checks").Value.String()
	setChecks(t, strconv.Itoa(outside.Count(t, "SALLYPORT_LINK_SCHEDULES", 8)))
	defer setChecks(t, usual)
	did, ran := map[mishap]int{}, 0
	rapid.Check(t, func(r *rapid.T) {
		w := newWorld(r, did)
		r.Repeat(map[string]func(*rapid.T){
			"queue": w.queue, "undo": w.undo, "trouble": w.trouble, "restart": w.restart,
			"send": w.send, "send more": w.send, "send still more": w.send, "": w.sofar,
		})
		w.end(r)
		ran++
	})
	t.Logf("%d schedules; requests by mishap: %v", ran, did)
}

func setChecks(t *testing.T, n string) {
	if err := flag.Set("rapid.checks", n); err != nil {
		t.Fatal(err)
	}
}

// world is two nodes and what has been sent from one to the other.
type world struct {
	hub, jail *side
	sender    *Sender
	net       *network
	sent      []effect // what the jail's desk must come to do
	settled   []effect // and the hub's
}

func newWorld(t tester, did map[mishap]int) *world {
	w := &world{}
	w.hub, w.jail = pair(t)
	w.net = &network{proxy: w.jail.proxy, did: did}
	w.sender = w.net.carry(w.hub.sender(w.jail.peer()))
	return w
}

func (w *world) queue(r *rapid.T) {
	for range rapid.IntRange(1, 5).Draw(r, "messages") {
		b := body{Text: fmt.Sprint("message ", len(w.sent)+1)}
		want := b.Text
		if rapid.IntRange(0, 4).Draw(r, "refuse") == 0 {
			b.Refuse = "not here"
			want = "refused: not here"
		}
		m := w.hub.queue(w.jail.identity.Name, b)
		w.sent = append(w.sent, effect{m.Number, want})
		w.settled = append(w.settled, effect{m.Number, b.Refuse})
	}
}

// undo queues a message in a transaction that fails.
func (w *world) undo(r *rapid.T) {
	failed := errors.New("undone")
	err := w.hub.node.Store.InTx(r.Context(), func(tx *store.Tx) error {
		_, err := w.hub.node.Queue(tx, Draft{To: w.jail.identity.Name, Kind: "test", At: w.hub.node.Now(), Body: "undone"})
		return errors.Join(err, failed)
	})
	if !errors.Is(err, failed) {
		r.Fatal(err)
	}
}

// send does what Run does once.
func (w *world) send(r *rapid.T) {
	w.net.plan = rapid.SliceOfN(rapid.Custom(func(r *rapid.T) mishap { return mishap(rapid.IntRange(0, int(lastMishap)).Draw(r, "mishap")) }), 0, 6).Draw(r, "plan")
	w.net.where = rapid.IntRange(0, 3000).Draw(r, "where")
	if err := w.sender.Drain(r.Context()); err != nil {
		r.Log(err)
	}
	w.net.plan = nil
}

// trouble makes one of the next transactions of a desk fail.
func (w *world) trouble(r *rapid.T) {
	at := w.hub
	if rapid.Bool().Draw(r, "jail") {
		at = w.jail
	}
	calls, fail := 0, rapid.IntRange(1, 8).Draw(r, "call")
	at.trouble = func() error {
		if calls++; calls == fail {
			return errors.New("drawn trouble")
		}
		return nil
	}
}

func (w *world) restart(r *rapid.T) {
	if rapid.Bool().Draw(r, "jail") {
		w.jail.restart(w.hub.peer())
		return
	}
	w.sender.client.CloseIdleConnections()
	w.hub.restart()
	w.sender = w.net.carry(w.hub.sender(w.jail.peer()))
}

// sofar checks what holds at any time: what was done is the beginning of what was sent, and nothing is settled that was
// not done.
func (w *world) sofar(r *rapid.T) {
	done, settled := w.jail.effects("hub"), w.hub.effects("to "+w.jail.identity.Name)
	if len(done) > len(w.sent) || len(settled) > len(done) {
		r.Fatalf("%d sent, %d done, %d settled", len(w.sent), len(done), len(settled))
	}
	if diff := cmp.Diff(w.sent[:len(done)], append([]effect{}, done...)); diff != "" && len(done) > 0 {
		r.Fatalf("effects (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(w.settled[:len(settled)], append([]effect{}, settled...)); diff != "" && len(settled) > 0 {
		r.Fatalf("settled (-want +got):\n%s", diff)
	}
}

// end lets the link work, and checks that all is done.
func (w *world) end(r *rapid.T) {
	w.hub.trouble, w.jail.trouble = nil, nil
	w.sender.session = nil
	w.sender.client.CloseIdleConnections() // the last restart may have cut them
	if err := w.sender.Drain(r.Context()); err != nil {
		r.Fatal(err)
	}
	w.sofar(r)
	if done, settled := w.jail.effects("hub"), w.hub.effects("to "+w.jail.identity.Name); len(done) != len(w.sent) || len(settled) != len(w.sent) {
		r.Fatalf("%d sent, %d done, %d settled", len(w.sent), len(done), len(settled))
	}
	books(r, w.hub, w.jail)
	// a message that was undone may have left a key; the next one under its number uses and destroys it
	for record := range w.hub.vault.keys {
		if record != fmt.Sprintf("link/%s/%d", w.jail.identity.Name, len(w.sent)+1) {
			r.Errorf("the key of %s is left", record)
		}
	}
	for _, kind := range append(w.hub.rang(), w.jail.rang()...) {
		if kind != AlarmSignature { // of damaged requests and answers
			r.Errorf("alarm: %s", kind)
		}
	}
}
