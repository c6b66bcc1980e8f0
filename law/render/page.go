// Package render writes a pack as the page that counsel reviews: every rule in plain words beside its condition as a
// table, how sure each is, the open questions and what an answer would change, the cases as sentences, and what each text
// changed. It is pure: it writes one self-contained HTML document, without a script.
package render

import (
	"embed"
	"html/template"
	"io"
	"regexp"
	"slices"
	"strings"

	"sallyport"
	"sallyport/casefile"
	"sallyport/law"
	"sallyport/law/sign"
	"sallyport/law/sources"
	"sallyport/law/tree"
)

// Input is a pack and what lies beside it.
type Input struct {
	Book    *law.Book // in which the pack's cases are decided
	Pack    *law.Pack
	Cases   []casefile.Scenario
	Sources *sources.Page
	Signed  []sign.Signed // the pack's versions with their hashes and counsel's signatures

	// Changes is the address of a page that tells what a text changed, for a reader of this one. Nil: it is told here.
	Changes func(before, after *law.Version) string
}

//go:embed page.html page.css
var files embed.FS

var page = template.Must(template.New("page.html").Funcs(template.FuncMap{
	"inc":    func(i int) int { return i + 1 },
	"breaks": func(code string) []string { return breakable.FindAllString(code, -1) },
	"day":    dayOf, "spaced": spaced, "joined": func(all []string) string { return joined(all, "and") },
}).ParseFS(files, "page.html", "page.css"))

// breakable are the parts between which a long name may be broken.
var breakable = regexp.MustCompile(`[^._-]*[._-]?`)

// Page writes the page. The error is w's.
func Page(w io.Writer, in Input) error { return page.Execute(w, newView(in)) }

// view is all that the page says.
type view struct {
	*law.Pack
	Terms     []termView
	Versions  []versionView
	Questions []questionView
	Groups    []caseGroup
	CaseCount int
	Notes     []sources.Note
}

type termView struct {
	law.Term
	Anchor    string
	OfOffence bool
	Table     block
}

type questionView struct {
	law.OpenQuestion
	Anchor  string
	Asked   []string // the rules and terms that turn on it
	Yes, No string   // the readings
	Example *example
}

func newView(in Input) *view {
	v := &view{Pack: in.Pack, CaseCount: len(in.Cases), Notes: in.Sources.Notes}
	for i := range in.Pack.Terms {
		t := &in.Pack.Terms[i]
		tables := newTabler(in.Pack)
		tables.root = t.Expr
		v.Terms = append(v.Terms, termView{*t, termAnchor(t.Name), readsOffence(t.Expr), tables.table(t.Expr, "")})
	}
	for _, q := range in.Pack.Questions {
		v.Questions = append(v.Questions, viewQuestion(in, q))
	}
	v.Versions = viewVersions(in)
	v.Groups = groupCases(in.Book, in.Pack, in.Cases)
	return v
}

// readsOffence says whether the condition is of one offence.
func readsOffence(e *tree.Expr) bool {
	switch e.Op {
	case tree.OpAtom:
		return slices.ContainsFunc(e.Atom.Refs, func(r tree.Ref) bool { return r.Offence })
	case tree.OpCount, tree.OpDistinct:
		return false
	}
	return slices.ContainsFunc(e.Args, readsOffence)
}

func viewQuestion(in Input, q law.OpenQuestion) questionView {
	v := questionView{OpenQuestion: q, Anchor: questionAnchor(q.ID), Yes: "yes", No: "no", Example: exampleOf(in.Book, in.Pack, q.ID, in.Cases)}
	if len(q.Readings) == 2 {
		v.Yes, v.No = q.Readings[0], q.Readings[1]
	}
	for _, t := range in.Pack.Terms {
		if raises(t.Expr, q.ID) {
			v.Asked = append(v.Asked, "the term "+spaced(t.Name))
		}
	}
	for _, id := range ruleIDs(in.Pack) {
		if ruleRaises(in.Pack, id, q.ID) {
			v.Asked = append(v.Asked, id)
		}
	}
	return v
}

func ruleRaises(p *law.Pack, rule, question string) bool {
	for _, v := range p.Versions {
		for _, r := range v.Rules {
			if r.ID == rule && (r.When != nil && raises(r.When, question) || r.Where != nil && raises(r.Where, question)) {
				return true
			}
		}
	}
	return false
}

// raises says whether the condition turns on the question.
func raises(e *tree.Expr, question string) bool {
	if e.Op == tree.OpQuestion && e.Question == question {
		return true
	}
	for _, arg := range e.Args {
		if raises(arg, question) {
			return true
		}
	}
	return false
}

// Door says at which door the pack speaks.
func (v *view) Door() string {
	if v.Federal {
		return "the federal door"
	}
	return "the local door of every agency at or below " + v.Place
}

// silence is an action that a text does not speak to, and why.
type silence struct{ Action, Why string }

func silences(v *law.Version) []silence {
	var all []silence
	for _, action := range sallyport.CaseFacts[tree.FactAction].Values {
		if why, ok := v.Silent[action]; ok {
			all = append(all, silence{asks[action], strings.TrimSpace(why)})
		}
	}
	return all
}
