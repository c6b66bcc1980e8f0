package node

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sallyport/internal/feed"
	"sallyport/internal/tiles"
	"sallyport/law"
	"sallyport/law/packs"
	"sallyport/record"
)

// TestAnyoneReadsANodesLog opens a node by a book, reads its log over its pages without an account, and opens it again by another book.
func TestAnyoneReadsANodesLog(t *testing.T) {
	t.Parallel()
	whole, err := packs.Book()
	if err != nil {
		t.Fatal(err)
	}
	all, err := packs.Laws(whole, nil)
	if err != nil {
		t.Fatal(err)
	}
	config := Config{Dir: t.TempDir(), Log: Log{Width: 8, Slot: 3600}}
	first := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	laws := readPublic(t, config, whole, first, first.Add(48*time.Hour))
	for i := range all {
		all[i].Loaded = "2026-11-20"
	}
	if diff := cmp.Diff(all, laws); diff != "" {
		t.Errorf("the log's laws are not the book's:\n%s", diff)
	}
	laws = readPublic(t, config, law.NewBook(whole.Packs[1:]), first.Add(72*time.Hour))
	var gone []string
	for _, l := range laws[len(all):] {
		gone = append(gone, fmt.Sprint(l.Pack, " ", l.Removed, " ", l.Loaded))
	}
	var want []string
	for _, v := range whole.Packs[0].Versions {
		want = append(want, v.Pack.ID+" true 2026-11-23")
	}
	if diff := cmp.Diff(want, gone); diff != "" {
		t.Errorf("a pack was taken out:\n%s", diff)
	}
}

// readPublic runs a hub at these times and returns the laws in its log as its pages serve it to anyone.
func readPublic(t *testing.T, c Config, book *law.Book, times ...time.Time) (laws []record.Law) {
	t.Helper()
	hub, err := OpenHub(t.Context(), c, book, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := hub.Close(); err != nil {
			t.Error(err)
		}
	}()
	server := httptest.NewServer(hub.public(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "the pages") })))
	defer server.Close()
	for _, at := range times {
		if _, err := hub.CatchUp(t.Context(), at); err != nil {
			t.Fatal(err)
		}
	}
	log, err := tiles.Open(t.Context(), server.URL+"/log", "")
	if err != nil {
		t.Fatal(err)
	}
	point, err := log.Checkpoint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for e, err := range point.Entries(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		if says, err := record.Decode(e.Leaf); err == nil {
			if l, is := says.(record.Law); is {
				laws = append(laws, l)
			}
		}
	}
	want, err := feed.Of(t.Context(), point)
	if err != nil {
		t.Fatal(err)
	}
	if got := page(t, server.URL+"/log/feed.atom"); got != string(want) || bytes.Count(want, []byte("What happened on")) < len(times)-1 {
		t.Errorf("the feed that is served is not the log's:\n%s", cmp.Diff(string(want), got))
	}
	if known, err := hub.KnownLaw(t.Context()); err != nil || known.Size != point.Size || known.Root != point.Root.String() || len(known.Leaves) != len(laws) {
		t.Errorf("of law the node knows %+v, %v; the log has %d entries and %d laws", known, err, point.Size, len(laws))
	}
	for path, says := range map[string]string{"/": "the pages", "/logs": "the pages", "/log/log.pub": hub.LogKey(), "/log/log.key": "no such part", "/log/": "no such part"} {
		if got := page(t, server.URL+path); !strings.Contains(got, says) || strings.Contains(got, "PRIVATE") {
			t.Errorf("%s: %s", path, got)
		}
	}
	return laws
}

func page(t *testing.T, address string) string {
	t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestCounselsKeysAreRead(t *testing.T) {
	t.Parallel()
	_, err := OpenHub(t.Context(), Config{Dir: t.TempDir(), Counsel: []string{"no key"}}, &law.Book{}, slog.New(slog.DiscardHandler))
	if err == nil || !strings.Contains(err.Error(), "counsel[0]: not a public key") {
		t.Error(err)
	}
}
