// Package abistest is an ABIS for tests, written from MOSIP's ABIS API 0.9 and the carrier of docs/operate/abis.md, not from the engine: it holds
// every message to the specification, fetches reference URLs, opens them with its own key and searches by comparing with everyone. Galleries
// in a request ("gallery") it does not have: the hub searches everybody.
package abistest

import (
	"context"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"sallyport/fingerprint"
	"sallyport/internal/search"
	"sallyport/internal/search/memory"
)

// Path is where messages are posted.
const Path = "/abis/v0.9/requests"

// ABIS is an ABIS behind HTTPS on loopback with mutual TLS.
type ABIS struct {
	URL         string
	Certificate *x509.Certificate // its own
	// Later has it answer later, when it is asked for the answer a second time.
	Later bool
	// Reply, where there is one, is given each message and its answer in place of whoever asked.
	Reply func(w http.ResponseWriter, message Message, answer []byte)
	// Before, where there is one, is told of each message before anything is done with it.
	Before func(Message)

	key     *rsa.PrivateKey
	fetcher *http.Client

	lock    sync.Mutex
	engine  *memory.Engine
	prints  map[string]*fingerprint.TenPrint // by reference
	answers map[string][]byte                // that are asked for later, by request
	asked   map[string]bool                  // which of them were asked for
}

// Message is what is in a message, "" where it is missing.
type Message struct {
	ID, Version, RequestID, Requesttime, ReferenceID, ReferenceURL string
	MaxResults, TargetFPIR                                         string
}

// New starts an ABIS with a certificate of the authority, which ends with the test.
func New(t testing.TB, authority *Authority) *ABIS {
	t.Helper()
	own := authority.Issue(t, "abis.example")
	s := &ABIS{
		Certificate: own.Leaf, key: own.PrivateKey.(*rsa.PrivateKey), fetcher: authority.Client(own),
		answers: map[string][]byte{}, asked: map[string]bool{},
	}
	s.Restore(nil)
	server := httptest.NewUnstartedServer(s)
	server.TLS = &tls.Config{Certificates: []tls.Certificate{own}, ClientCAs: authority.Pool(), ClientAuth: tls.RequireAndVerifyClientCert}
	server.StartTLS()
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

// Holds returns what it holds, by reference.
func (s *ABIS) Holds() map[string]*fingerprint.TenPrint {
	s.lock.Lock()
	defer s.lock.Unlock()
	return maps.Clone(s.prints)
}

// Restore has it hold this and nothing else.
func (s *ABIS) Restore(prints map[string]*fingerprint.TenPrint) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.engine, s.prints = new(memory.Engine), map[string]*fingerprint.TenPrint{}
	for reference, p := range prints {
		s.keep(reference, p)
	}
}

func (s *ABIS) keep(reference string, p *fingerprint.TenPrint) {
	s.prints[reference] = p
	_ = s.engine.Enrol(context.Background(), search.Enrolment{Person: reference}, p) // in memory it cannot fail
}

// ServeHTTP is the carrier.
func (s *ABIS) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if id, is := strings.CutPrefix(r.URL.Path, Path+"/"); is && r.Method == http.MethodGet {
		s.later(w, id)
		return
	}
	if r.URL.Path != Path || r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/json" {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<16))
	if err != nil {
		return // the hub has gone
	}
	message, why := check(body)
	if s.Before != nil {
		s.Before(message)
	}
	answer := s.answer(r.Context(), message, why)
	switch {
	case s.Reply != nil:
		s.Reply(w, message, answer)
	case s.Later:
		s.lock.Lock()
		s.answers[message.RequestID] = answer
		s.lock.Unlock()
		w.WriteHeader(http.StatusAccepted)
	default:
		Write(w, answer)
	}
}

// later answers whoever asks for an answer: the first time that it is still to come.
func (s *ABIS) later(w http.ResponseWriter, id string) {
	s.lock.Lock()
	defer s.lock.Unlock()
	answer, there := s.answers[id]
	switch {
	case !there:
		w.WriteHeader(http.StatusNotFound)
	case !s.asked[id]:
		s.asked[id] = true
		w.WriteHeader(http.StatusAccepted)
	default:
		Write(w, answer)
	}
}

// Write writes an answer as an ABIS does.
func Write(w http.ResponseWriter, answer []byte) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(answer)
}

// answer does what a message asks, unless something is wrong with it.
func (s *ABIS) answer(ctx context.Context, m Message, why reason) []byte {
	fields := map[string]any{"id": m.ID, "requestId": m.RequestID, "responsetime": time.Now().UTC().Format("2006-01-02T15:04:05.000Z")}
	if why == none {
		why = s.do(ctx, m, fields)
	}
	fields["returnValue"] = "1"
	if why != none {
		fields["returnValue"], fields["failureReason"] = "2", string(why)
		if m.ID == "mosip.abis.identify" {
			fields["id"] = "mosip.id.identify" // as the specification prints it
		}
	}
	data, err := json.Marshal(fields)
	if err != nil {
		panic(err)
	}
	return data
}
