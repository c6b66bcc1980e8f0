package lawtest

import (
	"sallyport"
	"sallyport/law/tree"
)

// Plain evaluates e on a case in which every fact it reads is known, with the given answers to open questions: the
// two-valued definition of the language, written without the engine's closures, words and diagrams.
func Plain(e *tree.Expr, c *sallyport.Case, answers map[string]bool) bool {
	return plain(e, &tree.Scene{Case: c, Zone: tree.Zone(c.Agency, c.At.Location())}, answers)
}

func plain(e *tree.Expr, s *tree.Scene, answers map[string]bool) bool {
	switch e.Op {
	case tree.OpConst:
		return e.Value
	case tree.OpAnd:
		for _, arg := range e.Args {
			if !plain(arg, s, answers) {
				return false
			}
		}
		return true
	case tree.OpOr:
		for _, arg := range e.Args {
			if plain(arg, s, answers) {
				return true
			}
		}
		return false
	case tree.OpNot:
		return !plain(e.Args[0], s, answers)
	case tree.OpQuestion:
		return answers[e.Question]
	case tree.OpAtom:
		return plainAtom(e.Atom, s)
	}
	return plainCount(e, s, answers)
}

func plainAtom(a *tree.Atom, s *tree.Scene) bool {
	value := func(r tree.Ref) sallyport.Value {
		if r.Offence {
			return s.Offence[r.Fact]
		}
		return s.Case.Facts[r.Fact]
	}
	v, w := value(a.Refs[0]), sallyport.Value{State: sallyport.Known}
	if len(a.Refs) > 1 {
		w = value(a.Refs[1])
	}
	return a.Holds(v, w, s.Zone)
}

func plainCount(e *tree.Expr, s *tree.Scene, answers map[string]bool) bool {
	keys, n := map[string]bool{}, 0
	list := e.List.Of(s.Case).List
	for i := range list {
		if plain(e.Args[0], &tree.Scene{Case: s.Case, Zone: s.Zone, Offence: &list[i]}, answers) {
			n++
			keys[list[i][e.Key].S] = true
		}
	}
	if e.Op == tree.OpDistinct {
		n = len(keys)
	}
	return n >= e.N
}

// Questions adds the open questions that e raises to a set.
func Questions(e *tree.Expr, into map[string]bool) {
	if e.Op == tree.OpQuestion {
		into[e.Question] = true
	}
	for _, arg := range e.Args {
		Questions(arg, into)
	}
}
