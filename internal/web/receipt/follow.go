package receipt

import (
	"slices"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/notice"
	"sallyport/internal/receipt"
	"sallyport/internal/web/words"
)

// became is what became of one thing that was said to be wrong.
type became struct {
	about  string
	state  string        // open, settled or ended
	answer *receipt.Line // who answered; nil of a citizenship, since what people find on that is never shown
}

// follow is what became of each thing that was said to be wrong, the last time that it was.
func follow(f *receipt.Found) (all []became) {
	for _, about := range doubts {
		at := last(f, casework.Challenge, about)
		if at < 0 {
			continue
		}
		one := became{about: about, state: "settled"}
		answered := last(f, casework.Reply, about)
		switch {
		case slices.Contains(f.Open, about):
			one.state = "open"
		case about != casework.Citizenship && answered > at:
			one.answer = &f.Later[answered]
		case f.Over:
			one.state = "ended"
		}
		all = append(all, one)
	}
	return all
}

// last is the place of the last line of a kind that is about something, -1 where there is none.
func last(f *receipt.Found, kind casework.Kind, about string) int {
	for i, line := range slices.Backward(f.Later) {
		if casework.Kind(line.Kind) == kind && line.About == about {
			return i
		}
	}
	return -1
}

// words of what became of it.
func (v *view) became(b became) string {
	switch {
	case b.state == "ended":
		return v.say("ended")
	case b.about == casework.Citizenship:
		return v.say(b.state + " citizenship")
	}
	return v.say(b.state + " other")
}

// by says who did something, and in which role. Roles that have no word in the language are given in English.
func (v *view) by(l *receipt.Line) string {
	role := string(l.Actor.Role)
	if texts.Has(v.lang, "role "+role) {
		role = v.say("role " + role)
	}
	if l.Actor.Role == sallyport.Person {
		return role // their ID says no more
	}
	return v.say("by", "who", "\u2068"+l.Actor.ID+"\u2069", "role", role) // isolated: an ID may be in another script
}

// state says how far a line is on its way into the log.
func (v *view) state(l *receipt.Line) string {
	return v.say("state "+string(l.State), "entry", words.Number(v.lang, int64(l.Index))) //nolint:gosec // a log has fewer entries than an int64 has numbers
}

// when is a moment at the agency.
func (v *view) when(l *receipt.Line) string { return notice.Moment(v.lang, l.At.In(v.zone)) }

// kind says what a line is.
func (v *view) kind(l *receipt.Line) string {
	if !texts.Has(words.English, "kind "+l.Kind) {
		return l.Kind
	}
	return v.say("kind " + l.Kind)
}

// answers is the key of what a line answers.
func answers(l *receipt.Line) string {
	if l.Answer.Agrees {
		return "agrees"
	}
	return "refuses"
}
