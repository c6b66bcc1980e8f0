package site

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sallyport/internal/api/rate"
)

// sessions has a session end, by its own end and by signing out, and asks with its cookie for every page again.
func (e *every) sessions(t *testing.T) {
	for _, end := range []struct {
		name string
		do   func(*browser)
	}{
		{"signed out", func(b *browser) {
			kept := maps.Clone(b.cookies)
			if got := b.record(http.MethodPost, "/sign-out", url.Values{}); got.Code != http.StatusSeeOther || len(b.cookies) != 0 {
				t.Errorf("%d, with cookies %v", got.Code, b.cookies)
			}
			b.cookies = kept // as somebody would have it who copied the cookie
		}},
		{"expired", func(b *browser) {
			_, err := e.Store.Engine().Write.ExecContext(t.Context(), "UPDATE sessions SET expires_at = 0")
			must(t, err)
		}},
	} {
		for _, name := range slices.Sorted(maps.Keys(e.staff)) {
			b, nobody := e.as(t, name), e.browser(t)
			var own []string
			for _, path := range e.gets(t, []string{e.a()}) {
				if b.record(http.MethodGet, path, nil).Code == http.StatusOK && nobody.record(http.MethodGet, path, nil).Code != http.StatusOK {
					own = append(own, path)
				}
			}
			if len(own) == 0 {
				t.Errorf("%s has no page of their own", name)
			}
			end.do(b)
			for _, path := range own {
				kept := maps.Clone(b.cookies)
				if got := b.record(http.MethodGet, path, nil); got.Code != http.StatusUnauthorized {
					t.Errorf("%s, %s: %s is still shown: %d", name, end.name, path, got.Code)
				}
				b.cookies = kept
			}
		}
	}
}

// costly are what anybody may ask and what costs the node work; the jail alone has receipts.
func (e *every) costly() []route {
	all := []route{{http.MethodGet, "/sign-in"}, {http.MethodGet, "/sign-in/callback"}, {http.MethodPost, "/explore"}, {http.MethodGet, "/record"},
		{http.MethodGet, "/record/figures.csv?query=kind%3Dreceived"}, {http.MethodPost, "/api/v1/decide"}}
	if e.Config.Place != "" {
		all = append(all, route{http.MethodPost, "/receipt"}, route{http.MethodPost, "/api/v1/receipts"}, route{http.MethodPost, "/api/v1/challenges"})
	}
	return all
}

// rates asks for each more often than one address may.
func (e *every) rates(t *testing.T) {
	for _, r := range e.costly() {
		b := e.browser(t)
		refused := 0
		for range rate.Burst + 40 { // some of it trickles in again meanwhile
			got := b.record(r.method, r.path, nil)
			if got.Code == http.StatusTooManyRequests {
				if wait, err := strconv.Atoi(got.Header().Get("Retry-After")); err != nil || wait < 1 {
					t.Errorf("%s: Retry-After: %q", r.path, got.Header().Get("Retry-After"))
				}
				refused++
				break
			}
		}
		if refused == 0 {
			t.Errorf("%s %s is answered however often one address asks", r.method, r.path)
		}
		b.from = elsewhere(browsers.Add(1))
		if got := b.record(r.method, r.path, nil); got.Code == http.StatusTooManyRequests {
			t.Errorf("%s %s: one address keeps others out: %s", r.method, r.path, strings.TrimSpace(got.Body.String()))
		}
	}
}
