package reconcile

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// busy is a world in which so many messages went to and fro on some days, every third of them refused, and in which the batches of those days are
// published; the last two of each direction are left alone by the edits.
func busy(t testing.TB, messages int) (w *world, all []*told) {
	w = newWorld(t)
	hub, jail := w.nodes[0], w.nodes[1]
	for i := range messages {
		w.other(hub)
		all = append(all, w.tell(hub, jail, i%3 == 2), w.tell(jail, hub, i%3 == 1))
		w.other(jail)
		if i%4 == 3 {
			w.sleep(1)
		}
	}
	for range 2 {
		w.tell(hub, jail, false)
		w.tell(jail, hub, false)
	}
	w.sleep(slack + 1)
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
	if b := r.Batches; b.Alike != len(all)+4 || b.Only[0]+b.Only[1] > 0 || len(b.Days) != 3 || len(r.Common)+len(r.Pending) > 0 || len(r.Streams) != 2 {
		t.Errorf("%+v, %v, %v, %v", b, r.Common, r.Pending, r.Streams)
	}
	for _, s := range r.Streams {
		if s.CountsDiffer || *s.Sent != 12 || *s.Received != 12 || *s.Acknowledged != 12 || *s.Refused != 3 || s.Alike != 12 {
			t.Errorf("%+v", s)
		}
	}
	for _, n := range r.Nodes {
		if n.Book.Lines != 34 || n.Book.Messages != 24 || n.Book.Proved != 34 {
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
				f.unlogged = rapid.IntRange(0, 5).Draw(rt, "not logged yet")
				at := start.Add(time.Duration(rapid.IntRange(0, int(w.now.Sub(start)/time.Second)).Draw(rt, "at")) * time.Second)
				nodes[i] = f.withBook(t, at)
				continue
			}
			nodes[i] = f.node(t)
		}
		checkFound(rt, compared(t, nodes[0], nodes[1]), nil)
	})
}

// TestOneBook compares a book with the other log alone.
func TestOneBook(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]map[int][]Kind{ // by whose book is given
		"dropped and acknowledged":                             {0: {Lost}, 1: {Gap}},
		"received and never sent":                              {0: {Gap, MissingInBatch}, 1: {NeverSent}},
		"the sender's line and row deleted":                    {0: {Gap, Unaccounted}, 1: nil},
		"the receiver's line and row deleted":                  {0: nil, 1: {Gap, Unaccounted}},
		"another recorded than sent":                           {0: {Lost, MissingInBatch}, 1: {NeverSent}},
		"two sent under one number":                            {0: {Equivocation}, 1: nil},
		"the sender's line changed":                            {0: {NotInLog}, 1: nil},
		"never received nor acknowledged, and later ones were": {0: {Overtaken}, 1: {Gap}},
	} {
		for side, kinds := range want {
			w, all := busy(t, 4)
			e := edits[name]
			e.do(w, all[slices.IndexFunc(all, e.fit)]) // the hub sent it
			nodes := [2]*Node{w.nodes[0].node(t), w.nodes[1].node(t)}
			nodes[side] = w.nodes[side].withBook(t, w.now)
			var got []Kind
			for _, f := range compared(t, nodes[0], nodes[1]).Differences {
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

// TestLogBehind: what a running node has recorded and not logged yet is no difference.
func TestLogBehind(t *testing.T) {
	t.Parallel()
	w, _ := busy(t, 1)
	w.nodes[1].unlogged = 1
	r := w.compare()
	checkFound(t, r, nil)
	if len(r.Pending) != 1 || r.Pending[0].Kind != NotLogged {
		t.Errorf("%+v", r.Pending)
	}
}

// TestLogThatLost: a log that is shorter than its own signed checkpoint, or that cannot be read as it was signed, is one
// finding; the books are compared all the same.
func TestLogThatLost(t *testing.T) {
	t.Parallel()
	w, all := busy(t, 3)
	e := edits["dropped and acknowledged"]
	lost := e.do(w, all[0])
	for _, of := range []int{0, 1} {
		nodes := [2]*Node{w.nodes[0].withBook(t, w.now), w.nodes[1].withBook(t, w.now)}
		shrunk := *w.nodes[of]
		shrunk.unlogged = 7
		short := shrunk.node(t)
		if err := short.Take(w.nodes[of].book(t, w.now)); err != nil {
			t.Fatal(err)
		}
		nodes[of] = short
		checkFound(t, compared(t, nodes[0], nodes[1]), []found{{Kind: LogShrank}, lost})

		nodes[of] = w.nodes[of].withBook(t, w.now)
		nodes[of].entries = broken
		checkFound(t, compared(t, nodes[0], nodes[1]), []found{{Kind: LogUnusable}, lost})

		nodes[of].Book, nodes[of].then = nil, nil
		want := []found{{Kind: LogUnusable}}
		if of == 0 { // the jail's book alone: it lacks the number that it dropped
			want = append(want, found{Gap, lost.From, lost.To, lost.Number})
		}
		r := compared(t, nodes[0], nodes[1])
		checkFound(t, r, want)
		if len(r.Pending) == 0 || r.Pending[0].Kind != CannotBeTold {
			t.Errorf("%+v", r.Pending)
		}
	}
}

// TestLogRewritten signs another history of the same length.
func TestLogRewritten(t *testing.T) {
	t.Parallel()
	w, _ := busy(t, 3)
	b := w.nodes[0].book(t, w.now)
	w.nodes[0].events[0].inLog = &text{`{"kind":"examined"}`, w.zeros()} // an event of the node's own
	n := w.nodes[0].node(t)
	if err := n.Take(b); err != nil {
		t.Fatal(err)
	}
	checkFound(t, compared(t, n, w.nodes[1].withBook(t, w.now)), []found{{Kind: LogRewritten}, {Kind: NotInLog}})
}

// TestRecordCutShort: a database set back to an earlier copy has fewer lines than its log.
func TestRecordCutShort(t *testing.T) {
	t.Parallel()
	w, _ := busy(t, 3)
	early := w.now
	c := w.tell(w.nodes[0], w.nodes[1], false)
	w.other(w.nodes[0])
	b := w.nodes[0].book(t, early)
	b.Checkpoint = w.nodes[0].book(t, w.now).Checkpoint
	n := w.nodes[0].node(t)
	if err := n.Take(b); err != nil {
		t.Fatal(err)
	}
	checkFound(t, compared(t, n, w.nodes[1].withBook(t, w.now)), []found{{Kind: RecordShort}, c.found(NotInBook)})
}

// TestSwappedBooks: a book says itself whose it is; one that says another's name bears another signature.
func TestSwappedBooks(t *testing.T) {
	t.Parallel()
	w, _ := busy(t, 1)
	hub, jail := w.nodes[0].node(t), w.nodes[1].node(t)
	if hub.Take(w.nodes[1].book(t, w.now)) == nil {
		t.Error("the jail's book taken for the hub's")
	}
	forged := w.nodes[1].book(t, w.now)
	forged.Log = hub.Log.Vkey
	var file bytes.Buffer
	if err := forged.Write(&file); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadBook(&file, "forged.book"); err == nil || !strings.Contains(err.Error(), "sent.to") {
		t.Error(err)
	}
	forged.Sent, forged.Received = nil, nil
	if err := hub.Take(forged); err != nil {
		t.Fatal(err)
	}
	kinds := map[Kind]int{}
	for _, f := range compared(t, hub, jail).Differences {
		kinds[f.Kind]++
	}
	if kinds[CheckpointUnsigned] != 1 || kinds[OtherIndex] == 0 {
		t.Errorf("%v", kinds)
	}
	if hub.Take(w.nodes[0].book(t, w.now)) == nil {
		t.Error("a second book")
	}
}

// TestThirdNode: messages with a node that is not compared are held against the book's own log.
func TestThirdNode(t *testing.T) {
	t.Parallel()
	w, _ := busy(t, 1)
	third := newFake(w, "us-il.cook")
	w.tell(w.nodes[0], third, false)
	c := w.tell(third, w.nodes[0], false)
	checkFound(t, w.compare(), nil)
	c.copy.record = &text{c.copy.record.body, w.zeros()}
	checkFound(t, w.compare(), []found{c.found(NotInLog)})
}

// TestLogsAlone: without a book what both logs publish is counted. That a log holds a commitment twice takes the book which names it.
func TestLogsAlone(t *testing.T) {
	t.Parallel()
	w, all := busy(t, 3)
	e := edits["logged twice"]
	e.do(w, all[0])
	r := compared(t, w.nodes[0].node(t), w.nodes[1].node(t))
	checkFound(t, r, nil)
	checkFound(t, compared(t, all[0].from.withBook(t, w.now), all[0].to.node(t)), []found{all[0].found(Twice)})
	if r.Batches.Alike != 10 || len(r.Common) > 0 {
		t.Errorf("%+v, %v", r.Batches, r.Common)
	}
}
