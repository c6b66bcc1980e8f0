package lanes

import "sallyport/law/tree"

// Node is a step as an explanation walks it, packed like the instructions.
type Node struct {
	Op       tree.Op
	List     tree.List
	from, to int32 // in Code.parts or, of an atom, in Code.refs
}

func (b *Code) node(s *tree.Step) {
	n := Node{Op: s.Op, List: s.List, from: int32(len(b.parts))}
	b.parts = append(b.parts, s.Args...)
	n.to = int32(len(b.parts))
	if s.Op == tree.OpAtom {
		n.from = int32(len(b.refs))
		b.refs = append(b.refs, s.Atom.Refs...)
		n.to = int32(len(b.refs))
	}
	b.nodes = append(b.nodes, n)
}

// Node is the step's node.
func (b *Code) Node(step int32) *Node { return &b.nodes[step] }

// Parts are the steps below a node that is no atom.
func (b *Code) Parts(n *Node) []int32 { return b.parts[n.from:n.to] }

// Refs are the facts that an atom reads.
func (b *Code) Refs(n *Node) []tree.Ref { return b.refs[n.from:n.to] }
