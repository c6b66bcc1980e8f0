package notice

import (
	"embed"
	"slices"
	"strings"
	"time"

	"sallyport"
	"sallyport/internal/web/words"
)

//go:embed words
var files embed.FS

var texts = words.Load(files, "words")

// longest is how many hours a hold may be asked for, and how many ahead of a release notice is asked.
const longest = "48"

// Say is a text of the copy, for the page that shows what it says.
func Say(l words.Lang, key string, pairs ...string) string { return texts.Say(l, key, pairs...) }

// Asked says what is asked, in plain words.
func Asked(l words.Lang, action string) string {
	if !texts.Has(words.English, "asked "+action) {
		return action
	}
	return texts.Say(l, "asked "+action, "hours", words.Digits(l, longest))
}

// Answer says what the agency answers.
func Answer(l words.Lang, answer string) string { return texts.Say(l, "answer "+answer) }

// Outcome says what a door came to.
func Outcome(l words.Lang, o sallyport.Outcome) string { return texts.Say(l, "outcome "+string(o)) }

// Effect says what a rule did.
func Effect(l words.Lang, e sallyport.Effect) string { return texts.Say(l, "effect "+string(e)) }

// Door names a door.
func Door(l words.Lang, door string) string { return texts.Say(l, "door "+door) }

// Reason says why a path ended: in English where the language has no words for it.
func Reason(l words.Lang, reason string) (text string, translated bool) {
	if !texts.Has(l, "reason "+reason) {
		return reason, l == words.English
	}
	return texts.Say(l, "reason "+reason), true
}

// Moment is a day and a time of day, in the zone that t is in.
func Moment(l words.Lang, t time.Time) string {
	return texts.Say(l, "at", "day", words.Day(l, t), "clock", words.Clock(l, t))
}

// Forms by what they say of themselves (federal.md, 2.5 and 3).
var (
	noHold     = []string{"I-247N", "I-247G", "I-247X"} // ask for no hold
	noEffect   = []string{"I-247N", "I-247D", "I-247A"} // are to have none on other decisions
	programme  = []string{"I-247N", "I-247D", "I-247X"} // are those of the programme of 2015
	telephones = []string{"I-247", "I-247D"}            // have a telephone number for citizens and victims
	older      = "I-247"                                // leaves days out of its count
	sections   = map[string]string{"us-ca": "Cal. Gov. Code 7283.1(b)", "us-ct": "Conn. Gen. Stat. 54-192h(e)"}
	began      = map[string]string{"us-ca": "2017-01-01", "us-ct": "2019-10-01"}
)

// terms are what the form, and the law of the place, say of the request besides.
func (c Copy) terms() (all []string) {
	s := c.Said
	form := func(forms []string) bool { return slices.Contains(forms, s.Form) }
	if s.Action != "hold" && form(noHold) {
		all = append(all, c.say("no hold"))
	}
	if s.Action == "hold" {
		all = append(all, c.say("hold served"))
		switch {
		case !s.HoldUntil.IsZero():
			all = append(all, c.timed("hold until", s.HoldUntil))
		case s.Form == older:
			all = append(all, c.say("old form"))
		default:
			all = append(all, c.say("hold limit", "hours", words.Digits(c.Lang, longest)))
		}
	}
	if form(noEffect) {
		all = append(all, c.say("no effect"))
	}
	if s.Action == "interview" && c.in("us-ca") {
		all = append(all, c.say("consent", "law", alone("Cal. Gov. Code 7283.1(a)")))
	}
	for _, state := range []string{"us-ca", "us-ct"} {
		if c.in(state) && s.Action != "interview" && s.Received.In(c.Zone).Format(time.DateOnly) >= began[state] {
			all = append(all, c.say("told", "law", alone(sections[state])))
		}
	}
	return all
}

// elsewhere are the other ways to complain that forms and laws name.
func (c Copy) elsewhere() (all []string) {
	if c.in("us-il/cook") {
		all = append(all, c.say("cook", "law", alone("Cook County Code § 46-37(d)")))
	}
	if slices.Contains(programme, c.Said.Form) {
		all = append(all, c.say("crcl", "law", alone("PEP Memo, 20 November 2014, p. 3")))
	}
	if slices.Contains(telephones, c.Said.Form) {
		all = append(all, c.say("lesc"))
	}
	return all
}

// in says whether the agency is in a place.
func (c Copy) in(place string) bool {
	return c.Said.Place == place || strings.HasPrefix(c.Said.Place, place+"/")
}

// alone keeps a citation, which is written from left to right, from being turned round by what stands about it (UAX 9, isolates).
func alone(cite string) string { return "\u2066" + cite + "\u2069" }
