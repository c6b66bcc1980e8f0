package law

import "slices"

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
	List List    // of which list, where Body
	Deep int     // 0 for atoms, constants and questions; else one more than the deepest of Args
}

// NewProgram writes out the conditions.
func NewProgram(conditions []*Expr) *Program {
	w := &writer{program: &Program{}, known: map[string]int32{}}
	for _, e := range conditions {
		w.program.Roots = append(w.program.Roots, w.step(e, false, 0))
	}
	return w.program
}

type writer struct {
	program *Program
	known   map[string]int32 // by text and, for steps of a body, by list
}

// step writes out e and returns its number.
func (w *writer) step(e *Expr, inside bool, list List) int32 {
	body := inside && e.readsOffence()
	key := e.key()
	if body {
		key = list.String() + key
	}
	if n, ok := w.known[key]; ok {
		return n
	}
	s := Step{Expr: e, Body: body, List: list}
	if e.Op == OpCount || e.Op == OpDistinct {
		inside, list, s.List = true, e.List, e.List
	}
	for _, arg := range e.Args {
		n := w.step(arg, inside, list)
		s.Args = append(s.Args, n)
		s.Deep = max(s.Deep, w.program.Steps[n].Deep+1)
	}
	n := int32(len(w.program.Steps))
	w.program.Steps = append(w.program.Steps, s)
	w.known[key] = n
	return n
}

// readsOffence says whether e, standing in the body of a quantifier, depends on the offence.
func (e *Expr) readsOffence() bool {
	switch e.Op {
	case OpAtom:
		return slices.ContainsFunc(e.Atom.Refs, func(r Ref) bool { return r.Offence })
	case OpCount, OpDistinct:
		return false
	}
	return slices.ContainsFunc(e.Args, (*Expr).readsOffence)
}
