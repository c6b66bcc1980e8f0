package compile

import (
	"fmt"
	"slices"

	"sallyport/law"
)

// silences checks the actions declared silent.
func (b *builder) silences(f *versionFile) {
	for action := range f.Silent {
		if !slices.Contains(actions, action) {
			b.wrong(f.lines.of("silent"), "silent", "%q is not an action%s", action, oneOf(action, actions))
		}
	}
}

// complete checks that nothing falls through: a local text rules on an action or is declared silent on it, and
// every group of grounds names the rule that refuses when none is shown.
func (b *builder) complete(v *law.Version, f *versionFile) {
	for _, action := range actions {
		what := fmt.Sprintf("version %s: %s", v.From, action)
		_, silent := v.Silent[action]
		ruled := slices.ContainsFunc(v.Rules, func(r *law.Rule) bool {
			return r.Kind != law.Owes && slices.Contains(r.For, action)
		})
		switch {
		case silent && ruled:
			b.wrong(f.lines.of("silent"), what, "declared silent and ruled on; keep one of the two")
		case !silent && !ruled && !v.Pack.Federal && !misspelt(v.Silent):
			b.wrong(f.lines.first, what, "no rule speaks to it; rule on it or declare it under silent")
		}
		b.closed(v, f, action, what)
	}
}

// misspelt says whether something is declared silent that is no action: told already.
func misspelt(silent map[string]string) bool {
	for action := range silent {
		if !slices.Contains(actions, action) {
			return true
		}
	}
	return false
}

func (b *builder) closed(v *law.Version, f *versionFile, action, what string) {
	opened, closed := map[string]bool{}, map[string]bool{}
	var groups []string
	for _, r := range v.Rules {
		if !slices.Contains(r.For, action) || r.Group == "" {
			continue
		}
		if !slices.Contains(groups, r.Group) {
			groups = append(groups, r.Group)
		}
		opened[r.Group] = opened[r.Group] || r.Kind == law.Opens
		closed[r.Group] = closed[r.Group] || r.Kind == law.Closes && r.When == nil
	}
	for _, group := range groups {
		if !closed[group] {
			b.wrong(f.lines.first, what, "no rule closes %q without a condition; say which refuses when no ground is shown", group)
		} else if !opened[group] {
			b.advise(f.lines.first, what, "no rule opens %q, so it always refuses; open it, or write bars: true", group)
		}
	}
}

// clashes advises on rules of one id and citation that a decision could not tell apart: one is a ground and the other
// refuses by itself, or one is a duty and the other a command to answer; or they say the same twice. Rules kept from the
// version before were compared there.
func (b *builder) clashes(v *law.Version, kept int) {
	for i, r := range v.Rules[kept:] {
		for _, o := range v.Rules[:kept+i] {
			if o.ID != r.ID || o.Cite != r.Cite || !slices.ContainsFunc(r.For, func(a string) bool { return slices.Contains(o.For, a) }) {
				continue
			}
			what, line := "rule "+r.ID, b.lineOf[r]
			if o.Kind == r.Kind && o.Group == r.Group && o.Condition == r.Condition && o.Due == r.Due {
				b.advise(line, what, "it stands twice; keep one")
			} else if clash(o.Kind, r.Kind) || clash(r.Kind, o.Kind) {
				b.advise(line, what, "one id and citation for a rule that %s and one that %s the same action; tell them apart by the citation", verbs[o.Kind], verbs[r.Kind])
			}
		}
	}
}

func clash(a, b law.Kind) bool {
	return a == law.Opens && (b == law.Bars || b == law.Needs) || a == law.Owes && b == law.Requires
}

var verbs = map[law.Kind]string{
	law.Needs: "refuses unless shown", law.Bars: "bars", law.Opens: "opens", law.Owes: "owes a duty on", law.Requires: "requires",
}
