package reconcile

import (
	"cmp"
	"maps"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// busy is a world in which so many messages went to and fro, every third of them refused; the last two of each direction
// are left alone by the edits.
func busy(t testing.TB, messages int) (w *world, all []*told) {
	w = newWorld(t)
	hub, jail := w.nodes[0], w.nodes[1]
	for i := range messages {
		w.other(hub)
		all = append(all, w.tell(hub, jail, i%3 == 2), w.tell(jail, hub, i%3 == 1))
		w.other(jail)
	}
	for range 2 {
		w.tell(hub, jail, false)
		w.tell(jail, hub, false)
	}
	return w, all
}

func checkFound(t tester, r *Report, want []found) {
	t.Helper()
	got := r.found()
	for _, list := range [][]found{want, got} {
		slices.SortFunc(list, func(x, y found) int {
			return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.Number, y.Number), cmp.Compare(x.Kind, y.Kind))
		})
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("differences (-wanted +found):\n%s", diff)
	}
}

type tester interface {
	Helper()
	Errorf(string, ...any)
}

func TestCleanBooks(t *testing.T) {
	t.Parallel()
	w, all := busy(t, 10)
	r := w.compare()
	checkFound(t, r, nil)
	if len(r.Common) != len(all)+4 || len(r.Pending) > 0 || len(r.Streams) != 2 {
		t.Errorf("%d common, %v, %v", len(r.Common), r.Pending, r.Streams)
	}
	for _, s := range r.Streams {
		if s.CountsDiffer || *s.Sent != 12 || *s.Received != 12 || *s.Acknowledged != 12 || *s.Refused != 3 || s.Alike != 12 {
			t.Errorf("%+v", s)
		}
	}
	for _, n := range r.Nodes {
		if n.Book.Lines != 24 || n.Book.Proved != 24 {
			t.Errorf("%+v", n.Book)
		}
	}
}

// TestEachEdit makes each edit alone.
func TestEachEdit(t *testing.T) {
	t.Parallel()
	for name, e := range edits {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, all := busy(t, 4)
			c := all[slices.IndexFunc(all, e.fit)]
			want := e.do(w, c)
			r := w.compare()
			checkFound(t, r, []found{want})
			if len(r.Pending) > 0 {
				t.Errorf("on its way: %+v", r.Pending)
			}
			if f := r.Differences[0]; len(f.Evidence) != 2 || f.Words == "" {
				t.Errorf("%+v", f)
			}
		})
	}
}

// TestExactlyTheEditsAreReported makes random edits to random messages of random books.
func TestExactlyTheEditsAreReported(t *testing.T) {
	t.Parallel()
	names := slices.Sorted(maps.Keys(edits))
	rapid.Check(t, func(rt *rapid.T) {
		w, all := busy(t, rapid.IntRange(1, 12).Draw(rt, "messages"))
		var want []found
		for i, c := range all {
			if c.m.Number%2 == 0 || !rapid.Bool().Draw(rt, "edited") { // none beside another: missing numbers would be one finding
				continue
			}
			e := edits[rapid.SampledFrom(names).Draw(rt, "edit")]
			if !e.fit(c) {
				continue
			}
			want = append(want, e.do(w, all[i]))
		}
		checkFound(rt, w.compare(), want)
	})
}

// TestBooksOfDifferentTimes: a book that is older than the other lacks messages, and nothing is wrong with that. Neither is
// with what is in flight.
func TestBooksOfDifferentTimes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t)
		start := w.now
		for range rapid.IntRange(1, 20).Draw(rt, "messages") {
			from := rapid.IntRange(0, 1).Draw(rt, "from")
			w.tell(w.nodes[from], w.nodes[1-from], rapid.IntRange(0, 3).Draw(rt, "refused") == 0)
			w.other(w.nodes[from])
		}
		var nodes [2]*Node
		for i, f := range w.nodes {
			if rapid.Bool().Draw(rt, "with a book") {
				at := start.Add(time.Duration(rapid.IntRange(0, int(w.now.Sub(start)/time.Second)).Draw(rt, "at")) * time.Second)
				nodes[i] = f.withBook(t, at)
				continue
			}
			nodes[i] = f.node(t)
		}
		checkFound(rt, Compare(nodes[0], nodes[1]), nil)
	})
}

// TestOneBook compares a book with the other log alone.
func TestOneBook(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]map[int][]Kind{ // by whose book is given
		"dropped and acknowledged":                             {0: {Lost}, 1: {Gap}},
		"received and never sent":                              {0: {Gap}, 1: {NeverSent}},
		"the sender's line and row deleted":                    {0: {Gap, NotInBook}, 1: nil},
		"the receiver's line and row deleted":                  {0: nil, 1: {Gap, NotInBook}},
		"another recorded than sent":                           {0: {Lost}, 1: {NeverSent}},
		"two sent under one number":                            {0: {Equivocation}, 1: nil},
		"the sender's line changed":                            {0: {NotInLog, NotInBook}, 1: nil},
		"never received nor acknowledged, and later ones were": {0: {Overtaken}, 1: {Gap}},
	} {
		for side, kinds := range want {
			w, all := busy(t, 4)
			e := edits[name]
			e.do(w, all[slices.IndexFunc(all, e.fit)]) // the hub sent it
			nodes := [2]*Node{w.nodes[0].node(t), w.nodes[1].node(t)}
			nodes[side] = w.nodes[side].withBook(t, w.now)
			var got []Kind
			for _, f := range Compare(nodes[0], nodes[1]).Differences {
				got = append(got, f.Kind)
			}
			if diff := gocmp.Diff(kinds, got); diff != "" {
				t.Errorf("%s, book of %s: %s", name, w.nodes[side].name, diff)
			}
		}
	}
}

// TestInFlight: what is not acknowledged is no difference while nothing later has come.
func TestInFlight(t *testing.T) {
	t.Parallel()
	w, _ := busy(t, 2)
	hub, jail := w.nodes[0], w.nodes[1]
	w.take(w.queue(hub, jail), false)
	w.queue(hub, jail)
	w.queue(hub, jail)
	r := w.compare()
	checkFound(t, r, nil)
	var got []found
	for _, f := range r.Pending {
		got = append(got, found{f.Kind, f.From, f.To, f.Number})
	}
	want := []found{{Unsettled, "hub", jail.name, 5}, {InFlight, "hub", jail.name, 6}, {InFlight, "hub", jail.name, 7}}
	if diff := gocmp.Diff(want, got); diff != "" || r.Streams[0].CountsDiffer {
		t.Error(diff)
	}
}

// TestThirdNode: messages with a node that is not compared are held against the book's own log.
func TestThirdNode(t *testing.T) {
	t.Parallel()
	w, _ := busy(t, 1)
	third := &fake{name: "us-il.cook", notes: map[*event]Refusal{}}
	w.tell(w.nodes[0], third, false)
	c := w.tell(third, w.nodes[0], false)
	checkFound(t, w.compare(), nil)
	c.copy.record = &text{c.copy.record.body, w.zeros()}
	checkFound(t, w.compare(), []found{c.found(NotInLog)})
}

// TestLogsAlone: without a book what both logs hold is counted, and what a log holds twice found.
func TestLogsAlone(t *testing.T) {
	t.Parallel()
	w, all := busy(t, 3)
	e := edits["logged twice"]
	e.do(w, all[0])
	r := Compare(w.nodes[0].node(t), w.nodes[1].node(t))
	checkFound(t, r, []found{{Kind: Twice}})
	if len(r.Common) != 10 {
		t.Error(len(r.Common))
	}
}
