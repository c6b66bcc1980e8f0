package batch

import (
	"fmt"
	"slices"
	"strings"

	"sallyport/law/tree"
)

// unknowns are what a condition can leave to chance where facts are missing: the tests of facts that may be unknown, the
// counts in a list that was never seen (as the engine of single cases has it, each an unknown of its own) and open questions.
type unknowns struct {
	literals  map[string]int       // by name
	nodes     map[node]int         // the literal of each node
	wishes    []wish               // of each literal
	variables []*variable          // in the order to choose in
	known     map[string]*variable // those of facts, by name
	keys      map[string]int       // facts whose different values are counted: by how many literals
}

// node is a node of a condition, in the body of a quantifier over the list or outside.
type node struct {
	*tree.Expr
	list tree.List
}

// wish counts how often a literal stands where its being true helps the condition, and where it hinders it.
type wish struct{ helps, hinders int }

// newUnknowns collects what is unknown in e. It is nil where facts hang together in a way that is not looked into here.
func newUnknowns(e *tree.Expr) *unknowns {
	u := &unknowns{literals: map[string]int{}, nodes: map[node]int{}, known: map[string]*variable{}, keys: map[string]int{}}
	u.walk(e, true, 0)
	for key := range u.keys {
		if u.known[key] != nil {
			return nil // the key is tested too
		}
	}
	for _, v := range u.variables {
		if v.fact != nil && !v.find() {
			return nil
		}
	}
	// A fact that others are compared with is chosen before them.
	slices.SortStableFunc(u.variables, func(a, b *variable) int { return b.seconds() - a.seconds() })
	return u
}

func (u *unknowns) walk(e *tree.Expr, helps bool, list tree.List) {
	switch e.Op {
	case tree.OpNot:
		helps = !helps
	case tree.OpAtom:
		u.atom(e, helps, list)
	case tree.OpQuestion, tree.OpCount, tree.OpDistinct:
		n, isNew := u.literal(node{e, list}, helps)
		if isNew {
			u.variables = append(u.variables, &variable{literals: []int{n}, options: [][]bool{{false}, {true}}})
		}
		if isNew && e.Op == tree.OpDistinct {
			u.keys[factName(tree.Ref{Offence: true, Fact: e.Key}, e.List)]++
		}
		list = e.List
	}
	for _, arg := range e.Args {
		u.walk(arg, helps, list)
	}
}

// literal counts the literal of a node once more.
func (u *unknowns) literal(at node, helps bool) (n int, isNew bool) {
	n, ok := u.nodes[at]
	if !ok {
		name := nameOf(at.Expr)
		if at.Op == tree.OpAtom && readsOffence(at.Atom) {
			name += at.list.String()
		}
		if n, ok = u.literals[name]; !ok {
			n, isNew = len(u.wishes), true
			u.literals[name] = n
			u.wishes = append(u.wishes, wish{})
		}
		u.nodes[at] = n
	}
	if helps {
		u.wishes[n].helps++
	} else {
		u.wishes[n].hinders++
	}
	return n, isNew
}

// atom adds a test to the variables of the facts that it reads.
func (u *unknowns) atom(e *tree.Expr, helps bool, list tree.List) {
	a := e.Atom
	if certain(a) {
		return
	}
	n, isNew := u.literal(node{e, list}, helps)
	for i, r := range a.Refs {
		if !isNew || implied(r) {
			continue
		}
		v := u.known[factName(r, list)]
		if v == nil {
			v = &variable{fact: r.About()}
			u.known[factName(r, list)] = v
			u.variables = append(u.variables, v)
		}
		v.literals, v.tests, v.second = append(v.literals, n), append(v.tests, a), append(v.second, i == 1)
	}
}

func factName(r tree.Ref, list tree.List) string {
	if r.Offence {
		return fmt.Sprint(list, r.Fact)
	}
	return fmt.Sprint(r.Fact)
}

// implied facts are never unknown.
func implied(r tree.Ref) bool {
	part := sourceOf(r).part
	return part == ofMoment || part == ofPlace
}

// certain tests read only such facts.
func certain(a *tree.Atom) bool {
	return !slices.ContainsFunc(a.Refs, func(r tree.Ref) bool { return !implied(r) })
}

// nameOf names a condition by its text.
func nameOf(e *tree.Expr) string {
	var b strings.Builder
	fmt.Fprint(&b, e.Op, e.List, e.N, e.Key, e.Question, e.Value)
	if e.Atom != nil {
		b.WriteString(identity(e.Atom))
	}
	for _, arg := range e.Args {
		b.WriteString("(" + nameOf(arg) + ")")
	}
	return b.String()
}
