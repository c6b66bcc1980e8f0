package batch

import (
	"slices"

	"sallyport/law/tree"
)

// writer makes code. Steps that were written before are not written again.
type writer struct {
	dictionary *Dictionary
	code       code
	known      map[step]int32
	planes     map[operand]int32
	tests      map[place]int32 // their planes
}

// place is a test in a sheet.
type place struct {
	*tree.Atom
	sheet int
}

func newWriter(d *Dictionary) *writer {
	return &writer{
		dictionary: d, known: map[step]int32{}, planes: map[operand]int32{}, tests: map[place]int32{},
		code: code{temps: make([]int, len(d.sheets))},
	}
}

// operand is the number of a plane of the block or of the plane without bits.
func (w *writer) operand(o operand) int32 {
	n, ok := w.planes[o]
	if !ok {
		n = int32(len(w.code.operands))
		w.code.operands = append(w.code.operands, o)
		w.planes[o] = n
	}
	return n
}

func (w *writer) input(sheet int, plane int32) int32 { return w.operand(operand{sheet, input, plane}) }
func (w *writer) zero(sheet int) int32               { return w.operand(operand{sheet, zero, 0}) }

// ones has every bit that counts.
func (w *writer) ones(sheet int) int32 { return w.input(sheet, planeThere) }

// write appends a step that writes a plane of the sheet, unless it was written before.
func (w *writer) write(sheet int, s step) int32 {
	if n, ok := w.known[s]; ok {
		return n
	}
	n := int32(len(w.code.operands))
	w.code.operands = append(w.code.operands, operand{sheet: sheet, kind: temp})
	w.known[s] = n
	s.dst = n
	w.code.steps = append(w.code.steps, s)
	return n
}

// join is opAnd or opOr of planes of one sheet.
func (w *writer) join(o op, sheet int, args []int32) int32 {
	neutral, absorbing := w.ones(sheet), w.zero(sheet)
	if o == opOr {
		neutral, absorbing = absorbing, neutral
	}
	args = slices.Clone(args)
	slices.Sort(args)
	args = slices.Compact(args)
	if slices.Contains(args, absorbing) {
		return absorbing
	}
	args = slices.DeleteFunc(args, func(a int32) bool { return a == neutral })
	if len(args) == 0 {
		return neutral
	}
	for len(args) > 1 {
		s := step{op: o}
		s.count = int8(copy(s.args[:], args))
		args = append(args[s.count:], w.write(sheet, s))
	}
	return args[0]
}

// not is the opposite of a plane, for the bits that count.
func (w *writer) not(sheet int, a int32) int32 {
	switch a {
	case w.zero(sheet):
		return w.ones(sheet)
	case w.ones(sheet):
		return w.zero(sheet)
	}
	return w.write(sheet, step{op: opNot, args: [4]int32{a}, count: 1})
}

// spread carries a plane of the case into a list.
func (w *writer) spread(sheet int, a int32) int32 {
	switch a {
	case w.zero(0):
		return w.zero(sheet)
	case w.ones(0):
		return w.ones(sheet)
	}
	return w.write(sheet, step{op: opSpread, n: sheet, args: [4]int32{a}, count: 1})
}

// reduce is one of the reductions of a list; known is the plane of the cases whose list was seen.
func (w *writer) reduce(o op, n int, body, known int32) int32 {
	return w.write(0, step{op: o, n: n, args: [4]int32{body, known}, count: 2})
}

// answer ends the code of the i-th condition.
func (w *writer) answer(i int, permits, refuses, unbound int32) {
	w.code.steps = append(w.code.steps, step{op: opAnswer, n: i, args: [4]int32{permits, refuses, unbound}, count: 3})
}

// finish gives the temporary planes their places in the scratch: a place is used again once its plane is no longer read. The
// planes kept can be read when the code has run.
func (w *writer) finish(kept ...int32) code {
	c := &w.code
	last := make([]int, len(c.operands))
	for i, s := range c.steps {
		for _, a := range s.args[:s.count] {
			last[a] = i
		}
	}
	for _, k := range kept {
		last[k] = len(c.steps)
	}
	free := make([][]int32, len(c.temps))
	for i, s := range c.steps {
		if s.op != opAnswer {
			o := &c.operands[s.dst]
			if f := free[o.sheet]; len(f) > 0 {
				o.plane, free[o.sheet] = f[len(f)-1], f[:len(f)-1]
			} else {
				o.plane = int32(c.temps[o.sheet])
				c.temps[o.sheet]++
			}
		}
		for j, a := range s.args[:s.count] {
			o := c.operands[a]
			if o.kind == temp && last[a] == i && !slices.Contains(s.args[:j], a) {
				free[o.sheet] = append(free[o.sheet], o.plane)
			}
		}
	}
	return *c
}
