package batch

import (
	"slices"
	"time"

	"sallyport"
	"sallyport/law/tree"
)

// subjects are the cases, or the offences of the cases, that a sheet's tests are asked of side by side.
type subjects struct {
	cases    []sallyport.Case
	offences []*sallyport.Offence
	owner    []int32                      // the case of each subject
	moments  [together][2]sallyport.Value // of each case: at and request.received_at, as law.Implied fills them in
	texts    [together]sallyport.Value    // of each case: a fact of its place
	found    [2][]*sallyport.Value        // the facts last looked up

	agency string         // of the last case whose zone was asked for
	zoned  *time.Location // of that agency; nil where the law's table has none
}

// begin turns to other cases.
func (s *subjects) begin(cases []sallyport.Case) {
	s.cases = cases
	for i := range cases {
		at, received := &s.moments[i][0], &s.moments[i][1]
		at.State, at.N = sallyport.Known, cases[i].At.UnixMicro()
		received.State, received.N = at.State, at.N
		if v := &cases[i].Facts[tree.FactReceivedAt]; v.State == sallyport.Known {
			received.N = v.N
		}
	}
}

// source is where a subject has a fact.
type source struct {
	part part
	fact int
}

type part uint8

const (
	ofCase part = iota
	ofOffence
	ofMoment // at (0) or request.received_at (1)
	ofPlace  // agency (0) or state (1)
)

func sourceOf(r tree.Ref) source {
	switch {
	case r.Offence:
		return source{ofOffence, r.Fact}
	case r.Fact == tree.FactAt:
		return source{ofMoment, 0}
	case r.Fact == tree.FactReceivedAt:
		return source{ofMoment, 1}
	case r.Fact == tree.FactAgency:
		return source{ofPlace, 0}
	case r.Fact == tree.FactState:
		return source{ofPlace, 1}
	}
	return source{ofCase, r.Fact}
}

// look finds the fact of every subject; which is 0 or 1, for the first or the second fact of a test.
func (s *subjects) look(from source, which int) []*sallyport.Value {
	found := slices.Grow(s.found[which][:0], len(s.owner))[:len(s.owner)]
	s.found[which] = found
	switch from.part {
	case ofOffence:
		for i, o := range s.offences[:len(found)] {
			found[i] = &o[from.fact]
		}
	case ofCase:
		for i, c := range s.owner {
			found[i] = &s.cases[c].Facts[from.fact]
		}
	case ofMoment:
		for i, c := range s.owner {
			found[i] = &s.moments[c][from.fact]
		}
	case ofPlace:
		s.places(from.fact)
		for i, c := range s.owner {
			found[i] = &s.texts[c]
		}
	}
	return found
}

// places makes one of the two facts of the place, which few tests read.
func (s *subjects) places(fact int) {
	for i := range s.cases {
		name := s.cases[i].Agency
		if fact == 1 {
			name = tree.State(name)
		}
		s.texts[i] = sallyport.TextValue(name)
	}
}

// zone is the zone that the days of the i-th subject are counted in.
func (s *subjects) zone(i int) *time.Location {
	c := &s.cases[s.owner[i]]
	if s.agency != c.Agency {
		s.agency, s.zoned = c.Agency, tree.Zone(c.Agency, nil)
	}
	if s.zoned == nil {
		return c.At.Location()
	}
	return s.zoned
}
