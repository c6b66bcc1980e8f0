package audit

import (
	"slices"
	"strings"

	"sallyport/internal/tiles"
	"sallyport/record"
)

// laws is what the log has said so far of each version of a pack, by PACK@VERSION.
type laws map[string][]record.Law

func (all laws) take(index uint64, l record.Law) (findings []Finding) {
	name := l.Pack + "@" + l.Version
	said := all[name]
	all[name] = append(said, l)
	if len(said) == 0 {
		return nil
	}
	before := said[len(said)-1]
	edited := l.Text != before.Text || l.Rules != before.Rules || l.Cases != before.Cases
	if edited && len(l.Signed) > 0 && slices.Equal(l.Signed, before.Signed) {
		findings = append(findings, found(LawEdited, span(index, index), "%s, signed %s: its rules were %.16s and are %.16s", name, strings.Join(l.Signed, ", "), before.Rules, l.Rules))
	}
	return findings
}

// other stands in a line for what is not of a code's form (package record).
const other = "other"

// unknown is law that lines apply, and that the log does not say was loaded.
type unknown struct {
	at    *tiles.Span // the first line, and the last
	lines int
}

// applied looks for the law that a line applies among what the log says was loaded.
func (w *Walk) applied(index uint64, l record.Line) {
	for _, pack := range l.Packs {
		name, rules, _ := strings.Cut(pack, "#")
		known := slices.ContainsFunc(w.law[name], func(said record.Law) bool { return rules != "" && strings.HasPrefix(said.Rules, rules) })
		if known || pack == other {
			continue
		}
		if w.unknown[pack] == nil {
			w.unknown[pack] = &unknown{at: span(index, index)}
		}
		w.unknown[pack].at.Last = index
		w.unknown[pack].lines++
	}
}

// endLaws tells of each once.
func (w *Walk) endLaws() {
	for _, pack := range sorted(w.unknown) {
		u := w.unknown[pack]
		name, _, _ := strings.Cut(pack, "#")
		w.find(LawUnknown, u.at, "%s in %d lines; the log has %d leaves of %s", pack, u.lines, len(w.law[name]), name)
	}
}
