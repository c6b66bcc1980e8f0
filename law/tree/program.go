package tree

import (
	"fmt"
	"slices"
	"strings"
)

// Program is conditions written out as steps: every node of their trees once, however often it occurs, and after
// everything it reads. It is what the fast readers run, over words of bits.
type Program struct {
	Steps []Step
	Roots []int32 // the step of each condition, in the order given
}

// Step is one node. A step of a body is evaluated for every offence of its list; the others once for the case.
type Step struct {
	*Expr
	Args []int32 // earlier steps, in the order of Expr.Args
	Body bool    // it reads the offence under consideration
	List List    // of which list, where Body; for counts, the list that is counted
	Deep int     // 0 for atoms, constants and questions; else one more than the deepest of Args
}

// NewProgram writes out the conditions.
func NewProgram(conditions []*Expr) *Program {
	w := NewWriter()
	for _, e := range conditions {
		w.Program.Roots = append(w.Program.Roots, w.Step(e))
	}
	return w.Program
}

// Writer adds conditions to a program, one after the other.
type Writer struct {
	Program *Program
	known   map[string]int32 // steps by what they are: their operation and arguments, or their atom
	list    List             // of the quantifier under way
}

// NewWriter starts an empty program.
func NewWriter() *Writer { return &Writer{Program: &Program{}, known: map[string]int32{}} }

// Step writes out e and returns its number.
func (w *Writer) Step(e *Expr) int32 {
	s := Step{Expr: e, List: w.list}
	if e.Op == OpCount || e.Op == OpDistinct {
		w.list, s.List = e.List, e.List
	}
	for _, arg := range e.Args {
		n := w.Step(arg)
		s.Args = append(s.Args, n)
		s.Deep = max(s.Deep, w.Program.Steps[n].Deep+1)
		s.Body = s.Body || w.Program.Steps[n].Body
	}
	switch e.Op {
	case OpAtom:
		s.Body = slices.ContainsFunc(e.Atom.Refs, func(r Ref) bool { return r.Offence })
	case OpCount, OpDistinct:
		s.Body = false
	}
	return w.add(s)
}

func (w *Writer) add(s Step) int32 {
	key := s.key()
	if n, ok := w.known[key]; ok {
		return n
	}
	n := int32(len(w.Program.Steps))
	w.Program.Steps = append(w.Program.Steps, s)
	w.known[key] = n
	return n
}

// Text tells programs apart: two of one text have the same steps in the same order.
func (p *Program) Text() string {
	var b strings.Builder
	for i := range p.Steps {
		b.WriteString(p.Steps[i].key())
		b.WriteByte('\n')
	}
	return b.String()
}

// key tells steps apart that are different things: two of one text over one list are the same.
func (s *Step) key() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d %d %d %v %s", s.Op, s.N, s.Key, s.Value, s.Question)
	if s.Body || s.Op == OpCount || s.Op == OpDistinct {
		fmt.Fprintf(&b, " of %s", s.List)
	}
	if s.Atom != nil {
		b.WriteString(s.Atom.Text())
	}
	fmt.Fprint(&b, s.Args)
	return b.String()
}

// Text tells atoms apart; two of one text ask the same of the same facts.
func (a *Atom) Text() string {
	return fmt.Sprintf(" %d %v %d %d %q %p", a.Test, a.Refs, a.Mask, a.N, a.Texts, a.Clock)
}
