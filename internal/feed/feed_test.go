package feed_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mmcdole/gofeed/atom"
	"golang.org/x/mod/sumdb/tlog"

	"sallyport/internal/feed"
	"sallyport/internal/tiles"
	"sallyport/internal/tiles/tilestest"
	"sallyport/record"
)

const origin = "trial.sallyport.invalid/us-oh.millbrook"

var millbrook = record.Law{
	Pack: "us-oh/millbrook/4-12", Version: "2015-03-01", Text: strings.Repeat("a1", 32), Rules: strings.Repeat("b2", 32), Cases: strings.Repeat("c3", 32), Engine: "law 1", Loaded: "2026-11-20",
}

// world is a log of days with slots between the batches.
type world struct {
	leaves [][]byte
	n      byte
}

func (w *world) add(t *testing.T, all ...record.Published) {
	t.Helper()
	for _, p := range all {
		leaf, err := record.Encode(p)
		if err != nil {
			t.Fatal(err)
		}
		w.leaves = append(w.leaves, leaf)
	}
}

func (w *world) slot() {
	for range 8 {
		w.n++
		w.leaves = append(w.leaves, bytes.Repeat([]byte{w.n}, record.Size))
	}
}

func (w *world) batch(t *testing.T, day string, lines ...record.Line) {
	t.Helper()
	b := record.Batch{Day: day, Lines: lines, Need: 1, Room: 1}
	leaves, err := b.Leaves()
	if err != nil {
		t.Fatal(err)
	}
	w.leaves = append(w.leaves, leaves...)
}

// aWorld is two days, in which the law changes in each way.
func aWorld(t *testing.T) *world {
	t.Helper()
	w := &world{}
	changed, signed, gone, back := millbrook, millbrook, millbrook, millbrook
	back.Loaded = "2026-11-22"
	changed.Rules, changed.Loaded = strings.Repeat("d4", 32), "2026-11-21"
	signed.Rules, signed.Loaded, signed.Signed = changed.Rules, "2026-11-21", []string{"2026-11-21 Kit <Example> — counsel.example AAAA"}
	gone.Rules, gone.Loaded, gone.Signed, gone.Removed = changed.Rules, "2026-11-22", signed.Signed, true
	w.add(t, record.Settings{Node: "agency", Place: "us-oh/millbrook", Slot: 60, Width: 8, Batch: "02:00", Volume: 300, Trial: true}, millbrook)
	w.slot()
	w.batch(t, "2026-11-20")
	w.add(t, changed)
	w.slot()
	w.add(t, signed)
	w.batch(t, "2026-11-21", record.Line{Kind: "booked", Day: "2026-11-21", Place: "us-oh/millbrook", N: 3})
	w.add(t, gone)
	w.slot()
	w.add(t, back)
	return w
}

func (w *world) publish(t *testing.T) *tiles.Checkpoint {
	t.Helper()
	dir := t.TempDir()
	key := tilestest.NewKey(t, origin)
	key.Publish(t, dir, w.leaves)
	log, err := tiles.Open(t.Context(), dir, key.Vkey)
	if err != nil {
		t.Fatal(err)
	}
	c, err := log.Checkpoint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (w *world) root(size int) string {
	var hashes []tlog.Hash
	for _, leaf := range w.leaves[:size] {
		hashes = append(hashes, tlog.RecordHash(leaf))
	}
	return tiles.Root(hashes).String()
}

func TestAnotherReaderReadsTheFeed(t *testing.T) {
	w := aWorld(t)
	text, err := feed.Of(t.Context(), w.publish(t))
	if err != nil {
		t.Fatal(err)
	}
	read, err := new(atom.Parser).Parse(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var titles []string
	for _, e := range read.Entries {
		titles = append(titles, e.Updated+" "+e.Title)
	}
	want := []string{
		"2026-11-22T00:00:00Z us-oh/millbrook/4-12@2015-03-01: applied no more",
		"2026-11-22T00:00:00Z us-oh/millbrook/4-12@2015-03-01: applied again",
		"2026-11-22T00:00:00Z What happened on 2026-11-21",
		"2026-11-22T00:00:00Z The log over 23 entries",
		"2026-11-21T00:00:00Z us-oh/millbrook/4-12@2015-03-01: changed: rules",
		"2026-11-21T00:00:00Z us-oh/millbrook/4-12@2015-03-01: changed: signatures",
		"2026-11-21T00:00:00Z What happened on 2026-11-20",
		"2026-11-21T00:00:00Z The log over 11 entries",
		"2026-11-20T00:00:00Z us-oh/millbrook/4-12@2015-03-01: applied",
	}
	if diff := cmp.Diff(want, titles); diff != "" {
		t.Error(diff)
	}
	if read.Updated != "2026-11-22T00:00:00Z" || len(read.Authors) != 1 || read.Authors[0].Name != origin || read.Links[0].Rel != "self" {
		t.Errorf("%+v", read)
	}
	for _, says := range []string{"3 events in 1 lines", w.root(11), w.root(23), "Kit <Example>", "No counsel has signed this"} {
		if !slices.ContainsFunc(read.Entries, func(e *atom.Entry) bool { return strings.Contains(e.Content.Value, says) }) {
			t.Errorf("no entry says %q", says)
		}
	}
}

// TestTheFeedKeepsTheRules holds it to what RFC 4287 demands: 4.1.1, 4.1.2, 3.3, 4.2.6.
func TestTheFeedKeepsTheRules(t *testing.T) {
	for name, w := range map[string]*world{"two days": aWorld(t), "nothing yet": {leaves: [][]byte{bytes.Repeat([]byte{1}, record.Size)}}} {
		text, err := feed.Of(t.Context(), w.publish(t))
		if err != nil {
			t.Fatal(err)
		}
		rules(t, name, text)
	}
}

// element is an XML element as it stands.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []element  `xml:",any"`
	Text     string     `xml:",chardata"`
}

func (e *element) all(name string) (found []element) {
	for _, c := range e.Children {
		if c.XMLName.Local == name {
			found = append(found, c)
		}
	}
	return found
}

func rules(t *testing.T, name string, text []byte) {
	t.Helper()
	var root element
	d := xml.NewDecoder(bytes.NewReader(text))
	if err := d.Decode(&root); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if err := d.Decode(new(element)); !errors.Is(err, io.EOF) {
		t.Errorf("%s: something follows the feed: %v", name, err)
	}
	wellNamed(t, &root)
	ids := map[string]bool{}
	once := func(e *element, what string) string {
		found := e.all(what)
		if len(found) != 1 || found[0].Text == "" {
			t.Errorf("%s: %s has %d %s, and exactly one is asked", name, e.XMLName.Local, len(found), what)
			return ""
		}
		return found[0].Text
	}
	if len(root.all("author")) == 0 {
		t.Errorf("%s: neither the feed nor its entries have an author", name)
	}
	for _, e := range append([]element{root}, root.all("entry")...) {
		id := once(&e, "id")
		if at, err := url.Parse(id); err != nil || at.Scheme == "" || ids[id] {
			t.Errorf("%s: id %q is no IRI, or not the only one (%v)", name, id, err)
		}
		ids[id] = true
		once(&e, "title")
		if _, err := time.Parse(time.RFC3339, once(&e, "updated")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if e.XMLName.Local == "entry" && len(e.all("content")) != 1 {
			t.Errorf("%s: an entry has content, or an alternate link", name)
		}
	}
}

// wellNamed holds that every element is Atom's.
func wellNamed(t *testing.T, e *element) {
	if e.XMLName.Space != "http://www.w3.org/2005/Atom" {
		t.Errorf("%s is in the namespace %q", e.XMLName.Local, e.XMLName.Space)
	}
	for i := range e.Children {
		wellNamed(t, &e.Children[i])
	}
}

// TestAnEntryStaysAsItIs: a longer log has every entry that a shorter one had, word for word.
func TestAnEntryStaysAsItIs(t *testing.T) {
	w := aWorld(t)
	entries := func(n int) map[string]string {
		text, err := feed.Of(t.Context(), (&world{leaves: w.leaves[:n]}).publish(t))
		if err != nil {
			t.Fatal(err)
		}
		all := map[string]string{}
		for _, part := range strings.Split(string(text), "<entry>")[1:] {
			id, _, _ := strings.Cut(part, "</id>")
			all[id], _, _ = strings.Cut(part, "</entry>")
		}
		return all
	}
	var before map[string]string
	for n := 1; n <= len(w.leaves); n++ {
		now := entries(n)
		for id, said := range before {
			if now[id] != said {
				t.Fatalf("over %d entries, %s says %q, and said %q", n, id, now[id], said)
			}
		}
		before = now
	}
	if len(before) != 9 {
		t.Errorf("%d entries", len(before))
	}
}

// TestAFeedHasNoMoreThanItsMost: and the newest.
func TestAFeedHasNoMoreThanItsMost(t *testing.T) {
	var leaves []feed.Leaf
	day := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range 700 {
		l := millbrook
		l.Text, l.Loaded = fmt.Sprintf("%064d", i), day.AddDate(0, 0, i).Format(time.DateOnly)
		leaves = append(leaves, feed.Leaf{Index: uint64(2 * i), Says: l},
			feed.Leaf{Index: uint64(2*i + 1), Says: record.Day{Day: l.Loaded, Digest: l.Text, Need: 1, Room: 1}})
	}
	log := feed.Log{Origin: origin, Size: 1400, Root: func(uint64) (tlog.Hash, error) { return tlog.Hash{}, nil }}
	text, err := feed.Make(log, leaves)
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(text, []byte("<entry>")); n != 700 {
		t.Errorf("%d entries, and not 500 of law and 200 of days", n)
	}
	log.Size = 2*100 + 1
	if early, err := feed.Make(log, leaves); err != nil || bytes.Count(early, []byte("<entry>")) != 101+2*100 {
		t.Errorf("%v: of a log of 201 entries\n%s", err, early)
	}
	if !bytes.Contains(text, []byte("What happened on 2021-11-30")) || !bytes.Contains(text, []byte("Loaded on 2021-11-30")) || bytes.Contains(text, []byte(": applied<")) {
		t.Error("not the newest, or an old version is called new")
	}
}
