package load

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"sallyport"
	"sallyport/casework"
	"sallyport/fingerprint"
	"sallyport/fingerprint/extraction"
	"sallyport/fingerprint/synth"
	"sallyport/internal/api"
	"sallyport/internal/cores"
	"sallyport/internal/gallery"
	"sallyport/internal/node"
	"sallyport/internal/outside"
	"sallyport/internal/search"
	"sallyport/internal/store"
	"sallyport/law/compile"
	"sallyport/law/packs"
)

const (
	jail  = "OHFRTRY01"
	token = "trial-machine-000001"
)

var clerk = sallyport.Actor{ID: "c. cole", Office: "identification service", Role: sallyport.Clerk}

// openNode opens a hub in a folder.
func openNode(t *testing.T, dir string) *node.Hub {
	t.Helper()
	book, err := compile.Load(packs.FS)
	must(t, err)
	c := node.Config{Dir: dir, Pages: "127.0.0.1:0", Listen: "127.0.0.1:0", API: "127.0.0.1:0", Agencies: []node.AgencyPeer{{Place: "us-oh/franklin", ORIs: []string{jail}}}}
	hub, err := node.OpenHub(t.Context(), c, book, slog.New(slog.DiscardHandler))
	must(t, err)
	return hub
}

// openHub opens a hub with its API at an address of this machine.
func openHub(t *testing.T, dir string) (*node.Hub, string) {
	t.Helper()
	hub := openNode(t, dir)
	t.Cleanup(func() { must(t, hub.Close()) })
	handler, err := api.Hub(hub.Desk, api.Config{Machines: []api.Machine{{Token: token, Place: "us-oh/franklin"}}})
	must(t, err)
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return hub, server.URL
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestAFullHub takes as many as it has room for, tells the others when to come again, and keeps every one that it has acknowledged.
func TestAFullHub(t *testing.T) {
	t.Parallel()
	hub, url := openHub(t, t.TempDir())
	hub.Desk.Backlog = 20
	r, err := Run(t.Context(), Config{Hub: url, Token: token, ORI: jail, Size: Small, Rate: 100, For: time.Second, Connections: 8})
	must(t, err)
	if r.Acknowledged != 20 || r.PushedBack < 1 || r.Errors > 0 {
		t.Errorf("%+v", r)
	}
	must(t, hub.Store.View(t.Context(), func(tx *store.Tx) error {
		waiting, err := tx.CountAt(casework.Received)
		if waiting != 20 {
			t.Errorf("%d are kept", waiting)
		}
		return err
	}))
}

// TestBookingToDesk books people who are in the gallery and says how long it takes until examiners can see each. SALLYPORT_PEOPLE is how many are enrolled,
// SALLYPORT_BOOKINGS how many are booked, and SALLYPORT_HUB the folder where the hub is kept for another run.
func TestBookingToDesk(t *testing.T) {
	t.Parallel()
	people, bookings := outside.Count(t, "SALLYPORT_PEOPLE", 20), outside.Count(t, "SALLYPORT_BOOKINGS", 2)
	dir := os.Getenv("SALLYPORT_HUB")
	if dir == "" {
		dir = filepath.Join(t.TempDir(), "hub")
	}
	settle(t, dir, people, bookings)
	hub, url := openHub(t, dir)
	must(t, hub.Desk.Follow(t.Context())) // nothing is left to do
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- hub.Run(ctx, http.NotFoundHandler()) }()
	defer func() { cancel(); must(t, <-ended) }()
	to := newPost(url, token, 1)
	took, missed := make([]time.Duration, bookings), 0
	for n := range bookings {
		c, err := newCard(shape{320, 400, 0.75}, jail, n)
		must(t, err)
		c.renumber(number(uint32(time.Now().Unix()), int64(n)))
		began := time.Now()
		id, again, err := to.send(ctx, c.data)
		if err != nil || again > 0 {
			t.Fatal(again, err)
		}
		state := searched(t, hub, id)
		took[n] = time.Since(began)
		if state.Stage != casework.Candidates {
			missed++
			t.Logf("person %d: %q, %q, and is in the gallery", n, state.Stage, state.Reason)
		}
	}
	if missed > bookings/20 { // what is asked here is how long it takes; an impression may be too spoilt
		t.Errorf("%d of %d were not found", missed, bookings)
	}
	slices.Sort(took)
	t.Logf("%d bookings, %d people: p50 %v ms, p99 %v ms, at most %v ms", bookings, people, share(took, 0.5), share(took, 0.99), share(took, 1))
}

// searched waits until a submission has been searched.
func searched(t *testing.T, hub *node.Hub, id string) (state casework.State) {
	t.Helper()
	for tick := time.NewTicker(time.Millisecond); ; <-tick.C {
		must(t, hub.Store.View(t.Context(), func(tx *store.Tx) error {
			s, err := tx.Submission(id)
			if err == nil {
				state = s.State
			}
			return err
		}))
		if state.Stage != casework.Received {
			return state
		}
	}
}

// settle enrols those who are not enrolled yet, and writes the search engine's file as the engine would, but many at a time. The first of them have prints that
// were taken of pictures, as those have who are booked; the others' are drawn, which is thousands of times faster.
func settle(t *testing.T, dir string, people, pictured int) {
	t.Helper()
	hub := openNode(t, dir)
	enrol(t, hub, people, pictured)
	var all []search.Enrolment
	must(t, hub.Store.View(t.Context(), func(tx *store.Tx) error {
		return tx.Enrolments(0, func(person string, number int64) error {
			all = append(all, search.Enrolment{Person: person, Number: number})
			return nil
		})
	}))
	must(t, hub.Close())
	w, err := gallery.OpenWriter(filepath.Join(dir, "gallery"))
	must(t, err)
	if w.Len() == 0 {
		for few := range slices.Chunk(all, 1000) {
			subjects := make([]gallery.Subject, len(few))
			must(t, cores.Each(len(few), func(i int) error {
				var n int
				if _, err := fmt.Sscanf(few[i].Person, "G-%d", &n); err != nil {
					return err
				}
				subjects[i].ID = fmt.Sprintf("%d@%s", few[i].Number, few[i].Person)
				templates, err := hands(n, n < pictured)
				copy(subjects[i].Prints[:], templates)
				return err
			}))
			must(t, w.Append(subjects...))
		}
	}
	must(t, w.Close())
}

func enrol(t *testing.T, hub *node.Hub, people, pictured int) {
	t.Helper()
	var done atomic.Int64
	var group errgroup.Group
	group.SetLimit(32) // they wait for the disk together
	began := time.Now()
	for n := range people {
		group.Go(func() error {
			reference := fmt.Sprintf("G-%06d", n)
			if there, err := hub.Desk.InGallery(t.Context(), reference); err != nil || there {
				return err
			}
			prints, err := hands(n, n < pictured)
			if err != nil {
				return err
			}
			if _, err := hub.Desk.Vault.Seal("gallery/"+reference, "nothing", nil); err != nil { // so that keys wait for the disk together, and no transaction for them
				return err
			}
			if all := done.Add(1); all%5000 == 0 {
				t.Logf("%d enrolled after %v", all, time.Since(began))
			}
			return hub.Desk.Enrol(t.Context(), clerk, reference, time.Now(), prints, "invented, to measure")
		})
	}
	must(t, group.Wait())
}

// hands are a person's prints, of pictures or drawn.
func hands(n int, pictured bool) ([]fingerprint.Template, error) {
	prints := make([]fingerprint.Template, 10)
	for i := range prints {
		finger := synth.NewPerson(1, n).Finger(i + 1)
		prints[i] = finger.Template(0)
		if pictured {
			var err error
			if prints[i], err = extraction.Template(finger.Impression(0), fingerprint.Resolution); err != nil {
				return nil, err
			}
		}
		prints[i].Finger = i + 1
	}
	return prints, nil
}
