package explore

import (
	"slices"
	"strings"
	"time"

	"sallyport"
	"sallyport/law"
	"sallyport/law/tree"
)

// IsCount says whether a path asks how many convictions or charges there are.
func IsCount(path string) bool { return slices.Contains(lists, path) }

// Samples are answers that stand for what a question may be answered with: all of a short list, a few of what cannot be listed.
func Samples(path string, at time.Time) []string {
	if IsCount(path) {
		return []string{"0", "1"}
	}
	slot, ok := SlotOf(path)
	if !ok {
		return nil
	}
	f := slot.About()
	var all []string
	if f.None {
		all = append(all, None)
	}
	switch f.Kind {
	case sallyport.Bool:
		all = append(all, "yes", "no")
	case sallyport.Object:
		all = append(all, "given")
	case sallyport.Enum:
		all = append(all, f.Values...)
	case sallyport.Set:
		all = append(append(all, None), f.Values...)
	case sallyport.Int:
		all = append(all, "1", "15", "100", "400")
	case sallyport.Date:
		for _, years := range []int{1, 4, 12, 35} {
			all = append(all, at.AddDate(-years, 0, 0).Format(time.DateOnly))
		}
	case sallyport.Time:
		for _, days := range []int{-1, 0, 1} {
			all = append(all, at.AddDate(0, 0, days).Format(TimeLayout))
		}
	case sallyport.Text:
		all = append(all, "F1", "us-ca", "other")
	}
	return all
}

// trial is one question, and what each of its sample answers would leave.
type trial struct {
	path  string
	would []would
}

type would struct {
	value   string
	outcome sallyport.Outcome
	missing int
}

// formPath asks which form a request came on. Few know another than the usual one, so only that is weighed.
const formPath = "request.form"

// usualForm is the form that a request of that day usually comes on.
func usualForm(at time.Time, action string) string {
	switch day := at.Format(time.DateOnly); {
	case day < "2015-06-15":
		return "I-247"
	case day >= "2017-04-02":
		return "I-247A"
	}
	return map[string]string{"notify": "I-247N", "hold": "I-247D", "transfer": "I-247X", "interview": "none"}[action]
}

// weighed are the answers by which a question is weighed against others.
func weighed(path string, c *sallyport.Case) []string {
	if path == formPath {
		action := sallyport.CaseFacts[tree.FactAction]
		return []string{usualForm(c.At, action.Format(c.Facts[tree.FactAction]))}
	}
	return Samples(path, c.At)
}

// try decides the case with every sample answer of every missing fact.
func try(b *law.Book, c *sallyport.Case, zone *time.Location, missing []string) (all []trial) {
	for _, path := range missing {
		t := trial{path: path}
		for _, s := range weighed(path, c) {
			with := copyOf(c)
			if set(with, zone, Answer{path, s}) != nil {
				continue
			}
			with.SettleObjects()
			d := b.Decide(with)
			t.would = append(t.would, would{s, d.Outcome, len(d.Missing)})
		}
		all = append(all, t)
	}
	return all
}

// next is the question whose answers leave the fewest facts missing on average; among equals one about the person, then the first in the contract's
// order. What was answered, if only with DontKnow, is not asked again; "" where nothing that can be asked would change the answer.
func next(trials []trial, asked func(path string) bool) string {
	best, of, path := 0, 0, ""
	for _, t := range trials {
		if asked(t.path) || len(t.would) == 0 {
			continue
		}
		left := 0
		for _, w := range t.would {
			left += w.missing
		}
		less := left*of - best*len(t.would) // averages, without division
		if path == "" || less < 0 || less == 0 && ofPerson(t.path) && !ofPerson(path) {
			best, of, path = left, len(t.would), t.path
		}
	}
	return path
}

// ofPerson says whether a fact is the person's own, which a stranger knows sooner than what a request says.
func ofPerson(path string) bool { return strings.HasPrefix(path, "person.") }

// copyOf is a case of its own to change.
func copyOf(c *sallyport.Case) *sallyport.Case {
	with := *c
	with.Convictions.List = slices.Clone(c.Convictions.List)
	with.Charges.List = slices.Clone(c.Charges.List)
	return &with
}

// zoneOf is the one that instants without a zone are meant in.
func zoneOf(place string) *time.Location {
	if zone := tree.Zone(place, nil); zone != nil {
		return zone
	}
	return time.UTC
}
