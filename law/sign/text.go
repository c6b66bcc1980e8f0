package sign

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sallyport"
	"sallyport/law"
	"sallyport/law/tree"
)

// lines is a text of lines "key: words". No value has a line's end in it, so that two texts are alike only where all they say is alike.
type lines struct{ strings.Builder }

// say adds a line, its words joined by single spaces; of no words, none.
func (l *lines) say(key, words string) {
	if words = strings.Join(strings.Fields(words), " "); words != "" {
		l.WriteString(key + ": " + words + "\n")
	}
}

func (l *lines) truth(key string, is bool) {
	if is {
		l.say(key, "yes")
	}
}

// head is what both texts of a version begin with.
func (l *lines) head(kind string, v *law.Version) {
	l.WriteString("sallyport law " + kind + " v1\n")
	l.say("pack", v.Pack.ID)
	l.say("version", v.From)
	l.say("ends", v.Until)
	door := "local"
	if v.Pack.Federal {
		door = "federal"
	}
	l.say("door", door)
}

// WordsText is what counsel reads of a version, without its conditions: one line for each thing that is said. page is SOURCES.md.
func WordsText(v *law.Version, page []byte) string {
	l := &lines{}
	l.head("text", v)
	l.say("title", v.Pack.Title)
	l.say("summary", v.Pack.Summary)
	l.say("instrument", v.Instrument)
	for _, action := range actions() {
		l.say("silent "+action, v.Silent[action])
	}
	for _, t := range terms(v) {
		l.say("term", t.Name)
		l.say("says", t.Says)
		l.say("cite", t.Cite)
	}
	for _, q := range questions(v) {
		l.say("question", q.ID)
		l.say("asks", q.Asks)
		for _, reading := range q.Readings {
			l.say("may be read", reading)
		}
		l.say("until settled", q.Default)
	}
	for _, r := range v.Rules {
		l.say("rule", r.ID)
		l.say("says", r.Says)
		l.say("cite", r.Cite)
		l.say("sure", r.Sure)
		l.say("reading", r.Reading)
		l.say("due", r.Due)
	}
	for _, n := range v.Never {
		l.say("never", n.Says)
	}
	l.say("sources", string(page))
	return l.String()
}

// does is what each kind of rule is called in a pack.
var does = map[law.Kind]string{
	law.Needs: "needs", law.Bars: "bars", law.Opens: "opens", law.Closes: "closes", law.Owes: "owes", law.Requires: "requires", law.Runs: "clock",
}

// RulesText is what the machine runs of a version: one line for each condition, and for whom and when it is asked.
func RulesText(v *law.Version) string {
	l := &lines{}
	l.head("rules", v)
	for i, kind := range sallyport.CaseFacts[sallyport.CaseFact("agency_kind")].Values {
		if v.Binds&(1<<i) != 0 {
			l.say("binds", kind)
		}
	}
	for _, action := range actions() {
		if _, silent := v.Silent[action]; silent {
			l.say("silent", action)
		}
	}
	for _, with := range v.Also {
		l.say("also", with.Pack.ID+"@"+with.From)
	}
	for _, than := range v.Narrows {
		l.say("narrows", than.Pack.ID+"@"+than.From)
	}
	for _, t := range terms(v) {
		l.say("term", t.Name)
		l.say("is", t.Condition)
	}
	for _, r := range v.Rules {
		l.rule(r)
	}
	for _, n := range v.Never {
		l.say("never", n.Text)
	}
	return l.String()
}

func (l *lines) rule(r *law.Rule) {
	l.say("rule", r.ID)
	l.say("for", strings.Join(r.For, " "))
	l.say("does", does[r.Kind])
	l.say("group", r.Group)
	l.say("when", r.Condition)
	l.say("where", r.Scope)
	l.truth("waits", r.Waits)
	if c := r.Clock; c != nil {
		l.say("hours", strconv.Itoa(c.Hours))
		l.truth("weekdays", c.Counted)
		l.truth("same day", c.SameDay)
	}
}

func actions() []string { return sallyport.CaseFacts[tree.FactAction].Values }

// conditions are those of a version as written, without its terms'.
func conditions(v *law.Version) (all []string) {
	for _, r := range v.Rules {
		all = append(all, r.Condition, r.Scope)
	}
	for _, n := range v.Never {
		all = append(all, n.Text)
	}
	return all
}

// word is a name in a condition.
var word = regexp.MustCompile(`[a-zA-Z_][a-zA-Z0-9_]*`)

// terms are those that a version's conditions name, and that these name in turn, in the order of the pack. A later version's new term changes nothing of an
// earlier version.
func terms(v *law.Version) (used []law.Term) {
	named := map[string]bool{}
	name := func(condition string) {
		for _, w := range word.FindAllString(condition, -1) {
			named[w] = true
		}
	}
	for _, condition := range conditions(v) {
		name(condition)
	}
	for _, t := range slices.Backward(v.Pack.Terms) { // a term names those before it only
		if named[t.Name] {
			used = append(used, t)
			name(t.Condition)
		}
	}
	slices.Reverse(used)
	return used
}

// questions are those that a version's conditions raise.
func questions(v *law.Version) (raised []law.OpenQuestion) {
	all := conditions(v)
	for _, t := range terms(v) {
		all = append(all, t.Condition)
	}
	text := strings.Join(all, "\n")
	for _, q := range v.Pack.Questions {
		if strings.Contains(text, "'"+q.ID+"'") || strings.Contains(text, `"`+q.ID+`"`) {
			raised = append(raised, q)
		}
	}
	return raised
}
