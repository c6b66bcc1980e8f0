package reconcile

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
)

// Batches is what both nodes have published of messages, by the day of the batch.
type Batches struct {
	Alike int   `json:"alike"`
	Only  []int `json:"only"` // what only the first has published, and only the second
	Days  []Day `json:"days"`
}

// Day is one day of it. What both have stands at the day of the batch of the first; their days can differ.
type Day struct {
	Day   string `json:"day"`
	Alike int    `json:"alike"`
	Only  []int  `json:"only"`
}

// slack is how many further days a node has to have published before what it lacks is missing: a message can be sent on one day and received on the next.
const slack = 2

// batches compares what two logs have published of messages.
func (c *comparison) batches(a, b *side) {
	if a.public.settings == nil || b.public.settings == nil {
		return
	}
	of := [2]map[string]string{a.public.days(), b.public.days()}
	days := map[string]*Day{}
	day := func(text string) *Day {
		if days[text] == nil {
			days[text] = &Day{Day: text, Only: make([]int, 2)}
		}
		return days[text]
	}
	all := &Batches{Only: make([]int, 2)}
	for n, s := range []*side{a, b} {
		only := map[string][]string{} // by day
		for sum, at := range of[n] {
			_, both := of[1-n][sum]
			switch {
			case !both:
				all.Only[n]++
				day(at).Only[n]++
				only[at] = append(only[at], sum)
			case n == 0:
				all.Alike++
				day(at).Alike++
			}
		}
		c.lacking(s, c.sides[1-n], only)
	}
	for _, text := range slices.Sorted(maps.Keys(days)) {
		all.Days = append(all.Days, *days[text])
	}
	c.report.Batches = all
}

// lacking finds what a jail has published and its hub has not, day by day. What a hub has and a jail lacks can be a message of another jail.
func (c *comparison) lacking(jail, hub *side, only map[string][]string) {
	if jail.public.settings.Node != "agency" || hub.public.settings.Node != "hub" {
		return
	}
	named := hub.public.names(jail.public.settings.Place)
	for _, day := range slices.Sorted(maps.Keys(only)) {
		sums := slices.DeleteFunc(only[day], func(sum string) bool { return c.judged(sum, hub) })
		if len(sums) == 0 {
			continue
		}
		slices.Sort(sums)
		kind, due := Awaited, day
		if !named[month(day)] {
			due = max(day, day[:len("2006")]+"-12-31")
		}
		switch {
		case hub.public.until() < later(due, slack):
		case hub.public.holes:
			kind = CannotBeTold
		default:
			kind = MissingInBatch
		}
		c.find(Finding{Kind: kind, Day: day, Sums: sums, Evidence: c.evidence(nil, nil),
			Detail: fmt.Sprintf("%s of the batch of %s in %s; %s has published %s", counted(len(sums), "message"), day, jail.Name, hub.Name, until(hub, due))})
	}
}

// judged says whether a message was compared by a book, and is no more to be told of. That a hub which has it did not publish it is.
func (c *comparison) judged(sum string, hub *side) bool {
	k, told := c.told[sum]
	if !told {
		return false
	}
	m := c.messages[k]
	return m.comes != "" || !slices.ContainsFunc(m.lines(), func(l *line) bool { return len(hub.where(l.leaves[hub.n])) > 0 })
}

// until says up to where a hub has published, and what it waits for.
func until(hub *side, due string) string {
	text := "up to " + cmp.Or(hub.public.until(), "no day yet")
	if hub.public.until() < due {
		text += ", and publishes what is of a small place in the batch of " + due
	}
	return text
}

// encoded is a shared commitment as batches have it.
func encoded(sum [32]byte) string { return base64.StdEncoding.EncodeToString(sum[:]) }
