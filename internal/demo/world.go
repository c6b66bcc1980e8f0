package demo

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"sallyport/fingerprint"
	"sallyport/fingerprint/extraction"
	"sallyport/fingerprint/synth"
	"sallyport/internal/node"
	"sallyport/internal/store"
	"sallyport/itl/ebts"
	"sallyport/law"
)

// Impressions of one finger: what the gallery has of it, and what the booking takes.
const enrolled, booked = 0, 1

// founded is when the gallery was enrolled, before the first booking.
var founded = time.Date(2015, time.July, 1, 12, 0, 0, 0, time.UTC)

// strangerNumber is a person whom no gallery of the demonstration reaches.
const strangerNumber = 1 << 20

// World is a hub and its jails, each a node of its own, and links between them over loopback.
type World struct {
	People   int    // in the gallery
	Seed     uint64 // of the invented people's fingers
	Progress func(done, all int, what string)

	trial *node.Trial
	hub   *node.Hub
	jails map[string]*node.Agency // by place
	stop  func() error
}

// OpenWorld opens or creates the world kept in folder dir.
func OpenWorld(ctx context.Context, dir string, book *law.Book) (*World, error) {
	var list []node.Jail
	for _, j := range jails {
		list = append(list, node.Jail{Place: j.place, ORI: j.ori})
	}
	trial, err := node.OpenTrial(ctx, dir, list, book, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- trial.ServeLinks(ctx) }()
	w := &World{Progress: func(int, int, string) {}, trial: trial, hub: trial.Hub, jails: map[string]*node.Agency{}}
	w.stop = func() error { cancel(); return <-ended }
	for _, a := range trial.Agencies {
		w.jails[a.Config.Place] = a
	}
	return w, nil
}

// Close ends the links and closes every node.
func (w *World) Close() error { return errors.Join(w.stop(), w.trial.Close()) }

// person is somebody of the world, by number: reference in the gallery, and booking, where there is one.
type person struct {
	number    int
	reference string // "" for the stranger
	booking   *booking
	tcn       string
}

// people are everybody whose prints have to be made: the gallery, and the stranger.
func (w *World) people() []person {
	var all []person
	at := 0
	for i := range bookings {
		b := &bookings[i]
		p := person{number: strangerNumber, booking: b, tcn: fmt.Sprintf("TRIAL-2015-%06d", i+1)}
		if !b.stranger {
			if at >= w.People {
				continue
			}
			p.number = at
			at++
			p.reference = reference(p.number)
		}
		all = append(all, p)
	}
	for i := range waiting {
		if at < w.People {
			all = append(all, person{number: at, reference: reference(at), booking: &waiting[i], tcn: fmt.Sprintf("TRIAL-2016-%06d", i+1)})
			at++
		}
	}
	for ; at < w.People; at++ {
		all = append(all, person{number: at, reference: reference(at)})
	}
	return all
}

// told says whether the person's booking is one of the story's.
func (p *person) told() bool { return p.booking != nil && p.booking.leave == "" }

// left says whether it is one of those that wait for visitors.
func (p *person) left() bool { return p.booking != nil && p.booking.leave != "" }

func reference(number int) string { return fmt.Sprintf("G-%06d", number+1) }

// fileName is what the booking's transaction is called in the jail's folder.
func (p *person) fileName() string { return p.tcn + ".eft" }

// Settle grows whatever prints are not there yet: it enrols the gallery and has the jails write the transactions of the story.
func (w *World) Settle(ctx context.Context) error {
	people := w.people()
	for i := range people {
		if people[i].left() {
			people[i].booking = nil // nobody has been booked yet
		}
	}
	return w.settleAll(ctx, people)
}

func (w *World) settleAll(ctx context.Context, people []person) error {
	work, results := make(chan *person), make(chan error)
	var workers sync.WaitGroup
	for range runtime.NumCPU() {
		workers.Go(func() {
			for p := range work {
				results <- w.settle(ctx, p)
			}
		})
	}
	go func() {
		defer close(results)
		for i := range people {
			work <- &people[i]
		}
		close(work)
		workers.Wait()
	}()
	var failed error
	done := 0
	for err := range results {
		done++
		failed = errors.Join(failed, err)
		w.Progress(done, len(people), "prints grown")
	}
	return failed
}

func (w *World) settle(ctx context.Context, p *person) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	missing, err := w.unenrolled(ctx, p)
	if err != nil {
		return err
	}
	unsent, err := w.unsent(ctx, p)
	if err != nil {
		return err
	}
	var fingers [10]*synth.Finger
	for i := range fingers {
		fingers[i] = synth.NewPerson(w.Seed, p.number).Finger(i + 1)
	}
	if missing {
		err = w.enrol(ctx, p, fingers)
	}
	if unsent && err == nil {
		err = w.send(p, fingers)
	}
	return err
}

func (w *World) unenrolled(ctx context.Context, p *person) (missing bool, err error) {
	if p.reference == "" {
		return false, nil
	}
	known, err := w.hub.Desk.InGallery(ctx, p.reference)
	return !known, err
}

// unsent says whether the jail still has to send the transaction: it is neither in the folder nor accepted.
func (w *World) unsent(ctx context.Context, p *person) (bool, error) {
	if p.booking == nil {
		return false, nil
	}
	jail := w.jails[p.booking.jail.place]
	_, err := os.Stat(filepath.Join(jail.Config.Folder, p.fileName()))
	if !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	_, err = jail.Desk.Find(ctx, p.tcn, p.booking.jail.ori)
	if errors.Is(err, store.ErrNone) {
		return true, nil
	}
	return false, err
}

func (w *World) enrol(ctx context.Context, p *person, fingers [10]*synth.Finger) error {
	templates, images := make([]fingerprint.Template, len(fingers)), make([]ebts.Print, len(fingers))
	for i, f := range fingers {
		print := f.Impression(enrolled)
		t, err := extraction.Template(print, fingerprint.Resolution)
		if err != nil {
			return err
		}
		t.Finger = i + 1
		templates[i] = t
		if images[i], err = ebts.NewPrint(i+1, true, print); err != nil {
			return err
		}
	}
	return w.hub.Desk.Enrol(ctx, clerk, p.reference, founded, templates, "invented for the demonstration", images...)
}

// send writes the transaction to a temporary name and renames it: the watched folder never shows half a file.
func (w *World) send(p *person, fingers [10]*synth.Finger) error {
	var prints [10]*image.Gray
	for i, f := range fingers {
		prints[i] = f.Impression(booked)
	}
	data, err := car(p.booking, p.tcn, prints)
	if err != nil {
		return err
	}
	path := filepath.Join(w.jails[p.booking.jail.place].Config.Folder, p.fileName())
	if err := os.WriteFile(path+".tmp", data, 0o644); err != nil {
		return err
	}
	return os.Rename(path+".tmp", path)
}

func quoteTime(at time.Time) string { return `"` + at.Format(time.RFC3339) + `"` }
