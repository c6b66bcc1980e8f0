package api

import (
	"encoding/xml"
	"errors"
	"html"
	"io"
	"net/http"
	"strings"
	"testing"

	"sallyport/internal/link"
)

// TestProblemPages opens the page of every kind, and reads it to its end.
func TestProblemPages(t *testing.T) {
	w := newWorld(t)
	kindsOfLinks := []kind{link.ProblemMalformed, link.ProblemTooLarge, link.ProblemSlow, link.ProblemStranger, link.ProblemSignature, link.ProblemClock, link.ProblemSession,
		link.ProblemReplayed, link.ProblemEquivocation, link.ProblemUnavailable}
	all := map[kind]explanation{}
	for k, e := range kinds {
		all[k] = e
	}
	for _, k := range kindsOfLinks {
		all[k] = linkKinds[k]
	}
	list := send(t, "", "GET", w.hubURL+problemPath, nil)
	for k, e := range all {
		got := send(t, "", "GET", w.hubURL+problemPath+string(k), nil)
		if got.status != http.StatusOK || !strings.HasPrefix(got.header.Get("Content-Type"), "text/html") || !strings.Contains(string(got.body), "<h1>"+html.EscapeString(e.title)+"</h1>") {
			t.Errorf("%s: %d %s", k, got.status, got.body)
		}
		if e.status/100 < 4 || e.happened == "" || e.remedy == "" || !strings.Contains(string(list.body), `href="/problems/`+string(k)+`"`) {
			t.Errorf("%s: %+v", k, e)
		}
		wellFormed(t, string(got.body))
		if csp := got.header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") || strings.Contains(string(got.body), "style=") {
			t.Errorf("%s: %s", k, csp)
		}
	}
	wellFormed(t, string(list.body))
	if got := send(t, "", "GET", w.hubURL+problemPath+"no-such", nil); got.status != http.StatusNotFound {
		t.Error(got.status)
	}
	if got := send(t, "", "GET", w.hubURL+problemPath+"style.css", nil); got.status != http.StatusOK || got.header.Get("Content-Type") != "text/css; charset=utf-8" {
		t.Error(got.status, got.header)
	}
}

// wellFormed reads a page as XML, whose void elements HTML does not close.
func wellFormed(t *testing.T, text string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	d.Strict, d.AutoClose, d.Entity = false, []string{"meta", "link"}, xml.HTMLEntity
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
	}
}

// TestOtherAddresses asks what is not there, and with methods that are not taken.
func TestOtherAddresses(t *testing.T) {
	w := newWorld(t)
	send(t, "", "GET", w.hubURL+"/api/", nil).problem(t, http.StatusNotFound, kindNotFound)
	send(t, "", "GET", w.hubURL+base+"/bookings", nil).problem(t, http.StatusNotFound, kindNotFound) // the agency's
	got := send(t, "", "GET", w.hubURL+base+"/decide", nil)
	got.problem(t, http.StatusMethodNotAllowed, kindMethod)
	if got.header.Get("Allow") != "POST" {
		t.Error(got.header)
	}
	send(t, "", "DELETE", w.hubURL+base+"/submissions/x", nil).problem(t, http.StatusMethodNotAllowed, kindMethod)
	if got := send(t, "", "GET", w.hubURL+base+"/health", nil); got.status != http.StatusOK || got.header.Get("Cache-Control") != "no-store" || got.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Error(got.status, got.header)
	}
}
