package node

import (
	"testing"

	"sallyport/internal/outside"
)

// faults walks with a network that loses, cuts, delays, repeats and reorders one request in two. SALLYPORT_FAULTY_WALKS is how many walks there are.
func faults(t *testing.T, from *seed, u *undisturbed) {
	t.Parallel()
	var did [mishaps]int
	for draw := range outside.Count(t, "SALLYPORT_FAULTY_WALKS", 1) {
		p := newPair(t, from, 2, uint64(2*draw))
		p.start("", 0)
		p.walk()
		for what, count := range p.mishaps() {
			did[what] += count
		}
		p.end(u.kept, false)
	}
	for what, count := range did {
		if count == 0 {
			t.Errorf("mishap %d never happened", what)
		}
	}
	t.Logf("requests by mishap: %v", did)
}

// mishaps counts what the network did to requests, both ways.
func (p *pair) mishaps() (did [mishaps]int) {
	for _, n := range p.networks {
		n.mu.Lock()
		for what, count := range n.did {
			did[what] += count
		}
		n.mu.Unlock()
	}
	return did
}
