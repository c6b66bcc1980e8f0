package node

import (
	"errors"
	"math/rand/v2"
	"net/url"
	"strconv"
	"sync"
	"testing"
	"time"

	"sallyport/internal/outside"
)

// killedUnderLoad walks all bookings at once through nodes whose links and logs run by themselves, with a network that fails now and then, and kills either side at
// random moments, some as it starts. SALLYPORT_NODE_KILLS is how many kills there are at least.
func killedUnderLoad(t *testing.T, from *seed, u *undisturbed, usual int) {
	t.Parallel()
	least := outside.Count(t, "SALLYPORT_NODE_KILLS", usual)
	kills, walks := 0, 0
	for ; kills < least; walks++ {
		l := newLoad(t, from, uint64(walks), least-kills)
		l.walk()
		l.end(u.kept, true)
		kills += l.kills
		t.Logf("walk %d: %d kills; requests by mishap: %v", walks+1, l.kills, l.mishaps())
	}
	t.Logf("%d bookings each in %d walks, killed %d times", from.bookings, walks, kills)
}

// load is a pair that many people use at once.
type load struct {
	*pair
	mu   sync.Mutex // guards what follows, and the pair
	draw *rand.Rand
	left int // how many kills there are to be
	next int // after how many more steps is the next
}

func newLoad(t *testing.T, from *seed, draw uint64, kills int) *load {
	l := &load{pair: newPair(t, from, 3, draw), draw: rand.New(rand.NewPCG(draw, 50)), left: kills}
	for _, o := range l.orders {
		o.Running = true
	}
	l.next = 1 + l.draw.IntN(12)
	l.again = func(side string) int { l.stillborn(side); return 0 }
	l.start("", 0)
	return l
}

// walk takes all bookings to their end, each as fast as it goes, and waits until all is told.
func (l *load) walk() {
	var all sync.WaitGroup
	for i := range l.bookings {
		all.Go(func() {
			for k := range l.bookings[i].steps {
				if !l.step(i, k) {
					return
				}
			}
		})
	}
	all.Wait()
	if l.t.Failed() {
		l.t.FailNow()
	}
	for _, n := range l.networks {
		n.heal()
	}
	l.revive()
	for _, side := range sides {
		if err := l.nodes[side].ask("/quiet", nil, nil); err != nil {
			l.t.Fatalf("%s: messages do not arrive: %v\n%s", side, err, l.nodes[side].log())
		}
	}
}

// step has a side take a step, however often it is killed meanwhile.
func (l *load) step(i, k int) bool {
	s := &l.bookings[i].steps[k]
	values := url.Values{"booking": {strconv.Itoa(i)}, "step": {strconv.Itoa(k)}}
	for began := time.Now(); time.Since(began) < 2*patience; {
		var done bool
		node, err := l.node(s.side)
		if err != nil {
			l.t.Error(err)
			return false
		}
		err = node.ask("/step", values, &done)
		if _, answered := errors.AsType[*refused](err); answered {
			l.t.Errorf("booking %d, %s: %v\n%s", i+1, s.kind, err, node.log())
			return false
		}
		if err == nil && done {
			l.did(i, k)
			return true
		}
		if l.t.Failed() {
			return false
		}
		if time.Since(began) > patience/4 { // a network that lost every try so far has the senders wait up to a minute for the next
			for _, n := range l.networks {
				n.heal()
			}
		}
	}
	l.t.Errorf("booking %d, %s: not done in %s", i+1, s.kind, 2*patience)
	return false
}

// node is the process that a side has now. One that was killed is started again first.
func (l *load) node(side string) (*process, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, err := l.reviveAll()
	return l.nodes[side], err
}

// stillborn starts a side as often as the dice say, and kills it as it starts.
func (l *load) stillborn(side string) {
	for l.left > 0 && l.draw.IntN(3) == 0 {
		p, err := launch(l.orders[side])
		if err != nil {
			l.t.Error(side, err)
			return
		}
		select {
		case <-p.ready:
		case <-time.After(time.Duration(l.draw.IntN(100)) * time.Millisecond):
		}
		p.kill()
		l.left--
		l.kills++
	}
}

// did notes that a step is acknowledged, and kills a side where it is time to: whatever else both do meanwhile is cut off.
func (l *load) did(i, k int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.acked[i][k] = true
	if l.next--; l.next > 0 || l.left == 0 {
		return
	}
	l.left--
	l.next = 1 + l.draw.IntN(12)
	side := sides[l.draw.IntN(len(sides))]
	l.nodes[side].kill()
}
