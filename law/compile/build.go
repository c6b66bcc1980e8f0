package compile

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"cel.dev/cel-go/cel"

	"sallyport"
	"sallyport/law"
)

// builder compiles one pack file.
type builder struct {
	name   string
	file   *packFile
	pack   *law.Pack
	terms  map[string]*term
	env    *cel.Env
	joined []join
}

var (
	kinds   = sallyport.CaseFacts[sallyport.CaseFact("agency_kind")].Values
	actions = sallyport.CaseFacts[sallyport.CaseFact("request.action")].Values
)

func (b *builder) errorf(line int, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", b.name, line, fmt.Sprintf(format, args...))
}

func (b *builder) build() error {
	if err := b.head(); err != nil {
		return err
	}
	if err := b.defineTerms(); err != nil {
		return err
	}
	for _, q := range b.file.Questions {
		b.pack.Questions = append(b.pack.Questions, law.OpenQuestion(q))
	}
	for i := range b.file.Versions {
		v, err := b.version(&b.file.Versions[i])
		if err != nil {
			return err
		}
		if err := b.inOrder(v, b.file.Versions[i].line); err != nil {
			return err
		}
		b.pack.Versions = append(b.pack.Versions, v)
	}
	return nil
}

func (b *builder) head() error {
	switch f := b.file; {
	case f.Pack == "" || f.Title == "" || f.Summary == "":
		return b.errorf(1, "a pack needs pack, title and summary")
	case f.Door != "federal" && f.Door != "local":
		return b.errorf(1, "door: %q; write federal or local", f.Door)
	case len(f.Versions) == 0:
		return b.errorf(1, "a pack needs at least one version")
	}
	if b.pack.Place = path.Dir(b.file.Pack); b.pack.Place == "." {
		return b.errorf(1, "pack: %q; write PLACE/INSTRUMENT, as in us-ca/trust", b.file.Pack)
	}
	return nil
}

// defineTerms compiles the terms in order; each may use those before it.
func (b *builder) defineTerms() error {
	b.terms = map[string]*term{}
	for _, t := range b.file.Terms {
		if t.Of != "" && t.Of != "offence" {
			return b.errorf(t.Is.line, "term %s: of: %q; write offence, or leave it out for the case", t.Name, t.Of)
		}
		if err := b.refresh(); err != nil {
			return err
		}
		binding := ""
		if t.Of == "offence" {
			binding = "c"
		}
		expr, err := b.condition(t.Is, binding)
		if err != nil {
			return err
		}
		b.terms[t.Name] = &term{name: t.Name, ofOffence: binding != "", expr: expr}
		b.pack.Terms = append(b.pack.Terms, law.Term{Name: t.Name, Says: t.Says, Cite: t.Cite, Condition: t.Is.text, Expr: expr})
	}
	return b.refresh()
}

func (b *builder) refresh() (err error) {
	b.env, err = newEnv(b.terms)
	return err
}

// condition compiles one condition. In a term of an offence, c is the offence.
func (b *builder) condition(f fragment, binding string) (*law.Expr, error) {
	env := b.env
	if binding != "" {
		extended, err := env.Extend(cel.Variable(binding, cel.ObjectType(offenceType)))
		if err != nil {
			return nil, err
		}
		env = extended
	}
	tree, err := parse(env, f.text)
	if err != nil {
		return nil, b.errorf(f.line, "%q: %v", f.text, err)
	}
	l := &lowering{source: tree.SourceInfo(), terms: b.terms, asked: map[string]bool{}, binding: binding}
	e, err := l.expr(tree.Expr())
	if err != nil {
		return nil, b.errorf(f.line, "%q: %v", f.text, err)
	}
	for id := range l.asked {
		if !slices.ContainsFunc(b.file.Questions, func(q questionFile) bool { return q.ID == id }) {
			return nil, b.errorf(f.line, "unsettled(%q): no such question; declare it under questions", id)
		}
	}
	return e, nil
}

func (b *builder) version(f *versionFile) (*law.Version, error) {
	v := &law.Version{Pack: b.pack, From: f.From, Until: f.Until, Instrument: f.Instrument, Silent: f.Silent}
	first, last, err := b.days(f)
	if err != nil {
		return nil, err
	}
	binds := f.Binds
	if binds == nil {
		binds = b.file.Binds
	}
	if v.Binds, err = b.binds(binds, f.line); err != nil {
		return nil, err
	}
	if err := b.keep(v, f); err != nil {
		return nil, err
	}
	for i := range f.Rules {
		r, err := b.rule(&f.Rules[i])
		if err != nil {
			return nil, err
		}
		v.Rules = append(v.Rules, r)
	}
	for _, n := range f.Never {
		when, err := b.condition(n.When, "")
		if err != nil {
			return nil, err
		}
		v.Never = append(v.Never, law.Property{Says: n.Says, When: when, Text: n.When.text})
	}
	for _, with := range f.Also {
		b.joined = append(b.joined, join{v, with, fmt.Sprintf("%s:%d", b.name, f.line)})
	}
	v.SetDays(first, last)
	return v, b.complete(v, f.line)
}

func (b *builder) days(f *versionFile) (first, last int64, err error) {
	from, err := time.Parse(time.DateOnly, f.From)
	if err != nil {
		return 0, 0, b.errorf(f.line, "from: %q is not a day; write YYYY-MM-DD", f.From)
	}
	if f.Until == "" {
		return sallyport.Day(from), law.EndOfTime(), nil
	}
	until, err := time.Parse(time.DateOnly, f.Until)
	if err != nil || until.Before(from) {
		return 0, 0, b.errorf(f.line, "until: %q is not a day on or after from", f.Until)
	}
	return sallyport.Day(from), sallyport.Day(until), nil
}

// inOrder refuses two texts for one day.
func (b *builder) inOrder(v *law.Version, line int) error {
	if n := len(b.pack.Versions); n > 0 {
		if before := b.pack.Versions[n-1]; before.Until == "" || before.Until >= v.From {
			return b.errorf(line, "from: %s: the version before is in force until %q; versions follow one another", v.From, before.Until)
		}
	}
	return nil
}

func (b *builder) binds(names []string, line int) (uint64, error) {
	if names == nil {
		return law.AllKinds, nil
	}
	var mask uint64
	for _, name := range names {
		i := slices.Index(kinds, name)
		if i < 0 {
			return 0, b.errorf(line, "binds: %q is not a kind of custodian: %s", name, strings.Join(kinds, ", "))
		}
		mask |= 1 << i
	}
	return mask, nil
}

// keep carries rules over from the version before: those named, or all.
func (b *builder) keep(v *law.Version, f *versionFile) error {
	if len(f.Keeps) == 0 {
		return nil
	}
	if len(b.pack.Versions) == 0 {
		return b.errorf(f.line, "keeps: there is no version before this one")
	}
	before := b.pack.Versions[len(b.pack.Versions)-1]
	for _, id := range f.Keeps {
		found := false
		for _, r := range before.Rules {
			if r.ID == id || id == "all" {
				v.Rules, found = append(v.Rules, r), true
			}
		}
		if !found {
			return b.errorf(f.line, "keeps: the version before has no rule %s", id)
		}
	}
	return nil
}
