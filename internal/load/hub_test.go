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

	"sallyport"
	"sallyport/casework"
	"sallyport/fingerprint"
	"sallyport/fingerprint/extraction"
	"sallyport/fingerprint/synth"
	"sallyport/internal/api"
	"sallyport/internal/cores"
	"sallyport/internal/node"
	"sallyport/internal/outside"
	"sallyport/internal/store"
	"sallyport/law/compile"
	"sallyport/law/packs"
)

const (
	jail  = "OHFRTRY01"
	token = "trial-machine-000001"
)

var clerk = sallyport.Actor{ID: "c. cole", Office: "identification service", Role: sallyport.Clerk}

// openHub opens a hub in a folder, with its API at an address of this machine.
func openHub(t *testing.T, dir string) (*node.Hub, string) {
	t.Helper()
	book, err := compile.Load(packs.FS)
	must(t, err)
	c := node.Config{Dir: dir, Pages: "127.0.0.1:0", Listen: "127.0.0.1:0", API: "127.0.0.1:0", Agencies: []node.AgencyPeer{{Place: "us-oh/franklin", ORIs: []string{jail}}}}
	hub, err := node.OpenHub(t.Context(), c, book, slog.New(slog.DiscardHandler))
	must(t, err)
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
	hub, url := openHub(t, dir)
	settle(t, hub, people, bookings)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- hub.Run(ctx, http.NotFoundHandler()) }()
	defer func() { cancel(); must(t, <-ended) }()
	to := newPost(url, token, 1)
	took := make([]time.Duration, bookings)
	for n := range bookings {
		c, err := newCard(shape{320, 400, 0.75}, jail, n)
		must(t, err)
		c.renumber(number(uint32(time.Now().Unix()), int64(n)))
		began := time.Now()
		id, again, err := to.send(ctx, c.data)
		if err != nil || again > 0 {
			t.Fatal(again, err)
		}
		if stage := searched(t, hub, id); stage != casework.Candidates {
			t.Errorf("person %d: %q, and is in the gallery", n, stage)
		}
		took[n] = time.Since(began)
	}
	slices.Sort(took)
	t.Logf("%d bookings, %d people: p50 %v, p99 %v, at most %v", bookings, people, took[bookings/2], took[(bookings-1)*99/100], took[bookings-1])
}

// searched waits until a submission has been searched.
func searched(t *testing.T, hub *node.Hub, id string) casework.Stage {
	t.Helper()
	for tick := time.NewTicker(time.Millisecond); ; <-tick.C {
		stage, err := hub.Desk.Stage(t.Context(), id)
		must(t, err)
		if stage != casework.Received {
			return stage
		}
	}
}

// settle enrols those who are not enrolled yet, and has the search engine follow. The first of them have prints that were taken of pictures, as those have who are
// booked; the others' are drawn, which is thousands of times faster.
func settle(t *testing.T, hub *node.Hub, people, pictured int) {
	t.Helper()
	var done atomic.Int64
	began := time.Now()
	must(t, cores.Each(people, func(n int) error {
		reference := fmt.Sprintf("G-%06d", n)
		if there, err := hub.Desk.InGallery(t.Context(), reference); err != nil || there {
			return err
		}
		prints := make([]fingerprint.Template, 10)
		for i := range prints {
			finger := synth.NewPerson(1, n).Finger(i + 1)
			prints[i] = finger.Template(0)
			if n < pictured {
				var err error
				if prints[i], err = extraction.Template(finger.Impression(0), fingerprint.Resolution); err != nil {
					return err
				}
			}
			prints[i].Finger = i + 1
		}
		if all := done.Add(1); all%5000 == 0 {
			t.Logf("%d enrolled after %v", all, time.Since(began))
		}
		return hub.Desk.Enrol(t.Context(), clerk, reference, time.Now(), prints, "invented, to measure")
	}))
	began = time.Now()
	must(t, hub.Desk.Follow(t.Context()))
	t.Logf("the engine has followed after %v", time.Since(began))
}
