package tree

import "sallyport"

// condition is a compiled Expr: one closure call per node, no allocation.
type condition func(*Scene) Tri

// Compiled gives a node its closure; its arguments have theirs. It returns the node.
func (e *Expr) Compiled() *Expr {
	switch e.Op {
	case OpConst:
		value := Truth(e.Value)
		e.eval = func(*Scene) Tri { return value }
	case OpAnd:
		e.eval = compileAnd(closures(e.Args))
	case OpOr:
		e.eval = compileOr(closures(e.Args))
	case OpNot:
		arg := e.Args[0].eval
		e.eval = func(s *Scene) Tri { return -arg(s) }
	case OpAtom:
		e.eval = e.Atom.eval
	case OpCount:
		e.eval = compileCount(e)
	case OpDistinct:
		e.eval = compileDistinct(e)
	case OpQuestion:
		e.eval = func(*Scene) Tri { return Unknown } // nobody knows
	}
	return e
}

func closures(args []*Expr) []condition {
	all := make([]condition, len(args))
	for i, arg := range args {
		all[i] = arg.eval
	}
	return all
}

func compileAnd(args []condition) condition {
	return func(s *Scene) Tri {
		least := True
		for _, arg := range args {
			if v := arg(s); v < least {
				if least = v; v == False {
					return False
				}
			}
		}
		return least
	}
}

func compileOr(args []condition) condition {
	return func(s *Scene) Tri {
		most := False
		for _, arg := range args {
			if v := arg(s); v > most {
				if most = v; v == True {
					return True
				}
			}
		}
		return most
	}
}

// compileCount compares the interval [definite, possible] of satisfying offences with N. Quantifiers do not nest.
func compileCount(e *Expr) condition {
	body, list, n := e.Args[0].eval, e.List, e.N
	return func(s *Scene) Tri {
		offences := list.Of(s.Case)
		if !offences.Known {
			return Unknown
		}
		definite, possible := 0, 0
		for i := range offences.List {
			s.Offence = &offences.List[i]
			switch body(s) {
			case True:
				definite++
				possible++
			case Unknown:
				possible++
			}
		}
		s.Offence = nil
		return Within(n, definite, possible)
	}
}

// Within says whether a count known to lie in [definite, possible] reaches n.
func Within(n, definite, possible int) Tri {
	switch {
	case definite >= n:
		return True
	case possible < n:
		return False
	}
	return Unknown
}

// compileDistinct counts distinct values of the key: definite are the distinct known keys of offences that
// certainly satisfy the body; each doubtful offence or unknown key can add at most one more.
func compileDistinct(e *Expr) condition {
	body, list, n, key := e.Args[0].eval, e.List, e.N, e.Key
	return func(s *Scene) Tri {
		offences := list.Of(s.Case)
		if !offences.Known {
			return Unknown
		}
		definite, possible := KeyBounds(offences.List, key, func(i int) Tri {
			s.Offence = &offences.List[i]
			return body(s)
		})
		s.Offence = nil
		return Within(n, definite, possible)
	}
}

// KeyBounds counts the different keys of the offences for which holds: at least definite, at most possible.
func KeyBounds(list []sallyport.Offence, key int, holds func(i int) Tri) (definite, possible int) {
	var certain, doubtful [16]string
	seen, maybe, unknown, certainUnknown := certain[:0], doubtful[:0], 0, 0
	for i := range list {
		answer := holds(i)
		if answer == False {
			continue
		}
		switch v := &list[i][key]; {
		case v.State != sallyport.Known:
			unknown++
			if answer == True {
				certainUnknown = 1
			}
		case answer == True:
			seen = AddDistinct(seen, v.S)
		default:
			maybe = AddDistinct(maybe, v.S)
		}
	}
	definite = max(len(seen), certainUnknown)
	for _, m := range maybe {
		seen = AddDistinct(seen, m)
	}
	return definite, len(seen) + unknown
}

// AddDistinct adds s to a set that lacks it.
func AddDistinct(set []string, s string) []string {
	for _, have := range set {
		if have == s {
			return set
		}
	}
	return append(set, s)
}
