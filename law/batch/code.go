package batch

// code is straight-line code over planes: each step writes one plane that was not written before.
type code struct {
	operands []operand
	steps    []step
	temps    []int // for each sheet, how many planes of scratch it needs
}

// operand is one plane that steps read or write, in the shape of its sheet.
type operand struct {
	sheet int
	kind  kind
	plane int32 // of the block, or of the scratch
}

type kind uint8

const (
	input kind = iota // a plane of the block
	temp              // a plane of scratch
	zero              // no bits
)

// step is one operation. A reduction reads planes of a list's sheet and writes one of the case's.
type step struct {
	op    op
	dst   int32
	args  [4]int32
	count int8 // of args
	n     int  // for reductions: at least so many; for opSpread the sheet; for opAnswer the condition
}

type op uint8

const (
	opAnd       op = iota // every one of up to four planes
	opOr                  // at least one of them
	opNot                 // the opposite of the plane
	opSpread              // a plane of the case, for each offence
	opMost                // at least n offences have the bit
	opFew                 // the list was seen, and fewer than n offences lack the bit
	opKeys                // the offences with the bit have at least n keys, not counting unknown ones
	opFreshKeys           // the same, counting every unknown key as one of its own
	opFewKeys             // the list was seen, and the offences without the bit have fewer than n keys, counted so
	opAnswer              // writes the answer of a condition: the planes "it holds", "it fails" and "it does not bind"
)
