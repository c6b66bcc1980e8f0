package record

import (
	"cmp"
	"slices"
)

// name is what a version of a pack is called.
func (l *Law) name() string { return l.Pack + "@" + l.Version }

// LawsOn are the versions in force on a day as the node that writes the log had loaded them by its end, from the log's leaves in order. Whoever applied
// one on another day, to a request of that time, is in the log's lines.
func LawsOn(leaves []Law, day string) (inForce []Law) {
	last := map[string]Law{}
	for _, l := range leaves {
		if l.Loaded <= day {
			last[l.name()] = l
		}
	}
	for _, l := range last {
		if !l.Removed && l.Version <= day && (l.Ends == "" || day <= l.Ends) {
			inForce = append(inForce, l)
		}
	}
	slices.SortFunc(inForce, func(a, b Law) int { return cmp.Or(cmp.Compare(a.Pack, b.Pack), cmp.Compare(a.Version, b.Version)) })
	return inForce
}
