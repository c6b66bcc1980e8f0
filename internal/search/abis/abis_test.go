package abis_test

import (
	"crypto/rand"
	"crypto/tls"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sallyport/internal/search"
	"sallyport/internal/search/abis"
	"sallyport/internal/search/abis/abistest"
	"sallyport/internal/search/file"
	"sallyport/internal/search/searchtest"
)

// hub is a hub with an engine on the ABIS, on loopback with mutual TLS.
type hub struct {
	testing.TB
	config abis.Config
	engine *abis.Engine
	own    tls.Certificate
	serve  *abistest.Authority
}

func newHub(t testing.TB) (*hub, *abistest.ABIS) {
	t.Helper()
	authority := abistest.NewAuthority(t)
	s := abistest.New(t, authority)
	h := &hub{TB: t, own: authority.Issue(t, "hub.example"), serve: authority}
	h.config = abis.Config{
		URL: s.URL, Client: authority.Client(h.own), Certificate: s.Certificate,
		Book: filepath.Join(t.TempDir(), "book"), Secret: []byte("thirty-two bytes of a test, none random"),
		Pause: time.Millisecond, Now: time.Now, Random: rand.Reader,
	}
	return h, s
}

// open opens an engine and serves its templates until the test ends.
func (h *hub) open() *abis.Engine {
	h.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		h.Fatal(err)
	}
	h.config.Templates = "https://" + listener.Addr().String() + "/templates"
	if h.engine, err = abis.Open(h.config); err != nil {
		h.Fatal(err)
	}
	server, err := h.engine.Server(&tls.Config{Certificates: []tls.Certificate{h.own}, ClientCAs: h.serve.Pool()})
	if err != nil {
		h.Fatal(err)
	}
	go func() { _ = server.ServeTLS(listener, "", "") }()
	engine := h.engine
	h.Cleanup(func() { _, _ = server.Close(), engine.Close() })
	return h.engine
}

func (h *hub) reopen() *abis.Engine {
	h.Helper()
	if err := h.engine.Close(); err != nil {
		h.Fatal(err)
	}
	return h.open()
}

// TestEngine: an ABIS that answers at once, and one that answers later.
func TestEngine(t *testing.T) {
	t.Parallel()
	for _, later := range []bool{false, true} {
		t.Run(map[bool]string{false: "at once", true: "later"}[later], func(t *testing.T) {
			t.Parallel()
			h, s := newHub(t)
			s.Later = later
			searchtest.Exercise(t, h.open(), func() search.Searcher { return h.reopen() })
			status, err := h.engine.Status(t.Context())
			if want := len(s.Holds()); err != nil || status.References != want || want != 59 {
				t.Errorf("%+v, %v, and the ABIS holds %d", status, err, want)
			}
		})
	}
}

// TestClosed: after the end there are errors, and no more than that.
func TestClosed(t *testing.T) {
	t.Parallel()
	h, _ := some(t)
	for range 2 {
		if err := h.engine.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := h.engine.Search(t.Context(), searchtest.Person(1, 1), 2); err == nil || !strings.Contains(err.Error(), "was closed") {
		t.Error(err)
	}
	if err := h.engine.Enrol(t.Context(), person(7), searchtest.Person(7, 0)); err == nil || !strings.Contains(err.Error(), "was closed") {
		t.Error(err)
	}
	if err := h.engine.Remove(t.Context(), "G-1"); err == nil || !strings.Contains(err.Error(), "was closed") {
		t.Error(err)
	}
}

// TestFallBack: the book is a gallery of the file engine, should the ABIS be gone for good.
func TestFallBack(t *testing.T) {
	t.Parallel()
	h, _ := newHub(t)
	who := search.Enrolment{Person: "G-1", Number: 1}
	if err := h.open().Enrol(t.Context(), who, searchtest.Person(1, 0)); err != nil {
		t.Fatal(err)
	}
	if err := h.engine.Close(); err != nil {
		t.Fatal(err)
	}
	engine, err := file.Open(h.config.Book)
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	if found, err := engine.Search(t.Context(), searchtest.Person(1, 1), 1); err != nil || !engine.Has(who) || found[0].ID != "G-1" {
		t.Error(found, err)
	}
}

// TestMutualTLS: nobody without a certificate of the authority gets templates, and none are sent to such an ABIS.
func TestMutualTLS(t *testing.T) {
	t.Parallel()
	h, s := newHub(t)
	h.open()
	for _, own := range [][]tls.Certificate{nil, {abistest.NewAuthority(t).Issue(t, "stranger.example")}} {
		if reply, err := h.serve.Client(own...).Get(h.config.Templates + "/token"); err == nil {
			t.Error("a stranger was served:", reply.Status)
		}
	}
	if reply, err := h.serve.Client(h.own).Get(h.config.Templates + "/token"); err != nil || reply.StatusCode != http.StatusNotFound {
		t.Error(reply, err)
	}
	if _, err := h.engine.Server(&tls.Config{}); err == nil {
		t.Error("a server that asks for no certificate")
	}
	h.config.Client = abistest.NewAuthority(t).Client(h.own) // the ABIS is of another authority
	h.reopen()
	if err := h.engine.Enrol(t.Context(), search.Enrolment{Person: "G-1", Number: 1}, searchtest.Person(1, 0)); err == nil || len(s.Holds()) > 0 {
		t.Error("enrolled at a stranger's")
	}
}
