// Package explore answers a stranger's "what would happen": from a place, a day, a programme, an action and what is
// known of a person it says what both doors come to and why, which question would settle the most, and what would
// change the answer. It is pure, and small enough to run in a browser.
package explore

import (
	"slices"
	"strings"
	"time"

	"sallyport"
	"sallyport/law"
	"sallyport/law/tree"
)

// Setting is everything that is not about a person, and all that an address may say.
type Setting struct {
	Place     string // us-ca/san-francisco
	Date      string // YYYY-MM-DD
	Programme string // id of a federal pack; "" for the one in force
	Action    string
}

// Why an answer or a setting cannot be used.
const (
	WrongPlace     = "place"
	WrongDay       = "day"
	WrongTime      = "time"
	WrongProgramme = "programme"
	WrongAction    = "action"
	WrongNumber    = "number"
	WrongChoice    = "choice"
	WrongText      = "text"
	WrongFact      = "fact"
)

// Wrong says which answer cannot be used and why. Path is the field of the setting, or a fact.
type Wrong struct{ Path, Why string }

func (w *Wrong) Error() string {
	return w.Path + ": not usable as a " + w.Why + "; answer it again or leave it out"
}

// case0 is the case of the setting alone: noon of its day, where the custodian is.
func (s Setting) case0(b *law.Book) (c sallyport.Case, zone *time.Location, err error) {
	if len(s.Place) > 80 || !IsPlace(s.Place) {
		return c, nil, &Wrong{"place", WrongPlace}
	}
	if zone = tree.Zone(s.Place, nil); zone == nil {
		zone = time.UTC
	}
	day, err := time.ParseInLocation(time.DateOnly, s.Date, zone)
	if err != nil || day.Year() < 1996 || day.Year() > 2100 {
		return c, nil, &Wrong{"date", WrongDay}
	}
	if p := b.Pack(s.Programme); s.Programme != "" && (p == nil || !p.Federal) {
		return c, nil, &Wrong{"programme", WrongProgramme}
	}
	action, err := sallyport.CaseFacts[tree.FactAction].EnumValue(s.Action)
	if err != nil {
		return c, nil, &Wrong{"action", WrongAction}
	}
	c = sallyport.Case{ID: "explorer", At: day.Add(12 * time.Hour), Agency: s.Place, Program: s.Programme}
	c.Facts[tree.FactAction] = action
	return c, zone, nil
}

// IsPlace says whether a text is written as the place of a custodian is: us-ca, us-ca/san-francisco.
func IsPlace(s string) bool {
	state, rest, below := strings.Cut(s, "/")
	if len(state) != 5 || !strings.HasPrefix(state, "us-") || !lower(state[3:]) || tree.Zone(state, nil) == nil {
		return false
	}
	return !below || rest != "" && !strings.Contains(rest, "/") && lower(rest)
}

func lower(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return (r < 'a' || r > 'z') && r != '-' }) < 0
}

// Places lists the places that have law of their own in the book, each state before its counties and cities.
func Places(b *law.Book) (all []string) {
	for _, p := range b.Packs {
		if !p.Federal && !slices.Contains(all, p.Place) {
			all = append(all, p.Place)
		}
		if state := tree.State(p.Place); !p.Federal && !slices.Contains(all, state) {
			all = append(all, state)
		}
	}
	slices.Sort(all)
	return all
}

// Programmes lists the federal packs, in the order in which they began.
func Programmes(b *law.Book) (all []*law.Pack) {
	for _, p := range b.Packs {
		if p.Federal {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(a, b *law.Pack) int { return strings.Compare(a.Versions[0].From, b.Versions[0].From) })
	return all
}
