package compile

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"

	"sallyport"
	"sallyport/law"
)

// builder compiles one pack file. It goes on after a problem, with something harmless in the place of what was wrong.
type builder struct {
	name     string
	file     *packFile
	text     []string // the lines of the file
	pack     *law.Pack
	terms    map[string]*term
	usedTerm map[string]bool
	asked    map[string]bool // questions that conditions raise
	env      *cel.Env
	joined   []join
	problems []Problem
	lineOf   map[*law.Rule]int
	spoilt   map[int]bool // lines on which the shape of the file was wrong: what else is wrong there follows from it
}

var (
	kinds   = sallyport.CaseFacts[sallyport.CaseFact("agency_kind")].Values
	actions = sallyport.CaseFacts[sallyport.CaseFact("request.action")].Values
)

func newBuilder(s Source, f *packFile, shape []Problem) *builder {
	b := &builder{
		name: s.Name, file: f, text: strings.Split(string(s.Text), "\n"), problems: shape,
		terms: map[string]*term{}, usedTerm: map[string]bool{}, asked: map[string]bool{}, spoilt: map[int]bool{}, lineOf: map[*law.Rule]int{},
	}
	for _, p := range shape {
		b.spoilt[p.Line] = true
	}
	b.pack = &law.Pack{
		ID: f.Pack, Title: f.Title, Summary: strings.TrimSpace(f.Summary), Federal: f.Door == "federal", Source: s.Text,
	}
	return b
}

func (b *builder) wrong(line int, what, format string, args ...any) {
	b.problems = append(b.problems, Problem{b.name, line, what, fmt.Sprintf(format, args...), Wrong})
}

func (b *builder) advise(line int, what, format string, args ...any) {
	b.problems = append(b.problems, Problem{b.name, line, what, fmt.Sprintf(format, args...), Advice})
}

// broken says whether the shape of a mapping was wrong, so that what is missing from it is not worth a line.
func (b *builder) broken(l lines) bool {
	for _, line := range l.keys {
		if b.spoilt[line] {
			return true
		}
	}
	return b.spoilt[l.first]
}

func (b *builder) build() {
	b.head()
	b.defineTerms()
	for i := range b.file.Questions {
		b.question(&b.file.Questions[i])
	}
	for i := range b.file.Versions {
		f := &b.file.Versions[i]
		v := b.version(f)
		b.inOrder(v, f)
		b.pack.Versions = append(b.pack.Versions, v)
	}
	b.unused()
}

func (b *builder) head() {
	f := b.file
	if b.broken(f.lines) {
		return
	}
	for _, need := range []struct{ key, value string }{{"pack", f.Pack}, {"title", f.Title}, {"summary", strings.TrimSpace(f.Summary)}} {
		if need.value == "" {
			b.wrong(f.lines.of(need.key), need.key, "missing; a pack needs pack, title and summary")
		}
	}
	if f.Door != "federal" && f.Door != "local" {
		b.wrong(f.lines.of("door"), "door", "%q; write federal or local", f.Door)
	}
	if len(f.Versions) == 0 {
		b.wrong(f.lines.of("versions"), "versions", "none; a pack needs at least one version")
	}
	if b.pack.Place = path.Dir(f.Pack); b.pack.Place == "." && f.Pack != "" {
		b.wrong(f.lines.of("pack"), "pack", "%q; write PLACE/INSTRUMENT, as in us-ca/trust", f.Pack)
	}
}

func (b *builder) question(q *questionFile) {
	what := "question " + q.ID
	again := slices.ContainsFunc(b.pack.Questions, func(o law.OpenQuestion) bool { return o.ID == q.ID })
	switch {
	case b.broken(q.lines):
	case q.ID == "" || strings.TrimSpace(q.Asks) == "":
		b.wrong(q.lines.first, what, "a question needs id and asks; write what the law leaves open")
	case again:
		b.wrong(q.lines.of("id"), what, "asked twice; keep one")
	case len(q.Readings) == 0 || q.Default == "":
		b.advise(q.lines.first, what, "no readings or no default; say how it can be read, and who decides")
	}
	b.pack.Questions = append(b.pack.Questions, law.OpenQuestion{ID: q.ID, Asks: q.Asks, Readings: q.Readings, Default: q.Default})
}

// unused advises on what the pack defines and no condition uses.
func (b *builder) unused() {
	for i := range b.file.Terms {
		if t := &b.file.Terms[i]; b.terms[t.Name] != nil && !b.usedTerm[t.Name] {
			b.advise(t.lines.of("name"), "term "+t.Name, "no condition uses it; use it or leave it out")
		}
	}
	for i := range b.file.Questions {
		if q := &b.file.Questions[i]; q.ID != "" && !b.asked[q.ID] {
			b.advise(q.lines.of("id"), "question "+q.ID, "no condition asks it; write unsettled('%s') where it arises", q.ID)
		}
	}
}
