package batch

import (
	"fmt"

	"sallyport"
)

// Program is some conditions, written out as steps over the planes of a dictionary.
type Program struct {
	conditions []Condition
	kleene     code
	dictionary *Dictionary
	settlers   []settler // of each condition
}

// Compile writes the conditions out; every test they make must stand in the dictionary.
func (d *Dictionary) Compile(conditions []Condition) (*Program, error) {
	p := &Program{conditions: conditions, dictionary: d, settlers: make([]settler, len(conditions))}
	w := newWriter(d)
	for i, c := range conditions {
		if c.Holds == nil {
			continue
		}
		if !d.has(c.Holds, 0) || c.Binds != nil && !d.has(c.Binds, 0) {
			return nil, fmt.Errorf("%s: tests facts in ways that the dictionary does not know; make the dictionary of this condition too", c.Name)
		}
		yes, no := w.kleene(c.Holds, 0)
		unbound := w.zero(0)
		if c.Binds != nil {
			var binds int32
			binds, unbound = w.kleene(c.Binds, 0)
			no = w.join(opAnd, 0, []int32{no, binds})
		}
		w.answer(i, yes, no, unbound)
	}
	p.kleene = w.finish()
	return p, nil
}

// Answers are what a program's conditions come to for the cases of a block: planes of 64 cases a word, in the block's lanes.
// Where none of the three planes of a condition has the bit, the answer is unresolved.
type Answers struct {
	Judged int // the cases that Settle asked Condition.Judge about, in all

	block   *Block
	each    []answer // of each condition
	machine machine

	doubtful, some, all []uint64 // of the condition being settled
}

type answer struct{ permitted, refused, silent []uint64 }

// NewAnswers makes room for the answers of a program, and for its working planes.
func (p *Program) NewAnswers() *Answers { return &Answers{each: make([]answer, len(p.conditions))} }

// Run answers every condition for every case of the block by Kleene's logic: certainly permitted and certainly refused are right,
// some that are left open the facts may settle all the same.
func (p *Program) Run(b *Block, a *Answers) {
	a.block = b
	for i, c := range p.conditions {
		x := &a.each[i]
		x.permitted, x.refused, x.silent = sized(x.permitted, b.words), sized(x.refused, b.words), sized(x.silent, b.words)
		if c.Holds == nil {
			clear(x.permitted)
			clear(x.refused)
			copy(x.silent, b.grids[0].plane(planeThere))
		}
	}
	a.machine.run(&p.kleene, b, a)
}

// take writes down the answer of a condition.
func (a *Answers) take(i int, permits, refuses, unbound []uint64) {
	x := &a.each[i]
	copy(x.silent, unbound)
	copy(x.refused, refuses)
	andNot(x.permitted, permits, unbound)
}

// Exact says whether Run alone gives the exact answer for the i-th condition, so that Settle has nothing to do.
func (p *Program) Exact(i int) bool { return p.conditions[i].Holds == nil || p.settler(i).exact }

// Permitted, Refused and Silent are the planes of the i-th condition: bit lane%64 of word lane/64. They hold until the next Run.
func (a *Answers) Permitted(i int) []uint64 { return a.each[i].permitted }
func (a *Answers) Refused(i int) []uint64   { return a.each[i].refused }
func (a *Answers) Silent(i int) []uint64    { return a.each[i].silent }

// Open writes into planes the cases that the i-th condition leaves unresolved.
func (a *Answers) Open(i int, plane []uint64) {
	x, there := &a.each[i], a.block.grids[0].plane(planeThere)
	for w := range there {
		plane[w] = there[w] &^ (x.permitted[w] | x.refused[w] | x.silent[w])
	}
}

// Outcome is the answer of the i-th condition for the case in the lane.
func (a *Answers) Outcome(i, lane int) sallyport.Outcome {
	x, w, bit := &a.each[i], lane/64, uint64(1)<<(lane%64)
	switch {
	case x.permitted[w]&bit != 0:
		return sallyport.Permitted
	case x.refused[w]&bit != 0:
		return sallyport.Refused
	case x.silent[w]&bit != 0:
		return sallyport.Silent
	}
	return sallyport.Unresolved
}
