package render

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"sallyport"
	"sallyport/law"
	"sallyport/law/prove"
	"sallyport/law/sign"
	"sallyport/law/sources"
)

// versionView is one text of the pack.
type versionView struct {
	*law.Version
	Anchor   string
	Span     string
	Weight   int // of its part of the timeline: grows with how long it was in force
	Binds    string
	Signed   *sign.Signed // nil where nothing is known of it
	With     []string     // texts that must be met on the same days
	Silences []silence
	Overview []overviewRow
	Rules    []ruleView
	Kept     []keptRule // unchanged from an earlier text
	Narrower []string   // texts that it is never more permissive than
	Changes  *changes
}

// ruleView is a rule beside its condition.
type ruleView struct {
	*law.Rule
	Anchor  string
	Asks    string
	How     string // read, partly, memory
	Degree  string
	Beside  string // what is said beside the degree
	Sources []source
	Effect  string
	Clock   string
	Table   *block
	Where   *block
}

type source struct{ Key, Address string }

// keptRule is a rule that stands elsewhere on the page.
type keptRule struct{ ID, Cite, Anchor, From string }

// changes are the cases that a text decides otherwise than the one before.
type changes struct {
	Before  string
	Cases   []changedCase
	Failed  string // why they could not be worked out
	Address string // of a page that tells them, in their place
}

type changedCase struct {
	Says          string
	Before, After sallyport.Outcome
}

func viewVersions(in Input) []versionView {
	var all []versionView
	shown := map[string]keptRule{} // by what a rule says, with where it stands on the page
	for i, v := range in.Pack.Versions {
		view := versionView{
			Version: v, Anchor: "text-" + v.From, Span: span(v), Weight: weight(v), Binds: custodians(v), Silences: silences(v),
		}
		if i < len(in.Signed) {
			view.Signed = &in.Signed[i]
		}
		for _, with := range v.Also {
			view.With = append(view.With, with.Pack.Title+", text of "+dayOf(with.From))
		}
		for _, than := range v.Narrows {
			view.Narrower = append(view.Narrower, than.Pack.Title+", text of "+dayOf(than.From))
		}
		for j, r := range v.Rules {
			key := ruleKey(r)
			if kept, ok := shown[key]; ok {
				view.Kept = append(view.Kept, kept)
				continue
			}
			rule := viewRule(in, v, r, fmt.Sprintf("rule-%s-%d", v.From, j+1))
			shown[key] = keptRule{r.ID, r.Cite, rule.Anchor, v.From}
			view.Rules = append(view.Rules, rule)
		}
		view.Overview = overview(v, shown)
		if i > 0 {
			view.Changes = changesOf(in, in.Pack.Versions[i-1], v)
		}
		all = append(all, view)
	}
	return all
}

// ruleKey is the same for rules that say the same.
func ruleKey(r *law.Rule) string {
	return strings.Join([]string{r.ID, r.Cite, r.Says, r.Sure, r.Reading, r.Due, r.Condition, r.Scope, r.Group,
		strings.Join(r.For, ","), fmt.Sprint(r.Kind, r.Waits)}, "\x00")
}

func viewRule(in Input, v *law.Version, r *law.Rule, anchor string) ruleView {
	how, beside := degree(r.Sure)
	view := ruleView{Rule: r, Anchor: anchor, How: how, Degree: degrees[how], Beside: beside, Effect: effect(r)}
	var asked []string
	for _, action := range r.For {
		asked = append(asked, asks[action])
	}
	view.Asks = joined(asked, "and")
	for _, key := range sources.Keys(r.Sure) {
		if one := (source{key, in.Sources.Addresses[key]}); !slices.Contains(view.Sources, one) {
			view.Sources = append(view.Sources, one)
		}
	}
	if r.Clock != nil {
		view.Clock = clockWords(r.Clock, v)
	}
	if r.When != nil {
		b := newTabler(in.Pack).table(r.When, "")
		view.Table = &b
	}
	if r.Where != nil {
		b := newTabler(in.Pack).table(r.Where, "")
		view.Where = &b
	}
	return view
}

func span(v *law.Version) string {
	if v.Until == "" {
		return "From " + dayOf(v.From) + ", still in force"
	}
	return dayOf(v.From) + " to " + dayOf(v.Until)
}

// weight of a text on the timeline is the root of its days, at least a legible sliver.
func weight(v *law.Version) int {
	first, last := v.Days()
	days := float64(min(last, first+3650) - first + 1)
	return int(math.Sqrt(days)) + 6
}

// changesOf shows the smallest case of every way in which two texts come apart.
func changesOf(in Input, before, after *law.Version) *changes {
	c := &changes{Before: before.From}
	if in.Changes != nil {
		c.Address = in.Changes(before, after)
		return c
	}
	found, err := prove.Diff(before, after)
	if err != nil {
		c.Failed = err.Error()
		return c
	}
	for i := range found {
		d := &found[i]
		c.Cases = append(c.Cases, changedCase{Sentence(&d.Case), d.Outcomes[0], d.Outcomes[1]})
	}
	return c
}
