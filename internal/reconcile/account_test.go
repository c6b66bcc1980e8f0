package reconcile

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sallyport/record"
)

// keeping is what the keeper of a node could do to its record, log and batches, messages apart.
type keeping struct {
	do   func(f *fake)
	want Kind
}

// own are the events of a node's own.
func (f *fake) own() (all []*event) {
	for _, e := range f.events {
		if strings.Contains(e.inLog.body, `"examined"`) {
			all = append(all, e)
		}
	}
	return all
}

// keepings are what is done to one node. Each is one difference, and none explains another.
var keepings = map[string]keeping{
	"an event changed behind the log": {func(f *fake) {
		e := f.own()[0]
		e.record = &text{strings.Replace(e.record.body, "examined", "confirmed", 1), e.record.salt}
	}, NotInLog},
	"an event taken out of the record": {func(f *fake) { f.own()[0].record = nil }, Unaccounted},
	"an event that was on no record":   {func(f *fake) { f.w.other(f).record = nil }, Unaccounted},
	"two events in each other's place": {func(f *fake) {
		a, b := f.own()[0], f.own()[1]
		a.inLog, b.inLog = b.inLog, a.inLog
	}, OtherIndex},
	"padding that is none": {func(f *fake) { f.forged = true }, Unaccounted},
	"a line of what did not happen": {func(f *fake) {
		f.lines = append(f.lines, record.Line{Kind: "confirmed", Day: "2015-08-03", Place: theJail, N: 1})
	}, NotBorneOut},
	"a line that counts too much": {func(f *fake) {
		f.lines = append(f.lines, record.Line{Kind: "examined", Day: "2015-08-03", Place: theJail, N: 2})
	}, NotBorneOut},
	"a line left out": {func(f *fake) { f.withheld = 1 }, NotPublished},
}

// kinds are those of the differences.
func (r *Report) kinds() (all []Kind) {
	for _, f := range r.Differences {
		all = append(all, f.Kind)
	}
	slices.Sort(all)
	return all
}

func TestEachKeeping(t *testing.T) {
	t.Parallel()
	for name, k := range keepings {
		for side := range 2 {
			w, _ := busy(t, 4)
			k.do(w.nodes[side])
			r := w.compare()
			if got := r.kinds(); len(got) != 1 || got[0] != k.want || len(r.Pending) > 0 {
				t.Errorf("%s at %s: %q %v", name, w.nodes[side].name, got, r.Pending)
			} else if d := r.Differences[0]; (k.want == NotBorneOut || k.want == NotPublished) && (len(d.Lines) != 1 || d.Lines[0].Place != theJail) {
				t.Errorf("%s at %s: %+v", name, w.nodes[side].name, d.Lines)
			}
			if got := checked(t, w.nodes[side].withBook(t, w.now)).kinds(); len(got) != 1 || got[0] != k.want {
				t.Errorf("%s at %s, whose book is held against its log alone: %q", name, w.nodes[side].name, got)
			}
		}
	}
}

// TestKeepingsAmongEdits makes a random one while messages are edited: neither hides the other.
func TestKeepingsAmongEdits(t *testing.T) {
	t.Parallel()
	names, of := slices.Sorted(maps.Keys(edits)), slices.Sorted(maps.Keys(keepings))
	rapid.Check(t, func(rt *rapid.T) {
		w, all := busy(t, rapid.IntRange(4, 8).Draw(rt, "messages"))
		k := keepings[rapid.SampledFrom(of).Draw(rt, "keeping")]
		k.do(w.nodes[rapid.IntRange(0, 1).Draw(rt, "side")])
		e, c := edits[rapid.SampledFrom(names).Draw(rt, "edit")], all[rapid.IntRange(0, len(all)-1).Draw(rt, "message")]
		if !e.fit(c) {
			return
		}
		want := e.do(w, c).Kind
		got := w.compare().kinds()
		// What is published too much may be an entry that is known to be something else, and what is left out a line that no record has.
		perhaps := k.want == NotBorneOut || k.want == NotPublished && want == OtherIndex
		if !slices.Contains(got, want) || !perhaps && !slices.Contains(got, k.want) || len(got) > 2 {
			rt.Errorf("%q; want %q and %q", got, want, k.want)
		}
	})
}

// TestOneDayForAnother: an entry that is known to be something else is published on one day, and on another day a line is left out. Their sums agree.
func TestOneDayForAnother(t *testing.T) {
	t.Parallel()
	w, all := busy(t, 4)
	keepings["a line left out"].do(w.nodes[1])
	edits["logged at another index"].do(w, all[2])
	if got := w.compare().kinds(); !slices.Equal(got, []Kind{OtherIndex, NotPublished}) && !slices.Equal(got, []Kind{NotPublished, OtherIndex}) {
		t.Errorf("%q", got)
	}
}

// TestRecordedLate: what comes on record after the batch of its day is published by a later one, and is not missing before.
func TestRecordedLate(t *testing.T) {
	t.Parallel()
	w, _ := busy(t, 1)
	now := w.now
	w.now = w.start
	e := w.other(w.nodes[0])
	w.now, e.at = now, now
	for _, days := range []int{0, 2} {
		w.sleep(days)
		checkFound(t, w.compare(), nil)
	}
}

// TestMissingInABatch: what a jail published and its hub did not is a difference once the hub has published two further days.
func TestMissingInABatch(t *testing.T) {
	t.Parallel()
	w, _ := busy(t, 2)
	hub, jail := w.nodes[0], w.nodes[1]
	day := w.now.Format(time.DateOnly)
	hub.silent = day
	w.tell(hub, jail, false)
	w.tell(jail, hub, false)
	w.other(hub)
	for days, want := range []Kind{"", Awaited, Awaited, MissingInBatch} {
		r := compared(t, hub.node(t), jail.node(t))
		var got Kind
		for _, f := range append(r.Differences, r.Pending...) {
			if got = f.Kind; f.Day != day || len(f.Sums) != 2 {
				t.Errorf("%d days later: %+v", days, f)
			}
		}
		if got != want || len(r.Differences)+len(r.Pending) > 1 {
			t.Errorf("%d days later: %q, want %q", days, got, want)
		}
		w.sleep(1)
	}
	if got := w.compare().kinds(); len(got) != 1 || got[0] != MissingInBatch {
		t.Errorf("with the books: %q", got)
	}
	hub.silent, jail.silent = "", day
	if r := compared(t, hub.node(t), jail.node(t)); len(r.Differences)+len(r.Pending) > 0 || r.Batches.Only[0] != 2 {
		t.Errorf("what the hub alone published can be another jail's: %+v", r)
	}
	if got := w.compare().kinds(); len(got) != 1 || got[0] != NotPublished {
		t.Errorf("with the books: %q", got)
	}
}

// TestSmallPlaces: what is of a place that the hub does not publish by its own name is awaited until the year's last batch.
func TestSmallPlaces(t *testing.T) {
	t.Parallel()
	w, _ := busy(t, 1)
	hub, jail := w.nodes[0], w.nodes[1]
	hub.silent, hub.withheld = "2015-08-03", 1000
	for _, c := range []struct {
		days int
		want Kind
	}{{100, Awaited}, {51, MissingInBatch}} {
		w.sleep(c.days)
		r := compared(t, hub.node(t), jail.node(t))
		if found := append(r.Differences, r.Pending...); len(found) != 1 || found[0].Kind != c.want {
			t.Errorf("on %s: %+v", w.now, found)
		}
	}
	for _, f := range w.nodes {
		f.settings.Volume, f.silent = 300, "2015-08-03"
	}
	checkSaid(t, compared(t, hub.node(t), jail.node(t)), "Nothing can be compared: us-oh.franklin has published no message. Where a jail had fewer than 300 bookings")
}
