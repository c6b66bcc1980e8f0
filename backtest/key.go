package backtest

import (
	"strings"
	"sync"

	"sallyport"
	"sallyport/law"
	"sallyport/law/tree"
)

// key tells rows apart that different texts meet: the packs of the place and which of their texts, on the days of the
// request and of release; the federal text of each regime; the action, the kind of custodian and whether the agency's
// policy forbids. Rows of one key are judged by the same conditions.
type key struct {
	place    *law.Locality
	federal  int32 // in registry.federals
	received int16 // which stretch of the place's days
	eligible int16 // likewise; -1 where the day is not known
	kind     int8
	action   int8
	forbids  bool
}

// registry numbers the places and the federal texts that rows meet. It is shared by the workers, each of which remembers what
// it has asked.
type registry struct {
	book    *law.Book
	regimes []*Regime

	mu       sync.Mutex
	versions map[*law.Version]int32
	federals map[string]int32 // by the numbers of the versions
}

func newRegistry(book *law.Book, regimes []*Regime) *registry {
	return &registry{book: book, regimes: regimes, versions: map[*law.Version]int32{}, federals: map[string]int32{}}
}

// federal numbers the federal texts, one for each regime, of a day.
func (r *registry) federal(day int64) int32 {
	r.mu.Lock()
	defer r.mu.Unlock()
	var name strings.Builder
	for _, regime := range r.regimes {
		v := regime.book.Programme(regime.program, day)
		n, ok := r.versions[v]
		if !ok {
			n = int32(len(r.versions))
			r.versions[v] = n
		}
		name.WriteRune(n)
	}
	number, ok := r.federals[name.String()]
	if !ok {
		number = int32(len(r.federals))
		r.federals[name.String()] = number
	}
	return number
}

// keys finds the keys of rows: the memory of one worker.
type keys struct {
	*registry
	agencies map[string]*law.Locality
	days     map[int64]int32
}

func newKeys(r *registry) *keys {
	return &keys{registry: r, agencies: map[string]*law.Locality{}, days: map[int64]int32{}}
}

// remembered bounds what a worker remembers of a file in which every row names another place.
const remembered = 1 << 16

func (k *keys) of(c *sallyport.Case) key {
	place := k.agencies[c.Agency]
	if place == nil {
		if len(k.agencies) >= remembered {
			clear(k.agencies)
		}
		place = k.book.Locality(c.Agency)
		k.agencies[strings.Clone(c.Agency)] = place
	}
	zone := tree.Zone(c.Agency, c.At.Location())
	at := c.At.UnixMicro()
	day := tree.DayIn(at, zone)
	received := day
	if v := &c.Facts[tree.FactReceivedAt]; v.State == sallyport.Known && v.N != at {
		received = tree.DayIn(v.N, zone)
	}
	out := key{place: place, federal: k.federalOn(day), received: place.Stretch(received), eligible: -1, kind: -1, action: -1}
	if v := &c.Facts[tree.FactEligibleAt]; v.State == sallyport.Known {
		out.eligible = place.Stretch(tree.DayIn(v.N, zone))
	}
	out.kind, out.action = tree.Choice(c, tree.FactAgencyKind), tree.Choice(c, tree.FactAction)
	if out.action >= 0 {
		v := &c.Facts[policies[out.action]]
		out.forbids = v.State == sallyport.Known && v.N == 0
	}
	return out
}

func (k *keys) federalOn(day int64) int32 {
	n, ok := k.days[day]
	if !ok {
		n = k.federal(day)
		k.days[day] = n
	}
	return n
}
