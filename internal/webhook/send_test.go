package webhook_test

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sallyport/internal/webhook"
)

// thisMachine lets a sender reach the receivers of these tests.
var thisMachine = webhook.Reach{Private: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}}

func (w *world) sender(reach webhook.Reach, secrets ...webhook.Secret) *webhook.Sender {
	return webhook.NewSender(reach, w.inTx, func(string) ([]webhook.Secret, error) { return secrets, nil }, rand.Reader)
}

// receiver is a jail's system: it verifies each post, and keeps what it has not seen, by its ID.
type receiver struct {
	*httptest.Server
	mu    sync.Mutex
	now   time.Time // its clock
	tries map[string]int
	kept  []webhook.Event
	// answer says what comes back to the attempt of that number, and whether the event is kept before.
	answer func(w http.ResponseWriter, r *http.Request, e webhook.Event, attempt int) (keep bool)
}

func newReceiver(t *testing.T, secret webhook.Secret) *receiver {
	t.Helper()
	r := &receiver{now: noon, tries: map[string]int{}}
	r.answer = func(w http.ResponseWriter, _ *http.Request, _ webhook.Event, _ int) bool {
		w.WriteHeader(http.StatusNoContent)
		return true
	}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		body, err := io.ReadAll(request.Body)
		r.mu.Lock()
		defer r.mu.Unlock()
		if err == nil {
			err = webhook.Verify(secret, request.Header, body, r.now)
		}
		var e webhook.Event
		if err == nil {
			err = json.Unmarshal(body, &e)
		}
		if err != nil || e.ID != request.Header.Get(webhook.HeaderID) {
			t.Errorf("%v: %s", err, body)
			http.Error(w, "no", http.StatusBadRequest)
			return
		}
		r.tries[e.ID]++
		known := r.tries[e.ID] > 1 && r.has(e.ID)
		if r.answer(w, request, e, r.tries[e.ID]) && !known {
			r.kept = append(r.kept, e)
		}
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) has(id string) bool {
	for _, e := range r.kept {
		if e.ID == id {
			return true
		}
	}
	return false
}

// round sends what is due a while after noon, by the clock of every receiver.
func (w *world) round(t *testing.T, s *webhook.Sender, after time.Duration, receivers ...*receiver) error {
	t.Helper()
	for _, r := range receivers {
		r.mu.Lock()
		r.now = noon.Add(after)
		r.mu.Unlock()
	}
	return s.Round(t.Context(), noon.Add(after))
}

// untilAcknowledged posts to a receiver that fails in every way there is, with a new sender each time: every event is kept
// once, those of a case in their order, and attempts come further and further apart.
func untilAcknowledged(t *testing.T, w *world) {
	r := newReceiver(t, shared)
	r.answer = func(w http.ResponseWriter, request *http.Request, e webhook.Event, attempt int) bool {
		switch attempt {
		case 1:
			w.WriteHeader(http.StatusInternalServerError)
		case 2: // kept, and the acknowledgement lost
			dropConnection(t, w)
			return true
		case 3:
			http.Redirect(w, request, "/elsewhere", http.StatusTemporaryRedirect)
		case 4:
			w.WriteHeader(http.StatusNotFound)
		default:
			w.WriteHeader(http.StatusOK)
		}
		return false
	}
	w.subscribe(t, "jail", r.URL)
	want := map[string][]int{"c0": {0, 1, 2}, "c1": {0, 1, 2}, "c2": {0, 1, 2}}
	for n := range 3 {
		w.queue(t, event(alder, "c0", n), event(alder, "c1", n), event(alder, "c2", n), event("us-ca/birch", "c9", n))
	}
	rounds := 0
	for ; w.states(t)[0].Waiting > 0 && rounds < 1000; rounds++ {
		_ = w.round(t, w.sender(thisMachine, shared), time.Duration(rounds)*10*time.Minute, r)
	}
	got := map[string][]int{}
	for _, e := range r.kept {
		var body struct{ N int }
		if err := json.Unmarshal(e.Body, &body); err != nil {
			t.Fatal(err)
		}
		got[e.Case] = append(got[e.Case], body.N)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("after %d rounds (-queued +kept):\n%s", rounds, diff)
	}
	for id, n := range r.tries {
		if n != 5 {
			t.Errorf("%s was posted %d times, want 5", id, n)
		}
	}
}

// orderOfACase holds an event back while an earlier one of its case waits, and no event of another case.
func orderOfACase(t *testing.T, w *world) {
	r := newReceiver(t, shared)
	r.answer = func(w http.ResponseWriter, _ *http.Request, e webhook.Event, attempt int) bool {
		if e.ID == "evt_c1_0" && attempt == 1 {
			w.WriteHeader(http.StatusBadGateway)
			return false
		}
		return true
	}
	w.subscribe(t, "jail", r.URL)
	w.queue(t, event(alder, "c1", 0), event(alder, "c1", 1), event(alder, "c2", 0))
	s := w.sender(thisMachine, shared)
	for _, after := range []time.Duration{0, time.Second, 2 * time.Second, time.Minute} {
		_ = w.round(t, s, after, r)
	}
	var got []string
	for _, e := range r.kept {
		got = append(got, e.ID)
	}
	if diff := cmp.Diff([]string{"evt_c2_0", "evt_c1_0", "evt_c1_1"}, got); diff != "" {
		t.Errorf("(-want +kept):\n%s", diff)
	}
}

// dropConnection ends a connection without an answer.
func dropConnection(t *testing.T, w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		t.Error(err)
		return
	}
	conn.Close()
}

// waits fails for ever: attempts are half a minute to a minute apart, then up to twice as much, and at most an hour.
func waits(t *testing.T, w *world) {
	r := newReceiver(t, shared)
	var at []time.Duration
	r.answer = func(w http.ResponseWriter, _ *http.Request, _ webhook.Event, _ int) bool {
		at = append(at, r.now.Sub(noon))
		w.WriteHeader(http.StatusServiceUnavailable)
		return false
	}
	w.subscribe(t, "jail", r.URL)
	w.queue(t, event(alder, "c1", 1))
	s := w.sender(thisMachine, shared)
	const step = 10 * time.Second
	for after := time.Duration(0); after < 6*time.Hour; after += step {
		_ = w.round(t, s, after, r)
	}
	for i := 1; i < len(at); i++ {
		longest := min(time.Minute<<(i-1), time.Hour)
		if wait := at[i] - at[i-1]; wait < longest/2 || wait > longest+step {
			t.Errorf("%v between attempts %d and %d, want %v to %v", wait, i, i+1, longest/2, longest)
		}
	}
	if len(at) < 10 || len(at) > 20 {
		t.Errorf("%d attempts in six hours", len(at))
	}
	state := w.states(t)[0]
	if state.Attempts != len(at) || state.Failure != "the receiver answered 503" || state.Waiting != 1 {
		t.Errorf("%+v", state)
	}
}

// gone stops a subscription whose receiver wants no more, until a person resumes it.
func gone(t *testing.T, w *world) {
	gone, other := newReceiver(t, shared), newReceiver(t, shared)
	gone.answer = func(w http.ResponseWriter, _ *http.Request, _ webhook.Event, attempt int) bool {
		if attempt == 1 {
			w.WriteHeader(http.StatusGone)
		}
		return attempt > 1
	}
	w.subscribe(t, "gone", gone.URL)
	w.subscribe(t, "other", other.URL)
	w.queue(t, event(alder, "c1", 1))
	s := w.sender(thisMachine, shared)
	if err := w.round(t, s, 0, gone); err == nil || !strings.Contains(err.Error(), "subscription gone: event evt_c1_1, attempt 1: 410 Gone: stopped") {
		t.Errorf("error %v", err)
	}
	w.queue(t, event(alder, "c1", 2))
	w.subscribe(t, "gone", gone.URL) // as every start of the node does
	if err := w.round(t, s, time.Hour, gone, other); err != nil {
		t.Error(err)
	}
	if len(gone.tries) != 1 || len(other.kept) != 2 {
		t.Errorf("gone: %v, other: %v", gone.tries, other.kept)
	}
	state := w.states(t)[0]
	if !state.StoppedAt.Equal(noon) || !strings.HasPrefix(state.Stopped, "410 Gone") || state.Waiting != 1 {
		t.Errorf("%+v", state)
	}
	w.must(t, func(tx *sql.Tx) error { return webhook.Resume(t.Context(), tx, "gone") })
	if err := w.round(t, s, 2*time.Hour, gone, other); err != nil || len(gone.kept) != 1 {
		t.Errorf("resumed: %v, %v", err, gone.kept)
	}
}

// newSecret changes the secret in three steps: two signatures, the receiver's change, one signature.
func newSecret(t *testing.T, w *world) {
	fresh, err := webhook.NewSecret(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	before, after := newReceiver(t, shared), newReceiver(t, fresh)
	w.subscribe(t, "jail", before.URL)
	for n, step := range []struct {
		at      *receiver
		secrets []webhook.Secret
	}{{before, []webhook.Secret{shared}}, {before, []webhook.Secret{fresh, shared}}, {after, []webhook.Secret{fresh, shared}}, {after, []webhook.Secret{fresh}}} {
		w.subscribe(t, "jail", step.at.URL)
		w.queue(t, event(alder, "c1", n))
		if err := w.round(t, w.sender(thisMachine, step.secrets...), 0, step.at); err != nil {
			t.Errorf("step %d: %v", n, err)
		}
	}
	if err := w.round(t, w.sender(thisMachine), 0, after); err != nil {
		t.Error(err)
	}
	w.queue(t, event(alder, "c1", 9))
	if err := w.round(t, w.sender(thisMachine), 0, after); err == nil || !strings.Contains(err.Error(), "no secret to sign with") {
		t.Errorf("without a secret: %v", err)
	}
}

// slow has one receiver that does not answer: it costs its own events their turn, and nobody else's.
func slow(t *testing.T, w *world) {
	slow, quick := newReceiver(t, shared), newReceiver(t, shared)
	answered := make(chan struct{})
	slow.answer = func(_ http.ResponseWriter, r *http.Request, _ webhook.Event, _ int) bool {
		select {
		case <-answered: // when the others have theirs
		case <-r.Context().Done():
		}
		return true
	}
	quick.answer = func(_ http.ResponseWriter, _ *http.Request, e webhook.Event, _ int) bool {
		if e.ID == "evt_c2_0" {
			close(answered)
		}
		return true
	}
	w.subscribe(t, "a-slow", slow.URL)
	w.subscribe(t, "quick", quick.URL)
	w.queue(t, event(alder, "c1", 0), event(alder, "c2", 0))
	ctx, stop := context.WithTimeout(t.Context(), webhook.Timeout/2)
	defer stop()
	if err := w.sender(thisMachine, shared).Round(ctx, noon); err != nil {
		t.Error(err)
	}
	if len(slow.kept) != 2 || len(quick.kept) != 2 {
		t.Errorf("slow: %v, quick: %v", slow.kept, quick.kept)
	}
}

// stoppedBetween ends the sender after its post has been kept and before it has noted that: the next one posts again.
func stoppedBetween(t *testing.T, w *world) {
	r := newReceiver(t, shared)
	ctx, stop := context.WithCancel(t.Context())
	r.answer = func(_ http.ResponseWriter, _ *http.Request, _ webhook.Event, attempt int) bool {
		if attempt == 1 {
			stop()
		}
		return true
	}
	w.subscribe(t, "jail", r.URL)
	w.queue(t, event(alder, "c1", 0))
	if err := w.sender(thisMachine, shared).Round(ctx, noon); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := w.round(t, w.sender(thisMachine, shared), 0, r); err != nil || r.tries["evt_c1_0"] != 1 {
		t.Errorf("at once: %v, %v", err, r.tries)
	}
	if err := w.round(t, w.sender(thisMachine, shared), time.Hour, r); err != nil || r.tries["evt_c1_0"] != 2 || len(r.kept) != 1 {
		t.Errorf("an hour later: %v, %v", err, r.tries)
	}
	if state := w.states(t)[0]; state.Waiting != 0 {
		t.Errorf("%+v", state)
	}
}

// twoSenders lets two send from one database: the events of a case come in order, and each is kept once.
func twoSenders(t *testing.T, w *world) {
	r := newReceiver(t, shared)
	w.subscribe(t, "jail", r.URL)
	for n := range 30 {
		w.queue(t, event(alder, fmt.Sprint("c", n%3), n))
	}
	var sending sync.WaitGroup
	for range 2 {
		sending.Go(func() {
			if err := w.sender(thisMachine, shared).Round(t.Context(), noon); err != nil {
				t.Error(err)
			}
		})
	}
	sending.Wait()
	_ = w.round(t, w.sender(thisMachine, shared), time.Hour, r)
	last := map[string]int{}
	for _, e := range r.kept {
		var n int
		_, _ = fmt.Sscanf(string(e.Body), `{"n":%d}`, &n)
		if before, ok := last[e.Case]; ok && n < before {
			t.Errorf("%s: %d after %d", e.Case, n, before)
		}
		last[e.Case] = n
	}
	if len(r.kept) != 30 || len(r.tries) != 30 {
		t.Errorf("%d kept, %d posted", len(r.kept), len(r.tries))
	}
}

// reach posts where nobody should: to this machine and by way of a redirect, and to a receiver that nobody vouches for.
func reach(t *testing.T, w *world) {
	secret := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("reached") }))
	t.Cleanup(secret.Close)
	open := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, secret.URL, http.StatusTemporaryRedirect)
	}))
	t.Cleanup(open.Close)
	roots := x509.NewCertPool()
	roots.AddCert(secret.Certificate())
	trusting := thisMachine
	trusting.Roots = roots
	named := strings.Replace(open.URL, "127.0.0.1", "localhost", 1)
	for n, test := range []struct {
		to    string
		reach webhook.Reach
		want  string
	}{
		{secret.URL, webhook.Reach{Roots: roots}, "is not a public address"},
		{open.URL, webhook.Reach{}, "is not a public address"},
		{named, webhook.Reach{}, "is not a public address"},
		{open.URL, trusting, "the receiver answered 307"},
		{secret.URL, thisMachine, "certificate"},
	} {
		w.subscribe(t, "jail", test.to)
		w.queue(t, event(alder, fmt.Sprint("c", n), n))
		err := w.sender(test.reach, shared).Round(t.Context(), noon)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want it to say %q", test.to, err, test.want)
		}
	}
}
