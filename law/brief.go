package law

import (
	"slices"

	"sallyport"
	"sallyport/law/lanes"
	"sallyport/law/tree"
)

// brief is the law that meets a kind of case: the texts in force at its place on its days, for its action and kind of
// custodian, as one program in which what several texts ask is asked once. It is made once and then run on every such case.
type brief struct {
	code    *lanes.Code
	entries []entry
	duties  []duty
	clocks  []*tree.Clock // in the order federal, state, county, city: the first named wins a tie
	waits   []int32       // registers of what the hold clock waits for
	grounds []ground      // of all clauses, one after the other
	rules   []saying      // what an answer says of each
}

// entry is one line of the decision's doors: a pack (in one or two of its versions) or the agency's policy.
type entry struct {
	place, door, pack string // as of sallyport.Door
	texts             []text // every one must be met
	step              int32  // that they are
	silent            bool
	policy            bool // the agency's own policy: an entry only where it forbids
}

const noStep = -1

// text is one version of a pack as it applies to the case; every clause must be met, where it binds the custodian and
// nothing displaces it.
type text struct {
	version  string
	speaks   bool
	clauses  []part
	requires stretch
	step     int32 // every clause is met
	bound    int32 // it binds the custodian; noStep where that is certain
	way      int32 // a state law requires what it refuses, and a person finds that it displaces it; or noStep
}

// dated is a version and the days of the case on which it is in force.
type dated struct {
	*Version
	days days
}

// days are a set: of the two days on which a local door is asked.
type days uint8

const (
	received days = 1 << iota // the request
	eligible                  // for release
)

// part is a clause with the steps of its conditions.
type part struct {
	step    int32
	reg     int32 // of step
	grounds stretch
	closers stretch
}

// stretch is some of the grounds of a brief.
type stretch struct{ from, to uint16 }

// ground is what every case reads of a rule: the register of its own condition, or noStep, and what it does. A brief is rarely
// still in the cache when the next case meets it, so what only an answer reads stands elsewhere.
type ground struct {
	reg  int32
	kind Kind
}

// saying is what an answer says of a rule, in one line of the cache.
type saying struct {
	step     int32
	id, cite string
	reading  *string     // the line that says how it is read, or nil
	clock    *tree.Clock // of a rule that a hold runs out by
}

type duty struct {
	sallyport.Duty
	step int32
	same int32 // the first duty of the brief that is worded alike
}

// briefing makes a brief.
type briefing struct {
	brief
	action string
	writer *tree.Writer
}

func newBriefing(action string) *briefing {
	return &briefing{action: action, writer: tree.NewWriter()}
}

// federal adds the text at the federal door; nil is a day that no text covers.
func (b *briefing) federal(v *Version, kind int8) {
	if v == nil {
		nobody := text{bound: noStep, way: noStep}
		b.demand(&nobody, uncovered)
		b.add(entry{place: "us", door: "federal", texts: []text{nobody}})
		return
	}
	b.pack([]dated{{v, received}}, "federal", kind, nil)
}

// local adds the texts of the packs below the federal door, outermost place first and two texts of one pack in a
// row, and the agency's own policy. all is every day on which the door is asked.
func (b *briefing) local(texts []dated, kind int8, all days) {
	mandates := map[days][]*tree.Expr{}
	for len(texts) > 0 {
		n := 1
		for n < len(texts) && texts[n].Pack == texts[0].Pack {
			n++
		}
		b.pack(texts[:n], "local", kind, mandates)
		b.mandate(texts[:n], kind, mandates)
		texts = texts[n:]
	}
	if c := policies[b.action]; c != nil {
		own := text{speaks: true, bound: noStep, way: b.way(all, mandates)}
		b.demand(&own, c)
		b.add(entry{door: "local", policy: true, texts: []text{own}})
	}
}

// mandate notes what the texts require, on each of their days: it weighs on the places below.
func (b *briefing) mandate(texts []dated, kind int8, mandates map[days][]*tree.Expr) {
	for _, t := range texts {
		plan := t.plans[b.action]
		if plan == nil || !t.mayBind(kind) {
			continue
		}
		for _, r := range plan.Requires {
			required := tree.And(r.When, tree.Question(stateMandate))
			if kind < 0 && t.Binds != AllKinds {
				required = tree.And(t.binding(), required)
			}
			for _, day := range [2]days{received, eligible} {
				if t.days&day != 0 {
					mandates[day] = append(mandates[day], required)
				}
			}
		}
	}
}

// way is the step that is true where on every one of the days some law requires what is asked, and a person finds that it
// displaces the text: us.stack.state-mandate, with the stricter of the days under us.stack.date. It is noStep where none can.
func (b *briefing) way(on days, mandates map[days][]*tree.Expr) int32 {
	var all []*tree.Expr
	for _, day := range [2]days{received, eligible} {
		if on&day != 0 {
			all = append(all, tree.Or(mandates[day]...))
		}
	}
	if slices.ContainsFunc(all, func(e *tree.Expr) bool { return e.Op == tree.OpConst }) {
		return noStep
	}
	return b.writer.Step(tree.And(all...))
}

// binding is true where the text binds the custodian, whose kind is not known.
func (v *Version) binding() *tree.Expr {
	return tree.NewAtom(tree.Atom{Test: tree.TestIn, Mask: v.Binds, Refs: []tree.Ref{{Fact: tree.FactAgencyKind}}})
}

// pack adds a pack, in those of its texts that may bind the custodian. One that does not speak to the action leaves
// its duties and nothing else.
func (b *briefing) pack(texts []dated, door string, kind int8, mandates map[days][]*tree.Expr) {
	p := texts[0].Pack
	e := entry{place: p.Place, door: door, pack: p.ID, silent: true}
	for _, v := range texts {
		if !v.mayBind(kind) {
			continue
		}
		t := text{version: v.From, bound: noStep, way: b.way(v.days, mandates)}
		if kind < 0 && v.Binds != AllKinds {
			t.bound = b.writer.Step(v.binding())
		}
		var clauses []Clause
		if plan := v.plans[b.action]; plan != nil { // nil where the action itself is unknown
			b.owe(plan.Duties)
			if plan.Speaks {
				e.silent, t.speaks = false, true
				clauses, t.requires = plan.Clauses, b.stretch(plan.Requires)
				b.clocks = append(b.clocks, plan.Clocks...)
			}
		}
		b.demand(&t, clauses)
		e.texts = append(e.texts, t)
	}
	if len(e.texts) > 0 {
		b.add(e)
	}
}

// demand gives the text its clauses.
func (b *briefing) demand(t *text, clauses []Clause) {
	t.clauses = b.parts(clauses)
	plan := Plan{Clauses: clauses}
	t.step = b.writer.Step(plan.Condition())
}

// add finishes an entry: every text must be met, unless it does not bind, or is displaced.
func (b *briefing) add(e entry) {
	steps := b.writer.Program.Steps
	met := make([]*tree.Expr, len(e.texts))
	for i, t := range e.texts {
		met[i] = steps[t.step].Expr
		if t.bound != noStep {
			met[i] = tree.Or(tree.Not(steps[t.bound].Expr), met[i])
		}
		if t.way != noStep {
			met[i] = tree.Or(met[i], steps[t.way].Expr)
		}
	}
	e.step = b.writer.Step(tree.And(met...))
	b.entries = append(b.entries, e)
}

func (b *briefing) owe(rules []*Rule) {
	for _, r := range rules {
		owed := duty{Duty: sallyport.Duty{ID: r.ID, Cite: r.Cite, Due: r.Due}, step: b.step(r.When), same: int32(len(b.duties))}
		if i := slices.IndexFunc(b.duties, func(other duty) bool { return other.Duty == owed.Duty }); i >= 0 {
			owed.same = int32(i)
		}
		b.duties = append(b.duties, owed)
	}
}

func (b *briefing) parts(clauses []Clause) []part {
	all := make([]part, len(clauses))
	for i, c := range clauses {
		all[i] = part{step: b.writer.Step(c.Expr), grounds: b.stretch(c.Grounds)}
		all[i].closers = all[i].grounds
		if !slices.Equal(c.Grounds, c.Closers) {
			all[i].closers = b.stretch(c.Closers)
		}
		if c.Grounds != nil && c.Grounds[0].Waits {
			b.waits = append(b.waits, all[i].step)
		}
	}
	return all
}

func (b *briefing) stretch(rules []*Rule) stretch {
	s := stretch{from: uint16(len(b.grounds))}
	for _, r := range rules {
		b.grounds = append(b.grounds, ground{kind: r.Kind})
		b.rules = append(b.rules, newSaying(r, b.step(r.When)))
	}
	s.to = uint16(len(b.grounds))
	return s
}

func newSaying(r *Rule, step int32) saying {
	s := saying{step: step, id: r.ID, cite: r.Cite}
	if r.Reading != "" {
		line := "reading: " + r.Reading
		s.reading = &line
	}
	if r.Kind == Runs {
		s.clock = r.Clock
	}
	return s
}

func (b *briefing) step(e *tree.Expr) int32 {
	if e == nil {
		return noStep
	}
	return b.writer.Step(e)
}

// done compiles the program and finds the registers.
func (b *briefing) done() *brief {
	b.code = lanes.Compile(b.writer.Program)
	for i := range b.entries {
		for j := range b.entries[i].texts {
			clauses := b.entries[i].texts[j].clauses
			for k := range clauses {
				clauses[k].reg = b.code.Register(clauses[k].step)
			}
		}
	}
	for i := range b.grounds {
		b.grounds[i].reg = noStep
		if step := b.rules[i].step; step != noStep {
			b.grounds[i].reg = b.code.Register(step)
		}
	}
	for i := range b.waits {
		b.waits[i] = b.code.Register(b.waits[i])
	}
	return &b.brief
}
