package identity

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"sallyport/roles"
)

// Refused is what somebody at the other end is told: their request cannot be done, why, and what to do.
type Refused struct {
	Status int // of HTTP
	Why    string
}

func (r *Refused) Error() string { return r.Why }

func refuse(status int, format string, args ...any) error {
	return &Refused{status, fmt.Sprintf(format, args...)}
}

var errSignedOut = refuse(http.StatusUnauthorized, "you are not signed in: go to /sign-in")

// handler gives handle the visit that Who found, and answers what it could not do.
func (s *Service) handler(handle func(*visit, http.ResponseWriter, *http.Request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		v, ok := r.Context().Value(visitKey{}).(*visit)
		if !ok {
			s.fail(w, r, errors.New("this handler is not behind Who"))
			return
		}
		if err := handle(v, w, r); err != nil {
			s.fail(w, r, err)
		}
	})
}

// fail answers a problem (RFC 9457). What is nobody's business at the other end goes to the log instead.
func (s *Service) fail(w http.ResponseWriter, r *http.Request, err error) {
	status, why := http.StatusInternalServerError, "this could not be done just now; try again"
	var refused *Refused
	var denied *roles.Denied
	switch {
	case errors.As(err, &refused):
		status, why = refused.Status, refused.Why
	case errors.As(err, &denied):
		status, why = http.StatusForbidden, denied.Error()
	default:
		s.Log.ErrorContext(r.Context(), "sign-in", "path", r.URL.Path, "error", err)
	}
	if s.forPeople(r) {
		s.Show(w, r, status, why)
		return
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"title": http.StatusText(status), "status": status, "detail": why})
}

func answer(w http.ResponseWriter, status int, body any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, err = w.Write(text)
	return err
}

// readBody reads at most maxBody bytes.
func readBody(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		return nil, refuse(http.StatusRequestEntityTooLarge, "the request did not arrive whole, or is over %d bytes", maxBody)
	}
	return text, nil
}

// readJSON reads one JSON object that has no other members than into has.
func readJSON(w http.ResponseWriter, r *http.Request, into any) error {
	body := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	body.DisallowUnknownFields()
	if err := body.Decode(into); err != nil {
		return refuse(http.StatusBadRequest, "the request does not read: %v", err)
	}
	if _, err := body.Token(); !errors.Is(err, io.EOF) {
		return refuse(http.StatusBadRequest, "the request does not read: something follows the object")
	}
	return nil
}
