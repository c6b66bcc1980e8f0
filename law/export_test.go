package law

import "sallyport"

// Formulas returns the formula of every entry of the decision on c, and the case with its implied facts.
func (b *Book) Formulas(c *sallyport.Case) ([]*Expr, *sallyport.Case) {
	d := takeDocket(c)
	d.meet(b.brief(d))
	var all []*Expr
	for i := range d.entries {
		if !d.absent(&d.entries[i]) {
			all = append(all, d.formula(&d.entries[i]))
		}
	}
	return all, d.scene().c
}

// Plain evaluates e on a case in which every fact it reads is known, with the given answers to open questions: the
// two-valued definition of the language, written without the engine's closures and diagrams.
func (e *Expr) Plain(c *sallyport.Case, answers map[string]bool) bool {
	return e.plain(&scene{c: c, zone: Zone(c.Agency, c.At.Location())}, answers)
}

func (e *Expr) plain(s *scene, answers map[string]bool) bool {
	switch e.Op {
	case OpConst:
		return e.Value
	case OpAnd:
		for _, arg := range e.Args {
			if !arg.plain(s, answers) {
				return false
			}
		}
		return true
	case OpOr:
		for _, arg := range e.Args {
			if arg.plain(s, answers) {
				return true
			}
		}
		return false
	case OpNot:
		return !e.Args[0].plain(s, answers)
	case OpQuestion:
		return answers[e.Question]
	case OpAtom:
		v, w := s.get(e.Atom.Refs[0]), sallyport.Value{State: sallyport.Known}
		if len(e.Atom.Refs) > 1 {
			w = s.get(e.Atom.Refs[1])
		}
		return e.Atom.holds(v, w, s.zone)
	}
	keys, n := map[string]bool{}, 0
	list := e.List.of(s.c).List
	for i := range list {
		if e.Args[0].plain(&scene{c: s.c, zone: s.zone, offence: &list[i]}, answers) {
			n++
			keys[list[i][e.Key].S] = true
		}
	}
	if e.Op == OpDistinct {
		n = len(keys)
	}
	return n >= e.N
}

// Questions lists the open questions that e raises.
func (e *Expr) Questions(into map[string]bool) {
	if e.Op == OpQuestion {
		into[e.Question] = true
	}
	for _, arg := range e.Args {
		arg.Questions(into)
	}
}
