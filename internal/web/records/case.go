package records

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/desk"
	"sallyport/internal/store"
	"sallyport/internal/web/docket"
	"sallyport/internal/web/shell"
)

// file is one case as the page shows it to one person.
type file struct {
	desk.Dossier
	*room
	who     sallyport.Actor
	problem string
	sent    url.Values // what was sent and not taken
	path    string     // of the fact that is chosen to be entered
	group   string     // of the conviction or charge that is: convictions[0]
}

func (m *room) showCase(w http.ResponseWriter, r *http.Request) { m.show(w, r, "", http.StatusOK) }

func (m *room) show(w http.ResponseWriter, r *http.Request, problem string, status int) {
	who, err := m.Actor(r.Context())
	if err != nil {
		m.Refuse(w, r, err)
		return
	}
	d, err := m.hub.Dossier(r.Context(), who, r.PathValue("id"), m.Now())
	if err != nil {
		m.Refuse(w, r, err)
		return
	}
	f := &file{Dossier: d, room: m.at(d.Submission.Agency), who: who, problem: problem, sent: r.PostForm}
	f.path, f.group = r.URL.Query().Get("path"), r.URL.Query().Get("all")
	m.Show(w, r, shell.Page{Title: "Facts of a case", Status: status, Content: casePage(f)})
}

// to is where a form of the case goes.
func (f *file) to(act string) string { return "/facts/" + f.Submission.ID + "/" + act }

// may says whether a step could be taken now.
func (f *file) may(kind casework.Kind, about string) bool {
	return f.hub.Admits(f.Submission, casework.Event{Kind: kind, Actor: f.who, At: f.Now(), About: about})
}

// mayEnter says whether this person could enter some value of a fact.
func (f *file) mayEnter(path string) bool {
	if !f.may(casework.Record, "") || docket.TakesTwo(f.Dossier.Facts, path) {
		return false
	}
	for _, value := range []string{"true", "false"} {
		if desk.MayEnter(f.who, desk.Fact{Path: path, Value: value, Source: "a record"}) == nil {
			return true
		}
	}
	return false
}

// known is a fact with every value that was entered, the last first.
type known struct {
	docket.Described
	entries []store.Fact
}

// disagrees says that the last word is one record's alone and another record says something else. Entering again the value that holds, whichever of them that is,
// with the record that settles it, ends that.
func (k known) disagrees() bool {
	last, before := k.entries[0], k.entries[1:]
	same := func(e store.Fact) bool { return e.Value == last.Value }
	other := func(e store.Fact) bool { return e.Value != last.Value && e.Source != last.Source }
	return !slices.ContainsFunc(before, same) && slices.ContainsFunc(before, other)
}

// history are the facts by path, in the order of the contract's table where it has them.
func (f *file) history() (all []known) {
	at := map[string]int{}
	for _, one := range f.Dossier.Facts {
		i, there := at[one.Path]
		if !there {
			i = len(all)
			at[one.Path] = i
			all = append(all, known{Described: docket.Describe(one.Path)})
		}
		all[i].entries = slices.Insert(all[i].entries, 0, one)
	}
	slices.SortStableFunc(all, func(a, b known) int { return strings.Compare(a.Path, b.Path) })
	return all
}

// conflicts are the facts about which sources disagree. On citizenship two people's findings are the last word, and an indication says enough by itself.
func (f *file) conflicts() []known {
	return slices.DeleteFunc(f.history(), func(k known) bool { return !k.disagrees() || docket.OnCitizenship(k.Path) })
}

// found says who has found something on the citizenship. What they found is not said: the second person finds for themselves.
func (f *file) found() []string {
	var by []string
	for _, r := range f.Submission.State.Resolutions {
		by = append(by, r.By)
	}
	return by
}

// missing is a fact that could still change what a door says.
type missing struct {
	docket.Described
	doors []string
}

// missing are the facts that are missing, each with the doors that ask for it.
func (f *file) missing() (all []missing) {
	for _, path := range f.Would.Missing {
		one := missing{Described: docket.Describe(path)}
		for _, door := range f.Would.Doors {
			if slices.Contains(door.Missing, path) {
				one.doors = append(one.doors, door.Door+" door: "+f.Rules.Title(door.Pack))
			}
		}
		all = append(all, one)
	}
	return all
}

// option is a fact, or a whole conviction or charge, that can be chosen to be entered.
type option struct{ value, says string }

// choices are the facts of the case that this person may enter.
func (f *file) choices() (all []option) {
	for i := range sallyport.CaseFacts {
		path := sallyport.CaseFacts[i].Path
		if f.mayEnter(path) {
			all = append(all, option{path, docket.Describe(path).Says})
		}
	}
	return append(all, option{"convictions", "Convictions: there are none"}, option{"charges", "Charges: there are none"})
}

// groups are the convictions and charges that there are, and the next of each.
func (f *file) groups() (all []option) {
	for _, list := range []struct{ name, one string }{{"convictions", "Conviction"}, {"charges", "Charge"}} {
		n := 0
		for slices.ContainsFunc(f.Dossier.Facts, func(one store.Fact) bool { return strings.HasPrefix(one.Path, fmt.Sprintf("%s[%d].", list.name, n)) }) {
			all = append(all, option{fmt.Sprintf("%s[%d]", list.name, n), fmt.Sprintf("%s %d, as entered", list.one, n+1)})
			n++
		}
		all = append(all, option{fmt.Sprintf("%s[%d]", list.name, n), fmt.Sprintf("%s %d, a new one", list.one, n+1)})
	}
	return all
}

// rows are the facts of the conviction or charge that is chosen; none where it is not one of those on offer.
func (f *file) rows() (all []docket.Described) {
	if !slices.ContainsFunc(f.groups(), func(o option) bool { return o.value == f.group }) {
		return nil
	}
	for _, fact := range sallyport.OffenceFacts {
		if !fact.Charge || strings.HasPrefix(f.group, "charges") {
			all = append(all, docket.Describe(f.group+"."+fact.Path))
		}
	}
	return all
}

// chosen is the fact that is chosen, if it is one on offer.
func (f *file) chosen() *docket.Described {
	if !slices.ContainsFunc(f.choices(), func(o option) bool { return o.value == f.path }) {
		return nil
	}
	d := docket.Describe(f.path)
	return &d
}

// alone is what a fact of a conviction says under the heading of that conviction.
func alone(says string) string {
	if _, own, whole := strings.Cut(says, ": "); whole {
		return strings.ToUpper(own[:1]) + own[1:]
	}
	return says
}
