package render

import (
	"strings"
	"time"

	"sallyport"
	"sallyport/law"
	"sallyport/law/tree"
)

// day writes a day as 5 January 2015.
func day(t time.Time) string { return t.Format("2 January 2006") }

// dayOf writes a day given as YYYY-MM-DD; what is none is written as it stands.
func dayOf(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return day(t)
}

// asks are the actions as a sentence names them.
var asks = map[string]string{
	"notify": "notice of release", "hold": "a hold", "transfer": "a transfer", "interview": "an interview",
}

// Asks is an action as a sentence names it: notice of release, a hold.
func Asks(action string) string { return asks[action] }

// degrees are the words for how sure a statement is.
var degrees = map[string]string{"read": "read in its source", "partly": "partly read", "memory": "from memory"}

// degree splits how sure a rule is into the degree and what is said beside it.
func degree(sure string) (how, rest string) {
	how, rest, _ = strings.Cut(sure, " ")
	if trimmed := strings.TrimRight(how, ";,"); trimmed != how {
		how = trimmed
	}
	return how, rest
}

// effect says what the rule does with its table.
func effect(r *law.Rule) string {
	switch r.Kind {
	case law.Needs:
		return "Refuses unless this is shown."
	case law.Bars:
		return "Refuses where this holds."
	case law.Opens:
		return "A ground (of “" + r.Group + "”, any one of which is enough)."
	case law.Closes:
		if r.When == nil {
			return "Refuses where no ground (of “" + r.Group + "”) is shown."
		}
		return "Where no ground (of “" + r.Group + "”) is shown, this refuses too if it holds."
	case law.Owes:
		if r.When == nil {
			return "A duty, always: " + r.Due + "."
		}
		return "A duty, unless this certainly does not hold: " + r.Due + "."
	case law.Requires:
		return "Requires an answer where this holds: " + r.Due + ". Local bars below it go to a person."
	}
	return ""
}

// clockWords says how the hold clock counts, with an example: custody would end on a Friday evening.
func clockWords(c *tree.Clock, v *law.Version) string {
	zone := tree.Zone(v.Pack.Place, time.UTC)
	first, _ := v.Days()
	from := sallyport.DayTime(first)
	from = time.Date(from.Year(), from.Month(), from.Day(), 18, 0, 0, 0, zone)
	for from.Weekday() != time.Friday {
		from = from.AddDate(0, 0, 1)
	}
	const layout = "Monday 2 January 2006, 15:04"
	words := c.String()
	return strings.ToUpper(words[:1]) + words[1:] + ". If custody would end on " + from.Format(layout) +
		", it ends on " + c.End(from, zone).Format(layout) + "."
}

// spaced writes a name as words: hit_and_run is hit and run.
func spaced(name string) string { return strings.ReplaceAll(name, "_", " ") }

// either joins alternatives: a, b or c.
func either(words []string) string { return joined(words, "or") }

func joined(words []string, last string) string {
	switch n := len(words); n {
	case 0:
		return ""
	case 1:
		return words[0]
	default:
		return strings.Join(words[:n-1], ", ") + " " + last + " " + words[n-1]
	}
}

// custodians lists the kinds of custodian a text binds.
func custodians(v *law.Version) string {
	if v.Binds == law.AllKinds {
		return "every custodian"
	}
	var kinds []string
	for i, kind := range sallyport.CaseFacts[sallyport.CaseFact("agency_kind")].Values {
		if v.Binds&(1<<i) != 0 {
			kinds = append(kinds, spaced(kind))
		}
	}
	return joined(kinds, "and")
}
