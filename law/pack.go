// Package law decides what may be asked and answered about a person in custody, from compiled packs, and says why.
//
// It is pure: no I/O, no clock, no context, and no parser. A Book holds the packs; Book.Decide
// reads a case and answers with a Decision in which every outcome names its rules. The
// compiler that makes a Book from pack files is in law/compile.
package law

import (
	"slices"
	"strings"
	"time"

	"sallyport"
	"sallyport/law/tree"
)

// Book is a set of packs, ready to decide. It is safe for concurrent use.
type Book struct {
	Packs   []*Pack
	Origin  string // what the compiled form it was loaded from was made from; "" for a book compiled here
	byPlace map[string][]*Pack
	sites   sites
}

// NewBook makes a book of packs.
func NewBook(packs []*Pack) *Book {
	b := &Book{Packs: packs, byPlace: map[string][]*Pack{}}
	for _, p := range packs {
		b.byPlace[p.Place] = append(b.byPlace[p.Place], p)
	}
	return b
}

// Pack returns the pack named id, or nil.
func (b *Book) Pack(id string) *Pack {
	for _, p := range b.Packs {
		if p.ID == id {
			return p
		}
	}
	return nil
}

// Pack is one instrument: its texts over time.
type Pack struct {
	ID        string // PLACE/INSTRUMENT
	Place     string
	Federal   bool // speaks at the federal door
	Title     string
	Summary   string
	Terms     []Term
	Questions []OpenQuestion
	Versions  []*Version // oldest first
	Source    []byte     // the pack file, as counsel reads it
}

// Term is a definition that conditions of the pack refer to by name.
type Term struct {
	Name, Says, Cite, Condition string
	Expr                        *tree.Expr // the node itself that stands wherever a condition uses the term
}

// OpenQuestion is a legal question that the texts leave open.
type OpenQuestion struct {
	ID       string
	Asks     string
	Readings []string
	Default  string
}

// Version is one text of an instrument, in force from its first to its last day.
type Version struct {
	Pack       *Pack
	From       string // YYYY-MM-DD, also the version's name
	Until      string // last day, or "" while in force
	first      int64
	last       int64
	Instrument string
	Binds      uint64            // kinds of custodian bound, one bit per value of agency_kind
	Silent     map[string]string // actions the text does not speak to, and the rule or reason that says so
	Rules      []*Rule
	Also       []*Version // other texts that must be satisfied on the same days
	Never      []Property
	Narrows    []*Version // texts that it is never more permissive than, on actions both speak to
	plans      map[string]*Plan
	shelf      shelf
}

// Property is something the text can never come to, whatever the facts.
type Property struct {
	Says string
	When *tree.Expr
	Text string
}

// Kind says what a rule does when it applies.
type Kind uint8

const (
	Needs    Kind = iota // refuses unless the condition is shown
	Bars                 // refuses if the condition is true
	Opens                // one of the grounds of Group, at least one of which must be shown
	Closes               // named as the refusing rule when no ground of Group is shown
	Owes                 // a duty, owed unless the condition is false
	Requires             // a law that requires an answer: a duty, and local bars below are displaced
	Runs                 // the hold clock
)

// Rule is one rule of a version.
type Rule struct {
	ID        string
	Kind      Kind
	Group     string
	For       []string // actions
	Says      string
	Cite      string
	Sure      string
	Reading   string // how an open point is read here, where it has a firm default
	Due       string
	Waits     bool // the hold clock does not run until this is shown
	Clock     *tree.Clock
	When      *tree.Expr
	Condition string     // as written in the pack
	Where     *tree.Expr // for Needs and Closes: the demand, or the group's, is made only where this holds; nil for always
	Scope     string     // Where, as written in the pack
}

// Clause is one demand of a version; every clause must be met for it to permit.
type Clause struct {
	Expr    *tree.Expr
	Grounds []*Rule // for Opens: any one; otherwise the single rule
	Closers []*Rule
}

// Plan is a version's law on one action. Every other reader (batches, SQL, proofs) works from it.
type Plan struct {
	Speaks   bool     // the text is not silent on the action
	Clauses  []Clause // with the stops that no text can leave out
	Duties   []*Rule
	Requires []*Rule
	Clocks   []*tree.Clock
}

// SetDays sets the first and last day the version is in force.
func (v *Version) SetDays(first, last int64) {
	v.first, v.last = first, last
}

// Link builds the plan of each action, joining the texts of Also.
func (v *Version) Link() {
	v.plans = map[string]*Plan{}
	for _, action := range sallyport.CaseFacts[tree.FactAction].Values {
		v.plans[action] = v.newPlan(action)
	}
}

func (v *Version) newPlan(action string) *Plan {
	p := &Plan{}
	for _, text := range append([]*Version{v}, v.Also...) {
		text.addTo(p, action)
	}
	if len(p.Clauses) > 0 || v.Pack.Federal || len(p.Requires) > 0 {
		p.Clauses = append(p.Clauses, stops...)
		p.Speaks = true
	}
	return p
}

// addTo adds the rules of v on action to p.
func (v *Version) addTo(p *Plan, action string) {
	groups := map[string]int{}
	for _, r := range v.Rules {
		if !r.speaksTo(action) {
			continue
		}
		switch r.Kind {
		case Needs:
			p.add(r.within(r.When), r)
		case Bars:
			p.add(tree.Not(r.When), r)
		case Opens, Closes:
			p.addGround(groups, r)
		case Owes:
			p.Duties = append(p.Duties, r)
		case Requires:
			p.Duties = append(p.Duties, r)
			p.Requires = append(p.Requires, r)
		case Runs:
			p.Clocks = append(p.Clocks, r.Clock)
			p.add(clockOpen(r.Clock), r)
		}
	}
}

func (p *Plan) add(expr *tree.Expr, r *Rule) {
	p.Clauses = append(p.Clauses, Clause{Expr: expr, Grounds: []*Rule{r}, Closers: []*Rule{r}})
}

func (p *Plan) addGround(groups map[string]int, r *Rule) {
	i, ok := groups[r.Group]
	if !ok {
		i = len(p.Clauses)
		groups[r.Group] = i
		p.Clauses = append(p.Clauses, Clause{Expr: tree.Or()})
	}
	c := &p.Clauses[i]
	if r.Kind == Closes {
		c.Closers = append(c.Closers, r)
	} else {
		c.Grounds = append(c.Grounds, r)
	}
	exprs := make([]*tree.Expr, len(c.Grounds))
	for j, g := range c.Grounds {
		exprs[j] = g.When
	}
	c.Expr = tree.Or(exprs...)
	for _, closer := range c.Closers {
		c.Expr = closer.within(c.Expr)
	}
}

// within limits a demand to where the rule makes it.
func (r *Rule) within(demand *tree.Expr) *tree.Expr {
	if r.Where == nil {
		return demand
	}
	return tree.Or(tree.Not(r.Where), demand)
}

func (r *Rule) speaksTo(action string) bool {
	for _, a := range r.For {
		if a == action {
			return true
		}
	}
	return false
}

// clockOpen is true while the clock has not run out at the case's moment.
func clockOpen(c *tree.Clock) *tree.Expr {
	return tree.NewAtom(tree.Atom{Test: tree.TestClock, Clock: c, Refs: []tree.Ref{{Fact: tree.FactEligibleAt}, {Fact: tree.FactAt}}})
}

// inForce says whether the version covers the day.
func (v *Version) inForce(day int64) bool { return day >= v.first && day <= v.last }

// On returns the version of p in force on the day, or nil.
func (p *Pack) On(day int64) *Version {
	for _, v := range p.Versions {
		if v.inForce(day) {
			return v
		}
	}
	return nil
}

// nearest returns the version of p in force on the day or, outside its dates, the one nearest to it. A version that
// also demands another text is a time between two programmes and belongs to neither.
func (p *Pack) nearest(day int64) *Version {
	var best *Version
	distance := int64(-1)
	for _, v := range p.Versions {
		if away := max(v.first-day, day-v.last, 0); len(v.Also) == 0 && (distance < 0 || away < distance) {
			best, distance = v, away
		}
	}
	return best
}

// Places lists the places whose law applies at agency, outermost first: us-ca, us-ca/san-francisco.
func Places(agency string) []string {
	var all []string
	for i := range agency {
		if agency[i] == '/' {
			all = append(all, agency[:i])
		}
	}
	return append(all, agency)
}

var endOfTime = sallyport.Day(time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC))

// EndOfTime is the last day of a text that is still in force.
func EndOfTime() int64 { return endOfTime }

// AllKinds binds every kind of custodian.
var AllKinds = uint64(1)<<len(sallyport.CaseFacts[tree.FactAgencyKind].Values) - 1

// At returns the version in force on a day written YYYY-MM-DD, or nil.
func (p *Pack) At(date string) *Version {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return nil
	}
	return p.On(sallyport.Day(t))
}

// From returns the version whose first day that is, written YYYY-MM-DD, or nil; of no pack, nil.
func (p *Pack) From(day string) *Version {
	if p == nil {
		return nil
	}
	i := slices.IndexFunc(p.Versions, func(v *Version) bool { return v.From == day })
	if i < 0 {
		return nil
	}
	return p.Versions[i]
}

// Effect says in one line what the rule does and on what condition.
func (r *Rule) Effect() string {
	when := ""
	if r.Condition != "" {
		when = " when " + r.Condition
	}
	if r.Scope != "" {
		when += " where " + r.Scope
	}
	switch r.Kind {
	case Needs:
		return "refuses unless" + strings.TrimPrefix(when, " when")
	case Bars:
		return "refuses" + when
	case Opens:
		return "opens (" + r.Group + ")" + when
	case Closes:
		return "refuses where nothing opens (" + r.Group + ")" + when
	case Owes:
		return "owed" + when + ": " + r.Due
	case Requires:
		return "required" + when + ": " + r.Due
	}
	return r.Clock.String()
}
