package custody

import (
	"slices"

	"go.yaml.in/yaml/v3"

	"sallyport"
)

// check holds the mapping as a whole to what a booking needs.
func (r *mappingReader) check(root *yaml.Node) error {
	m := &r.m
	switch {
	case !r.roles["booking"]:
		return r.errorf(root, "columns: none is booking, the jail's own number of the stay")
	case m.ori != "" && r.roles["ori"]:
		return r.errorf(root, "ori: given for every booking, and by a column; leave one out")
	case len(m.charge) > 0 && !m.complete:
		return r.errorf(root, "columns: a list of charges that is given is complete; write complete: [charges] if the export has every charge of a booking, or leave its columns out")
	case m.complete && !r.roles["charge"] && !r.roles["charges.statute"]:
		return r.errorf(root, "columns: none is charge or charges.statute, by whose words a hold is told from a charge")
	case m.list != "" && len(m.charge) == 0:
		return r.errorf(root, "list: no column is of a charge")
	case m.zone == nil && r.needsZone():
		return r.errorf(root, "zone: missing; formats: has a time of day without an offset, so name the zone of the jail's clocks, as in America/Chicago")
	}
	return nil
}

func (r *mappingReader) needsZone() bool {
	isTime := func(c column) bool { return c.fact != nil && c.fact.Kind == sallyport.Time }
	return slices.ContainsFunc(r.m.formats, timed) && (slices.ContainsFunc(r.m.booking, isTime) || slices.ContainsFunc(r.m.charge, isTime))
}
