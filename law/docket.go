package law

import (
	"sync"
	"time"

	"sallyport"
)

// docket is one case on its way through the doors. Dockets are used again and again, so that deciding allocates
// the answer and nothing else.
type docket struct {
	given   *sallyport.Case
	implied implied
	action  int8 // index of request.action, or -1
	kind    int8 // index of agency_kind, or -1
	zone    *time.Location
	*brief
	regs   []uint64 // see compile.go
	codes  [sallyport.CaseFactCount]uint8
	rows   [2][]offenceCodes
	long   bool // a list has more than maxLanes offences
	days   [sallyport.CaseFactCount]int64
	dated  uint64 // the facts whose day has been looked up
	served bool   // every rule the hold clock waits for is shown

	full   sallyport.Case // given with implied, for closures and diagrams
	seen   scene          // of full, once it is made
	answer answer
	trial  completions
}

// implied are the facts that follow from the case's own keys.
type implied struct {
	at, receivedAt, state, agency sallyport.Value
}

var dockets = sync.Pool{New: func() any { return new(docket) }}

func takeDocket(c *sallyport.Case) *docket {
	d := dockets.Get().(*docket)
	d.given, d.zone = c, Zone(c.Agency, c.At.Location())
	d.implied = implied{
		at: sallyport.TimeValue(c.At), receivedAt: c.Facts[factReceivedAt],
		agency: sallyport.TextValue(c.Agency), state: sallyport.TextValue(State(c.Agency)),
	}
	if d.implied.receivedAt.State != sallyport.Known {
		d.implied.receivedAt = d.implied.at
	}
	d.action, d.kind = index(c, factAction), index(c, factAgencyKind)
	d.dated, d.served = 0, true
	d.long = len(c.Convictions.List) > maxLanes || len(c.Charges.List) > maxLanes
	return d
}

// putBack lets go of what the docket borrowed.
func (d *docket) putBack() {
	d.given, d.brief, d.implied = nil, nil, implied{}
	if d.seen.c != nil {
		d.full, d.seen = sallyport.Case{}, scene{}
	}
	d.answer.clear()
	dockets.Put(d)
}

// index is the value of an enumerated fact, or -1.
func index(c *sallyport.Case, fact int) int8 {
	if v := &c.Facts[fact]; v.State == sallyport.Known && v.N >= 0 && v.N < int64(len(sallyport.CaseFacts[fact].Values)) {
		return int8(v.N)
	}
	return -1
}

func actionName(action int8) string {
	if action < 0 {
		return ""
	}
	return sallyport.CaseFacts[factAction].Values[action]
}

// dayOf is the calendar day of a known instant of the case in the custodian's zone.
func (d *docket) dayOf(fact int) int64 {
	if d.dated&(1<<fact) == 0 {
		d.dated |= 1 << fact
		d.days[fact] = dayIn(d.value(Ref{Fact: fact}, nil).N, d.zone)
	}
	return d.days[fact]
}

// scene is the case with its implied facts, as closures and diagrams read it.
func (d *docket) scene() *scene {
	if d.seen.c == nil {
		d.full = *d.given
		facts := &d.full.Facts
		facts[factAt], facts[factReceivedAt] = d.implied.at, d.implied.receivedAt
		facts[factState], facts[factAgency] = d.implied.state, d.implied.agency
		d.seen = scene{c: &d.full, zone: d.zone}
	}
	return &d.seen
}

// is the value of a step for the case or, for a step that reads one, for the offence at index.
func (d *docket) is(step int32, index int) Tri {
	if d.long {
		return d.isLong(step, index)
	}
	reg := d.literal[step]
	return lane(d.regs[reg], d.regs[reg^1], index)
}

// isLong asks the closure where the step reads an offence of a list that no word holds.
func (d *docket) isLong(step int32, index int) Tri {
	reg, s := d.literal[step], &d.Steps[step]
	if list := s.List.of(d.given).List; s.Body && len(list) > maxLanes {
		at := d.scene()
		at.offence = &list[index]
		return s.eval(at)
	}
	if !s.Body {
		index = 0
	}
	return lane(d.regs[reg], d.regs[reg^1], index)
}

// at is the value of a register that reads no offence.
func (d *docket) at(reg int32) Tri { return lane(d.regs[reg], d.regs[reg^1], 0) }
