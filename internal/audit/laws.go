package audit

import (
	"slices"
	"strings"

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

// applied looks for the law that a line applies among what the log says was loaded.
func (all laws) applied(index uint64, l record.Line) (findings []Finding) {
	for _, pack := range l.Packs {
		name, rules, _ := strings.Cut(pack, "#")
		if pack == other {
			continue
		}
		known := slices.ContainsFunc(all[name], func(said record.Law) bool { return strings.HasPrefix(said.Rules, rules) })
		if !known || rules == "" {
			findings = append(findings, found(LawUnknown, span(index, index), "%s; the log has %d leaves of %s", pack, len(all[name]), name))
		}
	}
	return findings
}

// other stands in a line for what is not of a code's form (package record).
const other = "other"
