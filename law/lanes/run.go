package lanes

import (
	"time"

	"sallyport"
	"sallyport/law/tree"
)

// Run is a program's values on one case. It is used again for the next, so that evaluating allocates nothing.
type Run struct {
	*Code
	Given *sallyport.Case
	Zone  *time.Location

	implied implied
	regs    []uint64 // see compile.go
	codes   [sallyport.CaseFactCount]uint8
	long    bool // a list has more than maxLanes offences
	days    [sallyport.CaseFactCount]int64
	dated   uint64         // the facts whose day has been looked up
	full    sallyport.Case // Given with implied, for closures and diagrams
	scene   tree.Scene     // of full, once it is made
}

// implied are the facts that follow from the case's own keys.
type implied struct {
	at, receivedAt, state, agency sallyport.Value
}

// Take turns to a case whose days are counted in the zone.
func (d *Run) Take(c *sallyport.Case, zone *time.Location) {
	d.Given, d.Zone = c, zone
	d.implied = implied{
		at: sallyport.TimeValue(c.At), receivedAt: c.Facts[tree.FactReceivedAt],
		agency: sallyport.TextValue(c.Agency), state: sallyport.TextValue(tree.State(c.Agency)),
	}
	if d.implied.receivedAt.State != sallyport.Known {
		d.implied.receivedAt = d.implied.at
	}
	d.dated = 0
	d.long = len(c.Convictions.List) > maxLanes || len(c.Charges.List) > maxLanes
}

// Evaluate runs the program on the case.
func (d *Run) Evaluate(c *Code) {
	d.Code = c
	d.execute(c)
}

// Release lets go of what the case lent.
func (d *Run) Release() {
	d.Given, d.Code, d.implied = nil, nil, implied{}
	if d.scene.Case != nil {
		d.full, d.scene = sallyport.Case{}, tree.Scene{}
	}
}

// DayOf is the calendar day of a known instant of the case in the custodian's zone.
func (d *Run) DayOf(fact int) int64 {
	if fact == tree.FactReceivedAt && d.Given.Facts[fact].State != sallyport.Known {
		fact = tree.FactAt
	}
	if d.dated&(1<<fact) == 0 {
		d.dated |= 1 << fact
		d.days[fact] = tree.DayIn(d.Value(tree.Ref{Fact: fact}, nil).N, d.Zone)
	}
	return d.days[fact]
}

// Scene is the case with its implied facts, as closures and diagrams read it.
func (d *Run) Scene() *tree.Scene {
	if d.scene.Case == nil {
		d.full = *d.Given
		facts := &d.full.Facts
		facts[tree.FactAt], facts[tree.FactReceivedAt] = d.implied.at, d.implied.receivedAt
		facts[tree.FactState], facts[tree.FactAgency] = d.implied.state, d.implied.agency
		d.scene = tree.Scene{Case: &d.full, Zone: d.Zone}
	}
	return &d.scene
}

// Is is the value of a step for the case or, for a step that reads one, for the offence at index.
func (d *Run) Is(step int32, index int) tree.Tri {
	if d.long {
		return d.isLong(step, index)
	}
	reg := d.literal[step]
	return lane(d.regs[reg], d.regs[reg^1], index)
}

// isLong asks the closure where the step reads an offence of a list that no word holds.
func (d *Run) isLong(step int32, index int) tree.Tri {
	reg, s := d.literal[step], &d.Steps[step]
	if list := s.List.Of(d.Given).List; s.Body && len(list) > maxLanes {
		at := d.Scene()
		at.Offence = &list[index]
		return s.In(at)
	}
	if !s.Body {
		index = 0
	}
	return lane(d.regs[reg], d.regs[reg^1], index)
}

// At is the value of a register that reads no offence.
func (d *Run) At(reg int32) tree.Tri { return lane(d.regs[reg], d.regs[reg^1], 0) }

// Long says that a list is too long for a word, so that offences are evaluated by closures.
func (d *Run) Long() bool { return d.long }
