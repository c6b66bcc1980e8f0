package reconcile

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"sallyport"
	"sallyport/record"
)

// Recounted is a line that a log publishes, and how often the book has what it says. Place and Day are "" where they are not compared: a small place is
// published within a larger one, or by the year.
type Recounted struct {
	record.Line
	Events int `json:"events"` // in the book; Line.N is in the log
}

// recount holds what a log publishes against the lines of the record that it is shown to hold.
type recount struct {
	*side
	named  map[string]map[string]bool // places, and the months in which they are published by their own name
	lines  map[string]*Recounted      // what is compared, by what it says
	due    map[string]int             // events that a batch must have published
	sums   int                        // in batches, of no message of a book
	missed []string                   // messages of the book that a batch must have published, and none has
}

// recount finds lines that a log publishes and its book does not bear out, and the other way around. Entries that are no event of the book for all that is
// known may be what is published too much: they are told already.
func (c *comparison) recount(s *side, unknown int) {
	if s.public.settings == nil {
		return
	}
	r := &recount{side: s, named: map[string]map[string]bool{}, lines: map[string]*Recounted{}, due: map[string]int{}}
	r.takeBatches()
	r.takeEvents()
	r.takeMessages(c)
	more, fewer := []Recounted{}, []Recounted{}
	year, days := 0, 0 // what is published too much, by the year and by the day
	for _, key := range slices.Sorted(maps.Keys(r.lines)) {
		l := r.lines[key]
		switch {
		case l.N > l.Events:
			more = append(more, *l)
		case l.N < r.due[key]:
			fewer = append(fewer, *l)
		}
		if over := max(0, l.N-l.Events); l.Place == "" {
			year += over
		} else {
			days += over
		}
	}
	more, fewer = exact(more), exact(fewer)
	if r.sums+max(year, days) > unknown {
		c.find(Finding{Kind: NotBorneOut, Lines: more, Evidence: []Evidence{s.evidence()},
			Detail: counted(len(more), "line") + ", " + counted(r.sums, "message")})
	}
	if len(fewer)+len(r.missed) > 0 {
		slices.Sort(r.missed)
		c.find(Finding{Kind: NotPublished, Lines: fewer, Sums: r.missed, Evidence: []Evidence{s.evidence()},
			Detail: counted(len(fewer), "line") + ", " + counted(len(r.missed), "message")})
	}
}

// exact leaves out lines of all places in a year where the day and the place are known.
func exact(lines []Recounted) []Recounted {
	if slices.ContainsFunc(lines, func(l Recounted) bool { return l.Place != "" }) {
		return slices.DeleteFunc(lines, func(l Recounted) bool { return l.Place == "" })
	}
	return lines
}

// at is a line that is compared: at a place and on a day, or at all places in a year.
func (r *recount) at(l record.Line, place, day string) (*Recounted, string) {
	l.Place, l.Day, l.N = place, day, 0
	key, _ := json.Marshal(l) // strings and numbers
	if r.lines[string(key)] == nil {
		r.lines[string(key)] = &Recounted{Line: l}
	}
	return r.lines[string(key)], string(key)
}

func (r *recount) takeBatches() {
	for _, b := range r.public.batches {
		for _, l := range b.lines {
			all, _ := r.at(l, "", l.Day[:len("2006")])
			all.N += l.N
			if len(l.Day) == len(time.DateOnly) {
				one, _ := r.at(l, l.Place, l.Day)
				one.N += l.N
			}
		}
	}
	for key, l := range r.lines {
		if l.Place != "" && l.Place == record.StateOf(l.Place) { // of several places: what one of them is published as depends on the others
			delete(r.lines, key)
		}
	}
}

// takeEvents counts the lines of the record that the log is shown to hold.
func (r *recount) takeEvents() {
	for i := range r.Book.Events {
		e := &r.Book.Events[i]
		if e.message != nil || e.Old || e.Index == nil || !slices.Contains(r.where(r.forms(e)), *e.Index) {
			continue
		}
		if happened, err := e.Event(); err == nil { // it was read before
			r.take(happened, *e.Index)
		}
	}
	for _, f := range r.Book.Refusals {
		if f.Index != nil && *f.Index < r.Signed.Size {
			r.take(sallyport.Event{Kind: messageRefused, At: f.At}, *f.Index)
		}
	}
}

func (r *recount) take(e sallyport.Event, index uint64) {
	place := cmp.Or(r.public.settings.Place, e.Place)
	line, ok := record.LineOf(e, place)
	if !ok || index < r.public.early {
		return
	}
	all, key := r.at(line, "", line.Day[:len("2006")])
	all.Events++
	if r.isDue(yearsEnd(line.Day), index) {
		r.due[key]++
	}
	if place == "" || !r.names(place)[month(line.Day)] {
		return
	}
	one, key := r.at(line, place, line.Day)
	one.Events++
	if r.isDue(line.Day, index) {
		r.due[key]++
	}
}

// takeMessages compares what is published of messages. The day of one is that on which it was sent, as the sender has it.
func (r *recount) takeMessages(c *comparison) {
	days := r.public.days()
	for sum := range days {
		if _, known := c.told[sum]; !known {
			r.sums++
		}
	}
	for _, m := range c.messages {
		if m.comes != "" && !m.comes.pending() {
			continue // told already
		}
		for _, l := range m.lines() {
			held := r.where(l.leaves[r.n])
			if _, published := days[encoded(l.shared)]; published || len(held) == 0 || held[0] < r.public.early {
				continue
			}
			due := ""
			switch {
			case m.out != nil && r.names(r.public.settings.Place)[month(m.out.Queued.Format(time.DateOnly))]:
				due = m.out.Queued.Format(time.DateOnly)
			case m.out != nil:
				due = yearsEnd(m.out.Queued.Format(time.DateOnly))
			case m.in != nil:
				due = yearsEnd(m.in.At.Format(time.DateOnly))
			}
			if due != "" && r.isDue(due, held[0]) && !slices.Contains(r.missed, encoded(l.shared)) {
				r.missed = append(r.missed, encoded(l.shared))
			}
		}
	}
}

// isDue says whether an entry was in the log before the batch that had to publish what is of a day.
func (r *recount) isDue(day string, index uint64) bool {
	return slices.ContainsFunc(r.public.batches, func(b batch) bool { return b.day >= day && index < b.index })
}

func (r *recount) names(place string) map[string]bool {
	if r.named[place] == nil {
		r.named[place] = r.public.names(place)
	}
	return r.named[place]
}

// yearsEnd is the day whose batch has what had to wait.
func yearsEnd(day string) string { return day[:len("2006")] + "-12-31" }
