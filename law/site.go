package law

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"sallyport"
	"sallyport/law/tree"
)

// site is what the book knows of an agency by its name alone.
type site struct {
	zone   *time.Location // nil where the offset of the case's own times is used
	law    *Locality
	policy string // the agency's own policy, as if it were a pack
}

// Locality is the local law of the places that have it in common: the packs that apply, and the briefs made of them. Two
// agencies have the same law if it is the same one.
type Locality struct {
	packs  []*Pack // outermost place first
	starts []int64 // the days on which some text begins or has ended, in order
	shelf  shelf
}

// sites finds sites by agency, and localities by the innermost place that has a pack. Reading takes no lock: what is new is put
// into a copy of the map.
type sites struct {
	kept atomic.Pointer[map[string]*site]
	mu   sync.Mutex
	laws map[string]*Locality
}

// maxSites bounds the memory; there are some 3,200 counties.
const maxSites = 8192

// site returns what the book knows of the agency.
func (b *Book) site(agency string) *site {
	if m := b.sites.kept.Load(); m != nil {
		if found := (*m)[agency]; found != nil {
			return found
		}
	}
	b.sites.mu.Lock()
	defer b.sites.mu.Unlock()
	made := &site{zone: tree.Zone(agency, nil), law: b.locality(agency), policy: agency + "/agency-policy"}
	next := map[string]*site{}
	if m := b.sites.kept.Load(); m != nil {
		if len(*m) >= maxSites {
			return made
		}
		maps.Copy(next, *m)
	}
	next[strings.Clone(agency)] = made
	b.sites.kept.Store(&next)
	return made
}

// Locality is the local law of the agency.
func (b *Book) Locality(agency string) *Locality { return b.site(agency).law }

// locality finds or makes the law of the innermost place of the agency that has a pack.
func (b *Book) locality(agency string) *Locality {
	innermost := ""
	var packs []*Pack
	for _, place := range Places(agency) {
		for _, p := range b.byPlace[place] {
			if !p.Federal {
				packs, innermost = append(packs, p), place
			}
		}
	}
	if found := b.sites.laws[innermost]; found != nil {
		return found
	}
	made := &Locality{packs: packs}
	for _, p := range packs {
		for _, v := range p.Versions {
			made.starts = append(made.starts, v.first, v.last+1)
		}
	}
	slices.Sort(made.starts)
	made.starts = slices.Compact(made.starts)
	if b.sites.laws == nil {
		b.sites.laws = map[string]*Locality{}
	}
	b.sites.laws[strings.Clone(innermost)] = made
	return made
}

// Stretch numbers the days between two starts: all of them have the same texts.
func (l *Locality) Stretch(day int64) int16 {
	n := 0
	for n < len(l.starts) && l.starts[n] <= day {
		n++
	}
	return int16(n)
}

// texts lists each pack in the text of the day the request was received and that of the day custody would end.
func (l *Locality) texts(d *docket) []dated {
	var all []dated
	for _, p := range l.packs {
		all = d.versions(p, all)
	}
	return all
}

// asked are the days on which the local door is asked: that of release only where it is known.
func (d *docket) asked() days {
	if d.Given.Facts[tree.FactEligibleAt].State == sallyport.Known {
		return received | eligible
	}
	return received
}
