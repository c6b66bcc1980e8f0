package reconcile

import (
	"encoding/binary"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sallyport/internal/tiles"
)

// published writes the logs of a world where a web server would serve them, and returns the folder.
func publish(t *testing.T, w *world) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for _, f := range w.nodes {
		f.key.Publish(t, filepath.Join(dir, f.name, "log"), f.log())
	}
	return dir
}

func readNode(t *testing.T, source string) *Node {
	t.Helper()
	log, err := tiles.Open(t.Context(), source, "")
	if err != nil {
		t.Fatal(err)
	}
	n, err := Open(t.Context(), log)
	if err != nil {
		t.Fatal(err)
	}
	log.Source = n.Name + "/log" // the same in every run
	return n
}

// edited is a world with some of the differences that there are.
func edited(t *testing.T) *world {
	t.Helper()
	w, all := busy(t, 6)
	at := 0
	for _, name := range []string{"another recorded than sent", "dropped and acknowledged", "the receiver's kind changed", "the refusal not noted", "recorded twice"} {
		e := edits[name]
		at += slices.IndexFunc(all[at:], e.fit)
		e.do(w, all[at])
		at++
	}
	w.queue(w.nodes[0], w.nodes[1])
	keepings["an event that was on no record"].do(w.nodes[0])
	keepings["a line left out"].do(w.nodes[1])
	return w
}

// TestGolden holds what is printed, as JSON and for people: with books from a web server's logs, and by the logs alone.
func TestGolden(t *testing.T) {
	t.Parallel()
	w := edited(t)
	dir := publish(t, w)
	server := httptest.NewServer(http.FileServer(http.Dir(dir)))
	defer server.Close()
	hub, jail := readNode(t, server.URL+"/hub/log"), readNode(t, filepath.Join(dir, "us-oh.franklin", "log"))
	goldenReport(t, "logs", compared(t, hub, jail))
	for i, n := range []*Node{hub, jail} {
		if err := n.Take(w.nodes[i].book(t, w.now)); err != nil {
			t.Fatal(err)
		}
	}
	goldenReport(t, "books", compared(t, hub, jail))
	var file strings.Builder
	if err := hub.Book.Write(&file); err != nil {
		t.Fatal(err)
	}
	golden(t, "hub.book", []byte(file.String()))
}

func goldenReport(t *testing.T, name string, r *Report) {
	t.Helper()
	document, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, name+".json", append(document, '\n'))
	var table strings.Builder
	if err := r.WriteTable(&table); err != nil {
		t.Fatal(err)
	}
	golden(t, name+".txt", []byte(table.String()))
}

// TestDamagedLog: an entry that was changed where it is published is found, and the books still compare.
func TestDamagedLog(t *testing.T) {
	t.Parallel()
	w, _ := busy(t, 100)
	dir := publish(t, w)
	bundle := filepath.Join(dir, "hub", "log", "tiles", "tile", "entries", "000")
	data, err := os.ReadFile(bundle)
	if err != nil {
		t.Fatal(err)
	}
	data[2+int(binary.BigEndian.Uint16(data))+6*34+5] ^= 1 // behind the settings
	if err := os.WriteFile(bundle, data, 0o644); err != nil {
		t.Fatal(err)
	}
	hub, jail := readNode(t, filepath.Join(dir, "hub", "log")), readNode(t, filepath.Join(dir, "us-oh.franklin", "log"))
	checkDamage := func() {
		r := compared(t, hub, jail)
		checkFound(t, r, []found{{Kind: EntryDamaged}})
		if d := r.Differences[0].Detail; !strings.HasPrefix(d, "entries 7 to 7 ") || r.Batches.Alike != 204 {
			t.Error(d, len(r.Common))
		}
	}
	checkDamage()
	for i, n := range []*Node{hub, jail} {
		if err := n.Take(w.nodes[i].book(t, w.now)); err != nil {
			t.Fatal(err)
		}
	}
	checkDamage()
}

// TestLongLists: people are shown the first of many, and told how many more there are.
func TestLongLists(t *testing.T) {
	t.Parallel()
	w, _ := busy(t, 100)
	w.nodes[0].silent = "2015-08-05"
	for range 30 {
		w.queue(w.nodes[1], w.nodes[0])
	}
	for range 8 {
		w.other(w.nodes[1])
	}
	checkSaid(t, w.compare(), "… and 10 more on their way; --json lists all", "all, with 6 days before; --json lists them")
	w.nodes[0].silent = "2015-08-05"
	checkSaid(t, compared(t, w.nodes[0].node(t), w.nodes[1].node(t)), "1. hub and us-oh.franklin: published by the jail and not by the hub: 8 messages of the batch of 2015-08-05")
	for _, f := range w.nodes {
		f.old = true
	}
	checkSaid(t, compared(t, w.nodes[0].node(t), w.nodes[1].node(t)), "published: nothing; the log is of an earlier version",
		"Both logs hold 204 commitments of an earlier version alike.", "… and 184 more; --json lists all", "204 messages at least went")
}

func checkSaid(t *testing.T, r *Report, wanted ...string) {
	t.Helper()
	var table strings.Builder
	if err := r.WriteTable(&table); err != nil {
		t.Fatal(err)
	}
	for _, want := range wanted {
		if !strings.Contains(table.String(), want) {
			t.Errorf("not said: %s\n%s", want, table.String())
		}
	}
}

// TestThePage holds the example and the words of docs/operate/reconcile.md.
func TestThePage(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/operate/reconcile.md")
	if err != nil {
		t.Fatal(err)
	}
	example, err := os.ReadFile(filepath.Join("testdata", "books.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(page), "```text\n"+string(example)+"```\n") {
		t.Error("the example is not testdata/books.txt")
	}
	for k := range words {
		if !strings.Contains(string(page), "`"+string(k)+"`") {
			t.Errorf("%s is not explained", k)
		}
	}
}
