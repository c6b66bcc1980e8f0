package abis

import (
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// TestShares: templates are given once, until their time is over or their message is answered, and to GET only.
func TestShares(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	s := &shares{base: "https://hub.example/t", now: func() time.Time { return now }, random: rand.Reader, open: map[string]share{}}
	get := func(method, url string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(method, url, nil))
		return w
	}
	add := func() (string, func()) {
		url, end, err := s.add([]byte("sealed"), now.Add(time.Minute))
		if err != nil {
			t.Fatal(err)
		}
		return url, end
	}
	gone := func(name string, w *httptest.ResponseRecorder) {
		if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "DAT-SER-006") {
			t.Error(name, w.Code, w.Body)
		}
	}
	url, _ := add()
	if w := get(http.MethodHead, url); w.Code != http.StatusMethodNotAllowed {
		t.Error(w.Code)
	}
	now = now.Add(time.Minute)
	if w := get(http.MethodGet, url); w.Code != http.StatusOK || w.Body.String() != "sealed" || w.Header().Get("Cache-Control") != "no-store" {
		t.Error(w.Code, w.Body)
	}
	gone("twice", get(http.MethodGet, url))

	url, _ = add()
	now = now.Add(time.Minute + time.Millisecond)
	gone("expired", get(http.MethodGet, url))

	url, end := add()
	end()
	gone("answered", get(http.MethodGet, url))
	gone("guessed", get(http.MethodGet, "https://hub.example/t/"))

	first, _ := add()
	second, _ := add()
	if first == second || len(first) != len("https://hub.example/t/")+43 || len(s.open) != 2 {
		t.Error(first, second)
	}
	s.random = strings.NewReader("")
	if _, _, err := s.add(nil, now); err == nil {
		t.Error("a URL without random bytes")
	}
}
