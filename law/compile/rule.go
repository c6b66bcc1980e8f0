package compile

import (
	"slices"
	"strings"

	"sallyport/law"
	"sallyport/law/tree"
)

// rule compiles one rule: exactly one of needs, bars, opens, closes, owes, requires and clock. It is nil where what it
// does cannot be made out.
func (b *builder) rule(f *ruleFile) *law.Rule {
	r := &law.Rule{
		ID: f.ID, Says: strings.TrimSpace(f.Says), Cite: f.Cite, Sure: f.Sure, Reading: f.Reading, Waits: f.Waits, For: f.For,
	}
	b.lineOf[r] = f.lines.first
	what := "rule " + f.ID
	if !b.broken(f.lines) {
		b.ruleHead(r, f, what)
	}
	key, condition := b.ruleKind(r, f)
	if key == "" {
		if !b.broken(f.lines) {
			b.wrong(f.lines.first, what, "it must do exactly one thing; write one of needs, bars, opens, closes, owes, requires, clock")
		}
		return nil
	}
	b.fitting(r, f, what)
	if f.Where.text != "" {
		r.Scope = f.Where.text
		r.Where = b.condition(f.Where, what+": where", "")
	}
	if condition.text != "" {
		r.Condition = condition.text
		r.When = b.condition(condition, what+": "+key, "")
	}
	return r
}

func (b *builder) ruleHead(r *law.Rule, f *ruleFile, what string) {
	for _, need := range []struct{ key, value, write string }{
		{"id", f.ID, "the name that decisions give it"},
		{"says", r.Says, "in plain words what it says"},
		{"cite", f.Cite, "where the instrument says so"},
		{"sure", f.Sure, "how sure that is: read, partly or memory, and the sources"},
	} {
		if need.value == "" {
			b.wrong(f.lines.of(need.key), what, "%s: missing; write %s", need.key, need.write)
		}
	}
	if how, _, _ := strings.Cut(f.Sure, " "); f.Sure != "" && !slices.Contains(degrees, strings.TrimRight(how, ";,")) {
		b.wrong(f.lines.of("sure"), what, "sure: %q; begin with read, partly or memory", f.Sure)
	}
	for _, action := range f.For {
		if !slices.Contains(actions, action) {
			b.wrong(f.lines.of("for"), what, "for: %q is not an action%s", action, oneOf(action, actions))
		}
	}
	if len(f.For) == 0 {
		b.wrong(f.lines.of("for"), what, "for: missing; name the actions it speaks to: %s", strings.Join(actions, ", "))
	}
}

// ruleKind finds what the rule does and which condition it does it on, with the key of that. The key is empty where the
// rule does not do exactly one thing.
func (b *builder) ruleKind(r *law.Rule, f *ruleFile) (key string, condition fragment) {
	said := 0
	key, condition = "when", f.When
	say := func(given bool, kind law.Kind) bool {
		if given {
			said++
			r.Kind = kind
		}
		return given
	}
	if say(f.Needs.text != "", law.Needs) {
		key, condition = "needs", f.Needs
	}
	if say(f.Bars.text != "", law.Bars) {
		key, condition = "bars", f.Bars
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
		r.Clock = &tree.Clock{Rule: f.ID, Cite: f.Cite, Hours: f.Clock.Hours, Counted: f.Clock.Count == "weekdays", SameDay: f.Clock.SameDay}
	}
	if said != 1 {
		return "", condition
	}
	return key, condition
}

// fitting checks that the rule has what its kind takes, and nothing that it does not.
func (b *builder) fitting(r *law.Rule, f *ruleFile, what string) {
	line := f.lines.of
	switch {
	case b.broken(f.lines):
	case (r.Kind == law.Opens || r.Kind == law.Requires) && f.When.text == "":
		b.wrong(line("when"), what, "when: missing; say when it applies")
	case (r.Kind == law.Needs || r.Kind == law.Bars) && f.When.text != "":
		b.wrong(line("when"), what, "when: needs and bars carry their own condition; join the two with &&")
	case r.Kind == law.Runs && f.When.text != "":
		b.wrong(line("when"), what, "when: a clock runs without a condition; leave when out")
	case f.Where.text != "" && r.Kind != law.Needs && (r.Kind != law.Closes || f.When.text != ""):
		b.wrong(line("where"), what, "where: only needs, and closes without when, can be limited; put it into the condition")
	case r.Kind == law.Runs && (f.Clock.Hours <= 0 != f.Clock.SameDay || f.Clock.Count != "" && f.Clock.Count != "running" && f.Clock.Count != "weekdays"):
		b.wrong(line("clock"), what, "clock: give hours and count (running or weekdays), or same_day: true")
	}
}

// degrees of how sure a statement is: read in its source, partly read, or from memory.
var degrees = []string{"read", "partly", "memory"}
