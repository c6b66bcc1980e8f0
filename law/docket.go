package law

import (
	"sync"
	"time"

	"sallyport"
	"sallyport/law/exact"
	"sallyport/law/lanes"
	"sallyport/law/tree"
)

// docket is one case on its way through the doors. Dockets are used again and again, so that deciding allocates
// the answer and nothing else.
type docket struct {
	lanes.Run
	*brief
	site   *site // of the agency, where a whole decision is made
	action int8  // index of request.action, or -1
	kind   int8  // index of agency_kind, or -1
	served bool  // every rule the hold clock waits for is shown
	answer answer
	trial  exact.Trial
}

var dockets = sync.Pool{New: func() any { return new(docket) }}

// takeDocket turns to a case; zone is the one its days are counted in, or nil for the offset of its own times.
func takeDocket(c *sallyport.Case, zone *time.Location) *docket {
	d := dockets.Get().(*docket)
	if zone == nil {
		zone = c.At.Location()
	}
	d.Take(c, zone)
	d.action, d.kind, d.served = tree.Choice(c, tree.FactAction), tree.Choice(c, tree.FactAgencyKind), true
	return d
}

// putBack lets go of what the docket borrowed.
func (d *docket) putBack() {
	d.Release()
	d.brief, d.site = nil, nil
	d.answer.clear()
	dockets.Put(d)
}

func actionName(action int8) string {
	if action < 0 {
		return ""
	}
	return sallyport.CaseFacts[tree.FactAction].Values[action]
}
