package desk

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"sallyport/casework"
	"sallyport/internal/store"
)

// numbered is a transaction that can be sent under many control numbers.
func numbered(t testing.TB) func(n int) []byte {
	data := transaction(t, nil, allFingers...).Append(nil)
	at := bytes.Index(data, []byte("TRIAL-2015-000009"))
	return func(n int) []byte {
		one := bytes.Clone(data)
		copy(one[at:], fmt.Sprintf("TRIAL-%011d", n))
		return one
	}
}

// receiveAll sends transactions at the same time, and says which reference each was acknowledged under.
func receiveAll(t *testing.T, h *Hub, numbered func(int) []byte, numbers []int, at time.Time) (acknowledged map[int]string, busy int) {
	t.Helper()
	var group sync.WaitGroup
	var lock sync.Mutex
	acknowledged = map[int]string{}
	for _, n := range numbers {
		group.Go(func() {
			id, fresh, err := h.Receive(t.Context(), "", numbered(n), at)
			lock.Lock()
			defer lock.Unlock()
			switch {
			case err == nil && fresh:
				acknowledged[n] = id
			case errors.Is(err, ErrBusy):
				busy++
			case err != nil:
				t.Errorf("%d: %v", n, err)
			}
		})
	}
	group.Wait()
	return acknowledged, busy
}

// kept are the submissions of a hub whose transactions open, by reference.
func kept(t *testing.T, h *Hub) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	must(t, h.Store.View(t.Context(), func(tx *store.Tx) error {
		waiting, err := tx.Submissions(casework.Received)
		must(t, err)
		for _, s := range waiting {
			if s.ID == "s" { // of newPair, without a transaction
				continue
			}
			if _, err := h.kept(tx, s.ID, transactionDocument); err != nil {
				t.Error(err)
			}
			all[s.ID] = true
		}
		return nil
	}))
	return all
}

func upTo(n int) (all []int) {
	for i := range n {
		all = append(all, i)
	}
	return all
}

// TestTheBacklogIsBounded: of many that come at once as many are taken as there is room for, the rest is told to come again, everything that was
// acknowledged is kept, and nothing else. Searches make room.
func TestTheBacklogIsBounded(t *testing.T) {
	t.Parallel()
	d, data := newPair(t), numbered(t)
	d.Backlog = 8
	acknowledged, busy := receiveAll(t, d.Hub, data, upTo(40), morning)
	if len(acknowledged) != 7 || busy != 33 { // the eighth is newPair's
		t.Errorf("%d acknowledged, %d told to come again", len(acknowledged), busy)
	}
	all := kept(t, d.Hub)
	for n, id := range acknowledged {
		if !all[id] {
			t.Errorf("%d was acknowledged as %s, and is not there", n, id)
		}
	}
	if len(all) != len(acknowledged) {
		t.Errorf("%d are kept, %d acknowledged", len(all), len(acknowledged))
	}
	for _, id := range acknowledged {
		must(t, d.Search(t.Context(), id, minutes(1)))
	}
	after, busy := receiveAll(t, d.Hub, data, upTo(40), minutes(2))
	if len(after) != 7 || busy != 26 { // those of before are known, and are neither
		t.Errorf("after the searches: %d acknowledged, %d told to come again", len(after), busy)
	}
}

// TestRefusedLeavesNoKey: whoever finds no room, or came at the same time as itself, leaves no key behind.
func TestRefusedLeavesNoKey(t *testing.T) {
	t.Parallel()
	d, data := newPair(t), numbered(t)
	d.Random = &references{} // 1, 2, 3 …
	same := make([]int, 20)
	acknowledged, busy := receiveAll(t, d.Hub, data, same, morning)
	if len(acknowledged) != 1 || busy != 0 {
		t.Errorf("%d acknowledged, %d told to come again", len(acknowledged), busy)
	}
	d.Backlog = 2
	receiveAll(t, d.Hub, data, upTo(20), morning)
	for n := range 200 {
		id := fmt.Sprintf("%024x", n+1)
		if d.Vault.Has(id) != (id == acknowledged[0]) {
			t.Errorf("%s has a key: %v; acknowledged is %s", id, d.Vault.Has(id), acknowledged[0])
		}
	}
}

// references draws 1, 2, 3 … where 12 bytes are drawn, and the same bytes otherwise.
type references struct {
	lock sync.Mutex
	last byte
}

func (r *references) Read(p []byte) (int, error) {
	clear(p)
	if len(p) == 12 {
		r.lock.Lock()
		defer r.lock.Unlock()
		r.last++
		p[11] = r.last
	}
	return len(p), nil
}

// TestOneThatCannotBeKept does not take with it those that are written at the same time.
func TestOneThatCannotBeKept(t *testing.T) {
	t.Parallel()
	d, data := newPair(t), numbered(t)
	var group []*arrival
	for n, id := range []string{"first", "s", "last"} { // newPair has an s
		booking, err := d.check(data(n))
		must(t, err)
		booking.At = morning
		a, err := d.arrive(&store.Submission{ID: id, Booking: booking}, data(n), nil)
		must(t, err)
		group = append(group, a)
	}
	d.write(t.Context(), group)
	if group[0].err != nil || !group[0].fresh || group[1].err == nil || group[2].err != nil || !group[2].fresh {
		t.Errorf("%v, %v, %v", group[0].err, group[1].err, group[2].err)
	}
	if all := kept(t, d.Hub); len(all) != 2 || !all["first"] || !all["last"] {
		t.Errorf("kept: %v", all)
	}
}

// TestTheSameTwiceAtOnce is one submission, in one transaction.
func TestTheSameTwiceAtOnce(t *testing.T) {
	t.Parallel()
	d, data := newPair(t), numbered(t)
	written := 0
	d.Written = func() { written++ }
	var group []*arrival
	for _, id := range []string{"one", "again"} {
		booking, err := d.check(data(1))
		must(t, err)
		booking.At = morning
		a, err := d.arrive(&store.Submission{ID: id, Booking: booking}, data(1), nil)
		must(t, err)
		group = append(group, a)
	}
	d.write(t.Context(), group)
	if written != 1 || !group[0].fresh || group[1].fresh || group[1].known != "one" || group[1].err != nil {
		t.Errorf("%d transactions; the second is %q, fresh %v, %v", written, group[1].known, group[1].fresh, group[1].err)
	}
}

// TestOneGivesUp: the request that writes for others ends, and theirs do not.
func TestOneGivesUp(t *testing.T) {
	t.Parallel()
	d, data := newPair(t), numbered(t)
	ctx, cancel := context.WithCancel(t.Context())
	booking, err := d.check(data(1))
	must(t, err)
	booking.At = morning
	a, err := d.arrive(&store.Submission{ID: "gave up", Booking: booking}, data(1), nil)
	must(t, err)
	cancel()
	d.letIn(ctx, a)
	if a.err != nil || !kept(t, d.Hub)["gave up"] {
		t.Error(a.err)
	}
}

// TestCutOff: what was not written to the end is not acknowledged.
func TestCutOff(t *testing.T) {
	t.Parallel()
	d, data := newPair(t), numbered(t)
	booking, err := d.check(data(1))
	must(t, err)
	booking.At = morning
	a, err := d.arrive(&store.Submission{ID: "cut off", Booking: booking}, data(1), nil)
	must(t, err)
	d.Random = broken{}
	func() {
		defer func() { _ = recover() }()
		d.letIn(t.Context(), a)
	}()
	<-a.let
	if a.err == nil || len(kept(t, d.Hub)) > 0 {
		t.Error("acknowledged, or kept: ", a.err)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { panic("of the test's own") }

// TestSearchesStandBack while somebody receives, and not for ever.
func TestSearchesStandBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var p precedence
		began := time.Now()
		took := func(want time.Duration) {
			t.Helper()
			if took := time.Since(began); took != want {
				t.Errorf("after %v, want %v", took, want)
			}
			began = time.Now()
		}
		standBack := p.between(t.Context())
		standBack()
		took(0)
		first, second := p.receive(), p.receive()
		standBack()
		took(leastPatience)
		time.Sleep(time.Second) // works, in the bubble's time
		standBack()
		took(time.Second + patience*time.Second)
		time.AfterFunc(time.Millisecond, first)
		time.AfterFunc(2*time.Millisecond, second)
		standBack()
		took(2 * time.Millisecond)
		standBack()
		took(0)
	})
}

// TestNoClockRunsYet: whoever is let in has no clock to set.
func TestNoClockRunsYet(t *testing.T) {
	t.Parallel()
	if clocks := casework.Clocks(casework.State{Stage: casework.Received}); len(clocks) > 0 {
		t.Errorf("%+v", clocks)
	}
}
