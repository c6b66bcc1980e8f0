package record

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"sallyport"
)

// Other is the code of what this version has no code for. A text that somebody typed is never published.
const Other = "other"

// OnlyTheCopy is the reason of a door that is unresolved for want of nothing but the service of the copy: the usual way of a request to hold.
const OnlyTheCopy = "only-the-copy"

// LineOf is what an event becomes in public, at a place that is given, since a small one is named by a larger. Events of the same kind, day, place and
// codes make the same line, and nothing of a line is of anybody's own. The second result is false for what has no line: a message between nodes, which is
// published as a commitment, and padding. docs/operate/record.md has every code.
func LineOf(e sallyport.Event, place string) (Line, bool) {
	if e.Kind == "" || e.Kind == padding.Kind {
		return Line{}, false
	}
	l := Line{Kind: kindOf(&e), Day: e.At.UTC().Format(dayForm), Place: place, Outcome: outcomeOf(&e), Rules: list(e.Rules, ruleForm), Packs: list(e.Packs, packForm),
		Unresolved: list(e.Unresolved, factForm), Reason: codeOf(reasons, e.Reason), About: codeOf(abouts, e.About), Took: codeOf(bands, e.Took),
		N: 1}
	if e.Kept == "yes" || e.Kept == "no" {
		l.Kept = e.Kept
	}
	if freely[e.Kind] {
		l.Reason = ""
	}
	if e.Engine != "" {
		l.Engine = one(e.Engine, engineForm)
	}
	if e.Request != nil {
		l.Action, l.Form = oneOf("request.action", e.Request.Action), oneOf("request.form", e.Request.Form)
	}
	if l.Reason == "" && slices.Equal(l.Unresolved, []string{"request.served_at"}) {
		l.Reason = OnlyTheCopy
	}
	return l, true
}

var padding = func() (e sallyport.Event) {
	_ = json.Unmarshal([]byte(Padding), &e) // it is ours
	return e
}()

func kindOf(e *sallyport.Event) string {
	code, known := kinds[e.Kind]
	switch {
	case !known:
		return Other
	case e.Again:
		return code + "-again"
	}
	return code
}

func outcomeOf(e *sallyport.Event) string {
	switch {
	case e.Answer != nil && e.Answer.Agrees:
		return "agreed"
	case e.Answer != nil:
		return "refused"
	case e.Found != "":
		return codeOf(findings, e.Found)
	}
	return codeOf(outcomes, string(e.Outcome))
}

// codeOf is the code of a text, "" for none, and Other for one that has none.
func codeOf(codes map[string]string, text string) string {
	if text == "" {
		return ""
	}
	if code, known := codes[text]; known {
		return code
	}
	return Other
}

// oneOf is a value that a case may have for a fact.
func oneOf(path, value string) string {
	if value == "" || slices.Contains(sallyport.CaseFacts[sallyport.CaseFact(path)].Values, value) {
		return value
	}
	return Other
}

// Forms of what packs name. What another node says has been through its packs, or has not.
var (
	ruleForm   = regexp.MustCompile(`^[a-z0-9][A-Za-z0-9.-]{0,63}$`)
	factForm   = regexp.MustCompile(`^[a-z0-9][A-Za-z0-9._-]{0,63}(\[\](\.[a-z0-9_]{1,63})?)?$`)
	packForm   = regexp.MustCompile(`^[a-z0-9][a-z0-9/-]{0,63}@[0-9]{4}-[0-9]{2}-[0-9]{2}#[0-9a-f]{16}$`)
	engineForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9 ._+-]{0,63}$`)
)

func one(text string, form *regexp.Regexp) string {
	if form.MatchString(text) {
		return text
	}
	return Other
}

// longest is how many entries a list has at most; the rest of a longer one is Other.
const longest = 100

// list has each text once, in the order of their bytes.
func list(texts []string, form *regexp.Regexp) []string {
	if len(texts) == 0 {
		return nil
	}
	all := make([]string, len(texts))
	for i, text := range texts {
		all[i] = one(text, form)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	if len(all) > longest {
		all = append(all[:longest-1:longest-1], Other)
		slices.Sort(all)
		all = slices.Compact(all)
	}
	return all
}

// StateOf is the state that a place is in: us-ca of us-ca/los-angeles.
func StateOf(place string) string {
	state, _, _ := strings.Cut(place, "/")
	return state
}
