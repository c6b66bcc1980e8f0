package recordroom_test

import (
	"encoding/csv"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"sallyport/internal/publish"
	"sallyport/internal/publish/publishtest"
	"sallyport/internal/store"
	"sallyport/internal/store/sqlite"
	"sallyport/internal/web/recordroom"
	"sallyport/internal/web/shell"
	"sallyport/internal/witness"
	"sallyport/law/compile"
	"sallyport/law/packs"
	"sallyport/record/figures/testdata/recount"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// clock goes on by a minute each time that it is looked at, so that nobody asks too often.
func clock() func() time.Time {
	now := publishtest.End
	return func() time.Time {
		now = now.Add(time.Minute)
		return now
	}
}

// pages serves the room over a store.
func pages(t testing.TB) (http.Handler, *store.Store) {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "hub.db"))
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	book, err := compile.Load(packs.FS)
	must(t, err)
	mux := http.NewServeMux()
	recordroom.Register(mux, &shell.Shell{Node: "hub", Log: slog.New(slog.DiscardHandler)}, recordroom.Config{Board: &publish.Board{Store: s}, Now: clock(), Book: book, LogKey: "KEY", LogURL: "https://hub.example/log",
		Seen: func() []witness.Seen { return []witness.Seen{{Origin: "log.example/jail"}} }})
	return shell.Secure(mux), s
}

// get is a page as it is served.
func get(t testing.TB, pages http.Handler, path string) (status int, text string) {
	t.Helper()
	answer := httptest.NewRecorder()
	pages.ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	body, err := io.ReadAll(answer.Result().Body)
	must(t, err)
	return answer.Code, string(body)
}

var (
	number = regexp.MustCompile(`<a href="/api/v1/figures\?query=([^"]+)"[^>]*>([^<]+)</a>`)
	sum    = regexp.MustCompile(`<span class="sums">(.*?)</span>`)
	total  = regexp.MustCompile(`<strong>([0-9,]+)</strong>`)
	svgs   = regexp.MustCompile(`data-query="([^"]+)">(.*?)</svg>`)
	drawn  = regexp.MustCompile(`<g data-term="([^"]+)">(.*?)</g>`)
	years  = regexp.MustCompile(` year=\d+`)
	value  = regexp.MustCompile(`<text class="value[^>]*>([^<]*)</text>`)
	csvs   = regexp.MustCompile(`href="(/record/figures\.csv\?[^"]+)"`)
)

// plain is a number as it was before it was written for people.
func plain(shown string) (n int, err error) {
	return strconv.Atoi(strings.ReplaceAll(strings.TrimSuffix(strings.TrimSuffix(shown, " so far"), "+"), ",", ""))
}

// TestEveryNumberIsRecounted: on the pages of the whole log and of each of its places, in tables, sums, pictures and downloads.
func TestEveryNumberIsRecounted(t *testing.T) {
	pages, s := pages(t)
	again, err := recount.Read(filepath.Join(publishtest.Log(t, s), "tiles"))
	must(t, err)
	tables, pictures, rows := 0, 0, 0
	for _, place := range []string{"", "us-ca/los-angeles", "us-ca", "us"} {
		status, text := get(t, pages, recordroom.Path+"?place="+url.QueryEscape(place))
		if status != http.StatusOK || !strings.Contains(html.UnescapeString(text), again.Root) {
			t.Fatalf("%s: status %d, checkpoint %d %s: %.500s", place, status, again.Size, again.Root, text)
		}
		if len(text) > 100_000 || strings.Contains(text, "<script") || strings.Contains(text, "style=") {
			t.Errorf("%s: %d bytes", place, len(text))
		}
		tables += checkTables(t, again, text)
		pictures += checkPictures(t, again, text)
		for _, m := range csvs.FindAllStringSubmatch(text, -1) {
			rows += checkDownload(t, again, pages, html.UnescapeString(m[1]))
		}
		if place == "" && !total.MatchString(text) {
			t.Error("no sums on the page")
		}
	}
	if tables < 200 || pictures < 100 || rows < 200 {
		t.Fatalf("only %d numbers in tables, %d in pictures, %d in downloads", tables, pictures, rows)
	}
}

func checkTables(t *testing.T, again *recount.Log, text string) (n int) {
	t.Helper()
	for _, m := range number.FindAllStringSubmatch(text, -1) {
		query, err := url.QueryUnescape(html.UnescapeString(m[1]))
		must(t, err)
		n += check(t, again, query, m[2])
	}
	for _, m := range sum.FindAllStringSubmatch(text, -1) {
		want := 0
		for _, part := range number.FindAllStringSubmatch(m[1], -1) {
			if n, err := plain(part[2]); err == nil {
				want += n
			}
		}
		if of := total.FindStringSubmatch(m[1]); of != nil {
			if got, err := plain(of[1]); err != nil || got != want {
				t.Errorf("%s: %s", m[1], of[1])
			}
		}
	}
	return n
}

// check holds what is shown for a query against what is counted again, and says 1 where it is a number.
func check(t *testing.T, again *recount.Log, query, shown string) int {
	t.Helper()
	got := again.Count(query)
	n, err := plain(shown)
	switch {
	case err != nil && (got != 0 || shown != "not reported" && shown != "within a larger place"):
		t.Errorf("%s: %q; counted again: %d", query, shown, got)
	case err == nil && n != got:
		t.Errorf("%s: %s; counted again: %d", query, shown, got)
	}
	if err != nil {
		return 0
	}
	return 1
}

func checkPictures(t *testing.T, again *recount.Log, text string) (n int) {
	t.Helper()
	for _, svg := range svgs.FindAllStringSubmatch(text, -1) {
		for _, m := range drawn.FindAllStringSubmatch(svg[2], -1) {
			n += checkBar(t, again, html.UnescapeString(svg[1]), html.UnescapeString(m[1]), m[2])
		}
	}
	return n
}

// checkBar holds what is drawn for a term of a picture's query against what is counted again.
func checkBar(t *testing.T, again *recount.Log, query, term, drawn string) int {
	t.Helper()
	if strings.HasPrefix(term, "month=") {
		query = years.ReplaceAllString(query, "")
	}
	query += " " + term
	shown := value.FindStringSubmatch(drawn)[1]
	if shown == "0" && strings.Contains(drawn, "<rect") {
		t.Errorf("%s: a zero has a bar: %s", query, drawn)
	}
	if shown != "" {
		return check(t, again, query, shown)
	}
	if again.Count(query) != 0 || strings.Contains(drawn, `class="solid"`) || !strings.Contains(drawn, "nobody") && !strings.Contains(drawn, "within") {
		t.Errorf("%s: nobody's number is drawn as one: %s", query, drawn)
	}
	return 0
}

func checkDownload(t *testing.T, again *recount.Log, pages http.Handler, path string) int {
	t.Helper()
	status, text := get(t, pages, path)
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if status != http.StatusOK || err != nil || len(rows) < 2 {
		t.Fatalf("%s: status %d, %v: %s", path, status, err, text)
	}
	for _, row := range rows[1:] {
		query, shown, state := row[0], row[1], row[2]
		if (shown == "") != (state == "not reported" || state == "within a larger place") || shown != "" && shown != strconv.Itoa(again.Count(query)) {
			t.Errorf("%s: %q, %s; counted again: %d", query, shown, state, again.Count(query))
		}
		if row[6] != strconv.FormatUint(again.Size, 10) || row[7] != again.Root {
			t.Errorf("%s: under %s %s", query, row[6], row[7])
		}
	}
	return len(rows) - 1
}

func TestWhatTheRecordDoesNotHave(t *testing.T) {
	pages, s := pages(t)
	for _, path := range []string{recordroom.Path, recordroom.Path + "/checkpoints"} {
		if status, text := get(t, pages, path); status != http.StatusOK || !strings.Contains(text, "nothing is public") {
			t.Errorf("%s without a checkpoint: status %d: %s", path, status, text)
		}
	}
	publishtest.Log(t, s)
	for _, path := range []string{"?place=%3Cb%3E", "?year=1066", "?place=us-ny"} {
		if status, text := get(t, pages, recordroom.Path+path); status != http.StatusNotFound || strings.Contains(text, "<b>") || !strings.Contains(text, "has nothing by this name") {
			t.Errorf("%s: status %d", path, status)
		}
	}
	for _, path := range []string{"", "?query=colour%3Dred", "?query=%3Cb%3E", "?" + strings.Repeat("query=kind%3Dreceived&", 33)} {
		if status, text := get(t, pages, recordroom.Path+"/figures.csv"+path); status != http.StatusUnprocessableEntity || strings.Contains(text, "<b>") {
			t.Errorf("%s: status %d", path, status)
		}
	}
}

// TestCheckpointsTellNoMoreThanTheLog: where it stands, what is public of it, and the last days; and of what waits nothing but that it does.
func TestCheckpointsTellNoMoreThanTheLog(t *testing.T) {
	pages, s := pages(t)
	again, err := recount.Read(filepath.Join(publishtest.Log(t, s), "tiles"))
	must(t, err)
	_, text := get(t, pages, recordroom.Path+"/checkpoints")
	text = html.UnescapeString(text)
	for _, want := range []string{again.Root, again.Origin, "This log asks no witness", "2 January 2016", "due on 3 January 2016, 02:00 UTC", "sallyport log verify https://hub.example/log --key 'KEY'", `href="/log/feed.atom"`} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
	if _, text := get(t, pages, recordroom.Path+"/monitors"); !strings.Contains(text, "log.example/jail") || !strings.Contains(text, "none yet") {
		t.Errorf("monitors: %s", text)
	}
}
