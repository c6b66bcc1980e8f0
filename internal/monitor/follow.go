package monitor

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sallyport/internal/tiles"
	"sallyport/record"
)

var zero time.Time

// form is how people are shown times, all in UTC.
const form = "2006-01-02 15:04:05"

// patience is for how many slots a log may not grow.
const patience = 15

// follow reads what is new. Where it is damaged it is read again at the next look.
func (p *poll) follow(ctx context.Context, c *tiles.Checkpoint) {
	first := p.state.Next == 0
	for e, err := range c.Entries(ctx, p.state.Next) {
		if err != nil {
			p.unreadable(c.Log().Source, err)
			return
		}
		if len(e.Leaf) != record.Size {
			p.take(e, first)
		}
		p.state.Next = e.Index + 1
	}
}

// take notes a leaf that anyone can read. What the log had said when it was seen first is no news.
func (p *poll) take(e tiles.Entry, first bool) {
	leaf, err := record.Decode(e.Leaf)
	if err != nil {
		p.alarm(Damaged, nil, "entry %d: %v; see sallyport log verify", e.Index, err)
		return
	}
	s := p.state
	switch leaf := leaf.(type) {
	case record.Settings:
		if s.Settings != nil && *s.Settings != leaf {
			p.news("entry %d: the settings are %+v, and were %+v", e.Index, leaf, *s.Settings)
		}
		s.Settings = &leaf
	case record.Law:
		if text := s.law(leaf); !first && text != "" {
			p.news("entry %d: %s", e.Index, text)
		}
	case record.Day:
		s.LastDay = max(s.LastDay, leaf.Day)
	case record.Line:
		if len(leaf.Day) == len(time.DateOnly) {
			s.Named[named(leaf.Day, leaf.Place)] = true
		}
	case record.SharedLeaf:
		for _, sum := range leaf.Common {
			s.sums[sum], s.changed = s.LastDay, true
		}
	}
}

func named(day, place string) string { return day[:len("2006-01")] + " " + place }

func (p *poll) news(text string, args ...any) {
	p.seen.News = append(p.seen.News, News{p.state.Origin, fmt.Sprintf(text, args...)})
}

// law says what a leaf changes, and notes it.
func (s *state) law(l record.Law) string {
	name := l.Pack + "@" + l.Version
	before, applied := s.Laws[name]
	s.Laws[name] = l.Rules
	switch {
	case l.Removed:
		delete(s.Laws, name)
		return fmt.Sprintf("%s is applied no more since %s", name, l.Loaded)
	case !applied:
		return fmt.Sprintf("%s is applied since %s, rules %.16s", name, l.Loaded, l.Rules)
	case before != l.Rules:
		return fmt.Sprintf("the rules of %s were changed on %s, from %.16s to %.16s", name, l.Loaded, before, l.Rules)
	}
	return fmt.Sprintf("what is said of %s was changed on %s, its rules were not", name, l.Loaded)
}

// late finds what is not there in time.
func (p *poll) late() {
	s, now := p.state, p.seen.At
	if s.Settings == nil {
		return
	}
	slots := patience * time.Duration(s.Settings.Slot) * time.Second
	switch {
	case now.Sub(s.Grown) > slots:
		p.alarm(Stale, nil, "nothing new since %s; a slot comes every %d seconds", s.Grown.Format(form), s.Settings.Slot)
	case !p.newest.IsZero() && now.Sub(p.newest) > slots+p.config.Grace:
		p.alarm(Stale, nil, "no witness has seen anything new since %s; a slot comes every %d seconds", p.newest.Format(form), s.Settings.Slot)
	}
	day := s.First.Format(time.DateOnly) // of the first batch that can be waited for
	if s.LastDay != "" {
		day = after(s.LastDay, 1)
	}
	due, err := dueAt(day, s.Settings.Batch)
	if err == nil && now.After(due.Add(p.config.Grace)) {
		p.alarm(BatchLate, nil, "the batch of %s was due at %s", day, due.Format(form))
	}
}

// dueAt is when the batch of a day is due: at a time of the next.
func dueAt(day, clock string) (time.Time, error) {
	at, err := time.Parse(time.DateOnly, day)
	of, errClock := time.Parse("15:04", clock)
	return at.AddDate(0, 0, 1).Add(time.Duration(of.Hour())*time.Hour + time.Duration(of.Minute())*time.Minute), errors.Join(err, errClock)
}

func after(day string, days int) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day // package record has refused it
	}
	return at.AddDate(0, 0, days).Format(time.DateOnly)
}
