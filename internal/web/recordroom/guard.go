package recordroom

import (
	"net/http"
	"strconv"
)

// guarded lets an address ask for pages and downloads as often as the API does, and not oftener: each may have the whole record counted.
func (m *room) guarded(serve http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if wait := m.limit.Take(r.RemoteAddr, m.Now()); wait > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(wait))
			m.show(w, r, http.StatusTooManyRequests, "Too many requests", tooMany(wait))
			return
		}
		serve(w, r)
	}
}
