package node

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"testing"
	"time"
)

// pair is a hub and a jail, each in a process of its own, with the network between them.
type pair struct {
	t        *testing.T
	dir      string
	bookings []booking
	orders   map[string]*order
	networks map[string]*network // by where they lead
	nodes    map[string]*process
	acked    [][]bool // the steps that a node has said are done
	kills    int
	struck   []string              // where processes killed themselves, in order
	again    func(side string) int // at which point the next process of a side is killed, 0 for none; nil for never
}

// sides are the two, in the order in which they are asked.
var sides = []string{jailSide, hubSide}

// other is who a side speaks to.
func other(side string) string {
	if side == hubSide {
		return jailSide
	}
	return hubSide
}

// newPair makes both nodes' folders as the seed's are, and the network between them, where one request of so many has a mishap; 0 for none.
func newPair(t *testing.T, from *seed, often int, draw uint64) *pair {
	t.Helper()
	p := &pair{t: t, dir: t.TempDir(), bookings: cast(from.bookings), orders: map[string]*order{}, networks: map[string]*network{}, nodes: map[string]*process{}}
	if err := from.copyTo(p.dir); err != nil {
		t.Fatal(err)
	}
	peers := map[string]*Peer{}
	for i, side := range sides {
		n := newNetwork(t, from.identities[other(side)], from.identities[side], often, draw+uint64(i))
		p.networks[side] = n
		peers[side] = &Peer{Name: side, URL: "https://" + n.listener.Addr().String(),
			Certificates: []string{from.identities[side].Pin().String()}, Keys: []string{from.identities[side].PublicKey().String()}}
	}
	for _, side := range sides {
		c := configOf(side, p.dir, peers[other(side)])
		if side == hubSide && from.server != nil {
			c.Database = from.database(t)
		}
		p.orders[side] = &order{Config: c, Dir: p.dir, Bookings: from.bookings}
	}
	p.acked = make([][]bool, from.bookings)
	for i := range p.bookings {
		p.acked[i] = make([]bool, len(p.bookings[i].steps))
	}
	t.Cleanup(func() {
		for _, n := range p.nodes {
			n.kill()
		}
	})
	return p
}

// start starts both sides, the given one to kill itself at a point.
func (p *pair) start(side string, killAt int) {
	p.t.Helper()
	for _, one := range sides {
		at := 0
		if one == side {
			at = killAt
		}
		if err := p.run(one, at); err != nil {
			p.t.Fatal(one, err)
		}
	}
}

// run starts a side. killAt is the point at which it will kill itself, or 0.
func (p *pair) run(side string, killAt int) (err error) {
	o := *p.orders[side]
	o.KillAt = killAt
	if p.nodes[side], err = start(&o); err == nil {
		p.networks[side].lead(p.nodes[side].links)
	}
	return err
}

// revive starts again whatever has ended, and says whether anything had. All that was acknowledged has to be there.
func (p *pair) revive() (any bool) {
	p.t.Helper()
	any, err := p.reviveAll()
	if err != nil {
		p.t.Fatal(err)
	}
	return any
}

func (p *pair) reviveAll() (any bool, err error) {
	for _, side := range sides {
		node := p.nodes[side]
		if !node.ended() {
			continue
		}
		any = true
		p.kills++
		p.networks[side].lead("")
		wrong, struck := node.wrong()
		if struck != "" {
			p.struck = append(p.struck, struck)
		}
		if len(wrong) > 0 {
			return any, fmt.Errorf("%s did not end by the kill alone:\n%s", side, node.log())
		}
		killAt := 0
		if p.again != nil {
			killAt = p.again(side)
		}
		if err := p.run(side, killAt); err != nil {
			return any, fmt.Errorf("%s, killed before: %w", side, err)
		}
		if err := p.remembers(side); err != nil {
			return any, fmt.Errorf("%s, after a kill: %w\n%s%s", side, err, node.log(), p.nodes[side].log())
		}
	}
	return any, nil
}

// remembers checks that a side that was started again has everything on its record that it has said is done.
func (p *pair) remembers(side string) error {
	var done [][]bool
	err := p.nodes[side].ask("/done", nil, &done)
	if _, answered := errors.AsType[*refused](err); err != nil && !answered {
		return nil // it was killed once more; the next one is asked
	}
	if err != nil {
		return err
	}
	for i := range p.bookings {
		for k, s := range p.bookings[i].steps {
			if s.side == side && p.acked[i][k] && !done[i][k] {
				return fmt.Errorf("lost: %q of booking %d", s.kind, i+1)
			}
		}
	}
	return nil
}

// take has a side take a step of a booking, through kills and restarts.
func (p *pair) take(i, k int) {
	p.t.Helper()
	side := p.bookings[i].steps[k].side
	values := url.Values{"booking": {strconv.Itoa(i)}, "step": {strconv.Itoa(k)}}
	for began := time.Now(); time.Since(began) < patience; {
		node := p.nodes[side]
		var done bool
		err := node.ask("/step", values, &done)
		if err == nil && done {
			p.acked[i][k] = true
			return
		}
		if no, answered := errors.AsType[*refused](err); answered || err == nil {
			p.t.Fatalf("booking %d, %s: not done: %v\n%s", i+1, p.bookings[i].steps[k].kind, no, node.log())
		}
		<-node.gone
		p.revive()
	}
	p.t.Fatalf("booking %d, %s: not done in %s", i+1, p.bookings[i].steps[k].kind, patience)
}

// deliver has both sides send what waits, through kills, restarts and mishaps, until nothing does.
func (p *pair) deliver() {
	p.t.Helper()
	for began := time.Now(); time.Since(began) < patience; {
		quiet := true
		for _, side := range sides {
			sent := 0
			if err := p.nodes[side].ask("/drain", nil, &sent); err != nil || sent > 0 {
				quiet = false
			}
		}
		if !p.revive() && quiet {
			return
		}
	}
	p.t.Fatalf("messages do not arrive in %s\n%s\n%s", patience, p.nodes[hubSide].log(), p.nodes[jailSide].log())
}

// logEvery is after how many rounds of a walk both logs are brought level.
const logEvery = 5

// walk takes every booking to its end, one step of each in turn.
func (p *pair) walk() {
	p.t.Helper()
	for k, left := 0, true; left; k++ {
		left = false
		for i := range p.bookings {
			if k < len(p.bookings[i].steps) {
				left = true
				p.take(i, k)
				p.deliver()
			}
		}
		if k%logEvery == logEvery-1 || !left {
			p.log(jailSide)
			p.log(hubSide)
		}
	}
}

// log brings a side's log level with its record, through kills and restarts.
func (p *pair) log(side string) {
	p.t.Helper()
	for began := time.Now(); time.Since(began) < patience; {
		node := p.nodes[side]
		err := node.ask("/log", nil, nil)
		if err == nil {
			return
		}
		if _, answered := errors.AsType[*refused](err); answered {
			p.t.Fatalf("%s: the log: %v\n%s", side, err, node.log())
		}
		<-node.gone
		p.revive()
	}
	p.t.Fatalf("%s: the log is not level in %s", side, patience)
}

// level starts sides whose logs kept themselves once more, and brings those level.
func (p *pair) level() {
	p.t.Helper()
	if !p.orders[hubSide].Running {
		return
	}
	for _, side := range sides {
		p.orders[side].Running = false
	}
	p.again = nil
	p.start("", 0)
	for _, side := range sides {
		p.log(side)
	}
	p.stop()
}

// stop ends both sides in good order. Nobody's attention may have been asked for.
func (p *pair) stop() {
	p.t.Helper()
	for _, side := range sides {
		node := p.nodes[side]
		if err := node.ask("/stop", nil, nil); err != nil {
			p.t.Error(side, err)
		}
		<-node.gone
		if wrong, _ := node.wrong(); len(wrong) > 0 {
			p.t.Errorf("%s", node.log())
		}
	}
}
