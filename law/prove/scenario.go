package prove

import (
	"slices"

	"sallyport"
	"sallyport/casefile"
	"sallyport/law"
)

// Scenario is the example as a scenario that the packs of the book meet as they stand: it expects of the door of the
// version's place what the book decides today. Run it to see for oneself; turn the expectation round to keep it as a
// test once the pack is mended.
func (e *Example) Scenario(name, source string, b *law.Book, v *law.Version) *casefile.Scenario {
	s := &casefile.Scenario{Name: name, Source: source, Case: e.Case}
	d := b.Decide(&s.Case)
	if v.Pack.Federal && doorOf(&d, v.Pack.ID) == nil { // another programme is in force on that day
		s.Case.Program = v.Pack.ID
		d = b.Decide(&s.Case)
	}
	place := sallyport.Silent
	for i := range d.Doors {
		if o := d.Doors[i].Outcome; d.Doors[i].Place == v.Pack.Place && o.Strictness() > place.Strictness() {
			place = o
		}
	}
	s.Expect.Doors = map[string]sallyport.Outcome{v.Pack.Place: place}
	if door := doorOf(&d, v.Pack.ID); door != nil {
		for _, r := range door.Rules {
			if !slices.Contains(s.Expect.Rules, r.ID) {
				s.Expect.Rules = append(s.Expect.Rules, r.ID)
			}
		}
	}
	return s
}

func doorOf(d *sallyport.Decision, pack string) *sallyport.Door {
	for i := range d.Doors {
		if d.Doors[i].Pack == pack {
			return &d.Doors[i]
		}
	}
	return nil
}
