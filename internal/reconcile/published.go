package reconcile

import (
	"time"

	"sallyport/internal/tiles"
	"sallyport/record"
)

// published is what a log says that anyone can read. Whether a batch is what its head says is `sallyport log verify`'s to find.
type published struct {
	settings *record.Settings // the last; nil for a log that publishes nothing
	early    uint64           // entries before the log said how it grows: of an earlier version
	batches  []batch          // those that are complete, in order
	holes    bool             // entries that cannot be read, which may have been of a batch
}

// batch is what a log published of a day.
type batch struct {
	day   string
	index uint64 // of its head
	want  int    // leaves behind it
	lines []record.Line
	sums  []string // of messages, base64
}

// reader gathers what a log says that anyone can read.
type reader struct {
	published
	open bool   // the last batch
	next uint64 // the entry behind the last that was taken
}

func (r *reader) take(e tiles.Entry) {
	leaf, err := record.Decode(e.Leaf)
	if err != nil {
		r.holes = true
		return
	}
	if e.Index != r.next {
		r.open = false
	}
	r.next = e.Index + 1
	switch leaf := leaf.(type) {
	case record.Settings:
		if r.settings == nil {
			r.early = e.Index
		}
		r.settings = &leaf
	case record.Day:
		r.batches = append(r.batches, batch{day: leaf.Day, index: e.Index, want: leaf.Lines + leaf.Shared})
		r.open = true
	case record.Line:
		if r.open {
			last := &r.batches[len(r.batches)-1]
			last.lines = append(last.lines, leaf)
		}
	case record.SharedLeaf:
		if r.open {
			last := &r.batches[len(r.batches)-1]
			last.sums = append(last.sums, leaf.Common...)
		}
	}
}

// end is what a log of that size says, of which some entries cannot be read.
func (r *reader) end(size uint64, broken []tiles.Span) published {
	if r.settings == nil {
		r.early = size
	}
	for _, s := range broken {
		r.holes = r.holes || s.Last >= r.early
	}
	r.cutUnfinished(r.next, size)
	return r.published
}

// cutUnfinished leaves out a batch whose other leaves the log is about to have: next is the entry behind the last published one.
func (p *published) cutUnfinished(next, size uint64) {
	if n := len(p.batches); n > 0 && next == size && next < p.batches[n-1].index+1+uint64(p.batches[n-1].want) {
		p.batches = p.batches[:n-1]
	}
}

// until is the day of the last batch, "" before the first.
func (p *published) until() string {
	if len(p.batches) == 0 {
		return ""
	}
	return p.batches[len(p.batches)-1].day
}

// days is the day of each commitment to a message.
func (p *published) days() map[string]string {
	days := map[string]string{}
	for i := range p.batches {
		for _, sum := range p.batches[i].sums {
			if _, known := days[sum]; !known {
				days[sum] = p.batches[i].day
			}
		}
	}
	return days
}

// names says in which months (YYYY-MM) a place is published by its own name.
func (p *published) names(place string) map[string]bool {
	months := map[string]bool{}
	for i := range p.batches {
		for _, l := range p.batches[i].lines {
			if l.Place == place && len(l.Day) == len(time.DateOnly) {
				months[month(l.Day)] = true
			}
		}
	}
	return months
}

func month(day string) string { return day[:len("2006-01")] }

// later is a day some days after another.
func later(day string, days int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day // record.Decode has refused it
	}
	return t.AddDate(0, 0, days).Format(time.DateOnly)
}
