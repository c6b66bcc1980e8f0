package exact

import (
	"encoding/binary"
	"slices"
)

// A diagram is a reduced ordered decision diagram over the unknown facts of one case: exact where Kleene's
// logic is not. Because it is canonical, a variable occurs below a node exactly if its value can
// change what the node comes to; that is what "missing" means. (Bryant, IEEE Trans. Comput. C-35, 1986;
// multi-valued variables after Srinivasan et al., ICCAD 1990.)
type diagram struct {
	vars   []*variable // by rank: the order of the diagram
	nodes  []branch
	unique map[string]node
	joined map[[3]int32]node
}

// node is an index into diagram.nodes; 0 is false and 1 is true.
type node int32

const (
	nodeFalse node = 0
	nodeTrue  node = 1
)

// branch tests one variable: kids has one node per choice.
type branch struct {
	rank int32
	kids []node
}

const leafRank = int32(1) << 30

func newDiagram() *diagram {
	return &diagram{
		nodes:  []branch{{rank: leafRank}, {rank: leafRank}},
		unique: map[string]node{},
		joined: map[[3]int32]node{},
	}
}

// branch returns the node that tests the variable of that rank, or the common kid where the test is idle.
func (d *diagram) branch(rank int32, kids []node) node {
	same := true
	key := binary.AppendVarint(nil, int64(rank))
	for _, k := range kids {
		same = same && k == kids[0]
		key = binary.AppendVarint(key, int64(k))
	}
	if same {
		return kids[0]
	}
	if n, ok := d.unique[string(key)]; ok {
		return n
	}
	n := node(len(d.nodes))
	d.nodes = append(d.nodes, branch{rank: rank, kids: slices.Clone(kids)})
	d.unique[string(key)] = n
	return n
}

// and and or join two diagrams; not turns one over.
func (d *diagram) and(a, b node) node { return d.join(0, a, b) }
func (d *diagram) or(a, b node) node  { return d.join(1, a, b) }

// join computes and (op 0) or or (op 1): the leaf named like op absorbs, the other is neutral.
func (d *diagram) join(op int32, a, b node) node {
	switch {
	case a == b, int32(a) == op, int32(b) == 1-op && b <= nodeTrue:
		return a
	case int32(b) == op, int32(a) == 1-op && a <= nodeTrue:
		return b
	}
	if a > b {
		a, b = b, a
	}
	key := [3]int32{op, int32(a), int32(b)}
	if n, ok := d.joined[key]; ok {
		return n
	}
	rank := min(d.nodes[a].rank, d.nodes[b].rank)
	kids := make([]node, len(d.choices(rank, a, b)))
	for i := range kids {
		kids[i] = d.join(op, d.kid(a, rank, i), d.kid(b, rank, i))
	}
	n := d.branch(rank, kids)
	d.joined[key] = n
	return n
}

// choices returns the kids of whichever of a and b tests the variable of that rank.
func (d *diagram) choices(rank int32, a, b node) []node {
	if d.nodes[a].rank == rank {
		return d.nodes[a].kids
	}
	return d.nodes[b].kids
}

// kid is what n becomes when the variable of that rank takes its i-th choice.
func (d *diagram) kid(n node, rank int32, i int) node {
	if d.nodes[n].rank != rank {
		return n
	}
	return d.nodes[n].kids[i]
}

func (d *diagram) not(a node) node {
	switch a {
	case nodeFalse:
		return nodeTrue
	case nodeTrue:
		return nodeFalse
	}
	key := [3]int32{2, int32(a), 0}
	if n, ok := d.joined[key]; ok {
		return n
	}
	kids := slices.Clone(d.nodes[a].kids)
	for i := range kids {
		kids[i] = d.not(kids[i])
	}
	n := d.branch(d.nodes[a].rank, kids)
	d.joined[key] = n
	return n
}

// literal is true exactly when the variable of that rank takes its i-th choice.
func (d *diagram) literal(rank int32, choices, i int) node {
	kids := make([]node, choices)
	kids[i] = nodeTrue
	return d.branch(rank, kids)
}

// support lists the ranks of the variables that n depends on, in order.
func (d *diagram) support(n node) []int32 {
	seen := map[node]bool{}
	ranks := map[int32]bool{}
	var walk func(node)
	walk = func(n node) {
		if n <= nodeTrue || seen[n] {
			return
		}
		seen[n] = true
		ranks[d.nodes[n].rank] = true
		for _, k := range d.nodes[n].kids {
			walk(k)
		}
	}
	walk(n)
	all := make([]int32, 0, len(ranks))
	for r := range ranks {
		all = append(all, r)
	}
	slices.Sort(all)
	return all
}

// quiet fixes every fact to the choice that asserts least and leaves the questions.
func (d *diagram) quiet(n node) node {
	memo := map[node]node{}
	var walk func(node) node
	walk = func(n node) node {
		if n <= nodeTrue {
			return n
		}
		if m, ok := memo[n]; ok {
			return m
		}
		b := d.nodes[n]
		v := d.vars[b.rank]
		var m node
		if v.question {
			kids := make([]node, len(b.kids))
			for i, k := range b.kids {
				kids[i] = walk(k)
			}
			m = d.branch(b.rank, kids)
		} else {
			m = walk(b.kids[v.quiet])
		}
		memo[n] = m
		return m
	}
	return walk(n)
}
