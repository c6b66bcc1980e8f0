package compile

import (
	"slices"
	"strings"
	"time"

	"sallyport"
	"sallyport/law"
	"sallyport/law/tree"
)

func (b *builder) version(f *versionFile) *law.Version {
	v := &law.Version{Pack: b.pack, From: f.From, Until: f.Until, Instrument: f.Instrument, Silent: f.Silent}
	v.SetDays(b.days(f))
	binds := f.Binds
	line := f.lines.of("binds")
	if binds == nil {
		binds, line = b.file.Binds, b.file.lines.of("binds")
	}
	v.Binds = b.binds(binds, line)
	b.keep(v, f)
	kept := len(v.Rules)
	whole := !b.broken(f.lines)
	for i := range f.Rules {
		if r := b.rule(&f.Rules[i]); r != nil {
			v.Rules = append(v.Rules, r)
		} else {
			whole = false
		}
	}
	for i := range f.Never {
		v.Never = append(v.Never, b.property(&f.Never[i]))
	}
	for _, with := range f.Also {
		b.joined = append(b.joined, join{v, with, Problem{File: b.name, Line: f.lines.of("also"), What: "also"}})
	}
	for _, than := range f.Narrows {
		b.joined = append(b.joined, join{v, than, Problem{File: b.name, Line: f.lines.of("narrows"), What: "narrows"}})
	}
	b.silences(f)
	if whole {
		b.complete(v, f)
	}
	b.clashes(v, kept)
	return v
}

func (b *builder) property(n *neverFile) law.Property {
	switch {
	case b.broken(n.lines):
	case n.When.text == "":
		b.wrong(n.lines.first, "never", "when: missing; write the condition under which nothing is ever permitted")
	case strings.TrimSpace(n.Says) == "":
		b.advise(n.lines.first, "never", "says: missing; say in words what can never be")
	}
	if n.When.text == "" {
		return law.Property{Says: n.Says, When: tree.Const(false)}
	}
	return law.Property{Says: n.Says, When: b.condition(n.When, "never", ""), Text: n.When.text}
}

func (b *builder) days(f *versionFile) (first, last int64) {
	from, err := time.Parse(time.DateOnly, f.From)
	if err != nil {
		b.wrong(f.lines.of("from"), "from", "%q is not a day; write YYYY-MM-DD", f.From)
	}
	if f.Until == "" {
		return sallyport.Day(from), law.EndOfTime()
	}
	until, err := time.Parse(time.DateOnly, f.Until)
	if err != nil || until.Before(from) {
		b.wrong(f.lines.of("until"), "until", "%q is not a day on or after from; write YYYY-MM-DD, or leave it out while in force", f.Until)
	}
	return sallyport.Day(from), sallyport.Day(until)
}

// inOrder refuses two texts for one day.
func (b *builder) inOrder(v *law.Version, f *versionFile) {
	n := len(b.pack.Versions)
	if n == 0 {
		return
	}
	before := b.pack.Versions[n-1]
	switch {
	case before.Until == "":
		b.wrong(f.lines.of("from"), "from", "%s: the version before, of %s, has no last day; give it until, or put the versions in order", v.From, before.From)
	case before.Until >= v.From:
		b.wrong(f.lines.of("from"), "from", "%s: the version before is in force until %s; versions follow one another and never overlap", v.From, before.Until)
	}
}

func (b *builder) binds(names []string, line int) uint64 {
	if names == nil {
		return law.AllKinds
	}
	var mask uint64
	for _, name := range names {
		i := slices.Index(kinds, name)
		if i < 0 {
			b.wrong(line, "binds", "%q is not a kind of custodian%s", name, oneOf(name, kinds))
			continue
		}
		mask |= 1 << i
	}
	return mask
}

// keep carries rules over from the version before: those named, or all.
func (b *builder) keep(v *law.Version, f *versionFile) {
	line := f.lines.of("keeps")
	if len(f.Keeps) > 0 && len(b.pack.Versions) == 0 {
		b.wrong(line, "keeps", "there is no version before this one; write the rules out")
		return
	}
	for _, id := range f.Keeps {
		before := b.pack.Versions[len(b.pack.Versions)-1]
		found := false
		var ids []string
		for _, r := range before.Rules {
			ids = append(ids, r.ID)
			if r.ID == id || id == "all" {
				v.Rules, found = append(v.Rules, r), true
			}
		}
		if !found {
			b.wrong(line, "keeps", "the version before has no rule %s%s", id, oneOf(id, ids))
		}
	}
}
