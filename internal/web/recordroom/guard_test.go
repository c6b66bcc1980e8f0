package recordroom_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"sallyport/internal/api/rate"
	"sallyport/internal/publish"
	"sallyport/internal/store/sqlite"
	"sallyport/internal/web/recordroom"
	"sallyport/internal/web/shell"
	"sallyport/internal/witness"
	"sallyport/law"
)

// TestNobodyHasTheRecordCountedWithoutEnd: pages and downloads together are within the API's rate, for each address.
func TestNobodyHasTheRecordCountedWithoutEnd(t *testing.T) {
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "hub.db"))
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	now := time.Date(2015, 8, 3, 9, 0, 0, 0, time.UTC)
	mux := http.NewServeMux()
	recordroom.Register(mux, &shell.Shell{Log: slog.New(slog.DiscardHandler)}, recordroom.Config{Board: &publish.Board{Store: s}, Now: func() time.Time { return now }, Book: law.NewBook(nil),
		Seen: func() []witness.Seen { return nil }})
	ask := func(path, from string) *httptest.ResponseRecorder {
		answer, asked := httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
		asked.RemoteAddr = from
		mux.ServeHTTP(answer, asked)
		return answer
	}
	paths := []string{"/record", "/record/checkpoints", "/record/monitors", "/record/figures.csv?query=kind%3Dreceived"}
	for i := range rate.Burst {
		if path := paths[i%len(paths)]; ask(path, "192.0.2.1:1").Code != http.StatusOK {
			t.Fatalf("request %d: %s", i, path)
		}
	}
	for _, path := range paths {
		if got := ask(path, "192.0.2.1:2"); got.Code != http.StatusTooManyRequests || got.Header().Get("Retry-After") != "1" {
			t.Errorf("%s: status %d, %q", path, got.Code, got.Header())
		}
		if got := ask(path, "192.0.2.2:1"); got.Code != http.StatusOK {
			t.Errorf("%s, by another: status %d", path, got.Code)
		}
	}
	if got := ask("/record/style.css", "192.0.2.1:3"); got.Code != http.StatusOK {
		t.Errorf("style: status %d", got.Code)
	}
	now = now.Add(time.Second)
	if got := ask("/record", "192.0.2.1:4"); got.Code != http.StatusOK {
		t.Errorf("later: status %d", got.Code)
	}
}
