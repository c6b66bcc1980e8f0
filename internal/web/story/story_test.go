package story

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
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

// stage shows a story with two nodes, whose pages say who they take the visitor for, and count what followed an act.
func stage(t *testing.T, told *demo.Story) http.Handler {
	t.Helper()
	node := func(name string) Node {
		return Node{name, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/other" {
				http.Error(w, "Not here", http.StatusNotFound)
				return
			}
			who, known := Who(r.Context())
			fmt.Fprintln(w, name, who.ID, known)
		})}
	}
	clerk := sallyport.Actor{ID: "C. Lerk", Office: "a jail", Role: sallyport.JailClerk}
	return Handler(&Stage{Story: told, Nodes: []Node{node("hub"), node("a-jail")}, Parts: []demo.Part{{Key: "clerk", Says: "Jail clerk", Node: "a-jail", Start: "/desk", Actor: clerk}},
		Left: []demo.Left{{Name: "Third", Jail: "A jail", Shows: "the clerk", Turn: "clerk"}}, Dir: t.TempDir(), Log: slog.New(slog.DiscardHandler),
		After: func(context.Context) error { acts++; return nil }})
}

var acts int // that something followed

// TestBeAnyone: a visitor is nobody until they choose, then that person at that node; and software does its part after their acts alone.
func TestBeAnyone(t *testing.T) {
	pages := stage(t, story())
	ask := func(method, path string, form url.Values, kept []*http.Cookie, site string) *http.Response {
		r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", site)
		for _, c := range kept {
			r.AddCookie(c)
		}
		w := httptest.NewRecorder()
		pages.ServeHTTP(w, r)
		return w.Result()
	}
	says := func(r *http.Response) string {
		text, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(string(text))
	}
	if got := says(ask("GET", "/desk", nil, nil, "same-origin")); got != "hub  false" {
		t.Error(got)
	}
	chosen := ask("POST", "/be", url.Values{"be": {"clerk"}}, nil, "same-origin")
	if chosen.StatusCode != http.StatusSeeOther || chosen.Header.Get("Location") != "/desk" {
		t.Error(chosen.Status, chosen.Header)
	}
	acts = 0
	if got := says(ask("GET", "/desk", nil, chosen.Cookies(), "same-origin")); got != "a-jail C. Lerk true" || acts != 0 {
		t.Error(got, acts)
	}
	if got := says(ask("POST", "/desk", nil, chosen.Cookies(), "same-origin")); got != "a-jail C. Lerk true" || acts != 1 {
		t.Error(got, acts)
	}
	for path, form := range map[string]url.Values{"/be": {"be": {"clerk"}}, "/desk": nil} {
		if got := ask("POST", path, form, chosen.Cookies(), "cross-site"); got.StatusCode != http.StatusForbidden || acts != 1 {
			t.Error(path, got.Status, acts)
		}
	}
	if got := ask("POST", "/be", url.Values{"be": {"a stranger"}}, nil, "same-origin"); got.StatusCode != http.StatusUnprocessableEntity {
		t.Error(got.Status)
	}
}

func get(t *testing.T, path string) (int, string) {
	t.Helper()
	w := httptest.NewRecorder()
	stage(t, story()).ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	body, err := io.ReadAll(w.Result().Body)
	if err != nil {
		t.Fatal(err)
	}
	if w.Code == http.StatusOK && !strings.Contains(w.Header().Get("Content-Security-Policy"), "default-src 'none'") {
		t.Errorf("%s: scripts are not forbidden", path)
	}
	return w.Code, string(body)
}

func TestPages(t *testing.T) {
	for path, says := range map[string][]string{
		"/":         {"invented people, synthesised prints", "Third", "Jail clerk", "Trial", "waits for the served copy", "It never orders, starts or prolongs custody", "origin\n4"},
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
		for _, needed := range []string{`<html lang="en" dir="ltr">`, "<main id=\"main\"", "<nav aria-label", "<h1>", "<footer>"} {
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
	body = strings.ReplaceAll(body, " selected>", ">")
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

var void = regexp.MustCompile(`<((?:meta|link|img)[^>]*)>`)

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
