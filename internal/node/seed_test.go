package node

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"image"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"sallyport/fingerprint"
	"sallyport/fingerprint/extraction"
	"sallyport/fingerprint/synth"
	"sallyport/internal/link"
	"sallyport/internal/outside/postgrestest"
	"sallyport/itl/ebts"
)

// finger is the one that is booked; the others are noted as missing, since nine more prints would test nothing else.
const finger = 2

// seed is two nodes' folders before anybody is booked: keys, a gallery of two people, and the transactions of so many bookings. Pairs are copies of it.
type seed struct {
	dir        string
	bookings   int
	identities map[string]*link.Identity
	server     *postgrestest.Server // that the hub's database is on; nil for SQLite
	template   string               // URL of the database that the hub's are copies of
	copies     atomic.Int64
}

func newSeed(t *testing.T, bookings int, server *postgrestest.Server) *seed {
	t.Helper()
	s := &seed{dir: t.TempDir(), bookings: bookings, identities: map[string]*link.Identity{}, server: server}
	for _, side := range sides {
		identity, err := Identity(filepath.Join(s.dir, side), side)
		if err != nil {
			t.Fatal(err)
		}
		s.identities[side] = identity
	}
	hub, jail := &order{Config: configOf(hubSide, s.dir, nil)}, &order{Config: configOf(jailSide, s.dir, nil)}
	if server != nil {
		s.template = server.Database(t)
		hub.Config.Database = s.template
	}
	if err := errors.Join(once(hub, "/enrol"), once(jail, "/done"), s.arrive()); err != nil {
		t.Fatal(err)
	}
	return s
}

// once starts a node, asks one thing of it and ends it.
func once(o *order, path string) error {
	p, err := start(o)
	if err != nil {
		return err
	}
	defer p.kill()
	if err := errors.Join(p.ask(path, nil, nil), p.ask("/stop", nil, nil)); err != nil {
		return fmt.Errorf("%w\n%s", err, p.log())
	}
	<-p.gone
	return nil
}

// copyTo copies the folders, each file with who may read it.
func (s *seed) copyTo(dir string) error {
	if err := os.CopyFS(dir, os.DirFS(s.dir)); err != nil {
		return err
	}
	return fs.WalkDir(os.DirFS(s.dir), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		return os.Chmod(filepath.Join(dir, path), info.Mode().Perm())
	})
}

// configOf is a side's, in its folder of dir.
func configOf(side, dir string, peer *Peer) Config {
	c := Config{Name: side, Dir: filepath.Join(dir, side), Log: Log{Slot: 1, Width: 8}}
	if side == hubSide {
		c.Agencies = []AgencyPeer{{Place: place, ORIs: []string{ori}, Peer: peer}}
	} else {
		c.Place, c.Hub = place, peer
	}
	return c
}

// arrive puts the transactions where the test's people take them, and into the jail's folder, where the purge has to find them.
func (s *seed) arrive() error {
	for _, b := range cast(s.bookings) {
		data, err := transaction(&b)
		if err != nil {
			return err
		}
		inbox := filepath.Join(s.dir, jailSide, "inbox", b.file())
		if err := errors.Join(os.WriteFile(filepath.Join(s.dir, b.file()), data, 0o600), os.WriteFile(inbox, data, 0o600)); err != nil {
			return err
		}
	}
	return nil
}

// enrol enters the gallery.
func (v *victim) enrol(ctx context.Context) error {
	for number := range 2 {
		template, err := extraction.Template(prints[number](), fingerprint.Resolution)
		if err != nil {
			return err
		}
		template.Finger = finger
		if err := v.hub.Desk.Enrol(ctx, clerk, fmt.Sprint("G-", number+1), founded, []fingerprint.Template{template}, "an order, invented"); err != nil {
			return err
		}
	}
	return nil
}

// founded is when the gallery was enrolled.
var founded = time.Date(2015, 7, 1, 12, 0, 0, 0, time.UTC)

// prints are one finger of three people: the first is in the gallery as G-1 and is booked, the second is in it as G-2, the third is the stranger.
var prints = []func() *image.Gray{grown(0), grown(1), grown(2)}

func grown(number int) func() *image.Gray {
	return sync.OnceValue(func() *image.Gray { return synth.NewPerson(1, number).Finger(finger).Impression(0) })
}

// transaction is the booking of the finger that is in the gallery, or of the stranger's.
func transaction(b *booking) ([]byte, error) {
	number := 0
	if b.stranger() {
		number = 2
	}
	one, err := ebts.NewPrint(finger, true, prints[number]())
	if err != nil {
		return nil, err
	}
	at := b.at()
	c := ebts.CAR{
		Control: ebts.Control{TCN: b.tcn(), DAI: "WVHUBTRY1", ORI: ori, Date: at, Priority: 4},
		Retain:  true, CRI: []string{ori}, Arrest: at, Charges: []ebts.Charge{{Date: at, Offense: "PENAL CODE 484"}}, Prints: []ebts.Print{one},
		Person: ebts.Person{Name: "BODY,NO", Birth: []string{"19900101"}, POB: "XX", Sex: "X", Race: "U", HGT: "000", WGT: "000", Eyes: "XXX", Hair: "XXX"},
	}
	for other := 1; other <= 10; other++ {
		if other != finger {
			c.Missing = append(c.Missing, ebts.Missing{Finger: other, Reason: "XX"})
		}
	}
	made, err := c.Transaction()
	if err != nil {
		return nil, err
	}
	return made.Append(nil), nil
}

// database is a copy of the seed's on the server.
func (s *seed) database(t *testing.T) string {
	t.Helper()
	db, err := sql.Open("pgx", s.server.Database(t)) // any other than the template, which nobody may be connected to
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	config, err := pgx.ParseConfig(s.template)
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("copy%d", s.copies.Add(1))
	if _, err := db.ExecContext(t.Context(), "CREATE DATABASE "+name+" TEMPLATE "+config.Database); err != nil {
		t.Fatal(err)
	}
	return strings.Replace(s.template, "/"+config.Database+"?", "/"+name+"?", 1)
}
