package trial

import (
	"time"

	"sallyport"
	"sallyport/law"
	"sallyport/law/offence"
	"sallyport/law/prove"
	"sallyport/law/tree"
)

// Coverage counts what the cases of scenarios try of the packs: every condition true, false and unresolved at least
// once where it can be; both sides of every border; the first and the last day of every text.
type Coverage struct {
	Points []*Point // in the order of the packs
	book   *law.Book
	texts  map[*law.Version][]*Point
}

// Point is one thing that some case should try.
type Point struct {
	Version *law.Version
	Action  string // "" where it concerns the text as a whole
	Rule    string // id and kind; "" for the days of a text
	Value   string // what should be seen: true, false, unknown, a side of a border, a day
	Cases   int    // how many cases tried it

	when  *tree.Expr // the condition that is tried, if any
	tries func(*instance) bool
}

// instance is a case as conditions are evaluated on it: with what its statutes settle and the facts it implies, and its
// zone.
type instance struct {
	sallyport.Case
	zone   *time.Location
	action string
}

func newInstance(c *sallyport.Case) *instance {
	filled, _ := offence.Fill(c)
	i := &instance{Case: law.Implied(filled), zone: tree.Zone(c.Agency, c.At.Location())}
	if action := c.Facts[tree.FactAction]; action.State == sallyport.Known {
		i.action = actions[action.N]
	}
	return i
}

func (i *instance) value(e *tree.Expr) tree.Tri { return e.Eval(&i.Case, i.zone) }

// NewCoverage asks for every point of the packs, as cases decided by the book try them; nothing is tried yet.
func NewCoverage(book *law.Book, packs []*law.Pack) *Coverage {
	c := &Coverage{book: book, texts: map[*law.Version][]*Point{}}
	for _, p := range packs {
		for _, v := range p.Versions {
			c.ask(v)
		}
	}
	return c
}

// ask makes the points of one text.
func (c *Coverage) ask(v *law.Version) {
	first, last := v.Days()
	c.point(v, "", statement{}, "a case on its first day", onDay(v, first))
	if v.Until != "" {
		c.point(v, "", statement{}, "a case on its last day", onDay(v, last))
	}
	for _, action := range actions {
		for _, s := range statements(v, action) {
			c.condition(v, action, s)
		}
	}
	for _, b := range bordersOf(v) {
		c.point(v, b.action, b.statement, b.in, b.tries(tree.True))
		c.point(v, b.action, b.statement, b.out, b.tries(tree.False))
	}
}

func (c *Coverage) point(v *law.Version, action string, s statement, value string, tries func(*instance) bool) {
	p := &Point{Version: v, Action: action, Rule: s.name, Value: value, when: s.when, tries: tries}
	c.Points = append(c.Points, p)
	c.texts[v] = append(c.texts[v], p)
}

// onDay is tried by a case of that day: of the request or, of a federal text, of the decision.
func onDay(v *law.Version, day int64) func(*instance) bool {
	fact := tree.FactReceivedAt
	if v.Pack.Federal {
		fact = tree.FactAt
	}
	return func(i *instance) bool {
		return i.action != "" && sallyport.Day(time.UnixMicro(i.Facts[fact].N).In(i.zone)) == day
	}
}

func (c *Coverage) condition(v *law.Version, action string, s statement) {
	can := reach(v, action, s.when)
	for _, want := range []struct {
		asked bool
		name  string
		value tree.Tri
	}{{can.True, valueTrue, tree.True}, {can.False, valueFalse, tree.False}, {can.Unknown, valueUnknown, tree.Unknown}} {
		if want.asked {
			c.point(v, action, s, want.name, func(i *instance) bool { return i.action == action && i.value(s.when) == want.value })
		}
	}
}

// Add tries one more case.
func (c *Coverage) Add(one *sallyport.Case) {
	i := newInstance(one)
	for _, v := range c.book.Consulted(one) {
		for _, p := range c.texts[v] {
			if p.tries(i) {
				p.Cases++
			}
		}
	}
}

// Untried lists the points that no case tried and that some case could: what a condition is proved never to come to is
// not asked for. A border that cannot be reached is not told apart.
func (c *Coverage) Untried() []*Point {
	var all []*Point
	for _, p := range c.Points {
		if p.Cases == 0 && p.canBe() {
			all = append(all, p)
		}
	}
	return all
}

// canBe asks the proof whether the condition can come to the value on a day of the text.
func (p *Point) canBe() bool {
	if p.when == nil {
		return true
	}
	can := prove.Reach(p.Version, p.Action, &law.Rule{Kind: law.Needs, For: []string{p.Action}, When: p.when})
	switch p.Value {
	case valueTrue:
		return can.True
	case valueFalse:
		return can.False
	case valueUnknown:
		return can.Unknown
	}
	return true
}

// What a condition can come to, as the value of a point.
const (
	valueTrue    = "true"
	valueFalse   = "false"
	valueUnknown = "unknown"
)

var (
	actions = sallyport.CaseFacts[tree.FactAction].Values
)
