package recordroom_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"sallyport/internal/publish"
	"sallyport/internal/publish/publishtest"
	"sallyport/internal/store"
)

// many is how many lines the record of these measurements has.
const many = 1_000_000

// TestNoPageWaitsForAllToBeCounted: each look counts a part, and nothing is shown before all is counted.
func TestNoPageWaitsForAllToBeCounted(t *testing.T) {
	pages, s := pages(t)
	publishtest.Large(t, s, 9000)
	first := httptest.NewRecorder()
	pages.ServeHTTP(first, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/record", nil))
	if text := first.Body.String(); first.Code != http.StatusServiceUnavailable || first.Header().Get("Retry-After") != "1" || !strings.Contains(text, "5,000 of 9,732 entries so far") || strings.Contains(text, "<svg") {
		t.Errorf("status %d, %q: %s", first.Code, first.Header(), text)
	}
	status, text := get(t, pages, "/record?year=2016")
	if status != http.StatusOK || !strings.Contains(text, "checkpoint of 9,732 entries") {
		t.Errorf("status %d: %.2000s", status, text)
	}
	if rule := `href="/law/us/pep#rule-2015-`; !strings.Contains(text, rule) || !strings.Contains(text, `<code dir="ltr">pep.charge-only.refuse</code>`) || !strings.Contains(text, "Conviction: ") {
		t.Error("rules and facts are not named")
	}
}

// BenchmarkFirstView reads all that is published, as after a start.
func BenchmarkFirstView(b *testing.B) {
	_, s := pages(b)
	publishtest.Large(b, s, many)
	for b.Loop() {
		must(b, (&publish.Board{Store: s}).Ready(b.Context()))
	}
}

func place(i int) string { return fmt.Sprintf("us-s%d/county-%02d", i%10, i%100) }

func year(i int) string { return []string{"2015", "2016", "2017"}[i%3] }

// BenchmarkPage shows the record's pages and downloads, place by place and year by year, once all is read; ms-p99 is the 99th of 100 in order of their time.
func BenchmarkPage(b *testing.B) {
	pages, s := pages(b)
	publishtest.Large(b, s, many)
	for status := 0; status != http.StatusOK; {
		status, _ = get(b, pages, "/record")
	}
	size := uint64(2 * many)
	for name, of := range map[string]func(i int) string{
		"summary": func(i int) string { return "/record?" + url.Values{"place": {place(i)}, "year": {year(i)}}.Encode() },
		"all":     func(i int) string { return "/record?" + url.Values{"year": {year(i)}}.Encode() },
		"download": func(i int) string {
			return "/record/figures.csv?by=month&" + url.Values{"query": {"kind=requested action=hold place=" + place(i)}}.Encode()
		},
		"after a slot": func(i int) string {
			must(b, s.InTx(b.Context(), func(tx *store.Tx) error { size++; return publishtest.Slot(tx, size) }))
			return "/record"
		},
	} {
		b.Run(name, func(b *testing.B) {
			var took []time.Duration
			for i := 0; b.Loop(); i++ {
				path := of(i)
				began := time.Now()
				if status, text := get(b, pages, path); status != http.StatusOK {
					b.Fatalf("%s: status %d: %.300s", path, status, text)
				}
				took = append(took, time.Since(began))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "ms-p99")
			b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "ms-most")
		})
	}
}
