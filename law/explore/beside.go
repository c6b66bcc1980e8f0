package explore

import (
	"sallyport"
	"sallyport/law"
)

// Beside is the same person in another setting.
type Beside struct {
	Setting
	Federal, Local, Outcome sallyport.Outcome // Local is silent where no local law speaks
	Missing                 int
}

// Elsewhere is the same person in each place that has law of its own.
func Elsewhere(b *law.Book, s Setting, answers []Answer) []Beside {
	var all []Beside
	for _, place := range Places(b) {
		with := s
		with.Place = place
		all = besides(all, b, with, answers)
	}
	return all
}

// Under is the same person under each programme, and under the one in force.
func Under(b *law.Book, s Setting, answers []Answer) []Beside {
	s.Programme = ""
	all := besides(nil, b, s, answers)
	for _, p := range Programmes(b) {
		s.Programme = p.ID
		all = besides(all, b, s, answers)
	}
	return all
}

// besides adds one, unless the answers do not fit the setting.
func besides(all []Beside, b *law.Book, s Setting, answers []Answer) []Beside {
	c, err := Case(b, s, answers)
	if err != nil {
		return all
	}
	d := b.Decide(c)
	is := Beside{Setting: s, Federal: sallyport.Silent, Local: sallyport.Silent, Outcome: d.Outcome, Missing: len(d.Missing)}
	for _, door := range d.Doors {
		at := &is.Local
		if door.Door == "federal" {
			at = &is.Federal
		}
		if door.Outcome.Strictness() > at.Strictness() {
			*at = door.Outcome
		}
	}
	return append(all, is)
}
