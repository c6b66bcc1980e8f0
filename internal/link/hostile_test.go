package link

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sallyport/internal/store"
)

// refused is what a node answered: the problem, or what it was instead.
func refused(t testing.TB, client *http.Client, url string, body []byte) string {
	t.Helper()
	answer, err := client.Post(url, media, bytes.NewReader(body))
	if err != nil {
		return err.Error()
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode == http.StatusOK {
		return "taken"
	}
	var p Problem
	if err := json.Unmarshal(text, &p); err != nil || p.Status != answer.StatusCode || p.Title == "" || p.Detail == "" {
		t.Fatalf("%s: no problem document: %s", answer.Status, text)
	}
	return strings.TrimPrefix(p.Type, problemPath)
}

// forger speaks to a jail as the hub does, and can say anything.
type forger struct {
	t       testing.TB
	hub     *side
	jail    *side
	client  *http.Client
	session []byte
}

func newForger(t *testing.T) *forger {
	t.Helper()
	hub, jail := pair(t)
	return &forger{t: t, hub: hub, jail: jail, client: clientOf(hub.identity)}
}

// hello returns a hello as the hub says it, changed.
func (f *forger) hello(change func(*hello)) *hello {
	f.t.Helper()
	h, err := f.hub.node.hello(f.jail.identity.Name)
	if err != nil {
		f.t.Fatal(err)
	}
	if change != nil {
		change(h)
	}
	return h
}

// open opens a session.
func (f *forger) open() {
	f.t.Helper()
	s := f.hub.sender(f.jail.peer())
	s.client = f.client
	begun, err := s.greet(f.t.Context())
	if err != nil {
		f.t.Fatal(err)
	}
	f.session = begun.id
}

// message returns an envelope as the hub signs it, changed before that.
func (f *forger) message(number int64, change func(*Message)) *Envelope {
	f.t.Helper()
	m := &Message{
		From: "hub", To: f.jail.identity.Name, Number: number, Kind: "test", At: time.UnixMicro(1e15).UTC(),
		Salt: bytes.Repeat([]byte{7}, saltSize), Body: json.RawMessage(`{"text":"forged"}`),
	}
	if change != nil {
		change(m)
	}
	payload, err := encode(m)
	if err != nil {
		f.t.Fatal(err)
	}
	return seal(f.hub.identity.Key, forMessage, payload)
}

func itemOf(number int64, e *Envelope) item {
	return item{number, Digest(e.Payload), e.Marshal()}
}

// batch returns the bytes of a batch of these items, signed by the hub.
func (f *forger) batch(sequence int64, items ...item) []byte {
	f.t.Helper()
	return f.signed(forBatch, &batch{f.session, sequence, items})
}

func (f *forger) signed(d domain, v any) []byte {
	f.t.Helper()
	said, err := f.hub.node.say(d, v)
	if err != nil {
		f.t.Fatal(err)
	}
	return said.Marshal()
}

// expect posts a body, and wants this problem, this alarm and nothing stored.
func (f *forger) expect(name, path string, body []byte, problem string, alarm ...AlarmKind) {
	f.t.Helper()
	before := f.jail.stored()
	if got := refused(f.t, f.client, f.jail.peer().URL+path, body); got != problem {
		f.t.Errorf("%s: %s; want %s", name, got, problem)
	}
	if diff := cmp.Diff(before, f.jail.stored()); diff != "" {
		f.t.Errorf("%s: stored:\n%s", name, diff)
	}
	if diff := cmp.Diff(alarm, f.jail.rang()); diff != "" {
		f.t.Errorf("%s: alarms (-want +got):\n%s", name, diff)
	}
	if problem != "taken" && !f.jail.logged(problem) {
		f.t.Errorf("%s: not in the log", name)
	}
}

// stored counts the rows of every table that a message could change.
func (s *side) stored() string {
	s.t.Helper()
	var all strings.Builder
	for _, table := range []string{"incoming", "outgoing", "effects", "book", "events", "counters", "documents"} {
		var n int
		if err := s.node.Store.Engine().Read.QueryRow("SELECT COUNT(*) FROM " + table).Scan(&n); err != nil {
			s.t.Fatal(err)
		}
		fmt.Fprintln(&all, table, n)
	}
	return all.String()
}

func TestStrangers(t *testing.T) {
	t.Parallel()
	f := newForger(t)
	hello := f.signed(forHello, f.hello(nil))
	stranger := newSide(t, "stranger")
	f.client = clientOf(stranger.identity)
	f.expect("another's certificate", helloPath, hello, ProblemStranger)
	f.client = clientOf(nil)
	if got := refused(t, f.client, f.jail.peer().URL+helloPath, hello); !strings.Contains(got, "certificate required") {
		t.Errorf("no certificate: %s", got)
	}
	plain := strings.Replace(f.jail.peer().URL, "https", "http", 1)
	answer, err := http.Post(plain+helloPath, media, bytes.NewReader(hello))
	if err == nil {
		answer.Body.Close()
	}
	if err == nil && answer.StatusCode != http.StatusBadRequest {
		t.Errorf("without TLS: %s", answer.Status)
	}
}

func TestForgedHello(t *testing.T) {
	t.Parallel()
	f := newForger(t)
	other := newSide(t, "hub")
	said, err := other.node.say(forHello, f.hello(nil))
	if err != nil {
		t.Fatal(err)
	}
	f.expect("another's key", helloPath, said.Marshal(), ProblemSignature, AlarmSignature)
	f.expect("for another purpose", helloPath, f.signed(forBatch, f.hello(nil)), ProblemSignature) // rings already
	f.expect("another's name", helloPath, f.signed(forHello, f.hello(func(h *hello) { h.From = "us-ca/kern" })), ProblemStranger)
	f.expect("to another", helloPath, f.signed(forHello, f.hello(func(h *hello) { h.To = "us-ca/kern" })), ProblemStranger)
	f.expect("short nonce", helloPath, f.signed(forHello, f.hello(func(h *hello) { h.Nonce = h.Nonce[1:] })), ProblemMalformed)
	f.expect("nothing", helloPath, nil, ProblemMalformed)
	f.expect("noise", helloPath, bytes.Repeat([]byte("noise"), 100), ProblemSignature)
	f.expect("not a hello", helloPath, f.signed(forHello, "hello"), ProblemMalformed)
	f.expect("too large", helloPath, make([]byte, maxHello+1), ProblemTooLarge)
	f.expect("clock behind", helloPath, f.signed(forHello, f.hello(func(h *hello) { h.Clock = h.Clock.Add(-3 * time.Minute) })), ProblemClock, AlarmClock)
	f.expect("clock ahead", helloPath, f.signed(forHello, f.hello(func(h *hello) { h.Clock = h.Clock.Add(3 * time.Minute) })), ProblemClock)
	f.expect("clock a minute off", helloPath, f.signed(forHello, f.hello(func(h *hello) { h.Clock = h.Clock.Add(time.Minute) })), "taken")
}

func TestForgedMessages(t *testing.T) {
	t.Parallel()
	f := newForger(t)
	other, err := NewIdentity(t.TempDir(), "hub", rand.Reader, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	good := f.message(1, nil)
	tampered := f.message(1, nil)
	tampered.Payload = bytes.Replace(tampered.Payload, []byte("forged"), []byte("Forged"), 1)
	f.expect("before hello", batchPath, f.batch(1, itemOf(1, good)), ProblemSession)
	f.open()
	sequence := int64(0)
	try := func(name string, i item, problem string, alarm ...AlarmKind) {
		t.Helper()
		sequence++
		f.expect(name, batchPath, f.batch(sequence, i), problem, alarm...)
	}
	try("tampered", itemOf(1, tampered), ProblemSignature, AlarmSignature)
	try("another's key", itemOf(1, seal(other.Key, forMessage, good.Payload)), ProblemSignature)
	try("signed for a batch", itemOf(1, seal(f.hub.identity.Key, forBatch, good.Payload)), ProblemSignature)
	try("under another number", itemOf(2, good), ProblemMalformed)
	try("with another digest", item{1, Digest([]byte("other")), good.Marshal()}, ProblemMalformed)
	try("cut off", item{1, Digest(good.Payload), good.Marshal()[:envelopeHead]}, ProblemMalformed)
	try("from another", itemOf(1, f.message(1, func(m *Message) { m.From = "us-ca/kern" })), ProblemMalformed)
	try("to another", itemOf(1, f.message(1, func(m *Message) { m.To = "us-ca/kern" })), ProblemMalformed)
	try("short salt", itemOf(1, f.message(1, func(m *Message) { m.Salt = m.Salt[1:] })), ProblemMalformed)
	try("with spaces", itemOf(1, seal(f.hub.identity.Key, forMessage, append([]byte(" "), good.Payload...))), ProblemMalformed)
	try("too large", itemOf(1, f.message(1, func(m *Message) { m.Body = json.RawMessage(`"` + strings.Repeat("x", MaxMessage) + `"`) })), ProblemMalformed)
	try("no number", item{0, Digest(nil), nil}, ProblemMalformed)
	f.expect("a batch too large", batchPath, make([]byte, maxBatch+1), ProblemTooLarge)
	f.expect("too many items", batchPath, f.batch(sequence+1, make([]item, maxItems+1)...), ProblemMalformed)
	f.expect("no items", batchPath, f.batch(sequence+1), ProblemMalformed)
	f.expect("not a batch", batchPath, f.signed(forBatch, []int{1}), ProblemMalformed)
	two := f.message(2, nil)
	two.Signature[0] ^= 1
	f.expect("a good one before a forged one", batchPath, f.batch(sequence+1, itemOf(1, good), itemOf(2, two)), ProblemSignature)
	f.expect("a question about what never came", batchPath, f.batch(sequence+2, item{1, Digest(good.Payload), nil}), "taken")
	f.expect("a number too high", batchPath, f.batch(sequence+3, itemOf(2, f.message(2, nil))), "taken")
	if got := f.jail.effects("hub"); got != nil {
		t.Errorf("effects: %v", got)
	}
}

func TestReplayedBatches(t *testing.T) {
	t.Parallel()
	f := newForger(t)
	f.open()
	first := f.batch(1, itemOf(1, f.message(1, nil)))
	if got := refused(t, f.client, f.jail.peer().URL+batchPath, first); got != "taken" {
		t.Fatal(got)
	}
	f.expect("replayed", batchPath, first, ProblemReplayed)
	f.expect("out of order", batchPath, f.batch(1, itemOf(2, f.message(2, nil))), ProblemReplayed)
	old := f.batch(2, itemOf(2, f.message(2, nil)))
	f.open()
	f.expect("of an earlier session", batchPath, old, ProblemSession)
	f.expect("a message again", batchPath, f.batch(1, itemOf(1, f.message(1, nil))), "taken") // without effect
}

// A second message under a number is refused, and somebody is told; asking about it is enough.
func TestEquivocation(t *testing.T) {
	t.Parallel()
	f := newForger(t)
	f.open()
	if got := refused(t, f.client, f.jail.peer().URL+batchPath, f.batch(1, itemOf(1, f.message(1, nil)))); got != "taken" {
		t.Fatal(got)
	}
	second := f.message(1, func(m *Message) { m.Body = json.RawMessage(`{"text":"another"}`) })
	f.expect("another message", batchPath, f.batch(2, itemOf(1, second)), ProblemEquivocation, AlarmEquivocation)
	f.expect("asked about", batchPath, f.batch(3, item{1, Digest(second.Payload), nil}), ProblemEquivocation)
	f.expect("with a next one", batchPath, f.batch(4, itemOf(1, second), itemOf(2, f.message(2, nil))), ProblemEquivocation)

	// the hub's book was set back to before message 1, and has another one under that number
	f.hub.queue(f.jail.identity.Name, body{Text: "after the restore"})
	sender := f.hub.sender(f.jail.peer())
	err := sender.Drain(t.Context())
	if err == nil {
		t.Fatal("sent")
	}
	if diff := cmp.Diff([]AlarmKind{AlarmEquivocation}, f.hub.rang()); diff != "" {
		t.Errorf("alarms at the hub (-want +got):\n%s", diff)
	}
}

// A receiver whose book was set back waits for messages that are destroyed.
func TestReceiverSetBack(t *testing.T) {
	t.Parallel()
	hub, jail := pair(t)
	hub.queue(jail.identity.Name, body{Text: "first"})
	sender := hub.sender(jail.peer())
	if err := sender.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	err := jail.node.Store.InTx(t.Context(), func(tx *store.Tx) error {
		_, err := tx.SQL().Exec("DELETE FROM incoming")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	hub.queue(jail.identity.Name, body{Text: "second"})
	sender.session = nil // as after an hour
	for range 2 {        // alarmed once
		err = sender.Drain(t.Context())
		if err == nil || !strings.Contains(err.Error(), "waits for message 1") {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]AlarmKind{AlarmLost}, hub.rang()); diff != "" {
		t.Errorf("alarms (-want +got):\n%s", diff)
	}
}
