package webhook_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport/internal/webhook"
)

// feed pages through what was queued for one agency.
func feed(t *testing.T, w *world) {
	var want []webhook.Event
	for n := range 7 {
		w.queue(t, event(alder, "c1", n), event("us-ca/birch", "c2", n))
		want = append(want, event(alder, "c1", n))
	}
	failed := errors.New("the state was refused")
	if err := w.inTx(t.Context(), func(tx *sql.Tx) error {
		return errors.Join(webhook.Queue(t.Context(), tx, event(alder, "c1", 99)), failed)
	}); !errors.Is(err, failed) {
		t.Error(err)
	}
	for _, limit := range []int{-1, 1, 3, 7, 100, 1 << 30} {
		events, next := w.feed(t, alder, "", limit)
		if diff := cmp.Diff(want, events); diff != "" {
			t.Errorf("in pages of %d (-queued +fed):\n%s", limit, diff)
		}
		if again, same := w.feed(t, alder, next, limit); len(again) != 0 || same != next {
			t.Errorf("after the end: %v, cursor %s after %s", again, same, next)
		}
	}
	_, next := w.feed(t, alder, "", 100)
	w.queue(t, event(alder, "c3", 0))
	if events, _ := w.feed(t, alder, next, 100); len(events) != 1 || events[0].Case != "c3" {
		t.Errorf("after %s: %v", next, events)
	}
	w.must(t, func(tx *sql.Tx) error { return webhook.Forget(t.Context(), tx, "c1") })
	if events, _ := w.feed(t, alder, "", 100); len(events) != 1 || events[0].Case != "c3" {
		t.Errorf("after c1 was forgotten: %v", events)
	}
	for _, bad := range []string{"x", "-1", "01", "1 ", "99999999999999999999", "1;"} {
		err := w.inTx(t.Context(), func(tx *sql.Tx) error {
			_, _, err := webhook.Feed(t.Context(), tx, alder, bad, 1)
			return err
		})
		if !errors.Is(err, webhook.ErrCursor) {
			t.Errorf("cursor %q: %v", bad, err)
		}
	}
}

// feedWhileManyWrite reads with a cursor while others write, some of whom change their minds: each event comes once, in
// the order in which the feed has it afterwards, and none is passed over.
func feedWhileManyWrite(t *testing.T, w *world) {
	const writers, each = 8, 15
	var writing sync.WaitGroup
	for writer := range writers {
		writing.Go(func() {
			for n := range each {
				if err := w.inTx(t.Context(), func(tx *sql.Tx) error {
					err := webhook.Queue(t.Context(), tx, event(alder, fmt.Sprint("c", writer), n))
					if n%5 == 4 {
						return errors.Join(err, errors.New("changed"))
					}
					return err
				}); (err != nil) != (n%5 == 4) {
					t.Error(err)
				}
			}
		})
	}
	done := make(chan struct{})
	go func() { writing.Wait(); close(done) }()
	var read []webhook.Event
	next := ""
	for last := false; ; {
		var page []webhook.Event
		page, next = w.feed(t, alder, next, 7)
		read = append(read, page...)
		if last {
			break
		}
		select {
		case <-done:
			last = true
		default:
		}
	}
	all, _ := w.feed(t, alder, "", 500)
	if diff := cmp.Diff(all, read); diff != "" || len(read) != writers*each*4/5 {
		t.Errorf("%d events (-in the feed +read meanwhile):\n%s", len(read), diff)
	}
}

// TestQueueRefusals queues what receivers could not rely on.
func TestQueueRefusals(t *testing.T) {
	tests := []struct {
		name   string
		change func(*webhook.Event)
		want   string
	}{
		{"no ID", func(e *webhook.Event) { e.ID = "" }, "an ID is 1 to 64"},
		{"dot in the ID", func(e *webhook.Event) { e.ID = "a.b" }, "an ID is 1 to 64"},
		{"kind", func(e *webhook.Event) { e.Kind = "Request Received" }, "write it as in request.received"},
		{"no agency", func(e *webhook.Event) { e.Agency = "" }, "name whose event it is"},
		{"no case", func(e *webhook.Event) { e.Case = "" }, "name the case"},
		{"case of control characters", func(e *webhook.Event) { e.Case = "\x00" }, "name the case"},
		{"no body", func(e *webhook.Event) { e.Body = nil }, "not JSON"},
		{"body", func(e *webhook.Event) { e.Body = json.RawMessage("{") }, "not JSON"},
		{"body, not UTF-8", func(e *webhook.Event) { e.Body = json.RawMessage("\"\xff\"") }, "not JSON"},
		{"large body", func(e *webhook.Event) { e.Body = json.RawMessage(`"` + strings.Repeat("a", webhook.MaxBody) + `"`) }, "65538 bytes"},
	}
	for _, test := range tests {
		e := event(alder, "c1", 1)
		test.change(&e)
		if err := webhook.Queue(context.Background(), nil, e); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want it to say %q", test.name, err, test.want)
		}
	}
}

// queueTwice queues one ID twice.
func queueTwice(t *testing.T, w *world) {
	w.queue(t, event(alder, "c1", 1))
	err := w.inTx(t.Context(), func(tx *sql.Tx) error { return webhook.Queue(t.Context(), tx, event(alder, "c1", 1)) })
	if err == nil {
		t.Error("an ID was queued twice")
	}
	if events, _ := w.feed(t, alder, "", 10); len(events) != 1 {
		t.Errorf("%d events", len(events))
	}
}

// subscriptions adds, changes and ends one, and tries what no receiver can be.
func subscriptions(t *testing.T, w *world) {
	for to, want := range map[string]string{
		"http://jail.example/":        "use https",
		"http://127.0.0.1.nip.io/":    "use https",
		"ftp://jail.example/":         "use https",
		"https://":                    "not the URL of a receiver",
		"https://u:p@jail.example/":   "not the URL of a receiver",
		"https://jail.example/#there": "not the URL of a receiver",
		"://":                         "not the URL of a receiver",
	} {
		err := w.inTx(t.Context(), func(tx *sql.Tx) error {
			return webhook.Subscribe(t.Context(), tx, webhook.Subscription{ID: "a", Agency: alder, URL: to})
		})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want it to say %q", to, err, want)
		}
	}
	for _, to := range []string{"https://jail.example/a", "http://127.0.0.1:1/", "http://[::1]:1/", "http://localhost:1/", "https://jail.example/b"} {
		w.subscribe(t, "a", to)
	}
	err := w.inTx(t.Context(), func(tx *sql.Tx) error {
		return webhook.Subscribe(t.Context(), tx, webhook.Subscription{ID: "a", Agency: "us-ca/birch", URL: "https://jail.example/c"})
	})
	if err == nil || !strings.Contains(err.Error(), "it is one of us-ca/alder") {
		t.Errorf("another agency's: %v", err)
	}
	states := w.states(t)
	if len(states) != 1 || states[0].URL != "https://jail.example/b" || states[0].Waiting != 0 || !states[0].Oldest.IsZero() {
		t.Errorf("%+v", states)
	}
	w.queue(t, event(alder, "c1", 1), event("us-ca/birch", "c2", 1))
	if states := w.states(t); states[0].Waiting != 1 || !states[0].Oldest.Equal(noon) {
		t.Errorf("%+v", states)
	}
	w.must(t, func(tx *sql.Tx) error { return webhook.Unsubscribe(t.Context(), tx, "a") })
	for _, gone := range []func(context.Context, *sql.Tx, string) error{webhook.Unsubscribe, webhook.Resume} {
		if err := w.inTx(t.Context(), func(tx *sql.Tx) error { return gone(t.Context(), tx, "a") }); err == nil {
			t.Error("one that is gone")
		}
	}
	if ids := slices.Collect(func(yield func(string) bool) {
		for _, s := range w.states(t) {
			yield(s.ID)
		}
	}); len(ids) != 0 {
		t.Error(ids)
	}
}
