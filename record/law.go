package record

import (
	"cmp"
	"slices"
)

// name is what a version of a pack is called.
func (l *Law) name() string { return l.Pack + "@" + l.Version }

// same says whether two leaves say the same of a version, whenever they were written.
func (l Law) same(other Law) bool {
	l.Loaded, other.Loaded = "", ""
	return l.Removed == other.Removed && slices.Equal(l.Signed, other.Signed) && l.without() == other.without()
}

// bare is a Law in what can be compared.
type bare struct{ Pack, Version, Ends, Text, Rules, Cases, Engine string }

func (l *Law) without() bare {
	return bare{l.Pack, l.Version, l.Ends, l.Text, l.Rules, l.Cases, l.Engine}
}

// LawChanges are the leaves that a log lacks: of every version that a node has loaded now and the log's last word, among its earlier leaves in order, says
// otherwise of, and of every one that it applies no more. They are in the order of their names.
func LawChanges(earlier, now []Law, day string) (changes []Law) {
	last := lastWord(earlier, "")
	loaded := map[string]bool{}
	for _, l := range now {
		loaded[l.name()] = true
		if before, known := last[l.name()]; !known || !before.same(l) {
			l.Loaded = day
			changes = append(changes, l)
		}
	}
	for name, before := range last {
		if !before.Removed && !loaded[name] {
			before.Removed, before.Loaded = true, day
			changes = append(changes, before)
		}
	}
	sortLaws(changes)
	return changes
}

// LawsOn are the versions in force on a day as the node that writes the log had loaded them by its end, from the log's leaves in order. Whoever applied
// one on another day, to a request of that time, is in the log's lines.
func LawsOn(leaves []Law, day string) (inForce []Law) {
	for _, l := range lastWord(leaves, day) {
		if !l.Removed && l.Version <= day && (l.Ends == "" || day <= l.Ends) {
			inForce = append(inForce, l)
		}
	}
	sortLaws(inForce)
	return inForce
}

// lastWord is what the leaves up to a day's end say last of each version; "" for all.
func lastWord(leaves []Law, day string) map[string]Law {
	last := map[string]Law{}
	for _, l := range leaves {
		if day == "" || l.Loaded <= day {
			last[l.name()] = l
		}
	}
	return last
}

func sortLaws(all []Law) {
	slices.SortFunc(all, func(a, b Law) int { return cmp.Or(cmp.Compare(a.Pack, b.Pack), cmp.Compare(a.Version, b.Version)) })
}
