package compile

import (
	"slices"
	"strings"

	"sallyport/law"
)

// rule compiles one rule: exactly one of needs, bars, opens, closes, owes, requires and clock.
func (b *builder) rule(f *ruleFile) (*law.Rule, error) {
	r := &law.Rule{
		ID: f.ID, Says: strings.TrimSpace(f.Says), Cite: f.Cite, Sure: f.Sure, Reading: f.Reading, Waits: f.Waits, For: f.For,
	}
	if err := b.ruleHead(r, f); err != nil {
		return nil, err
	}
	condition, err := b.ruleKind(r, f)
	if err != nil {
		return nil, err
	}
	if f.Where.text != "" {
		r.Scope = f.Where.text
		if r.Where, err = b.condition(f.Where, ""); err != nil {
			return nil, err
		}
	}
	if condition.text == "" {
		return r, nil
	}
	r.Condition = condition.text
	r.When, err = b.condition(condition, "")
	return r, err
}

func (b *builder) ruleHead(r *law.Rule, f *ruleFile) error {
	if f.ID == "" || r.Says == "" || f.Cite == "" || f.Sure == "" {
		return b.errorf(f.line, "rule %q: a rule needs id, says, cite and sure", f.ID)
	}
	if how, _, _ := strings.Cut(f.Sure, " "); !slices.Contains(degrees, strings.TrimRight(how, ";,")) {
		return b.errorf(f.line, "rule %s: sure: %q; begin with read, partly or memory", f.ID, f.Sure)
	}
	for _, action := range f.For {
		if !slices.Contains(actions, action) {
			return b.errorf(f.line, "rule %s: for: %q is not an action: %s", f.ID, action, strings.Join(actions, ", "))
		}
	}
	if len(f.For) == 0 {
		return b.errorf(f.line, "rule %s: for: name the actions it speaks to", f.ID)
	}
	return nil
}

// ruleKind finds what the rule does and which condition it does it on.
func (b *builder) ruleKind(r *law.Rule, f *ruleFile) (fragment, error) {
	said := 0
	condition := f.When
	say := func(given bool, kind law.Kind) bool {
		if given {
			said++
			r.Kind = kind
		}
		return given
	}
	if say(f.Needs.text != "", law.Needs) {
		condition = f.Needs
	}
	if say(f.Bars.text != "", law.Bars) {
		condition = f.Bars
	}
	if say(f.Opens != "", law.Opens) {
		r.Group = f.Opens
	}
	if say(f.Closes != "", law.Closes) {
		r.Group = f.Closes
	}
	if say(f.Owes != "", law.Owes) {
		r.Due = f.Owes
	}
	if say(f.Requires != "", law.Requires) {
		r.Due = f.Requires
	}
	if say(f.Clock != nil, law.Runs) {
		r.Clock = &law.Clock{Rule: f.ID, Cite: f.Cite, Hours: f.Clock.Hours, Counted: f.Clock.Count == "weekdays", SameDay: f.Clock.SameDay}
	}
	switch {
	case said != 1:
		return condition, b.errorf(f.line, "rule %s: it must say exactly one of needs, bars, opens, closes, owes, requires, clock", f.ID)
	case (r.Kind == law.Opens || r.Kind == law.Requires) && condition.text == "":
		return condition, b.errorf(f.line, "rule %s: when: say when it applies", f.ID)
	case (r.Kind == law.Needs || r.Kind == law.Bars) && f.When.text != "":
		return condition, b.errorf(f.line, "rule %s: needs and bars carry their own condition; when is for opens, closes, owes, requires", f.ID)
	case f.Where.text != "" && r.Kind != law.Needs && (r.Kind != law.Closes || f.When.text != ""):
		return condition, b.errorf(f.line, "rule %s: where: only needs, and closes without when, can be limited", f.ID)
	case r.Kind == law.Runs && (f.Clock.Hours <= 0 != f.Clock.SameDay || f.Clock.Count != "" && f.Clock.Count != "running" && f.Clock.Count != "weekdays"):
		return condition, b.errorf(f.line, "rule %s: clock: give hours and count (running or weekdays), or same_day: true", f.ID)
	}
	return condition, nil
}

// complete checks that nothing falls through: a local text rules on an action or is declared silent on it, and
// every group of grounds names the rule that refuses when none is shown.
func (b *builder) complete(v *law.Version, line int) error {
	for action := range v.Silent {
		if !slices.Contains(actions, action) {
			return b.errorf(line, "silent: %q is not an action", action)
		}
	}
	for _, action := range actions {
		_, silent := v.Silent[action]
		ruled := slices.ContainsFunc(v.Rules, func(r *law.Rule) bool {
			return r.Kind != law.Owes && slices.Contains(r.For, action)
		})
		switch {
		case silent && ruled:
			return b.errorf(line, "version %s: %s is declared silent and ruled on", v.From, action)
		case !silent && !ruled && !v.Pack.Federal:
			return b.errorf(line, "version %s: no rule speaks to %s; rule on it or declare it under silent", v.From, action)
		}
		if err := b.closed(v, action, line); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) closed(v *law.Version, action string, line int) error {
	opened, closed := map[string]bool{}, map[string]bool{}
	for _, r := range v.Rules {
		if !slices.Contains(r.For, action) {
			continue
		}
		opened[r.Group] = opened[r.Group] || r.Kind == law.Opens
		closed[r.Group] = closed[r.Group] || r.Kind == law.Closes && r.When == nil
	}
	for group := range opened {
		if group != "" && !closed[group] {
			return b.errorf(line, "version %s: %s: no rule closes %q without a condition: which rule refuses when no ground is shown?", v.From, action, group)
		}
	}
	return nil
}

// degrees of how sure a statement is: read in its source, partly read, or from memory.
var degrees = []string{"read", "partly", "memory"}
