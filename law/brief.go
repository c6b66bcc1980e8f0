package law

import (
	"slices"

	"sallyport"
)

// brief is the law that meets a kind of case: the texts in force at its place on its days, for its action and kind of
// custodian, as one program in which what several texts ask is asked once. It is made once and then run on every such case.
type brief struct {
	*Program
	code    []instruction
	literal []int32 // the register of each step, see instruction
	// facts that are looked up in tables
	caseFacts    []int32
	offenceFacts [2][]int32
	entries      []entry
	duties       []duty
	clocks       []*Clock // in the order federal, state, county, city: the first named wins a tie
}

// entry is one line of the decision's doors: a pack (in one or two of its versions) or the agency's policy.
type entry struct {
	door   sallyport.Door
	texts  []text
	silent bool
	policy bool    // the agency's own policy: an entry only where it forbids
	bound  int32   // the step that is true where the pack binds the custodian; noStep where that is certain
	ways   []int32 // each leaves to a person what a state law requires and this one refuses
}

const noStep = -1

// text is one version of a pack as it applies to the case; every clause must be met.
type text struct {
	version string
	speaks  bool
	clauses []part
}

// part is a clause with the steps of its conditions.
type part struct {
	step    int32
	reg     int32 // of step
	grounds []ground
	closers []ground
	waits   bool
}

// ground is a rule with the step of its own condition, or noStep, and the line that says how it is read.
type ground struct {
	*Rule
	step    int32
	reg     int32 // of step
	reading string
}

type duty struct {
	sallyport.Duty
	step int32
}

// briefing makes a brief.
type briefing struct {
	brief
	action string
	writer *writer
}

func newBriefing(action string) *briefing {
	w := newWriter()
	return &briefing{brief: brief{Program: w.program}, action: action, writer: w}
}

// federal adds the text at the federal door; nil is a day that no text covers.
func (b *briefing) federal(v *Version, kind int8) {
	if v == nil {
		b.add(entry{door: sallyport.Door{Place: "us", Door: "federal"}, bound: noStep, texts: []text{{clauses: b.parts(uncovered)}}})
		return
	}
	b.pack([]*Version{v}, "federal", kind, nil)
}

// local adds the texts of the packs below the federal door, outermost place first and two texts of one pack in a
// row, and the agency's own policy.
func (b *briefing) local(versions []*Version, kind int8) {
	var mandates []int32
	for len(versions) > 0 {
		n := 1
		for n < len(versions) && versions[n].Pack == versions[0].Pack {
			n++
		}
		if b.pack(versions[:n], "local", kind, mandates) {
			mandates = slices.Concat(mandates, b.mandates(versions[:n]))
		}
		versions = versions[n:]
	}
	if c := policies[b.action]; c != nil {
		door := sallyport.Door{Door: "local"}
		b.add(entry{door: door, policy: true, bound: noStep, ways: mandates, texts: []text{{speaks: true, clauses: b.parts(c)}}})
	}
}

// mandates weigh on the places below: what the law requires of them is left to a person.
func (b *briefing) mandates(versions []*Version) []int32 {
	var all []int32
	for _, v := range versions {
		if plan := v.plans[b.action]; plan != nil {
			for _, r := range plan.Requires {
				all = append(all, b.writer.step(And(r.When, Question(stateMandate))))
			}
		}
	}
	return all
}

// pack adds a pack, unless it does not bind the custodian. A version that does not speak to the action leaves its
// duties and nothing else.
func (b *briefing) pack(versions []*Version, door string, kind int8, ways []int32) bool {
	p := versions[0].Pack
	e := entry{door: sallyport.Door{Place: p.Place, Door: door, Pack: p.ID}, silent: true, bound: noStep, ways: ways}
	binds := uint64(0)
	for _, v := range versions {
		binds |= v.Binds
	}
	switch {
	case kind >= 0 && binds&(1<<kind) == 0:
		return false
	case kind < 0 && binds != AllKinds:
		e.bound = b.writer.step(NewAtom(Atom{Test: TestIn, Mask: binds, Refs: []Ref{{Fact: factAgencyKind}}}))
	}
	for _, v := range versions {
		t := text{version: v.From}
		if plan := v.plans[b.action]; plan != nil { // nil where the action itself is unknown
			b.owe(plan.Duties)
			if plan.Speaks {
				e.silent, t.speaks = false, true
				t.clauses = b.parts(plan.Clauses)
				b.clocks = append(b.clocks, plan.Clocks...)
			}
		}
		e.texts = append(e.texts, t)
	}
	b.add(e)
	return true
}

func (b *briefing) add(e entry) { b.entries = append(b.entries, e) }

func (b *briefing) owe(rules []*Rule) {
	for _, r := range rules {
		b.duties = append(b.duties, duty{sallyport.Duty{ID: r.ID, Cite: r.Cite, Due: r.Due}, b.step(r.When)})
	}
}

func (b *briefing) parts(clauses []Clause) []part {
	all := make([]part, len(clauses))
	for i, c := range clauses {
		all[i] = part{
			step: b.writer.step(c.Expr), grounds: b.grounds(c.Grounds), closers: b.grounds(c.Closers),
			waits: c.Grounds != nil && c.Grounds[0].Waits,
		}
	}
	return all
}

func (b *briefing) grounds(rules []*Rule) []ground {
	all := make([]ground, len(rules))
	for i, r := range rules {
		all[i] = ground{Rule: r, step: b.step(r.When), reading: "reading: " + r.Reading}
	}
	return all
}

func (b *briefing) step(e *Expr) int32 {
	if e == nil {
		return noStep
	}
	return b.writer.step(e)
}

// done compiles the program.
func (b *briefing) done() *brief {
	b.compile()
	for i := range b.entries {
		for j := range b.entries[i].texts {
			b.place(b.entries[i].texts[j].clauses)
		}
	}
	return &b.brief
}

// place finds the registers of the clauses.
func (b *briefing) place(clauses []part) {
	for i := range clauses {
		p := &clauses[i]
		p.reg = b.literal[p.step]
		for _, grounds := range [2][]ground{p.grounds, p.closers} {
			for j := range grounds {
				if g := &grounds[j]; g.step != noStep {
					g.reg = b.literal[g.step]
				}
			}
		}
	}
}
