package law

import (
	"strings"

	"sallyport"
	"sallyport/law/tree"
)

// book is every pack, then the texts that versions refer to, which may stand in later packs.
func (f *form) book(b *Book) {
	list(f, &b.Packs, func(p **Pack) {
		if f.reading {
			*p = new(Pack)
		}
		f.pack(*p)
	})
	if f.err != nil {
		return
	}
	if f.reading {
		b.byPlace = NewBook(b.Packs).byPlace
	}
	for _, p := range b.Packs {
		for _, v := range p.Versions {
			f.references(b, v)
		}
	}
	if !f.reading || f.err != nil {
		return
	}
	for _, p := range b.Packs {
		for _, v := range p.Versions {
			v.Link()
		}
	}
}

func (f *form) references(b *Book, v *Version) {
	f.others(b, &v.Also)
	f.others(b, &v.Narrows)
}

// others are versions, by name.
func (f *form) others(b *Book, versions *[]*Version) {
	names := make([]string, len(*versions))
	for i, with := range *versions {
		names[i] = with.Pack.ID + "@" + with.From
	}
	f.textsOf(&names)
	if !f.reading {
		return
	}
	for _, name := range names {
		id, from, _ := strings.Cut(name, "@")
		with := b.Pack(id).From(from)
		if with == nil {
			f.fail("%s: no such pack and version", name)
			return
		}
		*versions = append(*versions, with)
	}
}

func (f *form) pack(p *Pack) {
	for _, s := range []*string{&p.ID, &p.Place, &p.Title, &p.Summary} {
		f.text(s)
	}
	f.truth(&p.Federal)
	list(f, &p.Terms, func(t *Term) {
		for _, s := range []*string{&t.Name, &t.Says, &t.Cite, &t.Condition} {
			f.text(s)
		}
		f.condition(&t.Expr, true)
	})
	list(f, &p.Questions, func(q *OpenQuestion) {
		f.text(&q.ID)
		f.text(&q.Asks)
		f.textsOf(&q.Readings)
		f.text(&q.Default)
	})
	list(f, &p.Versions, func(v **Version) {
		if f.reading {
			*v = &Version{Pack: p}
		}
		f.version(*v)
	})
}

func (f *form) version(v *Version) {
	for _, s := range []*string{&v.From, &v.Until, &v.Instrument} {
		f.text(s)
	}
	v.first, v.last = f.number(v.first), f.number(v.last)
	v.Binds = uint64(f.within(int64(v.Binds), 0, int64(AllKinds)))
	f.silent(v)
	list(f, &v.Rules, f.rule)
	list(f, &v.Never, func(p *Property) {
		f.text(&p.Says)
		f.text(&p.Text)
		f.condition(&p.When, false)
	})
}

// silent is the actions in their own order, so that a book has one form.
func (f *form) silent(v *Version) {
	if f.reading {
		v.Silent = map[string]string{}
	}
	for _, action := range sallyport.CaseFacts[tree.FactAction].Values {
		why, ok := v.Silent[action]
		if f.truth(&ok); !ok {
			continue
		}
		f.text(&why)
		v.Silent[action] = why
	}
}

// rule is written once, however many versions keep it.
func (f *form) rule(p **Rule) {
	r, first := refer(f, &f.rules, *p)
	if !first || f.err != nil {
		*p = r
		return
	}
	if f.reading {
		r = new(Rule)
		*p = r
	}
	for _, s := range []*string{
		&r.ID, &r.Group, &r.Says, &r.Cite, &r.Sure, &r.Reading, &r.Due, &r.Condition, &r.Scope,
	} {
		f.text(s)
	}
	r.Kind = Kind(f.within(int64(r.Kind), int64(Needs), int64(Runs)))
	f.actions(&r.For)
	f.truth(&r.Waits)
	f.clock(&r.Clock)
	f.condition(&r.When, false)
	f.condition(&r.Where, false)
	f.rules.add(r)
	switch {
	case r.When == nil && (r.Kind == Needs || r.Kind == Bars || r.Kind == Opens || r.Kind == Requires):
		f.fail("rule %s has no condition", r.ID)
	case r.Kind == Runs != (r.Clock != nil):
		f.fail("rule %s: a clock belongs to a rule that runs one, and only there", r.ID)
	}
}

func (f *form) clock(p **tree.Clock) {
	given := *p != nil
	if f.truth(&given); !given {
		return
	}
	c, first := refer(f, &f.clocks, *p)
	if !first || f.err != nil {
		*p = c
		return
	}
	if f.reading {
		c = new(tree.Clock)
		*p = c
	}
	f.text(&c.Rule)
	f.text(&c.Cite)
	c.Hours = int(f.within(int64(c.Hours), 0, 24*365))
	f.truth(&c.Counted)
	f.truth(&c.SameDay)
	f.clocks.add(c)
}
