package recordpage_test

import (
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

	"sallyport/internal/publish"
	"sallyport/internal/publish/publishtest"
	"sallyport/internal/recordpage"
	"sallyport/internal/store/sqlite"
	"sallyport/record/figures/testdata/recount"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// get is a page as it is served.
func get(t *testing.T, mux http.Handler, path string) (status int, text string) {
	t.Helper()
	answer := httptest.NewRecorder()
	mux.ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
	body, err := io.ReadAll(answer.Result().Body)
	must(t, err)
	return answer.Code, string(body)
}

var number = regexp.MustCompile(`<a href="/api/v1/figures\?query=([^"]+)"[^>]*>([^<]+)</a>`)

// sum is numbers with what they add up to.
var sum = regexp.MustCompile(`<td>((?:<a [^>]*>[0-9]+</a>(?: \+ )?)+) = ([0-9]+)</td>`)

// TestEveryNumberOnThePageIsRecounted: of the whole log and of each of its places.
func TestEveryNumberOnThePageIsRecounted(t *testing.T) {
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "hub.db"))
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	dir := publishtest.Log(t, s)
	again, err := recount.Read(filepath.Join(dir, "tiles"))
	must(t, err)
	mux := http.NewServeMux()
	recordpage.Register(mux, &publish.Board{Store: s}, slog.New(slog.DiscardHandler))
	n := 0
	for _, place := range []string{"", "us-ca/los-angeles", "us-ca", "us"} {
		status, text := get(t, mux, recordpage.Path+"?place="+url.QueryEscape(place))
		if status != http.StatusOK || !strings.Contains(html.UnescapeString(text), again.Root) || !strings.Contains(text, strconv.FormatUint(again.Size, 10)+" entries") {
			t.Fatalf("%s: status %d, checkpoint %d %s: %.500s", place, status, again.Size, again.Root, text)
		}
		if len(text) > 100_000 || strings.Contains(text, "<script") || strings.Contains(text, "ZgotmplZ") {
			t.Errorf("%s: %d bytes", place, len(text))
		}
		if place == "" && !sum.MatchString(text) {
			t.Error("no sums on the page")
		}
		for _, m := range sum.FindAllStringSubmatch(text, -1) {
			want := 0
			for _, part := range number.FindAllStringSubmatch(m[1], -1) {
				n, err := strconv.Atoi(part[2])
				must(t, err)
				want += n
			}
			if m[2] != strconv.Itoa(want) {
				t.Errorf("%s = %s", m[1], m[2])
			}
		}
		for _, m := range number.FindAllStringSubmatch(text, -1) {
			query, err := url.QueryUnescape(html.UnescapeString(m[1]))
			must(t, err)
			shown := strings.TrimSuffix(m[2], " so far")
			got := again.Count(query)
			if _, err := strconv.Atoi(shown); err != nil {
				if got != 0 || shown != "not reported" && shown != "within a larger place" {
					t.Errorf("%s: %q; counted again: %d", query, shown, got)
				}
				continue
			}
			n++
			if strconv.Itoa(got) != shown {
				t.Errorf("%s: %s; counted again: %d", query, shown, got)
			}
		}
	}
	if n < 100 {
		t.Fatalf("only %d numbers found", n)
	}
	if status, text := get(t, mux, recordpage.Path+"?place=%3Cb%3E"); status != http.StatusNotFound || strings.Contains(text, "<b>") {
		t.Errorf("no such place: status %d", status)
	}
	if status, text := get(t, mux, recordpage.Path+"/style.css"); status != http.StatusOK || !strings.Contains(text, "border-collapse") {
		t.Errorf("style: status %d", status)
	}
}

func TestARecordWithoutACheckpoint(t *testing.T) {
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "hub.db"))
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	mux := http.NewServeMux()
	recordpage.Register(mux, &publish.Board{Store: s}, slog.New(slog.DiscardHandler))
	if status, text := get(t, mux, recordpage.Path); status != http.StatusOK || !strings.Contains(text, "nothing is public") {
		t.Errorf("status %d: %s", status, text)
	}
}
