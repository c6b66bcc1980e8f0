package finite

import (
	"sync"

	"github.com/crillab/gophersat/solver"

	"sallyport/law/tree"
)

// Model is a choice for every variable of a world.
type Model []int

// Solve looks for a case that meets the formula and the world's rules; nil says that there is none.
func (w *World) Solve(f Formula) Model {
	s := newClauses(w)
	s.assert(f)
	s.assert(w.rules)
	if s.contradiction {
		return nil
	}
	truth := satisfy(s.clauses, s.count)
	if truth == nil {
		return nil
	}
	return s.read(truth)
}

// solving is held while the solver runs: gophersat 1.4.0 learns clauses in a buffer that all its solvers share.
var solving sync.Mutex

// satisfy returns a truth value for each proposition, or nil.
func satisfy(clauses [][]int, propositions int) []bool {
	solving.Lock()
	defer solving.Unlock()
	s := solver.New(solver.ParseSliceNb(clauses, propositions))
	if s.Solve() != solver.Sat {
		return nil
	}
	return s.Model()
}

// clauses is a formula in the normal Formula of the solver. A variable of two choices is one proposition, one of more is
// one proposition per choice; joins get a proposition of their own, constrained the way they are used only (Plaisted
// and Greenbaum, J. Symbolic Computation 2, 1986).
type clauses struct {
	w             *World
	clauses       [][]int
	count         int
	first         []int // the proposition of each variable's first choice, from 1
	names         map[usedForm]int
	contradiction bool
}

type usedForm struct {
	f        Formula
	positive bool
}

func newClauses(w *World) *clauses {
	s := &clauses{w: w, names: map[usedForm]int{}}
	for _, v := range w.vars {
		s.first = append(s.first, s.count+1)
		switch v.size {
		case 2:
			s.count++
		default:
			s.count += v.size
			s.exactlyOne(s.count-v.size+1, v.size)
		}
	}
	return s
}

func (s *clauses) add(literals ...int) { s.clauses = append(s.clauses, literals) }

func (s *clauses) exactlyOne(first, size int) {
	any := make([]int, size)
	for i := range any {
		any[i] = first + i
		for j := range i {
			s.add(-(first + i), -(first + j))
		}
	}
	s.add(any...)
}

// assert demands f.
func (s *clauses) assert(f Formula) {
	switch n := s.w.nodes[f]; {
	case f == False:
		s.contradiction = true
	case f == True:
	case n.kind == kindAnd:
		for _, arg := range n.args {
			s.assert(arg)
		}
	case n.kind == kindOr:
		var any []int
		for _, arg := range n.args {
			any = append(any, s.literal(arg, true))
		}
		s.add(any...)
	default:
		s.add(s.literal(f, true))
	}
}

// literal is a proposition that implies f, or with positive false one that is implied by it, as it is used.
func (s *clauses) literal(f Formula, positive bool) int {
	n := s.w.nodes[f]
	switch n.kind {
	case kindLiteral:
		return s.choice(n)
	case kindNot:
		return -s.literal(n.args[0], !positive)
	}
	key := usedForm{f, positive}
	if name, ok := s.names[key]; ok {
		return name
	}
	s.count++
	name := s.count
	s.names[key] = name
	s.define(name, n, positive)
	return name
}

func (s *clauses) choice(n formNode) int {
	first := s.first[n.variable]
	switch {
	case s.w.vars[n.variable].size != 2:
		return first + int(n.choice)
	case n.choice == 0:
		return -first
	}
	return first
}

// define ties the name to its parts: name implies the join, or the join implies name.
func (s *clauses) define(name int, n formNode, positive bool) {
	sign := 1
	if !positive {
		sign = -1
	}
	long := []int{-sign * name}
	for _, arg := range n.args {
		part := sign * s.literal(arg, positive)
		if (n.kind == kindAnd) == positive {
			s.add(-sign*name, part)
		} else {
			long = append(long, part)
		}
	}
	if len(long) > 1 {
		s.add(long...)
	}
}

// read turns the solver's answer into choices.
func (s *clauses) read(truth []bool) Model {
	m := make(Model, len(s.w.vars))
	for i, v := range s.w.vars {
		first := s.first[i] - 1
		if v.size == 2 {
			if truth[first] {
				m[i] = 1
			}
			continue
		}
		for j := range v.size {
			if truth[first+j] {
				m[i] = j
			}
		}
	}
	return m
}

// Without is true of every case but the model's.
func (w *World) Without(m Model) Formula {
	same := make([]Formula, len(m))
	for i, choice := range m {
		same[i] = w.literal(i, choice)
	}
	return w.Not(w.And(same...))
}

// AtMost is "there are at most n offences on the list".
func (w *World) AtMost(list tree.List, n int) Formula {
	if n >= len(w.present[list]) {
		return True
	}
	return w.literal(w.present[list][n], 0)
}

// Offences is how many offences of the list the world looks at.
func (w *World) Offences(list tree.List) int { return w.offences[list] }
