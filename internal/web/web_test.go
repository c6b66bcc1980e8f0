package web

import (
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/demo"
	"sallyport/internal/desk"
	"sallyport/internal/ledger"
)

// story is small, with a name that would be markup if it were not escaped.
func story() *demo.Story {
	decision := sallyport.Decision{Outcome: sallyport.Unresolved, Missing: []string{"request.served_at"},
		Duties: []sallyport.Duty{{ID: "a.duty", Cite: "s. 1", Due: "at once"}}, Doors: []sallyport.Door{{
			Place: "us", Door: "federal", Pack: "us/pep", Version: "2015-01-05", Outcome: sallyport.Unresolved,
			Rules: []sallyport.AppliedRule{{ID: "pep.serve-copy", Effect: sallyport.Unresolves, Cite: "Form I-247D"}},
		}}}
	one := demo.Case{Name: "<b>One</b>", Reference: "T-1", Jail: "A jail", Ended: casework.LocalLaw,
		Before: &decision, Asks: []demo.Asked{{What: "hold on I-247D", Federal: &demo.Judged{Decision: decision, Index: 3}}, {What: "notify on I-247N"}},
		Records: []demo.Record{{Book: "hub", Receipt: `{"gone":[]}`, Entries: []desk.Entry{{Index: 3, Planned: true, Logged: true, Event: sallyport.Event{Kind: "purged"}}}}}}
	other := demo.Case{Name: "Other", Reference: "T-2", Asks: []demo.Asked{{}}}
	return &demo.Story{Cases: []demo.Case{one, other}, Books: []demo.Book{{Name: "hub", Checkpoint: &ledger.Checkpoint{Size: 4, Note: "origin\n4\n"}}}}
}

func get(t *testing.T, path string) (int, string) {
	t.Helper()
	w := httptest.NewRecorder()
	Handler(story(), t.TempDir()).ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	body, err := io.ReadAll(w.Result().Body)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(w.Header().Get("Content-Security-Policy"), "default-src 'none'") {
		t.Errorf("%s: scripts are not forbidden", path)
	}
	return w.Code, string(body)
}

func TestPages(t *testing.T) {
	for path, says := range map[string][]string{
		"/":         {"Invented people, synthesised prints", "Trial", "waits for the served copy", "It never orders, starts or prolongs custody", "origin\n4"},
		"/case/T-1": {"Trial", "pep.serve-copy", "Form I-247D", "text in force from 2015-01-05", "request.served_at", "Before: a hold under Secure Communities", "a.duty"},
		"/case/T-2": {"Nothing was asked", "Not reached."},
	} {
		code, body := get(t, path)
		if code != http.StatusOK {
			t.Errorf("%s: %d", path, code)
		}
		for _, words := range says {
			if !strings.Contains(body, words) {
				t.Errorf("%s does not say %q", path, words)
			}
		}
		for _, needed := range []string{`<html lang="en">`, "<main id=\"main\">", "<nav aria-label", "<h1>", "<footer>"} {
			if !strings.Contains(body, needed) {
				t.Errorf("%s lacks %s", path, needed)
			}
		}
		if strings.Contains(body, "<script") || strings.Contains(body, "<b>One") {
			t.Errorf("%s: a script, or unescaped text", path)
		}
		checkNesting(t, path, body)
		checkLinks(t, path, body)
	}
}

// checkNesting reads the page as XML would be read, which finds unclosed and crossed elements.
func checkNesting(t *testing.T, path, body string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(void.ReplaceAllString(strings.TrimPrefix(body, "<!doctype html>"), "<$1/>")))
	d.Entity = xml.HTMLEntity
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Errorf("%s: %v", path, err)
			return
		}
	}
}

var void = regexp.MustCompile(`<((?:meta|link)[^>]*)>`)

var link = regexp.MustCompile(`href="(/[^"#]*)(?:#([^"]+))?"`)

// checkLinks follows every link of our own; those into the log need a log.
func checkLinks(t *testing.T, path, body string) {
	t.Helper()
	for _, l := range link.FindAllStringSubmatch(body, -1) {
		if strings.HasPrefix(l[1], "/log/") {
			continue
		}
		code, target := get(t, l[1])
		if code != http.StatusOK || l[2] != "" && !strings.Contains(target, `id="`+l[2]+`"`) {
			t.Errorf("%s: link to %s leads nowhere", path, l[0])
		}
	}
}

func TestNoSuchCase(t *testing.T) {
	for _, path := range []string{"/case/T-3", "/other"} {
		if code, body := get(t, path); code != http.StatusNotFound || !strings.Contains(body, "Not here") {
			t.Error(path, code)
		}
	}
}
