package law

import (
	"sallyport"
	"sallyport/law/exact"
	"sallyport/law/tree"
)

// effect is what a rule does in a decision, as a number.
type effect uint8

const (
	permits effect = iota
	refuses
	unresolves
)

var effects = [...]sallyport.Effect{sallyport.Permits, sallyport.Refuses, sallyport.Unresolves}

// line is one text of an answer: of a kept text, its slot and row; of others, where they are found.
type line struct {
	kind        lineKind
	list, index int8
	fact, row   int32
}

type lineKind uint8

const (
	lineKept    lineKind = iota // tree.Slot.Kept
	lineInk                     // fact to row of the ink
	lineList                    // of a whole list: row 0 if it was not seen, 1 if it is empty
	lineReading                 // how the rule of the brief in row is read
	lineEnds                    // that nobody knows when custody would end
)

var listLines = [2][2]string{
	{"convictions not seen", "convictions = []"},
	{"charges not seen", "charges = []"},
}

// slab is memory for the parts of answers, each of which has a piece of its own.
type slab[T any] struct{ left []T }

// slabSize is how many parts are allocated at once: an answer that is kept keeps so many.
const slabSize = 64

// cut never returns nil: an empty list of an answer is a list.
func (s *slab[T]) cut(n int) []T {
	if n > len(s.left) || s.left == nil {
		s.left = make([]T, max(n, slabSize))
	}
	piece := s.left[:n:n]
	s.left = s.left[n:]
	return piece
}

// hand writes the answer out: one array each of doors, rules, duties and texts.
func (d *docket) hand(out *sallyport.Decision, open []exact.Answer, whole exact.Answer) {
	a := &d.answer
	texts := a.slabs.texts.cut(len(a.lines) + d.lists(open, whole))[:0]
	ink := string(a.ink)
	for i := range a.lines {
		texts = append(texts, d.text(&a.lines[i], ink))
	}
	rules := a.slabs.rules.cut(len(a.rules))
	for i := range rules {
		d.writeRule(&rules[i], &a.rules[i], texts)
	}
	list := func(add []string) []string {
		from := len(texts)
		texts = append(texts, add...)
		return texts[from:len(texts):len(texts)]
	}
	out.Doors = a.slabs.doors.cut(len(a.doors))
	for i := range out.Doors {
		draft, door := &a.doors[i], &out.Doors[i]
		d.writeDoor(door, draft)
		door.Rules = rules[draft.rules.from:draft.rules.to:draft.rules.to]
		answer := exact.Answer{}
		if draft.open >= 0 {
			answer = open[draft.open]
		}
		door.Missing, door.Unsettled = list(answer.Missing), list(answer.Unsettled)
	}
	out.Missing, out.Unsettled = list(whole.Missing), list(whole.Unsettled)
	out.Duties = a.slabs.duties.cut(len(a.owed))
	for i, owed := range a.owed {
		out.Duties[i] = d.brief.duties[owed].Duty
	}
}

// lists counts the facts and questions named.
func (d *docket) lists(open []exact.Answer, whole exact.Answer) int {
	n := len(whole.Missing) + len(whole.Unsettled)
	for i := range open {
		n += len(open[i].Missing) + len(open[i].Unsettled)
	}
	return n
}

func (d *docket) writeDoor(door *sallyport.Door, draft *doorDraft) {
	e := &d.entries[draft.entry]
	door.Place, door.Door, door.Pack = e.place, e.door, e.pack
	door.Version, door.Outcome = e.texts[draft.text].version, outcomeOf(draft.is)
	if e.silent {
		door.Outcome = sallyport.Silent
	}
	if e.policy {
		door.Place, door.Pack = d.Given.Agency, d.site.policy
	}
}

func (d *docket) writeRule(to *sallyport.AppliedRule, draft *ruleDraft, texts []string) {
	rule := &displaced
	if draft.rule != displacing {
		rule = &d.rules[draft.rule]
	}
	to.ID, to.Effect, to.Cite = rule.id, effects[draft.effect], rule.cite
	to.Because = texts[draft.lines.from:draft.lines.to:draft.lines.to]
}

func (d *docket) text(l *line, ink string) string {
	switch l.kind {
	case lineKept:
		return tree.Slot{List: int(l.list), Index: int(l.index), Fact: int(l.fact)}.Kept(int(l.row))
	case lineInk:
		return ink[l.fact:l.row]
	case lineList:
		return listLines[l.list][l.row]
	case lineReading:
		return *d.rules[l.row].reading
	}
	return "release.eligible_at is unknown"
}
