package recordroom

import (
	"cmp"
	"context"
	"time"

	"sallyport/record/figures"
)

// choice is what a reader asks to see: a place, "" for all, and a year; and in which language.
type choice struct {
	place, year string
	tongue
}

// kept are pages as they were counted under one checkpoint, for all who ask for the same. What a reader asks for is one of the log's own places and years, so
// there are no more of them than the log has. Only the board's readers use it, one at a time.
type kept struct {
	at    figures.Checkpoint
	pages map[choice]*page
}

// page counts what was asked for, or finds it counted.
func (m *room) page(ctx context.Context, asked choice) (p *page, err error) {
	err = m.Board.View(ctx, func(l *figures.Log, witnessed bool) error {
		if m.kept.at != l.Checkpoint || m.kept.pages == nil {
			m.kept.at, m.kept.pages = l.Checkpoint, map[choice]*page{}
		}
		places, years := l.Places(), yearsOf(l)
		c, known := settle(asked, places, years, usualYear(l))
		if p = m.kept.pages[c]; p == nil || p.Witnessed != witnessed {
			p = m.pageOf(l, c)
			p.Witnessed, p.Places, p.Years = witnessed, places, years
			m.kept.pages[c] = p
		}
		if !known {
			other := *p
			other.Unknown = cmp.Or(asked.place, asked.year)
			p = &other
		}
		return nil
	})
	return p, err
}

// settle is the choice that can be shown: of all places where the place is not the log's, of the usual year where the year is not.
func settle(asked choice, places, years []string, usual string) (c choice, known bool) {
	c.tongue, known = asked.tongue, true
	if contains(places, asked.place) {
		c.place = asked.place
	} else {
		known = asked.place == ""
	}
	if contains(years, asked.year) {
		c.year = asked.year
	} else {
		known = known && asked.year == ""
		c.year = usual
	}
	return c, known
}

// usualYear is that of a month before the last batch, so that a January shows the year that is over.
func usualYear(l *figures.Log) string {
	first, last, days := l.Days()
	at, err := time.Parse(time.DateOnly, last)
	if days == 0 || err != nil {
		return ""
	}
	return max(first, at.AddDate(0, 0, -31).Format(time.DateOnly))[:len("2006")]
}
