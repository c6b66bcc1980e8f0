package sql_test

import (
	"fmt"
	"math/rand/v2"
	"time"

	"sallyport"
	"sallyport/law/lawtest"
	"sallyport/law/tree"
)

var texts = []string{
	"us-ca", "us-ct", "A", "B", "F1", "F2", "1", "2nd", "18 Pa.C.S. 2502", "18 Pa.C.S. 3701", "8 USC 1326", "none", "",
	"Jersey's own", "Cañon City",
}

// agencies are places of several zones, one inside another's state, and one of which no zone is known.
var agencies = append([]string{"us-or/malheur", "us-tx/el-paso", "us-zz/nowhere"}, lawtest.Agencies...)

// makeCase is the invented case of that number, always the same: a wild one whose days, instants and texts lie where
// a database could count or compare otherwise than the engine.
func makeCase(number int) *sallyport.Case {
	m := &maker{rand.New(rand.NewPCG(uint64(number), 11)), &sallyport.Case{}}
	lawtest.Wild(m.Rand, m.c)
	m.c.ID = fmt.Sprintf("%07d", number)
	m.c.Agency = agencies[m.IntN(len(agencies))]
	m.c.At = m.moment(tree.Zone(m.c.Agency, time.FixedZone("", -3*3600)))
	for i := range m.c.Facts {
		f := &sallyport.CaseFacts[i]
		m.move(f, &m.c.Facts[i])
		if f.Parent != "" && m.c.Facts[sallyport.CaseFact(f.Parent)].State == sallyport.None {
			m.c.Facts[i] = sallyport.NoneValue // as a case that is read has it
		}
	}
	for _, list := range []*sallyport.Offences{&m.c.Convictions, &m.c.Charges} {
		for i := range list.List {
			for j := range list.List[i] {
				m.move(&sallyport.OffenceFacts[j], &list.List[i][j])
			}
		}
	}
	return m.c
}

// maker moves the values of a case to the borders.
type maker struct {
	*rand.Rand
	c *sallyport.Case
}

// moment is a time of the years the packs cover, often around the end of February and around midnight.
func (m *maker) moment(zone *time.Location) time.Time {
	t := time.Date(2009+m.IntN(22), time.Month(1+m.IntN(12)), 1+m.IntN(28), m.IntN(24), m.IntN(60), 0, 0, zone)
	if m.IntN(20) == 0 {
		t = t.AddDate(2100-t.Year(), 0, 0) // no leap year
	}
	if m.IntN(3) == 0 {
		t = time.Date(t.Year(), 2, 27+m.IntN(4), t.Hour(), t.Minute(), 0, 0, zone)
	}
	if m.IntN(3) == 0 {
		t = time.Date(t.Year(), t.Month(), t.Day(), 0, m.IntN(3)-1, 0, 0, zone)
	}
	return t
}

// move gives a fact that is known another value.
func (m *maker) move(f *sallyport.Fact, v *sallyport.Value) {
	switch {
	case v.State != sallyport.Known:
	case f.Kind == sallyport.Date:
		*v = sallyport.DateValue(m.day())
	case f.Kind == sallyport.Time:
		*v = sallyport.TimeValue(m.c.At.Add(time.Duration(m.IntN(7200)-2400) * time.Minute))
	case f.Kind == sallyport.Text:
		*v = sallyport.TextValue(texts[m.IntN(len(texts))])
	case f.Kind == sallyport.Set:
		*v = sallyport.IntValue(int64(m.IntN(1 << len(f.Values))))
	case f.Path == "agency_kind":
		*v = sallyport.IntValue(int64(max(0, m.IntN(14)-7)))
	}
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
