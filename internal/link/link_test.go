package link

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport/internal/store"
)

// pair is a hub that sends and a jail that receives.
func pair(t tester) (hub, jail *side) {
	t.Helper()
	hub, jail = newSide(t, "hub"), newSide(t, "us-ca/los-angeles")
	jail.serve(hub.peer())
	return hub, jail
}

// books checks that both sides hold the same of the messages from one to the other.
func books(t tester, from, to *side) {
	t.Helper()
	if diff := cmp.Diff(from.leaves(), to.leaves()); diff != "" {
		t.Errorf("the books differ (-sender +receiver):\n%s", diff)
	}
	var sent, received []string
	err := from.node.Store.View(t.Context(), func(tx *store.Tx) error {
		all, err := tx.OutgoingDigests(to.identity.Name)
		for _, o := range all {
			sent = append(sent, fmt.Sprintf("%d %x %s", o.Number, o.Digest, o.Case))
		}
		return err
	})
	err = errors.Join(err, to.node.Store.View(t.Context(), func(tx *store.Tx) error {
		all, err := tx.IncomingFrom(from.identity.Name)
		for _, i := range all {
			received = append(received, fmt.Sprintf("%d %x %s", i.Number, i.Digest, i.Case))
		}
		return err
	}))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(sent, received); diff != "" {
		t.Errorf("outbox and inbox differ (-sent +received):\n%s", diff)
	}
}

func TestMessagesArriveInOrderAndAreSettled(t *testing.T) {
	t.Parallel()
	hub, jail := pair(t)
	var want, settled []effect
	for n := int64(1); n <= 3*maxItems/2; n++ { // more than a batch
		text := fmt.Sprintf("message <%d> & more", n)
		hub.queue(jail.identity.Name, body{Text: text})
		want, settled = append(want, effect{n, text}), append(settled, effect{n, ""})
	}
	if err := hub.sender(jail.peer()).Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, jail.effects("hub")); diff != "" {
		t.Errorf("effects (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(settled, hub.effects("to "+jail.identity.Name)); diff != "" {
		t.Errorf("settled (-want +got):\n%s", diff)
	}
	books(t, hub, jail)
	if left := hub.vault.left(); left != 0 {
		t.Errorf("%d keys of acknowledged messages are left", left)
	}
}

func TestBigMessagesShareBatches(t *testing.T) {
	t.Parallel()
	hub, jail := pair(t)
	var want []effect
	for n := int64(1); n <= 4; n++ { // a batch has room for two
		text := strings.Repeat(string(rune('a'+n)), MaxMessage-400)
		hub.queue(jail.identity.Name, body{Text: text})
		want = append(want, effect{n, text})
	}
	if err := hub.sender(jail.peer()).Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !cmp.Equal(want, jail.effects("hub")) {
		t.Error("four of the largest messages did not arrive as they were")
	}
}

func TestTooBigAMessageIsNotQueued(t *testing.T) {
	t.Parallel()
	hub := newSide(t, "hub")
	err := hub.node.Store.InTx(t.Context(), func(tx *store.Tx) error {
		_, err := hub.node.Queue(tx, Draft{To: "jail", Kind: "test", At: hub.node.Now(), Body: strings.Repeat("x", MaxMessage)})
		return err
	})
	if err == nil || !strings.Contains(err.Error(), "8388608 at most") {
		t.Errorf("%v", err)
	}
	if m := hub.queue("jail", body{}); m.Number != 1 {
		t.Errorf("the next message has number %d", m.Number)
	}
}

// A message that the desk refuses has no effect but its refusal, and the messages after it go on.
func TestRefusedForGood(t *testing.T) {
	t.Parallel()
	hub, jail := pair(t)
	long := strings.Repeat("ä", maxReason)
	hub.queue(jail.identity.Name, body{Text: "first"})
	hub.queue(jail.identity.Name, body{Text: "second", Refuse: "no such booking"})
	hub.queue(jail.identity.Name, body{Text: "third", Refuse: "x" + long})
	hub.queue(jail.identity.Name, body{Text: "fourth"})
	if err := hub.sender(jail.peer()).Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	clipped := "x" + strings.Repeat("ä", (maxReason-1)/2)
	want := []effect{{1, "first"}, {2, "refused: no such booking"}, {3, "refused: " + clipped}, {4, "fourth"}}
	if diff := cmp.Diff(want, jail.effects("hub")); diff != "" {
		t.Errorf("effects (-want +got):\n%s", diff)
	}
	want = []effect{{1, ""}, {2, "no such booking"}, {3, clipped}, {4, ""}}
	if diff := cmp.Diff(want, hub.effects("to "+jail.identity.Name)); diff != "" {
		t.Errorf("settled (-want +got):\n%s", diff)
	}
	books(t, hub, jail)
}

// Whatever else keeps the desk from taking a message leaves it, and all after it, with the sender; the peer is not told
// what is wrong inside.
func TestHeld(t *testing.T) {
	t.Parallel()
	hub, jail := pair(t)
	for _, text := range []string{"first", "second", "third"} {
		hub.queue(jail.identity.Name, body{Text: text})
	}
	calls := 0
	jail.trouble = func() error {
		if calls++; calls == 2 {
			return errors.New("disk full")
		}
		return nil
	}
	sender := hub.sender(jail.peer())
	err := sender.Drain(t.Context())
	if err == nil || !strings.Contains(err.Error(), "try again later") || strings.Contains(err.Error(), "disk") {
		t.Errorf("%v", err)
	}
	if diff := cmp.Diff([]effect{{1, "first"}}, jail.effects("hub")); diff != "" {
		t.Errorf("effects (-want +got):\n%s", diff)
	}
	if !jail.logged("disk full") {
		t.Error("the trouble is not in the log")
	}
	if err := sender.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]effect{{1, "first"}, {2, "second"}, {3, "third"}}, jail.effects("hub")); diff != "" {
		t.Errorf("effects (-want +got):\n%s", diff)
	}
	books(t, hub, jail)
}

// A kill between the destruction of keys and the acknowledgement leaves messages that nobody can open; the peer has them.
func TestKilledBeforeAcknowledging(t *testing.T) {
	t.Parallel()
	hub, jail := pair(t)
	hub.queue(jail.identity.Name, body{Text: "first"})
	hub.queue(jail.identity.Name, body{Text: "second", Refuse: "no"})
	hub.trouble = func() error { return errors.New("killed") }
	if err := hub.sender(jail.peer()).Drain(t.Context()); err == nil {
		t.Fatal("settled")
	}
	if left := hub.vault.left(); left != 0 {
		t.Fatalf("%d keys are left", left)
	}
	hub.trouble = nil
	hub.restart()
	hub.queue(jail.identity.Name, body{Text: "third"})
	if err := hub.sender(jail.peer()).Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]effect{{1, ""}, {2, "no"}, {3, ""}}, hub.effects("to "+jail.identity.Name)); diff != "" {
		t.Errorf("settled (-want +got):\n%s", diff)
	}
	books(t, hub, jail)
}

// A restarted receiver has forgotten the session, and says so; nobody waits.
func TestReceiverRestarts(t *testing.T) {
	t.Parallel()
	hub, jail := pair(t)
	sender := hub.sender(jail.peer())
	for n := range 3 {
		hub.queue(jail.identity.Name, body{Text: fmt.Sprint(n)})
		if err := sender.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		sender.client.CloseIdleConnections()
		jail.restart(hub.peer())
	}
	if diff := cmp.Diff([]effect{{1, "0"}, {2, "1"}, {3, "2"}}, jail.effects("hub")); diff != "" {
		t.Errorf("effects (-want +got):\n%s", diff)
	}
	if rang := append(hub.rang(), jail.rang()...); rang != nil {
		t.Errorf("alarms: %v", rang)
	}
}

// Both nodes send to each other while several people queue on either side.
func TestBothWays(t *testing.T) {
	t.Parallel()
	const writers, each = 3, 20
	hub, jail := pair(t)
	hub.serve(jail.peer())
	for _, way := range []struct{ from, to *side }{{hub, jail}, {jail, hub}} {
		way.to.taken = make(chan string, writers*each)
		sender := way.from.sender(way.to.peer())
		running(t, sender)
		for n := range writers {
			go func() {
				for m := range each {
					way.from.queue(way.to.identity.Name, body{Text: fmt.Sprint(n, " ", m)})
					sender.Wake()
				}
			}()
		}
	}
	for _, way := range []struct{ from, to *side }{{hub, jail}, {jail, hub}} {
		next := make([]int, writers) // each writer's messages are in order
		for range writers * each {
			var n, m int
			if _, err := fmt.Sscan(<-way.to.taken, &n, &m); err != nil {
				t.Fatal(err)
			}
			if m != next[n] {
				t.Errorf("message %d of writer %d at %s; message %d is next", m, n, way.to.identity.Name, next[n])
			}
			next[n] = m + 1
		}
	}
}
