package finite

import (
	"slices"
	"strings"

	"sallyport"
	"sallyport/law/tree"
)

// elsewhere is a text that no condition names.
const elsewhere = "elsewhere"

// valuesOf lists one value of the fact for every class of values that the readings tell apart, the one that asserts
// least first. It is not for dates that are tested against others, nor for objects.
func (s *survey) valuesOf(f fact, slot int) []sallyport.Value {
	d := f.describes()
	var all []sallyport.Value
	if d.None && d.Parent == "" {
		all = append(all, sallyport.NoneValue)
	}
	switch d.Kind {
	case sallyport.Bool:
		all = append(all, sallyport.BoolValue(false), sallyport.BoolValue(true))
	case sallyport.Int:
		all = append(all, s.cuts(f)...)
	case sallyport.Enum:
		all = append(all, s.classes(f, enumValues(d))...)
	case sallyport.Set:
		all = append(all, s.classes(f, setValues(d))...)
	case sallyport.Text:
		all = append(all, s.texts(f, slot)...)
	default:
		all = append(all, sallyport.Value{State: sallyport.Known}) // given; when is filled in later
	}
	return all
}

// enumValues puts the quiet value first.
func enumValues(d *sallyport.Fact) []sallyport.Value {
	quiet := slices.Index(d.Values, d.Quiet)
	all := []sallyport.Value{}
	if quiet >= 0 {
		all = append(all, sallyport.IntValue(int64(quiet)))
	}
	for i := range d.Values {
		if i != quiet {
			all = append(all, sallyport.IntValue(int64(i)))
		}
	}
	return all
}

func setValues(d *sallyport.Fact) []sallyport.Value {
	all := make([]sallyport.Value, 1<<len(d.Values))
	for mask := range all {
		all[mask] = sallyport.IntValue(int64(mask))
	}
	return all
}

// classes keeps the first of the values that every reading treats alike.
func (s *survey) classes(f fact, values []sallyport.Value) []sallyport.Value {
	seen := map[string]bool{}
	return slices.DeleteFunc(values, func(v sallyport.Value) bool {
		var b strings.Builder
		for _, n := range s.reads[f] {
			if s.readings[n].atom.Holds(v, sallyport.Value{State: sallyport.Known}, nil) {
				b.WriteByte('1')
			} else {
				b.WriteByte('0')
			}
		}
		if s.keys[f] {
			b.WriteString(v.S)
		}
		alike := seen[b.String()]
		seen[b.String()] = true
		return alike
	})
}

// cuts are the last number below the lowest border, and the first at or above each.
func (s *survey) cuts(f fact) []sallyport.Value {
	var borders []int64
	for _, n := range s.reads[f] {
		if a := s.readings[n].atom; a.Test == tree.TestAtLeast && a.N > 0 {
			borders = append(borders, a.N)
		}
	}
	slices.Sort(borders)
	borders = slices.Compact(borders)
	if len(borders) == 0 {
		return []sallyport.Value{sallyport.IntValue(0)}
	}
	all := []sallyport.Value{sallyport.IntValue(borders[0] - 1)}
	for _, n := range borders {
		all = append(all, sallyport.IntValue(n))
	}
	return all
}

// texts are those that a reading names or compares with, one that none does, and for a key as many different ones
// as there are offences up to the slot.
func (s *survey) texts(f fact, slot int) []sallyport.Value {
	names := []string{elsewhere}
	for _, n := range s.reads[f] {
		a := s.readings[n].atom
		names = append(names, a.Texts...)
		if a.Test == tree.TestSameText { // another text of its own, so that two that nothing names can differ
			names = append(append(names, s.compared(f, n)...), elsewhere+" "+f.describes().Path)
		}
	}
	if s.keys[f] {
		for i := range slot + 1 {
			names = append(names, string(rune('A'+i)))
		}
		names = names[1:] // the last of them is one that nothing names
	}
	var all []sallyport.Value
	for i, name := range names {
		if !slices.Contains(names[:i], name) {
			all = append(all, sallyport.TextValue(name))
		}
	}
	return all
}

// compared lists the texts that the other fact of a comparison may be: those named of it; of the custodian's place, all
// that the world holds.
func (s *survey) compared(f fact, n int) []string {
	var names []string
	for _, other := range s.readings[n].facts {
		if other == f {
			continue
		}
		if isPlace(other) {
			for _, place := range s.agencies() {
				names = append(names, placeText(other, place))
			}
		}
		for _, m := range s.reads[other] {
			names = append(names, s.readings[m].atom.Texts...)
		}
	}
	return names
}

// isPlace says whether the fact follows from where the custodian is.
func isPlace(f fact) bool {
	return f == fact{ofCase, tree.FactAgency} || f == fact{ofCase, tree.FactState}
}

// placeText is the fact's value for a custodian at place.
func placeText(f fact, place string) string {
	if f.id == tree.FactState {
		return tree.State(place)
	}
	return place
}

// agencies lists the custodians worth telling apart: home, and below the place of the law those that a reading names.
func (s *survey) agencies() []string {
	all := []string{s.home}
	for _, id := range []int{tree.FactAgency, tree.FactState} {
		for _, n := range s.reads[fact{ofCase, id}] {
			for _, place := range s.readings[n].atom.Texts {
				below := s.place == "us" || strings.HasPrefix(place, s.place+"/")
				if below && place != "us" && !slices.Contains(all, place) {
					all = append(all, place)
				}
			}
		}
	}
	return all
}
