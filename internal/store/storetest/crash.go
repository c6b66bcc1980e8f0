package storetest

import (
	"bufio"
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sallyport/internal/outside"
	"sallyport/internal/store"
)

// Crash is how an engine is killed.
type Crash struct {
	Place   func(t *testing.T) string // of an empty database, for Open
	Open    func(ctx context.Context, place string) (*store.Store, error)
	Restart func(t *testing.T) // stops the server as a crash would, and starts it; nil where there is none
}

// Test kills a process that writes, once at each point of a transaction and then at random moments, on the same database.
// Each time all that the process was told is kept is there, and of the transaction on its way all or nothing.
// SALLYPORT_KILLS sets how often. TestMain has to call Main.
func (c Crash) Test(t *testing.T) {
	kills := outside.Count(t, "SALLYPORT_KILLS", points+8)
	place, r := c.Place(t), rand.New(rand.NewPCG(1, 2))
	there := int64(0)
	for n := range kills {
		least, most := there, there
		switch {
		case n < points:
			c.run(t, place, n, 0, nil)
			if n >= committedPoint {
				least, most = there+1, there+1
			}
		case n%4 == 0: // as it starts, perhaps in the middle of creating its tables
			fresh := c.Place(t)
			c.run(t, fresh, never, 0, kill)
			c.check(t, fresh)
		case n%4 == 1 && c.Restart != nil:
			least = max(least, c.run(t, place, never, r.IntN(6), func(victim *os.Process) error {
				c.Restart(t)
				_ = victim.Kill() // it may have ended with the server
				return nil
			}))
			most = least + 1
		default:
			least = max(least, c.run(t, place, never, r.IntN(6), kill))
			most = least + 1
		}
		if there = c.check(t, place); there < least || there > most {
			t.Fatalf("kill %d: %d transactions are there, not %d to %d", n, there, least, most)
		}
	}
	t.Logf("killed %d times; %d transactions kept", kills, there)
}

func kill(victim *os.Process) error { return victim.Kill() }

// run starts a process that writes, lets it say lines times that a transaction is kept, and strikes; with no strike it
// kills itself, at a point. It returns the last transaction that was said to be kept, or 0.
func (c Crash) run(t *testing.T, place string, point, lines int, strike func(*os.Process) error) (last int64) {
	t.Helper()
	victim := exec.CommandContext(t.Context(), os.Args[0])
	victim.Env = append(os.Environ(), victimPlace+"="+place, victimPoint+"="+strconv.Itoa(point))
	var complaint strings.Builder
	victim.Stderr = &complaint
	out, err := victim.StdoutPipe()
	if err = errors.Join(err, victim.Start()); err != nil {
		t.Fatal(err)
	}
	said := bufio.NewScanner(out)
	for n := 0; strike == nil || n < lines; n++ {
		if !said.Scan() {
			break
		}
		last = number(t, said.Text())
	}
	if strike != nil {
		err = strike(victim.Process)
	}
	for said.Scan() { // what it said before it was struck
		last = number(t, said.Text())
	}
	_ = victim.Wait() // its status says that it was killed
	if err != nil || c.Restart == nil && complaint.Len() > 0 {
		t.Fatalf("the process was not killed: %v, %s", err, complaint.String())
	}
	return last
}

func number(t *testing.T, line string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(line, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// check returns how many transactions are there, and that they are the first ones, each whole.
func (c Crash) check(t *testing.T, place string) (there int64) {
	t.Helper()
	s, err := c.Open(t.Context(), place)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	write(t, s, func(tx *store.Tx) error { // waits until a server has noticed that the process is gone
		var err error
		there, err = tx.LastIncoming(peer)
		for n := int64(1); n <= there+1; n++ {
			found, errFound := present(tx, n)
			err = errors.Join(err, errFound)
			if whole := slices.Repeat([]bool{n <= there}, len(found)); !slices.Equal(found, whole) {
				t.Errorf("of transaction %d, of %d: %v", n, there, found)
			}
		}
		events, errEvents := tx.Events(0, int(there)+10)
		if len(events) != int(there) {
			t.Errorf("%d events of %d transactions", len(events), there)
		}
		return errors.Join(err, errEvents, gapless(t, tx, peer, int(there)))
	})
	return there
}
