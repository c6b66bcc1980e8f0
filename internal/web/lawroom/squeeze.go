package lawroom

import (
	"compress/gzip"
	"net/http"
	"strings"
)

// squeezed sends pages compressed to browsers that take them so (RFC 9110, 12.5.3): tables of conditions shrink to a tenth, which a phone notices. Nothing of
// these pages is secret, so that their length may tell of what they say.
func squeezed(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Accept-Encoding")
		if !takesGzip(r.Header.Get("Accept-Encoding")) {
			next(w, r)
			return
		}
		s := &squeezer{ResponseWriter: w}
		next(s, r)
		if s.to != nil {
			_ = s.to.Close() // the reader may have left
		}
	}
}

// squeezer compresses what is written. Its headers are sent with the first of it.
type squeezer struct {
	http.ResponseWriter
	to *gzip.Writer
}

func (s *squeezer) WriteHeader(status int) {
	s.begin()
	s.ResponseWriter.WriteHeader(status)
}

func (s *squeezer) Write(text []byte) (int, error) {
	s.begin()
	return s.to.Write(text)
}

func (s *squeezer) begin() {
	if s.to == nil {
		s.Header().Set("Content-Encoding", "gzip")
		s.to, _ = gzip.NewWriterLevel(s.ResponseWriter, gzip.BestSpeed) // a level that there is
	}
}

// takesGzip says whether a browser asks for it, and does not refuse it.
func takesGzip(accept string) bool {
	for part := range strings.SplitSeq(accept, ",") {
		name, weight, _ := strings.Cut(strings.ReplaceAll(part, " ", ""), ";")
		if strings.EqualFold(name, "gzip") {
			return weight != "q=0" && !strings.HasPrefix(weight, "q=0.000")
		}
	}
	return false
}
