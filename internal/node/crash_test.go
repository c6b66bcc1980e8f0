package node

import (
	"fmt"
	"math/rand/v2"
	"os"
	"sync/atomic"
	"testing"

	"sallyport/internal/outside"
	"sallyport/internal/outside/postgrestest"
)

// undisturbed is a walk in which nothing happens: what each side keeps, and the points that it passes.
type undisturbed struct {
	kept   map[string]*kept
	points map[string][]string
}

func walkUndisturbed(t *testing.T, from *seed) *undisturbed {
	t.Helper()
	p := newPair(t, from, 0, 0)
	p.start("", 0)
	p.walk()
	u := &undisturbed{points: map[string][]string{}}
	for _, side := range sides {
		var points []string
		if err := p.nodes[side].ask("/points", nil, &points); err != nil {
			t.Fatal(err)
		}
		u.points[side] = points
	}
	u.kept = p.end(nil, false)
	return u
}

// crashPoint is a point of a side's in the undisturbed walk.
type crashPoint struct {
	side string
	at   int
	what string
}

func (u *undisturbed) all() (all []crashPoint) {
	for _, side := range sides {
		for i, what := range u.points[side] {
			all = append(all, crashPoint{side, i + 1, what})
		}
	}
	return all
}

// TestTwoNodes walks every kind of booking through a hub and a jail, over loopback with TLS, in processes that are killed, and with a network that fails. All that
// either had acknowledged is there whenever it is started again, and in the end both have what they have when nothing happens, and the same of each other.
func TestTwoNodes(t *testing.T) { twoNodes(t, nil, 12, 3) }

// TestTwoNodesOnPostgreSQL is the same with the hub's database on a server, which lives on when the hub is killed.
func TestTwoNodesOnPostgreSQL(t *testing.T) { twoNodes(t, postgrestest.Start(t), 3, 2) }

func twoNodes(t *testing.T, server *postgrestest.Server, points, kills int) {
	t.Parallel()
	from := newSeed(t, len(ways), server)
	u := walkUndisturbed(t, from)
	t.Run("killed at a point", func(t *testing.T) { killedAtPoints(t, from, u, points) })
	t.Run("killed under load", func(t *testing.T) { killedUnderLoad(t, from, u, kills) })
	t.Run("with a network that fails", func(t *testing.T) { faults(t, from, u) })
}

// killedAtPoints kills a side at points of the walk, each time in a walk of its own; every other time it is killed once more soon after. SALLYPORT_CRASH_POINTS
// is how many points are tried, or all.
func killedAtPoints(t *testing.T, from *seed, u *undisturbed, usual int) {
	all := u.all()
	count := len(all)
	if os.Getenv(crashPoints) != "all" {
		count = min(outside.Count(t, crashPoints, usual), len(all))
	}
	var kills atomic.Int64
	t.Run("", func(t *testing.T) {
		for i := range count {
			c := all[(2*i+1)*len(all)/(2*count)] // the middle of each of so many parts
			t.Run(fmt.Sprintf("%s, %d, %s", c.side, c.at, c.what), func(t *testing.T) {
				t.Parallel()
				kills.Add(int64(crashAt(t, from, u, c)))
			})
		}
	})
	t.Logf("%d points at the jail, %d at the hub; %d tried with %d kills", len(u.points[jailSide]), len(u.points[hubSide]), count, kills.Load())
}

const crashPoints = "SALLYPORT_CRASH_POINTS"

// crashAt walks with a kill at a point, and says how many there were.
func crashAt(t *testing.T, from *seed, u *undisturbed, c crashPoint) int {
	p := newPair(t, from, 0, 0)
	draw := rand.New(rand.NewPCG(uint64(c.at), 3))
	once := c.at/2%2 == 0 // points before and points after take turns
	p.again = func(string) int {
		if once {
			return 0
		}
		once = true
		return 1 + draw.IntN(6)
	}
	p.start(c.side, c.at)
	p.walk()
	p.end(u.kept, false)
	if want := fmt.Sprintln(struck, c.at, c.what); len(p.struck) == 0 || p.struck[0]+"\n" != want {
		t.Errorf("%q, not %q", p.struck, want)
	}
	return p.kills
}
