package finite

import (
	"encoding/binary"
	"fmt"
	"slices"

	"sallyport"
	"sallyport/law/tree"
)

// ofCase stands for the case itself where a list is named.
const ofCase = -1

// fact is a fact of the case or of the offences of a list.
type fact struct {
	list int // ofCase, or a tree.List
	id   int
}

func (f fact) describes() *sallyport.Fact {
	if f.list == ofCase {
		return &sallyport.CaseFacts[f.id]
	}
	return &sallyport.OffenceFacts[f.id]
}

func (f fact) isDate() bool {
	kind := f.describes().Kind
	return kind == sallyport.Date || kind == sallyport.Time
}

// reading is one atom where it stands: on the case, or in the body of a quantifier over a list.
type reading struct {
	atom  *tree.Atom
	list  int // of the body; ofCase where the atom reads no offence
	facts []fact
}

// survey is what a set of conditions reads.
type survey struct {
	place      string // whose law it is: us, or a place below
	home       string // a custodian there
	readings   []reading
	reads      map[fact][]int // the readings of each fact
	keys       map[fact]bool  // facts whose different values are counted
	quantified [2]bool        // lists that a quantifier runs over
	known      map[string]int // readings by text
	seen       map[surveyed]bool
}

type surveyed struct {
	e    *tree.Expr
	list int
}

func newSurvey(place string, conditions []*tree.Expr) *survey {
	s := &survey{
		place: place, home: homeOf(place),
		reads: map[fact][]int{}, keys: map[fact]bool{}, known: map[string]int{},
		seen: map[surveyed]bool{},
	}
	for _, e := range conditions {
		s.walk(e, ofCase)
	}
	return s
}

// homeOf is a custodian below the place. For federal law it is in a state without a law of its own.
func homeOf(place string) string {
	if place == "us" {
		return "us-oh"
	}
	return place
}

func (s *survey) walk(e *tree.Expr, list int) {
	if s.seen[surveyed{e, list}] {
		return
	}
	s.seen[surveyed{e, list}] = true
	switch e.Op {
	case tree.OpAtom:
		s.number(e.Atom, list)
	case tree.OpDistinct:
		s.quantified[e.List] = true
		s.keys[fact{int(e.List), e.Key}] = true
		s.walk(e.Args[0], int(e.List))
	case tree.OpCount:
		s.quantified[e.List] = true
		s.walk(e.Args[0], int(e.List))
	default:
		for _, arg := range e.Args {
			s.walk(arg, list)
		}
	}
}

// readingOf places an atom. In the body of a quantifier it may still read the case only.
func readingOf(a *tree.Atom, list int) reading {
	r := reading{atom: a, list: ofCase}
	for _, ref := range a.Refs {
		if !ref.Offence {
			r.facts = append(r.facts, fact{ofCase, ref.Fact})
			continue
		}
		r.list = list
		r.facts = append(r.facts, fact{list, ref.Fact})
	}
	return r
}

// Key is the same for atoms that test the same.
func Key(a *tree.Atom) string {
	key := []byte{byte(a.Test)}
	for _, r := range a.Refs {
		key = binary.AppendUvarint(key, uint64(r.Fact))
		if r.Offence {
			key = append(key, 'o')
		}
	}
	key = binary.AppendVarint(binary.AppendUvarint(append(key, ' '), a.Mask), a.N)
	for _, s := range a.Texts {
		key = append(append(key, 0), s...)
	}
	if a.Clock != nil {
		key = append(key, a.Clock.String()...)
	}
	return string(key)
}

// number gives the reading its number, the same for atoms of the same text.
func (s *survey) number(a *tree.Atom, list int) int {
	r := readingOf(a, list)
	key := string(rune(r.list+1)) + Key(a)
	n, ok := s.known[key]
	if !ok {
		n = len(s.readings)
		s.known[key] = n
		s.readings = append(s.readings, r)
		for _, f := range r.facts {
			if !slices.Contains(s.reads[f], n) {
				s.reads[f] = append(s.reads[f], n)
			}
		}
	}
	return n
}

// dated says whether the reading turns on when something was: it reads a date that is tested for more than being none.
func (s *survey) dated(n int) bool {
	return slices.ContainsFunc(s.readings[n].facts, s.isDated)
}

func (s *survey) isDated(f fact) bool {
	return f.isDate() && slices.ContainsFunc(s.reads[f], func(n int) bool { return s.readings[n].atom.Test != tree.TestNone })
}

// check finds what no case file could hold, or the engine would not count.
func (s *survey) check() error {
	for _, f := range s.factsOf(int(tree.Convictions)) {
		if d := f.describes(); d.Charge {
			return fmt.Errorf("convictions: %s is a fact of charges, and no conviction has it; ask it of charges", d.Path)
		}
	}
	for f := range s.keys {
		if d := f.describes(); d.Kind != sallyport.Text {
			return fmt.Errorf("distinct: %s is not a text; count different texts, such as incident", d.Path)
		}
	}
	return nil
}

// factsOf lists the facts read of the case or of a list, in the order of the tables.
func (s *survey) factsOf(list int) []fact {
	var all []fact
	for f := range s.reads {
		if f.list == list {
			all = append(all, f)
		}
	}
	for f := range s.keys {
		if f.list == list && s.reads[f] == nil {
			all = append(all, f)
		}
	}
	slices.SortFunc(all, func(a, b fact) int { return a.id - b.id })
	return all
}
