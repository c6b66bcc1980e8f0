package law

import "sallyport"

// condition is a compiled Expr: one closure call per node, no allocation.
type condition func(*scene) Tri

// compiled gives the node its closure.
func (e *Expr) compiled() *Expr {
	switch e.Op {
	case OpConst:
		value := truth(e.Value)
		e.eval = func(*scene) Tri { return value }
	case OpAnd:
		e.eval = compileAnd(closures(e.Args))
	case OpOr:
		e.eval = compileOr(closures(e.Args))
	case OpNot:
		arg := e.Args[0].eval
		e.eval = func(s *scene) Tri { return -arg(s) }
	case OpAtom:
		e.eval = e.Atom.eval
	case OpCount:
		e.eval = compileCount(e)
	case OpDistinct:
		e.eval = compileDistinct(e)
	case OpQuestion:
		e.eval = func(*scene) Tri { return Unknown } // nobody knows
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
	return func(s *scene) Tri {
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
	return func(s *scene) Tri {
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
	return func(s *scene) Tri {
		offences := list.of(s.c)
		if !offences.Known {
			return Unknown
		}
		definite, possible := 0, 0
		for i := range offences.List {
			s.offence = &offences.List[i]
			switch body(s) {
			case True:
				definite++
				possible++
			case Unknown:
				possible++
			}
		}
		s.offence = nil
		return within(n, definite, possible)
	}
}

// within says whether a count known to lie in [definite, possible] reaches n.
func within(n, definite, possible int) Tri {
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
	return func(s *scene) Tri {
		offences := list.of(s.c)
		if !offences.Known {
			return Unknown
		}
		definite, possible := keyBounds(offences.List, key, func(i int) Tri {
			s.offence = &offences.List[i]
			return body(s)
		})
		s.offence = nil
		return within(n, definite, possible)
	}
}

// keyBounds counts the different keys of the offences for which holds: at least definite, at most possible.
func keyBounds(list []sallyport.Offence, key int, holds func(i int) Tri) (definite, possible int) {
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
			seen = addDistinct(seen, v.S)
		default:
			maybe = addDistinct(maybe, v.S)
		}
	}
	definite = max(len(seen), certainUnknown)
	for _, m := range maybe {
		seen = addDistinct(seen, m)
	}
	return definite, len(seen) + unknown
}

func addDistinct(set []string, s string) []string {
	for _, have := range set {
		if have == s {
			return set
		}
	}
	return append(set, s)
}
