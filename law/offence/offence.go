// Package offence fills in the classes of an offence that its statute settles: the letter of a California list, a
// forcible felony of Florida, illegal entry. A statute as cited is read exactly, or not at all; tables, each with its
// source, say which sections stand in which published list. A list that is open says nothing of what it does not name,
// and a fact that a person gave is never replaced. A class is never guessed.
package offence

import "slices"

// Class is what the tables settle about one fact of an offence.
type Class struct {
	Row
	Also []Row // rows that settle the same fact otherwise: Cal. Penal Code 286(c) is listed twice, and either is right
}

// Classes lists what the tables settle about an offence under s, convicted as grade ("" for not known).
func Classes(s Statute, grade string) []Class {
	t, _ := tables()
	var all []Class
	for _, r := range t.bySection[[2]string{s.Code, s.Section}] {
		row, ok := r.of(s, grade)
		if !ok {
			continue
		}
		i := slices.IndexFunc(all, func(c Class) bool { return c.Fact == row.Fact })
		switch {
		case i < 0:
			all = append(all, Class{Row: row})
		case all[i].Value != row.Value:
			all[i].Also = append(all[i].Also, row)
		}
	}
	return all
}

// of is the row as it settles s, if it does. An attempt at a listed offence, or a conspiracy to commit it, is entry P of
// the same list.
func (r *Row) of(s Statute, grade string) (Row, bool) {
	if s.Inchoate == Completed || r.Fact != "listed" {
		return *r, r.settles(s, grade)
	}
	made := *r
	made.Value, _ = r.describes().EnumValue("P")
	made.Cite = "Cal. Gov. Code 7282.5(a)(3)(P)"
	return made, r.speaksOf(s)
}
