package sql_test

import (
	"fmt"
	"math/rand/v2"
	"time"

	"sallyport"
	"sallyport/law/tree"
)

// maker makes random cases whose values lie around the borders that the packs draw.
type maker struct {
	*rand.Rand
	c       *sallyport.Case
	missing float64 // the chance that a fact is not known
}

var texts = []string{
	"us-ca", "us-ct", "A", "B", "F1", "F2", "1", "2nd", "18 Pa.C.S. 2502", "18 Pa.C.S. 3701", "8 USC 1326", "none", "",
	"Jersey's own", "Cañon City",
}

var agencies = []string{
	"us-ca/los-angeles", "us-ca/san-francisco", "us-ct", "us-fl/miami-dade", "us-il/cook", "us-ma/boston", "us-nj/essex",
	"us-ny/nyc", "us-or/malheur", "us-pa/philadelphia", "us-tx/el-paso", "us-zz/nowhere",
}

// makeCase is the case of that number, always the same.
func makeCase(number int) *sallyport.Case {
	m := &maker{Rand: rand.New(rand.NewPCG(uint64(number), 11))}
	m.missing = []float64{0, 0.03, 0.1, 0.4}[m.IntN(4)]
	agency := agencies[m.IntN(len(agencies))]
	zone := tree.Zone(agency, time.FixedZone("", -3*3600))
	m.c = &sallyport.Case{ID: fmt.Sprintf("%07d", number), Agency: agency, At: m.moment(zone)}
	for i := range m.c.Facts {
		m.c.Facts[i] = m.fact(&sallyport.CaseFacts[i])
	}
	m.objects()
	for _, list := range []*sallyport.Offences{&m.c.Convictions, &m.c.Charges} {
		if list.Known = m.Float64() >= m.missing; list.Known {
			list.List = make([]sallyport.Offence, m.IntN(5))
		}
		for i := range list.List {
			for j := range list.List[i] {
				list.List[i][j] = m.fact(&sallyport.OffenceFacts[j])
			}
		}
	}
	return m.c
}

// moment is a time of the years the packs cover, often around the end of February and around midnight.
func (m *maker) moment(zone *time.Location) time.Time {
	t := time.Date(2009+m.IntN(22), time.Month(1+m.IntN(12)), 1+m.IntN(28), m.IntN(24), m.IntN(60), 0, 0, zone)
	if m.IntN(3) == 0 {
		t = time.Date(t.Year(), 2, 27+m.IntN(4), t.Hour(), t.Minute(), 0, 0, zone)
	}
	if m.IntN(3) == 0 {
		t = time.Date(t.Year(), t.Month(), t.Day(), 0, m.IntN(3)-1, 0, 0, zone)
	}
	return t
}

// objects makes the facts of an object agree with it.
func (m *maker) objects() {
	for i := range sallyport.CaseFacts {
		parent := sallyport.CaseFacts[i].Parent
		if parent == "" {
			continue
		}
		switch m.c.Facts[sallyport.CaseFact(parent)].State {
		case sallyport.None:
			m.c.Facts[i] = sallyport.NoneValue
		case sallyport.Unknown:
			m.c.Facts[i] = sallyport.Value{}
		}
	}
}

// fact leans towards what opens a door, so that the other facts matter.
func (m *maker) fact(f *sallyport.Fact) sallyport.Value {
	if m.Float64() < m.missing {
		return sallyport.Value{}
	}
	if f.None && f.Parent == "" && m.IntN(5) == 0 {
		return sallyport.NoneValue
	}
	switch f.Path {
	case "person.us_citizen", "person.citizenship_indicated", "juvenile", "vacated", "expunged", "appeal_pending":
		return sallyport.BoolValue(m.IntN(20) == 0)
	case "person.removable", "request.special_circumstances", "request.court_order", "agreement.reimbursement":
		return sallyport.BoolValue(m.IntN(6) > 0)
	case "agency_kind":
		return sallyport.IntValue(int64(max(0, m.IntN(14)-7)))
	case "request.administrative_warrant":
		return sallyport.IntValue(int64(m.IntN(2)))
	}
	return m.value(f)
}

func (m *maker) value(f *sallyport.Fact) sallyport.Value {
	switch f.Kind {
	case sallyport.Bool:
		return sallyport.BoolValue(m.IntN(2) == 0)
	case sallyport.Object:
		return sallyport.IntValue(1)
	case sallyport.Enum:
		return sallyport.IntValue(int64(m.IntN(len(f.Values))))
	case sallyport.Set:
		return sallyport.IntValue(int64(m.IntN(1 << len(f.Values))))
	case sallyport.Int:
		return sallyport.IntValue([]int64{0, 5, 6, 15, 16, 89, 90, 364, 365, 366, 1000}[m.IntN(11)])
	case sallyport.Date:
		return sallyport.DateValue(m.day())
	case sallyport.Time:
		return sallyport.TimeValue(m.c.At.Add(time.Duration(m.IntN(7200)-2400) * time.Minute))
	}
	return sallyport.TextValue(texts[m.IntN(len(texts))])
}

// day is around a whole number of years before the case's moment, a 29 February where there is one near.
func (m *maker) day() time.Time {
	years := []int{0, 1, 4, 5, 7, 8, 15, 16, 30}[m.IntN(9)]
	t := m.c.At.AddDate(-years, 0, m.IntN(9)-4)
	if leap := time.Date(t.Year(), 2, 29, 0, 0, 0, 0, time.UTC); m.IntN(2) == 0 && leap.Day() == 29 {
		return leap
	}
	return t
}
