package monitor

import "slices"

// peers looks for messages that an agency's log has and the hub's has not. The other way round nobody can tell without the books: a hub's commitments do not
// say with which agency a message went.
func (m *Monitor) peers(seen *Seen) {
	for _, hub := range m.logs {
		for _, agency := range m.logs {
			h, a := hub.state, agency.state
			if h.Settings == nil || a.Settings == nil || h.Settings.Node != "hub" || a.Settings.Node != "agency" {
				continue
			}
			var days []string // of what is missing
			for sum, day := range a.sums {
				if _, both := h.sums[sum]; !both && h.shouldHave(day, a.Settings.Place) {
					days = append(days, day)
				}
			}
			if len(days) > 0 {
				p := &poll{Monitor: m, watched: agency, seen: seen}
				p.alarm(PeerMissing, nil, "%d messages since the batch of %s are not in the batches of %s", len(days), slices.Min(days), h.Origin)
			}
		}
	}
}

// shouldHave says whether a hub's log should have by now what an agency of a place has in the batch of a day: two days later, since midnight may lie between
// the two, where it publishes that place by its own name, and with the year else (docs/decisions/0031).
func (s *state) shouldHave(day, place string) bool {
	later := after(day, 1)
	if s.LastDay < after(day, 2) {
		return false
	}
	if s.LastDay >= after(later[:len("2006")]+"-12-31", 1) {
		return true
	}
	for _, d := range []string{after(day, -1), day, later} {
		if !s.Named[named(d, place)] {
			return false
		}
	}
	return true
}
