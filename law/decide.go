package law

import (
	"slices"
	"strings"
	"time"

	"sallyport"
)

// Decide says what the packs in force come to for the case. It never fails: what the texts do
// not settle, and a day that no text covers, is an outcome of its own.
func (b *Book) Decide(c *sallyport.Case) sallyport.Decision {
	d := newDocket(b, c)
	d.federal()
	d.local()
	return d.decision()
}

// docket is one case on its way through the doors.
type docket struct {
	book    *Book
	c       sallyport.Case // with the facts that the case implies filled in
	action  string
	zone    *time.Location
	s       scene
	entries []entry
	duties  []sallyport.Duty
	clocks  []*Clock // in the order federal, state, county, city: the first named wins a tie
	served  bool     // every rule the hold clock waits for is shown
}

// entry is one line of the decision's doors: a pack (in one or two of its versions) or the agency's policy.
type entry struct {
	door   sallyport.Door
	texts  []text
	silent bool
	bound  *Expr   // true where the pack binds the custodian; nil where that is certain
	ways   []*Expr // each leaves to a person what a state law requires and this one refuses
}

// text is one version of a pack as it applies to the case; every clause must be met.
type text struct {
	version string
	clauses []Clause
	results []Tri // of the clauses
	value   Tri
}

func newDocket(b *Book, c *sallyport.Case) *docket {
	d := &docket{book: b, c: *c, zone: Zone(c.Agency, c.At.Location()), served: true}
	facts := &d.c.Facts
	facts[factAt] = sallyport.TimeValue(c.At)
	facts[factAgency] = sallyport.TextValue(c.Agency)
	facts[factState] = sallyport.TextValue(State(c.Agency))
	if facts[factReceivedAt].State != sallyport.Known {
		facts[factReceivedAt] = facts[factAt]
	}
	if v := facts[factAction]; v.State == sallyport.Known {
		d.action = sallyport.CaseFacts[factAction].Values[v.N]
	}
	d.s = scene{c: &d.c, zone: d.zone}
	return d
}

// day is the calendar day of a known instant in the custodian's zone.
func (d *docket) day(fact int) int64 {
	return sallyport.Day(time.UnixMicro(d.c.Facts[fact].N).In(d.zone))
}

// federal adds the programme in force on the day, or the one the case names.
func (d *docket) federal() {
	if v := d.programme(); v != nil {
		d.add(v.Pack, "federal", []*Version{v}, nil)
		return
	}
	d.addUncovered()
}

// programme is the federal text that judges the case: of the day or, of the programme the case names, the nearest. It is
// nil where no text covers the day.
func (d *docket) programme() *Version {
	day := d.day(factAt)
	if d.c.Program != "" {
		if named := d.book.Pack(d.c.Program); named != nil && named.Federal {
			return named.nearest(day)
		}
		return nil
	}
	for _, p := range d.book.byPlace["us"] {
		if v := p.On(day); p.Federal && v != nil {
			return v
		}
	}
	return nil
}

// addUncovered is the federal door of a day that no pack covers.
func (d *docket) addUncovered() {
	d.addEntry(entry{door: sallyport.Door{Place: "us", Door: "federal"}, texts: []text{{clauses: uncovered}}})
}

// local adds the packs of the state, county and city, each in the texts of the day of the request and of the day
// of release, and the agency's own policy.
func (d *docket) local() {
	var mandate []*Expr
	for end := 0; end < len(d.c.Agency); end++ {
		next := strings.IndexByte(d.c.Agency[end+1:], '/')
		if end += 1 + next; next < 0 {
			end = len(d.c.Agency)
		}
		place := d.c.Agency[:end]
		for _, p := range d.book.byPlace[place] {
			if !p.Federal {
				mandate = d.localPack(p, mandate)
			}
		}
	}
	d.agencyPolicy(mandate)
}

// localPack adds a pack and returns the mandates that weigh on the places below it.
func (d *docket) localPack(p *Pack, mandate []*Expr) []*Expr {
	versions := d.versions(p)
	if len(versions) == 0 || !d.add(p, "local", versions, mandate) {
		return mandate
	}
	for _, v := range versions {
		if plan := v.plans[d.action]; plan != nil {
			for _, r := range plan.Requires {
				mandate = append(mandate, And(r.When, Question(stateMandate)))
			}
		}
	}
	return mandate
}

// versions are the texts of p on the day the request was received and on the day custody would end.
func (d *docket) versions(p *Pack) []*Version {
	var all []*Version
	for _, fact := range []int{factReceivedAt, factEligibleAt} {
		if d.c.Facts[fact].State != sallyport.Known {
			continue
		}
		if v := p.On(d.day(fact)); v != nil && !slices.Contains(all, v) {
			all = append(all, v)
		}
	}
	return all
}

// Covering lists the packs with a text in force for the case, whoever they bind.
func (b *Book) Covering(c *sallyport.Case) []*Pack {
	d := newDocket(b, c)
	var all []*Pack
	for _, p := range b.Packs {
		applies := p.Federal && (p.On(d.day(factAt)) != nil || p.ID == c.Program)
		if applies || !p.Federal && slices.Contains(Places(c.Agency), p.Place) && len(d.versions(p)) > 0 {
			all = append(all, p)
		}
	}
	return all
}

// Consulted lists the texts that the decision of the case reads: the federal one that judges it, and those of its place
// on the days of the request and of release, unless they are known not to bind its custodian.
func (b *Book) Consulted(c *sallyport.Case) []*Version {
	d := newDocket(b, c)
	var all []*Version
	if v := d.programme(); v != nil && v.mayBind(&d.c) {
		all = append(all, v)
	}
	for _, place := range Places(c.Agency) {
		for _, p := range b.byPlace[place] {
			versions := d.versions(p)
			if p.Federal || !slices.ContainsFunc(versions, func(v *Version) bool { return v.mayBind(&d.c) }) {
				continue
			}
			all = append(all, versions...)
		}
	}
	return all
}

// mayBind is false where the kind of custodian is known and the text does not bind it.
func (v *Version) mayBind(c *sallyport.Case) bool {
	kind := c.Facts[factAgencyKind]
	return kind.State != sallyport.Known || v.Binds&(1<<kind.N) != 0
}

// agencyPolicy adds the agency's own written policy where it forbids the action.
func (d *docket) agencyPolicy(mandate []*Expr) {
	c := policies[d.action]
	if c == nil || c[0].Expr.eval(&d.s) != False {
		return
	}
	door := sallyport.Door{Place: d.c.Agency, Door: "local", Pack: d.c.Agency + "/agency-policy"}
	d.addEntry(entry{door: door, texts: []text{{clauses: c}}, ways: mandate})
}

// add enters a pack, unless it does not bind the custodian. A version that does not speak to the action leaves its
// duties and nothing else.
func (d *docket) add(p *Pack, door string, versions []*Version, ways []*Expr) bool {
	e := entry{door: sallyport.Door{Place: p.Place, Door: door, Pack: p.ID}, silent: true, ways: ways}
	binds := uint64(0)
	for _, v := range versions {
		binds |= v.Binds
	}
	switch kind := d.c.Facts[factAgencyKind]; {
	case kind.State == sallyport.Known && binds&(1<<kind.N) == 0:
		return false
	case kind.State != sallyport.Known && binds != AllKinds:
		e.bound = NewAtom(Atom{Test: TestIn, Mask: binds, Refs: []Ref{{Fact: factAgencyKind}}})
	}
	for _, v := range versions {
		d.addVersion(&e, v)
	}
	d.addEntry(e)
	return true
}

func (d *docket) addVersion(e *entry, v *Version) {
	t := text{version: v.From}
	if plan := v.plans[d.action]; plan != nil { // nil where the action itself is unknown
		d.addDuties(plan.Duties)
		if plan.Speaks {
			e.silent = false
			t.clauses = plan.Clauses
			d.clocks = append(d.clocks, plan.Clocks...)
		}
	}
	e.texts = append(e.texts, t)
}

// addEntry evaluates the texts of an entry by Kleene's logic.
func (d *docket) addEntry(e entry) {
	for i := range e.texts {
		t := &e.texts[i]
		t.value = True
		t.results = make([]Tri, len(t.clauses))
		for j, c := range t.clauses {
			t.results[j] = c.Expr.eval(&d.s)
			t.value = min(t.value, t.results[j])
			if c.Grounds != nil && c.Grounds[0].Waits && t.results[j] != True {
				d.served = false
			}
		}
	}
	d.entries = append(d.entries, e)
}

// value joins the texts: every one of them must be met, where the pack binds and no mandate displaces it.
func (e *entry) value(s *scene) Tri {
	v := True
	for _, t := range e.texts {
		v = min(v, t.value)
	}
	if e.bound != nil {
		v = max(v, -e.bound.eval(s))
	}
	for _, way := range e.ways {
		v = max(v, way.eval(s))
	}
	return v
}

// formula is the same as a tree, for the exact answer.
func (e *entry) formula() *Expr {
	var clauses []*Expr
	for _, t := range e.texts {
		for _, c := range t.clauses {
			clauses = append(clauses, c.Expr)
		}
	}
	f := And(clauses...)
	if e.bound != nil {
		f = Or(Not(e.bound), f)
	}
	return Or(append([]*Expr{f}, e.ways...)...)
}

// addDuties lists what is owed unless it is certain that it is not.
func (d *docket) addDuties(rules []*Rule) {
	for _, r := range rules {
		if r.When != nil && r.When.eval(&d.s) == False {
			continue
		}
		duty := sallyport.Duty{ID: r.ID, Cite: r.Cite, Due: r.Due}
		if !slices.Contains(d.duties, duty) {
			d.duties = append(d.duties, duty)
		}
	}
}
