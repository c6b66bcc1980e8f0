package audit

import (
	"fmt"
	"slices"
	"time"

	"sallyport/internal/tiles"
	"sallyport/record"
)

// daysBack is how many heads decide on the room of a slot.
const daysBack = 7

// Walk goes through a log's entries in order, and holds each against what those before it say. It keeps what the last batch and the laws need, however
// long the log is.
type Walk struct {
	Counts   Counts
	Findings []Finding
	Settings *record.Settings // the last; nil before the first
	Laws     []record.Law     // every leaf of one, in order

	room    int   // of a slot
	needs   []int // of the last days
	unsure  int   // so many heads more cannot be told all the needs of the days before
	run     run
	batch   *batch // that is not complete yet
	lost    bool   // behind damaged entries: a batch may go on whose head was one of them
	gap     bool   // there were damaged entries since the last head
	damaged bool   // there were any, which may have been the settings, or a law
	law     laws
	unknown map[string]*unknown // by what lines call it
	keep    bool                // what batches say is kept
	read    []read              // batches, where it is
}

// Counts are what a walk has seen.
type Counts struct {
	Entries     uint64                 `json:"entries"`
	Commitments uint64                 `json:"commitments"`
	Early       uint64                 `json:"early"` // commitments before the log had slots: of an earlier version
	Slots       uint64                 `json:"slots"`
	Published   map[record.Kind]uint64 `json:"published"`
	FirstDay    string                 `json:"firstDay,omitempty"`
	LastDay     string                 `json:"lastDay,omitempty"`
	Events      uint64                 `json:"events"` // that lines publish
	Messages    uint64                 `json:"messages"`
	Pending     string                 `json:"pending,omitempty"` // what the log is in the middle of
}

// run are commitments between two published leaves.
type run struct {
	first, count uint64
	blind        bool // some entries are damaged: how many commitments there were cannot be told
}

// NewWalk starts at a log's first entry.
func NewWalk() *Walk {
	return &Walk{room: 1, Counts: Counts{Published: map[record.Kind]uint64{}}, law: laws{}, unknown: map[string]*unknown{}}
}

func (w *Walk) find(k Kind, at *tiles.Span, detail string, args ...any) {
	w.Findings = append(w.Findings, found(k, at, detail, args...))
}

// Damaged passes over entries that cannot be read.
func (w *Walk) Damaged(s tiles.Span) {
	w.Counts.Entries = s.Last + 1
	w.find(EntryDamaged, &s, "%d entries", s.Last-s.First+1)
	if w.batch != nil {
		w.forget()
	}
	w.batch, w.lost, w.gap, w.damaged = nil, true, true, true // it cannot be told what the batch has
	w.needs, w.unsure = nil, daysBack
	w.run = run{first: s.Last + 1, blind: true}
}

// Take goes on by one entry.
func (w *Walk) Take(e tiles.Entry) {
	w.Counts.Entries = e.Index + 1
	if len(e.Leaf) == record.Size {
		w.commitment(e.Index)
		return
	}
	w.endRun(e.Index)
	leaf, err := record.Decode(e.Leaf)
	if err != nil {
		w.find(LeafForm, span(e.Index, e.Index), "%v", err)
	}
	kind, _ := record.KindOf(e.Leaf)
	w.Counts.Published[kind]++
	w.lost = w.lost && (kind == record.KindLine || kind == record.KindShared)
	switch leaf := leaf.(type) {
	case record.Line, record.SharedLeaf, nil:
		w.inBatch(e, leaf)
		return
	case record.Settings:
		w.endBatch(e.Index)
		w.Settings = &leaf
	case record.Law:
		w.endBatch(e.Index)
		w.Laws = append(w.Laws, leaf)
		w.Findings = append(w.Findings, w.law.take(e.Index, leaf)...)
	case record.Day:
		w.endBatch(e.Index)
		w.head(e.Index, leaf)
	}
	if w.Settings == nil {
		if !w.damaged {
			w.find(NoSettings, span(e.Index, e.Index), "the first published leaf is %s", kind)
		}
		w.Settings = &record.Settings{Slot: 1, Width: 1} // said once
	}
}

func (w *Walk) commitment(index uint64) {
	w.Counts.Commitments++
	w.lost = false
	w.endBatch(index)
	if w.Settings == nil {
		w.Counts.Early++
		return
	}
	if w.run.count == 0 {
		w.run.first = index
	}
	w.run.count++
}

// endRun holds the commitments between two published leaves against the size of a slot.
func (w *Walk) endRun(index uint64) {
	defer func() { w.run = run{first: index + 1} }()
	if w.run.count == 0 || w.run.blind {
		return
	}
	size := w.slot()
	w.Counts.Slots += w.run.count / size
	if over := w.run.count % size; over != 0 {
		w.find(SlotSize, span(w.run.first, index-1), "%d commitments; a slot has %d, so that %d are missing or %d too many", w.run.count, size, size-over, over)
	}
}

func (w *Walk) slot() uint64 { return uint64(w.Settings.Width) * uint64(w.room) }

// head begins a batch.
func (w *Walk) head(index uint64, d record.Day) {
	w.day(span(index, index), d.Day)
	w.needs = append(w.needs, d.Need)
	w.needs = w.needs[max(0, len(w.needs)-daysBack):]
	want := slices.Max(w.needs)
	if d.Room < want || d.Room > want && w.unsure == 0 {
		w.find(Room, span(index, index), "a room of %d; the last %d days needed %d", d.Room, len(w.needs), want)
	}
	w.unsure = max(0, w.unsure-1)
	w.room = d.Room
	w.batch = newBatch(index, d)
	if w.keep && w.Settings != nil {
		w.read = append(w.read, read{index: index, head: d, settings: *w.Settings})
	}
	w.closeBatch()
}

// day holds a batch's day against the last one's.
func (w *Walk) day(at *tiles.Span, day string) {
	defer func() { w.Counts.LastDay, w.gap = max(w.Counts.LastDay, day), false }()
	last := w.Counts.LastDay
	if last == "" {
		w.Counts.FirstDay = day
		return
	}
	kind := DayOrder
	switch next := after(last); {
	case day == next || day > next && w.gap:
		return
	case day > next:
		kind = DayMissing
	}
	w.find(kind, at, "the batch of %s behind that of %s", day, last)
	w.needs, w.unsure = nil, daysBack
}

func after(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day // record.Decode has refused it
	}
	return t.AddDate(0, 0, 1).Format(time.DateOnly)
}

// End is behind the last entry. A slot or a batch that is not complete there is on its way.
func (w *Walk) End() {
	w.endLaws()
	if w.Settings == nil && w.Counts.Entries > 0 && !w.damaged {
		w.find(NoSettings, nil, "%d entries, and no leaf that anyone can read", w.Counts.Entries)
	}
	switch {
	case w.batch != nil:
		w.forget()
		w.Counts.Pending = fmt.Sprintf("the batch of %s has %d of %d leaves", w.batch.head.Day, w.batch.count(), w.batch.want())
	case w.Settings != nil && !w.run.blind:
		w.Counts.Slots += w.run.count / w.slot()
		if over := w.run.count % w.slot(); over != 0 {
			w.Counts.Pending = fmt.Sprintf("the last slot has %d of %d commitments", over, w.slot())
		}
	}
}
