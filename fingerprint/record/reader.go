package record

import "fmt"

// reader walks over a record. After the first defect a strict reader, and after the end of the data any reader, reads
// zeros: whoever asks it for numbers looks at stopped() before keeping them.
type reader struct {
	data    []byte
	at, end int // end may lie before that of data, where a view states its length
	format  Format
	rules   *rules
	lenient bool
	example bool   // Record.Example of ANSI2004
	where   string // "view 2 ", for what is said about it
	minutia int    // the minutia being read, from 1; 0 for none

	failed  *Defect // the defect that ended a strict reading
	cut     bool    // the data ended within something
	repairs []Defect
	more    int // repairs beyond maxRepairs
}

func newReader(data []byte, format Format, lenient bool) *reader {
	return &reader{data: data, at: 8, end: len(data), format: format, rules: format.rules(), lenient: lenient}
}

// report notes a defect; repair says what a lenient reader does about it, as "takes it as unknown". Of very many defects
// not all are listed, and of far too many the reader makes nothing.
func (r *reader) report(at int, field, repair, problem string, args ...any) {
	switch {
	case r.lenient && len(r.repairs) >= maxRepairs:
		r.more++
		r.cut = r.cut || r.more > maxDefects
	case r.lenient:
		r.repairs = append(r.repairs, Defect{at, r.name(field), fmt.Sprintf(problem, args...), "repaired: " + repair})
	case r.failed == nil:
		r.failed = &Defect{at, r.name(field), fmt.Sprintf(problem, args...), "have it corrected, or read leniently, which " + repair}
	}
}

// name is a field with the view and the minutia it is of.
func (r *reader) name(field string) string {
	if r.minutia > 0 {
		return fmt.Sprintf("%sminutia %d %s", r.where, r.minutia, field)
	}
	return r.where + field
}

func (r *reader) stopped() bool { return r.failed != nil || r.cut }

// truncated notes that the data end within a field.
func (r *reader) truncated(field string) {
	r.report(r.end, field, "keeps what is whole before", "the data end within it")
	r.cut = true
}

func (r *reader) number(size int, field string) int {
	if r.stopped() {
		return 0
	}
	if r.end-r.at < size {
		r.truncated(field)
		return 0
	}
	n := 0
	for _, b := range r.data[r.at : r.at+size] {
		n = n<<8 | int(b)
	}
	r.at += size
	return n
}

func (r *reader) u8(field string) uint8   { return uint8(r.number(1, field)) }
func (r *reader) u16(field string) uint16 { return uint16(r.number(2, field)) }

// reserved reads a byte that must be zero.
func (r *reader) reserved(field string) {
	if b := r.u8(field); b != 0 && !r.stopped() {
		r.report(r.at-1, field, "ignores it", "is %d, must be 0", b)
	}
}

// angle reads a byte as an angle.
func (r *reader) angle(field string) Angle {
	raw, steps := int(r.u8(field)), r.rules.steps
	if r.example {
		steps = 256
	}
	if raw >= steps && !r.stopped() {
		r.report(r.at-1, field, "takes a turn less", "is %d, must be 0 to %d (units of %d degrees)", raw, steps-1, 360/steps)
	}
	return AngleOf(raw, steps)
}

// coordinate reads 14 bits; top is the two bits above.
func (r *reader) coordinate(field string) (pixels int, top uint8) {
	raw := r.number(2, field)
	return raw & 0x3FFF, uint8(raw >> 14)
}

// finish adds the line about repairs that are not listed.
func (r *reader) finish() []Defect {
	if r.more > 0 {
		r.repairs = append(r.repairs, Defect{len(r.data), "record", fmt.Sprintf("%d more defects", r.more), "repaired, not listed"})
	}
	return r.repairs
}
