package publish

import (
	"time"

	"sallyport/record"
)

// Country is what the places of all states that are too small together are called, and the hub's own affairs.
const Country = "us"

const (
	window   = 28 // days before a month, whose bookings decide on it
	together = 3  // places at least that make a larger one
)

// ladder is by what name each place is published in one month.
type ladder struct {
	volume  int
	booked  map[string]int  // in the 28 days before, by place
	states  map[string]bool // whose small places come together
	country bool            // whether all the others do
}

// newLadder takes the bookings of the 28 days before the month: bookings and not requests, since what decides must not be what is to be hidden.
func newLadder(booked map[string]int, volume int) *ladder {
	l := &ladder{volume: volume, booked: booked, states: map[string]bool{}}
	type group struct{ places, booked int }
	groups := map[string]group{}
	for place, n := range booked {
		if n > 0 && !l.own(place) {
			g := groups[record.StateOf(place)]
			groups[record.StateOf(place)] = group{g.places + 1, g.booked + n}
		}
	}
	enough := func(g group) bool { return g.places >= together && g.booked >= volume }
	var rest group
	for state, g := range groups {
		if enough(g) {
			l.states[state] = true
			continue
		}
		rest = group{rest.places + g.places, rest.booked + g.booked}
	}
	l.country = enough(rest)
	return l
}

// own says whether a place is published by its own name.
func (l *ladder) own(place string) bool { return place != "" && l.booked[place] >= l.volume }

// name is what a place is called in the batch of a day, and the day or year that its line carries; "" where it has to wait. No line of a state or of the
// country counts anything of a place that has a name of its own in that month, so nothing can be subtracted from it.
func (b *batch) name(place string, day int64) (name, span string, err error) {
	l, err := b.ladder(day)
	if err != nil {
		return "", "", err
	}
	at := date(day)
	span = at.Format(time.DateOnly)
	switch agency := b.rules.Place != ""; {
	case l.own(place):
		return place, span, nil
	case !agency && place == "":
		return Country, span, nil
	case !agency && l.states[record.StateOf(place)]:
		return record.StateOf(place), span, nil
	case !agency && l.country:
		return Country, span, nil
	case !b.last():
		return "", "", nil
	case agency:
		return place, at.Format("2006"), nil
	}
	return Country, at.Format("2006"), nil
}

// ladder is that of the month of a day.
func (b *batch) ladder(day int64) (*ladder, error) {
	at := date(day)
	month := at.Format("2006-01")
	if known := b.ladders[month]; known != nil {
		return known, nil
	}
	first := day - int64(at.Day()) + 1
	booked, err := b.tx.Bookings(first-window, first)
	if err != nil {
		return nil, err
	}
	b.ladders[month] = newLadder(booked, b.rules.Volume)
	return b.ladders[month], nil
}
