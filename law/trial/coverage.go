package trial

import (
	"time"

	"sallyport"
	"sallyport/law"
)

// Coverage counts what the cases of scenarios try of the packs: every condition true, false and unresolved at least
// once where it can be; both sides of every border; the first and the last day of every text.
type Coverage struct {
	Points []*Point // in the order of the packs
	book   *law.Book
	texts  map[*law.Version]*textProbes
}

// Point is one thing that some case should try.
type Point struct {
	Version *law.Version
	Action  string // "" where it concerns the text as a whole
	Rule    string // id and kind; "" for the days of a text
	Value   string // what should be seen: true, false, unknown, a side of a border, a day
	Cases   int    // how many cases tried it
}

// textProbes is what is asked of the cases that consult one text.
type textProbes struct {
	conditions  map[string][]*conditionProbe // by action
	borders     []*borderProbe
	counts      []*countProbe
	first, last *Point
}

// conditionProbe watches what a condition comes to. A point is nil where the condition cannot come to it.
type conditionProbe struct {
	when                    *law.Expr
	isFalse, isOpen, isTrue *Point
}

// NewCoverage asks for every point of the packs; nothing is tried yet.
func NewCoverage(book *law.Book, packs []*law.Pack) *Coverage {
	c := &Coverage{book: book, texts: map[*law.Version]*textProbes{}}
	for _, p := range packs {
		for _, v := range p.Versions {
			c.texts[v] = c.ask(v)
		}
	}
	return c
}

// ask makes the points of one text.
func (c *Coverage) ask(v *law.Version) *textProbes {
	t := &textProbes{conditions: map[string][]*conditionProbe{}}
	t.first = c.point(v, "", "", "a case on its first day")
	if v.Until != "" {
		t.last = c.point(v, "", "", "a case on its last day")
	}
	for _, action := range actions {
		for _, s := range statements(v, action) {
			t.conditions[action] = append(t.conditions[action], c.condition(v, action, s))
		}
	}
	for _, action := range actions {
		for _, s := range statements(v, action) {
			c.borders(t, v, action, s)
		}
	}
	return t
}

func (c *Coverage) point(v *law.Version, action, rule, value string) *Point {
	p := &Point{Version: v, Action: action, Rule: rule, Value: value}
	c.Points = append(c.Points, p)
	return p
}

func (c *Coverage) condition(v *law.Version, action string, s statement) *conditionProbe {
	probe := &conditionProbe{when: s.when}
	can := reach(v, action, s.when)
	if can.True {
		probe.isTrue = c.point(v, action, s.name, "true")
	}
	if can.False {
		probe.isFalse = c.point(v, action, s.name, "false")
	}
	if can.Unknown {
		probe.isOpen = c.point(v, action, s.name, "unknown")
	}
	return probe
}

// Add tries one more case.
func (c *Coverage) Add(one *sallyport.Case) {
	implied, zone := law.Implied(one), law.Zone(one.Agency, one.At.Location())
	action := implied.Facts[factAction]
	for _, v := range c.book.Consulted(one) {
		t := c.texts[v]
		if t == nil || action.State != sallyport.Known {
			continue
		}
		t.day(v, &implied, zone)
		for _, probe := range t.conditions[actions[action.N]] {
			probe.try(&implied, zone)
		}
		for _, probe := range t.borders {
			probe.try(&implied, zone, actions[action.N])
		}
		for _, probe := range t.counts {
			probe.try(&implied, zone, actions[action.N])
		}
	}
}

// day notes a case on the first or the last day of the text.
func (t *textProbes) day(v *law.Version, c *sallyport.Case, zone *time.Location) {
	fact := factReceivedAt
	if v.Pack.Federal {
		fact = factAt
	}
	first, last := v.Days()
	switch sallyport.Day(time.UnixMicro(c.Facts[fact].N).In(zone)) {
	case first:
		t.first.Cases++
	case last:
		t.last.Cases++
	}
}

func (p *conditionProbe) try(c *sallyport.Case, zone *time.Location) {
	switch p.when.Eval(c, zone) {
	case law.True:
		p.isTrue.seen()
	case law.False:
		p.isFalse.seen()
	default:
		p.isOpen.seen()
	}
}

// seen counts a case; a nil point was not asked for.
func (p *Point) seen() {
	if p != nil {
		p.Cases++
	}
}

var (
	factAction     = sallyport.CaseFact("request.action")
	factReceivedAt = sallyport.CaseFact("request.received_at")
	factAt         = sallyport.CaseFact("at")
	actions        = sallyport.CaseFacts[factAction].Values
)
