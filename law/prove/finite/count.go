package finite

import (
	"encoding/binary"
	"errors"
	"math/big"
)

// maxNodes bounds a diagram.
const maxNodes = 1 << 20

var errTooLarge = errors.New("too many kinds of cases to count")

// counter counts the cases of a world that meet a formula, on a reduced ordered decision diagram over the world's
// variables (Bryant, IEEE Trans. Comput. C-35, 1986; several values a variable after Srinivasan et al., ICCAD 1990).
type counter struct {
	w      *World
	nodes  []test
	unique map[string]int32
	joined map[[3]int32]int32
	built  map[Formula]int32
	counts map[int32]*big.Int
}

// test branches on one variable. Node 0 is false, node 1 true; both stand below every variable.
type test struct {
	variable int32
	kids     []int32
}

func newCounter(w *World) *counter {
	end := int32(len(w.vars))
	return &counter{
		w: w, nodes: []test{{variable: end}, {variable: end}}, unique: map[string]int32{},
		joined: map[[3]int32]int32{}, built: map[Formula]int32{}, counts: map[int32]*big.Int{},
	}
}

// Count is how many of the world's cases meet each formula; an error says that there are too many kinds to tell. A case
// here is one choice for every variable, with as many offences as the world looks at or fewer.
func (w *World) Count(formulas ...Formula) ([]*big.Int, error) {
	c := newCounter(w)
	rules := c.build(w.rules)
	all := make([]*big.Int, len(formulas))
	for i, f := range formulas {
		n := c.join(0, c.build(f), rules)
		if len(c.nodes) >= maxNodes {
			return nil, errTooLarge
		}
		all[i] = c.scaled(c.below(n), 0, c.nodes[n].variable)
	}
	return all, nil
}

func (c *counter) build(f Formula) int32 {
	if f <= True {
		return int32(f)
	}
	if n, ok := c.built[f]; ok {
		return n
	}
	var n int32
	switch node := c.w.nodes[f]; node.kind {
	case kindLiteral:
		kids := make([]int32, c.w.vars[node.variable].size)
		kids[node.choice] = 1
		n = c.test(node.variable, kids)
	case kindNot:
		n = c.not(c.build(node.args[0]))
	case kindAnd, kindOr:
		op := int32(0)
		if node.kind == kindOr {
			op = 1
		}
		n = 1 - op
		for _, arg := range node.args {
			n = c.join(op, n, c.build(arg))
		}
	}
	c.built[f] = n
	return n
}

// test returns the node, or the common kid where the test is idle.
func (c *counter) test(variable int32, kids []int32) int32 {
	same := true
	key := binary.AppendVarint(nil, int64(variable))
	for _, k := range kids {
		same = same && k == kids[0]
		key = binary.AppendVarint(key, int64(k))
	}
	if same || len(c.nodes) >= maxNodes {
		return kids[0]
	}
	if n, ok := c.unique[string(key)]; ok {
		return n
	}
	c.nodes = append(c.nodes, test{variable, kids})
	c.unique[string(key)] = int32(len(c.nodes) - 1)
	return int32(len(c.nodes) - 1)
}

// join is and (op 0) or or (op 1): the leaf named like op absorbs, the other is neutral.
func (c *counter) join(op, a, b int32) int32 {
	switch {
	case a == b || a == op || b == 1-op:
		return a
	case b == op || a == 1-op:
		return b
	}
	key := [3]int32{op, min(a, b), max(a, b)}
	if n, ok := c.joined[key]; ok {
		return n
	}
	variable := min(c.nodes[a].variable, c.nodes[b].variable)
	kids := make([]int32, c.w.vars[variable].size)
	for i := range kids {
		kids[i] = c.join(op, c.kid(a, variable, i), c.kid(b, variable, i))
	}
	n := c.test(variable, kids)
	c.joined[key] = n
	return n
}

func (c *counter) kid(n, variable int32, choice int) int32 {
	if c.nodes[n].variable != variable {
		return n
	}
	return c.nodes[n].kids[choice]
}

func (c *counter) not(a int32) int32 {
	if a <= 1 {
		return 1 - a
	}
	key := [3]int32{2, a, 0}
	if n, ok := c.joined[key]; ok {
		return n
	}
	kids := make([]int32, len(c.nodes[a].kids))
	for i, k := range c.nodes[a].kids {
		kids[i] = c.not(k)
	}
	n := c.test(c.nodes[a].variable, kids)
	c.joined[key] = n
	return n
}

// below counts the choices of the variables from the node's own on that lead to true.
func (c *counter) below(n int32) *big.Int {
	if n <= 1 {
		return big.NewInt(int64(n))
	}
	if have, ok := c.counts[n]; ok {
		return have
	}
	sum := new(big.Int)
	for _, k := range c.nodes[n].kids {
		sum.Add(sum, c.scaled(c.below(k), c.nodes[n].variable+1, c.nodes[k].variable))
	}
	c.counts[n] = sum
	return sum
}

// scaled multiplies by the choices of the variables passed over, which make no difference.
func (c *counter) scaled(n *big.Int, from, to int32) *big.Int {
	out := new(big.Int).Set(n)
	for v := from; v < to; v++ {
		out.Mul(out, big.NewInt(int64(c.w.vars[v].size)))
	}
	return out
}
