package abis

import (
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"path"
	"sync"
	"time"
)

// tokenBytes make a reference URL unguessable.
const tokenBytes = 32

// shares are the sealed templates that wait behind reference URLs. Each is given out once, and until its message is answered or its time is
// over. A token stands nowhere but here and in its message.
type shares struct {
	base   string // of the URLs
	now    func() time.Time
	random io.Reader

	lock sync.Mutex
	open map[string]share // by token
}

type share struct {
	sealed []byte
	until  time.Time
}

// add returns the URL that gives the data once, and what ends it.
func (s *shares) add(sealed []byte, until time.Time) (url string, end func(), err error) {
	var b [tokenBytes]byte
	if _, err := io.ReadFull(s.random, b[:]); err != nil {
		return "", nil, fmt.Errorf("reference URL: %w", err)
	}
	token := base64.RawURLEncoding.EncodeToString(b[:])
	s.lock.Lock()
	defer s.lock.Unlock()
	s.open[token] = share{sealed, until}
	return s.base + "/" + token, func() { s.take(token) }, nil
}

func (s *shares) take(token string) (sealed []byte, there bool) {
	s.lock.Lock()
	defer s.lock.Unlock()
	found, there := s.open[token]
	delete(s.open, token)
	return found.sealed, there && !s.now().After(found.until)
}

// expired is what MOSIP's data share says of a URL that is used up, is past its time or never was: "All Possible Error codes".
const expired = `{"id":null,"version":null,"metadata":null,"response":null,"errors":[{"errorCode":"DAT-SER-006","message":"Data share usage expired"}]}`

// ServeHTTP gives templates to an ABIS, and logs nothing.
func (s *shares) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	if r.Method != http.MethodGet {
		w.Header().Set("Allow", http.MethodGet)
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	sealed, there := s.take(path.Base(r.URL.Path))
	if !there {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(w, expired)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=us-ascii")
	_, _ = w.Write(sealed) // where it does not arrive, the ABIS says so in its answer
}
