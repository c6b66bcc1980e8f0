package node

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"sallyport/internal/desk"
	"sallyport/internal/store"
	"sallyport/law/packs"
)

// order is what a process that may be killed finds in its environment.
type order struct {
	Config   Config
	Dir      string // where the transactions lie
	Bookings int
	KillAt   int  // the point at which it kills itself; 0 for never
	Running  bool // its links and its log run by themselves, as in a node that is served
}

const victimOrder = "SALLYPORT_NODE_VICTIM"

// TestMain runs the tests, or, in a process that one of them has started, a node.
func TestMain(m *testing.M) {
	text := os.Getenv(victimOrder)
	if text == "" {
		os.Exit(m.Run())
	}
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // ends with the process that started this one
		os.Exit(2)
	}()
	var o order
	err := json.Unmarshal([]byte(text), &o)
	if err == nil {
		err = serveVictim(context.Background(), &o)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// victim is a node whose people are played by requests.
type victim struct {
	*Node
	order    *order
	hub      *Hub    // one of these
	jail     *Agency // is nil
	points   *points
	bookings []booking

	mu      sync.Mutex
	changed chan struct{} // closed when something was written
}

func serveVictim(ctx context.Context, o *order) error {
	v, err := openVictim(ctx, o)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	if v.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		return err
	}
	var loops sync.WaitGroup
	loops.Go(func() {
		if err := v.ServeLink(ctx); err != nil {
			v.Log.Error("links", "error", err)
		}
	})
	if o.Running {
		mine := make(chan struct{}, 1)
		v.told = append(v.told, mine)
		for _, sender := range v.senders {
			loops.Go(func() { sender.Run(ctx) })
		}
		loops.Go(func() { v.keepLog(ctx) })
		loops.Go(func() { v.spread(ctx) })
		go v.spreadHere(mine)
	}
	control, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: v.control(stop)}
	loops.Go(func() {
		<-ctx.Done()
		_ = server.Shutdown(context.WithoutCancel(ctx)) // whoever asked for the end gets an answer
	})
	v.Log.Info(ready, "links", v.listener.Addr().String(), "control", control.Addr().String())
	if err := server.Serve(control); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	loops.Wait()
	if v.hub != nil {
		return v.hub.Close()
	}
	return v.jail.Close()
}

// ready is the line by which a process says where it can be reached.
const ready = "victim ready"

func openVictim(ctx context.Context, o *order) (v *victim, err error) {
	book, err := packs.Book()
	if err != nil {
		return nil, err
	}
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	v = &victim{order: o, points: &points{killAt: o.KillAt, told: os.Stderr}, bookings: cast(o.Bookings), changed: make(chan struct{})}
	if o.Config.Place == "" {
		if v.hub, err = OpenHub(ctx, o.Config, book, log); err != nil {
			return nil, err
		}
		v.Node = v.hub.Node
		v.hub.Desk.Gallery = watchedGallery{v.hub.Desk.Gallery, v.points}
	} else {
		if v.jail, err = OpenAgency(ctx, o.Config, book, log); err != nil {
			return nil, err
		}
		v.Node = v.jail.Node
	}
	v.points.watch(v.Node)
	return v, nil
}

// control are the requests that the test makes of a node.
func (v *victim) control(stop func()) http.Handler {
	mux := http.NewServeMux()
	answer := func(path string, do func(*http.Request) (any, error)) {
		mux.HandleFunc("POST "+path, func(w http.ResponseWriter, r *http.Request) {
			said, err := do(r)
			if err != nil {
				http.Error(w, err.Error(), http.StatusConflict)
				return
			}
			if err := json.NewEncoder(w).Encode(said); err != nil {
				v.Log.Error("control", "error", err)
			}
		})
	}
	answer("/step", v.step)
	answer("/drain", func(r *http.Request) (any, error) {
		waiting, err := v.waiting(r.Context())
		if err != nil {
			return nil, err
		}
		return waiting, v.Drain(r.Context())
	})
	answer("/log", func(r *http.Request) (any, error) {
		c, err := v.CatchUp(r.Context(), time.Now())
		if err != nil {
			return nil, err
		}
		return c.Size, nil
	})
	answer("/done", func(r *http.Request) (any, error) { return v.done(r.Context()) })
	answer("/enrol", func(r *http.Request) (any, error) { return nil, v.enrol(r.Context()) })
	answer("/quiet", func(r *http.Request) (any, error) { return nil, v.quiet(r.Context()) })
	answer("/points", func(*http.Request) (any, error) { return v.points.all(), nil })
	answer("/stop", func(*http.Request) (any, error) { stop(); return nil, nil })
	return mux
}

// waiting is how many messages the peers have not acknowledged.
func (v *victim) waiting(ctx context.Context) (count int, err error) {
	err = v.Store.View(ctx, func(tx *store.Tx) error {
		for _, s := range []string{hubSide, jailSide} {
			all, err := tx.Outgoing(s, 1000)
			if err != nil {
				return err
			}
			count += len(all)
		}
		return nil
	})
	return count, err
}

// quiet waits until the peers have acknowledged everything.
func (v *victim) quiet(ctx context.Context) error {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if left, err := v.waiting(ctx); err != nil || left == 0 {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// step takes a step of a booking, once. Where the nodes run by themselves it waits until the step follows.
func (v *victim) step(r *http.Request) (any, error) {
	number, err := strconv.Atoi(r.FormValue("booking"))
	if err != nil {
		return nil, err
	}
	k, err := strconv.Atoi(r.FormValue("step"))
	if err != nil {
		return nil, err
	}
	b := &v.bookings[number]
	for enough := time.After(5 * time.Second); ; {
		changed := v.change()
		done, err := v.take(r.Context(), b, k)
		if done || !v.order.Running || !later(err) {
			return done, err
		}
		select {
		case <-enough:
			return false, nil
		case <-changed:
		}
	}
}

// later says that a step was not taken and will be: something has to happen before, or readers are in the way of a purge.
func later(err error) bool {
	_, notNow := errors.AsType[*desk.NotNow](err)
	return err == nil || notNow || errors.Is(err, store.ErrNone) || strings.Contains(err.Error(), "purge again when readers are done")
}

// take takes a step, if it was not taken before, and says whether it is on the record.
func (v *victim) take(ctx context.Context, b *booking, k int) (done bool, err error) {
	lines, id, err := v.lines(ctx, b)
	if err != nil || b.has(lines, k) {
		return err == nil, err
	}
	s := &b.steps[k]
	t := &turn{dir: v.order.Dir, hub: v.hub, jail: v.jail, b: b, who: s.who, id: id, at: b.at().Add(s.after)}
	if k == 0 {
		t.at = b.at()
	} else if id == "" {
		return false, store.ErrNone
	}
	if err := s.do(ctx, t); err != nil {
		return false, fmt.Errorf("booking %d, step %d, %s: %w", b.number, k, s.kind, err)
	}
	lines, _, err = v.lines(ctx, b)
	return err == nil && b.has(lines, k), err
}

// desk is the desk of this node, whichever it is.
func (v *victim) desk() *desk.Node {
	if v.hub != nil {
		return &v.hub.Desk.Node
	}
	return &v.jail.Desk.Node
}

// done says of each booking which of this node's steps are on the record. No clock may have been missed by then.
func (v *victim) done(ctx context.Context) (any, error) {
	if err := clocksAgree(ctx, v.Store); err != nil {
		return nil, err
	}
	all := make([][]bool, len(v.bookings))
	for i := range v.bookings {
		b := &v.bookings[i]
		lines, _, err := v.lines(ctx, b)
		if err != nil {
			return nil, err
		}
		for k := range b.steps {
			all[i] = append(all[i], b.steps[k].side == v.Config.Name && b.has(lines, k))
		}
	}
	return all, nil
}

// lines are what the record says of a booking here, and under which reference: "" where nothing has come of it yet.
func (v *victim) lines(ctx context.Context, b *booking) (lines []desk.Entry, id string, err error) {
	s, err := v.desk().Find(ctx, b.tcn(), ori)
	if errors.Is(err, store.ErrNone) {
		return nil, "", nil
	}
	if err != nil {
		return nil, "", err
	}
	r, err := v.desk().Record(ctx, s.ID)
	return r.Entries, s.ID, err
}

// has says whether step k was taken: as many lines like its own are there as there are steps like it up to it.
func (b *booking) has(lines []desk.Entry, k int) bool {
	want, there := 0, 0
	s := &b.steps[k]
	for i := range b.steps[:k+1] {
		if o := &b.steps[i]; o.side == s.side && o.kind == s.kind && o.own() == s.own() {
			want++
		}
	}
	for _, line := range lines {
		if line.Kind == s.kind && line.Actor.ID == s.own() {
			there++
		}
	}
	return there >= want
}

// change is closed at the next change here.
func (v *victim) change() <-chan struct{} {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.changed
}

func (v *victim) spreadHere(word <-chan struct{}) {
	for range word {
		v.mu.Lock()
		close(v.changed)
		v.changed = make(chan struct{})
		v.mu.Unlock()
	}
}
