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

func readPublished(leaves *tiles.Leaves) (p published) {
	p.early = uint64(len(leaves.Hashes))
	var open *batch
	next := uint64(0)
	for _, e := range leaves.Published {
		leaf, err := record.Decode(e.Leaf)
		if err != nil {
			p.holes = true
			continue
		}
		if open != nil && e.Index != next {
			open = nil
		}
		next = e.Index + 1
		switch leaf := leaf.(type) {
		case record.Settings:
			if p.settings == nil {
				p.early = e.Index
			}
			p.settings = &leaf
		case record.Day:
			p.batches = append(p.batches, batch{day: leaf.Day, index: e.Index, want: leaf.Lines + leaf.Shared})
			open = &p.batches[len(p.batches)-1]
		case record.Line:
			if open != nil {
				open.lines = append(open.lines, leaf)
			}
		case record.SharedLeaf:
			if open != nil {
				open.sums = append(open.sums, leaf.Common...)
			}
		}
	}
	for _, s := range leaves.Broken {
		p.holes = p.holes || s.Last >= p.early
	}
	p.cutUnfinished(next, uint64(len(leaves.Hashes)))
	return p
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
