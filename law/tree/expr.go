package tree

import "sallyport"

// Op is the kind of a node of the checked tree. The subset is closed on purpose: everything in it can be
// evaluated with unknown facts, vectorised, turned into SQL and proved.
type Op uint8

const (
	OpConst    Op = iota // Value
	OpAnd                // every one of Args
	OpOr                 // at least one of Args
	OpNot                // not Args[0]
	OpAtom               // Atom
	OpCount              // at least N offences of List satisfy Args[0]
	OpDistinct           // among the offences of List that satisfy Args[0], at least N values of fact Key
	OpQuestion           // the answer to an open legal question, which nobody knows
)

// List names one of the two offence lists of a case.
type List uint8

const (
	Convictions List = iota
	Charges
)

// String returns the list's path in a case.
func (l List) String() string {
	if l == Charges {
		return "charges"
	}
	return "convictions"
}

// Of is the list in the case.
func (l List) Of(c *sallyport.Case) *sallyport.Offences {
	if l == Charges {
		return &c.Charges
	}
	return &c.Convictions
}

// Expr is a node of the checked tree of one condition, with its closure. Trees are immutable; make them with the
// functions below.
type Expr struct {
	Op       Op
	Args     []*Expr
	Atom     *Atom
	List     List
	N        int
	Key      int    // index into sallyport.OffenceFacts
	Question string // id of the question
	Value    bool

	eval condition
}

// Const is always true or always false.
func Const(value bool) *Expr { return (&Expr{Op: OpConst, Value: value}).Compiled() }

// And, Or and Not join conditions; an empty And is true, an empty Or false.
func And(args ...*Expr) *Expr { return join(OpAnd, args) }
func Or(args ...*Expr) *Expr  { return join(OpOr, args) }
func Not(arg *Expr) *Expr     { return (&Expr{Op: OpNot, Args: []*Expr{arg}}).Compiled() }

func join(op Op, args []*Expr) *Expr {
	switch len(args) {
	case 0:
		return Const(op == OpAnd)
	case 1:
		return args[0]
	}
	return (&Expr{Op: op, Args: args}).Compiled()
}

// NewAtom is a test of facts.
func NewAtom(a Atom) *Expr { return (&Expr{Op: OpAtom, Atom: &a}).Compiled() }

// Count is "at least n offences of the list satisfy body".
func Count(list List, n int, body *Expr) *Expr {
	return (&Expr{Op: OpCount, List: list, N: n, Args: []*Expr{body}}).Compiled()
}

// Distinct is "the offences of the list that satisfy body have at least n different values of the fact key".
func Distinct(list List, n, key int, body *Expr) *Expr {
	return (&Expr{Op: OpDistinct, List: list, N: n, Key: key, Args: []*Expr{body}}).Compiled()
}

// Question is the unknowable answer to the open question id.
func Question(id string) *Expr { return (&Expr{Op: OpQuestion, Question: id}).Compiled() }

// Test is what an atom asks of the facts it reads.
type Test uint8

const (
	TestTrue        Test = iota // the bool is true
	TestIn                      // the enumerated value is in Mask
	TestNone                    // the fact is known to be none
	TestHas                     // the set shares a value with Mask
	TestAtLeast                 // the number is at least N
	TestText                    // the text is one of Texts
	TestSameText                // the text equals the second fact's
	TestNotBefore               // the day is on or after day N
	TestWithinYears             // the day is less than N years before the second fact's day
	TestAged                    // N years have passed from the day to the second fact's day
	TestClock                   // the hold clock that starts at the instant has not run out at the second fact's instant
)

// Ref is a fact an atom reads: of the case, or of the offence under consideration.
type Ref struct {
	Offence bool
	Fact    int // index into sallyport.OffenceFacts or sallyport.CaseFacts
}

// About describes the fact.
func (r Ref) About() *sallyport.Fact {
	if r.Offence {
		return &sallyport.OffenceFacts[r.Fact]
	}
	return &sallyport.CaseFacts[r.Fact]
}

// Atom is one test of one or two facts.
type Atom struct {
	Test  Test
	Refs  []Ref
	Mask  uint64
	N     int64
	Texts []string
	Clock *Clock
}
