package backtest

import (
	"math"
	"slices"
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
	place    int32 // in registry.places
	federal  int32 // in registry.federals
	received int32 // which stretch between the borders of the place's texts
	eligible int32 // likewise; -1 where the day is not known
	kind     int8
	action   int8
	forbids  bool
}

// registry numbers the places and the federal texts that rows meet. It is shared by the workers, each of which remembers what
// it has asked.
type registry struct {
	regimes []*Regime
	byPlace map[string][]*law.Pack

	mu       sync.Mutex
	places   map[string]int32 // by the packs' ids
	versions map[*law.Version]int32
	federals map[string]int32 // by the numbers of the versions
}

func newRegistry(book *law.Book, regimes []*Regime) *registry {
	r := &registry{
		regimes: regimes, byPlace: map[string][]*law.Pack{}, places: map[string]int32{},
		versions: map[*law.Version]int32{}, federals: map[string]int32{},
	}
	for _, p := range book.Packs {
		if !p.Federal {
			r.byPlace[p.Place] = append(r.byPlace[p.Place], p)
		}
	}
	return r
}

// place numbers the packs that speak at the agency; borders are the days on which their texts change.
func (r *registry) place(agency string) (number int32, borders []int64) {
	var packs []*law.Pack
	for _, place := range law.Places(agency) {
		packs = append(packs, r.byPlace[place]...)
	}
	var ids strings.Builder
	for _, p := range packs {
		ids.WriteString(p.ID + " ")
		for _, v := range p.Versions {
			first, last := v.Days()
			borders = append(borders, first, last+1)
		}
	}
	slices.Sort(borders)
	r.mu.Lock()
	defer r.mu.Unlock()
	number, ok := r.places[ids.String()]
	if !ok {
		number = int32(len(r.places))
		r.places[ids.String()] = number
	}
	return number, borders
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
	agencies map[string]*agency
	days     map[int64]int32
}

// agency is what a worker remembers of one.
type agency struct {
	place   int32
	borders []int64
}

func newKeys(r *registry) *keys {
	return &keys{registry: r, agencies: map[string]*agency{}, days: map[int64]int32{}}
}

// remembered bounds what a worker remembers of a file in which every row names another place.
const remembered = 1 << 16

func (k *keys) of(c *sallyport.Case) key {
	a := k.agencies[c.Agency]
	if a == nil {
		if len(k.agencies) >= remembered {
			clear(k.agencies)
		}
		a = &agency{}
		a.place, a.borders = k.place(c.Agency)
		k.agencies[strings.Clone(c.Agency)] = a
	}
	zone := tree.Zone(c.Agency, c.At.Location())
	at := c.At.UnixMicro()
	day := tree.DayIn(at, zone)
	received := day
	if v := &c.Facts[tree.FactReceivedAt]; v.State == sallyport.Known && v.N != at {
		received = tree.DayIn(v.N, zone)
	}
	out := key{place: a.place, federal: k.federalOn(day), received: stretch(a.borders, received), eligible: -1, kind: -1, action: -1}
	if v := &c.Facts[tree.FactEligibleAt]; v.State == sallyport.Known {
		out.eligible = stretch(a.borders, tree.DayIn(v.N, zone))
	}
	out.kind, out.action = index(c, tree.FactAgencyKind), index(c, tree.FactAction)
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

// stretch is the number of borders on or before the day.
func stretch(borders []int64, day int64) int32 {
	n, _ := slices.BinarySearch(borders, min(day, math.MaxInt64-1)+1)
	return int32(n)
}

// index is the value of an enumerated fact, or -1.
func index(c *sallyport.Case, fact int) int8 {
	if v := &c.Facts[fact]; v.State == sallyport.Known && v.N >= 0 && v.N < int64(len(sallyport.CaseFacts[fact].Values)) {
		return int8(v.N)
	}
	return -1
}
