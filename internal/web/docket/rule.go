package docket

import (
	"slices"
	"strings"

	"sallyport"
	"sallyport/internal/store"
	"sallyport/law"
)

// Ruled is a rule in plain words, how sure its reading is, and the address of the text of law that it stands in; "" where no pack has it.
type Ruled struct{ Says, Sure, Reading, Text string }

// Rules are the rules of a book: by the version and their ID.
type Rules struct {
	all    map[string]Ruled
	titles map[string]string
}

// stops are the rules that no pack has, since no pack can leave them out.
var stops = map[string]Ruled{
	"us.stop.citizen":               {Says: "A citizen of the United States is never the subject of a request."},
	"us.stop.citizenship-indicated": {Says: "Any indication of citizenship stops every door until two named people resolve it."},
	"us.stop.agency-policy":         {Says: "The agency's own written policy forbids it."},
	"us.stack.state-mandate":        {Says: "A state law requires what a local one refuses."},
	"us.programme":                  {Says: "No federal text in the packs covers this day."},
}

func rulesOf(book *law.Book) Rules {
	r := Rules{map[string]Ruled{}, map[string]string{}}
	for _, p := range book.Packs {
		r.titles[p.ID] = p.Title
		for _, v := range p.Versions {
			for _, one := range v.Rules {
				r.all[p.ID+"@"+v.From+"#"+one.ID] = Ruled{one.Says, one.Sure, one.Reading, textAddress(p.ID, v.From)}
				r.all[one.ID] = r.all[p.ID+"@"+v.From+"#"+one.ID]
			}
		}
	}
	return r
}

// Of is a rule of a door in words; where its text is that of another version, the newest.
func (r Rules) Of(d *sallyport.Door, id string) Ruled {
	for _, key := range []string{d.Pack + "@" + d.Version + "#" + id, id} {
		if found, ok := r.all[key]; ok {
			return found
		}
	}
	return stops[id]
}

// textAddress is where the law's pages show a text.
func textAddress(pack, version string) string { return "/law/" + pack + "#text-" + version }

// Text is the address of the text that a door applied; "" where that is the agency's own policy.
func (r Rules) Text(d *sallyport.Door) string {
	if r.titles[d.Pack] == "" {
		return ""
	}
	return textAddress(d.Pack, d.Version)
}

// Title is what a pack is called.
func (r Rules) Title(pack string) string {
	if title := r.titles[pack]; title != "" {
		return title
	}
	return "The agency's own written policy"
}

// Certainty is how sure a reading is, in words.
func (r Ruled) Certainty() string {
	how, _, _ := strings.Cut(r.Sure, " ")
	switch strings.TrimRight(how, ";,") {
	case "read":
		return "read in the text of the law"
	case "partly":
		return "partly read in the text of the law"
	case "memory":
		return "not read in the text of the law; have counsel confirm it"
	}
	return ""
}

// effects are what a rule did, in words.
var effects = map[sallyport.Effect]string{sallyport.Refuses: "Refuses", sallyport.Permits: "Met", sallyport.Unresolves: "Leaves it open"}

// OutcomeSays is what an outcome means at a door.
func OutcomeSays(o sallyport.Outcome) string {
	return map[sallyport.Outcome]string{sallyport.Refused: "refused", sallyport.Permitted: "not refused", sallyport.Unresolved: "unresolved: works as a refusal",
		sallyport.Silent: "does not speak to it"}[o]
}

// Duty is what is owed, in words.
func (m *Room) Duty(d *sallyport.Duty) string {
	if says := m.Rules.Of(&sallyport.Door{}, d.ID).Says; says != "" {
		return sentence(says)
	}
	return sentence(d.Due)
}

// doorsOf are the texts of a decision that speak at one of the two doors.
func doorsOf(d *store.Decision, name string) (all []sallyport.Door) {
	for _, door := range d.Doors {
		if door.Door == name {
			all = append(all, door)
		}
	}
	return all
}

// closing are the rules that keep a door from being open; met are the others.
func closing(all []sallyport.AppliedRule) (rules []sallyport.AppliedRule) {
	return slices.DeleteFunc(slices.Clone(all), func(r sallyport.AppliedRule) bool { return r.Effect == sallyport.Permits })
}

func met(all []sallyport.AppliedRule) (rules []sallyport.AppliedRule) {
	return slices.DeleteFunc(slices.Clone(all), func(r sallyport.AppliedRule) bool { return r.Effect != sallyport.Permits })
}
