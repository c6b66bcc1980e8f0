package finite

import (
	"cmp"
	"maps"
	"slices"

	"sallyport"
	"sallyport/law/tree"
)

// findComponents splits the dates that are compared into those that hang together, and finds the frames of each.
func (w *World) findComponents() ([]*component, error) {
	l := newLinks(w.survey)
	var all []*component
	for _, group := range w.dateGroups(l) {
		c := &calendar{survey: w.survey, links: l, within: w.within, of: group, seen: map[string]bool{}}
		for n, r := range w.survey.readings {
			switch {
			case !w.dated(n):
			case r.list != ofCase && slices.Contains(group.lists, r.list):
				c.readings[r.list] = append(c.readings[r.list], n)
			case r.list == ofCase && slices.Contains(group.facts, r.facts[0]):
				c.readings[2] = append(c.readings[2], n)
			}
		}
		if err := c.fill(map[fact]sallyport.Value{}, group.facts); err != nil {
			return nil, err
		}
		for _, list := range group.lists {
			w.waysOf[list] = waysOf(group.frames, list)
		}
		all = append(all, group)
	}
	return all, nil
}

// waysOf lists how an offence's dates can come out under one frame or another.
func waysOf(frames []frame, list int) []string {
	all := map[string]bool{}
	for _, fr := range frames {
		for bits := range fr.ways[list] {
			all[bits] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// dateGroups joins the case's dates that a condition compares, and those that the dates of one list's offences are
// compared with.
func (w *World) dateGroups(l *links) []*component {
	group := map[fact]int{} // the dates of offences stand for their list
	for i, f := range l.dates {
		group[f] = i
	}
	join := func(a, b fact) {
		from, to := group[a], group[b]
		for f, g := range group {
			if g == from {
				group[f] = to
			}
		}
	}
	for _, k := range l.all {
		join(k.from, k.to)
	}
	for _, list := range []int{0, 1} {
		dates := slices.DeleteFunc(w.factsOf(list), func(f fact) bool { return !w.isDated(f) })
		for i := 1; i < len(dates); i++ {
			join(dates[0], dates[i])
		}
	}
	return collect(l.dates, group)
}

func collect(dates []fact, group map[fact]int) []*component {
	byGroup := map[int]*component{}
	var all []*component
	for _, f := range dates {
		c := byGroup[group[f]]
		if c == nil {
			c = &component{}
			byGroup[group[f]] = c
			all = append(all, c)
		}
		switch {
		case f.list == ofCase:
			c.facts = append(c.facts, f)
		case !slices.Contains(c.lists, f.list):
			c.lists = append(c.lists, f.list)
		}
	}
	for _, c := range all {
		slices.SortFunc(c.facts, func(a, b fact) int { return cmp.Compare(order(a), order(b)) })
	}
	return all
}

// order chooses the moment first, then when it was received and when custody would end.
func order(f fact) int {
	switch f.id {
	case tree.FactAt:
		return -3
	case tree.FactReceivedAt:
		return -2
	case tree.FactEligibleAt:
		return -1
	}
	return f.id
}
