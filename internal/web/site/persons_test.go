package site

import (
	"html"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// private are what is known of the person of every case, and a word that only a form of theirs has.
var private = []string{surname, born, booking, "1973-11-30"}

// persons reads every page of every case, as each of the people, and sends every form that a page has. Nothing of the person may stand in an address, a title
// or the log: those are kept by browsers, proxies and whoever runs the node.
func (e *every) persons(t *testing.T) {
	began := len(e.world.log.String())
	pages, sent, told := 0, map[string]bool{}, false
	for _, name := range slices.Sorted(maps.Keys(e.staff)) {
		b := e.as(t, name)
		for _, path := range e.gets(t, slices.Sorted(maps.Values(e.cases))) {
			got := b.record(http.MethodGet, path, nil)
			if got.Code != http.StatusOK || !strings.HasPrefix(got.Header().Get("Content-Type"), "text/html") {
				continue
			}
			pages++
			text := plain(t, got)
			told = told || strings.Contains(strings.ToUpper(text), surname)
			e.outside(t, name+" at "+path, got, text)
			for _, f := range forms(text) {
				kind := name + " " + wildcard.ReplaceAllString(f.action, "") + " " + strings.Join(slices.Sorted(maps.Keys(f.fields)), " ")
				if f.method != http.MethodPost || f.action == "/sign-out" || sent[kind] {
					continue
				}
				sent[kind] = true
				b.from = elsewhere(browsers.Add(1))
				answer := b.record(http.MethodPost, html.UnescapeString(f.action), f.fields)
				e.outside(t, name+" posting to "+f.action, answer, plain(t, answer))
			}
		}
	}
	if pages < 50 || len(sent) < 20 || !told {
		t.Errorf("only %d pages and %d forms; a page that is about the person: %t", pages, len(sent), told)
	}
	if found := says(e.world.log.String()[began:]); found != "" {
		t.Errorf("the log has %s", found)
	}
}

// says is what a text has of the person; "" for nothing.
func says(text string) string {
	for _, p := range private {
		if strings.Contains(strings.ToUpper(text), p) {
			return p
		}
	}
	return ""
}

var (
	titled   = regexp.MustCompile(`(?s)<title>(.*?)</title>`)
	outwards = regexp.MustCompile(`(?i) (?:href|src|action|formaction|title|cite|ping)="([^"]*)"`)
)

// outside looks at what of a page is seen outside of it.
func (e *every) outside(t *testing.T, where string, got *httptest.ResponseRecorder, text string) {
	t.Helper()
	seen := []string{got.Header().Get("Location"), got.Header().Get("Content-Disposition"), got.Header().Get("Link")}
	for _, found := range slices.Concat(titled.FindAllStringSubmatch(text, -1), outwards.FindAllStringSubmatch(text, -1)) {
		seen = append(seen, html.UnescapeString(found[1]))
	}
	for _, one := range seen {
		if strings.HasPrefix(one, "data:") {
			continue
		}
		unescaped, err := url.QueryUnescape(one)
		if err != nil {
			unescaped = one
		}
		if found := says(unescaped); found != "" {
			t.Errorf("%s: %q has %s", where, one, found)
		}
	}
}

// form is one that a page has, filled in.
type form struct {
	method, action string
	fields         url.Values
}

var (
	formed  = regexp.MustCompile(`(?s)<form([^>]*)>(.*?)</form>`)
	fielded = regexp.MustCompile(`(?s)<(input|textarea|button|select)([^>]*)>`)
	option  = regexp.MustCompile(`<option value="([^"]+)"`)
	attr    = regexp.MustCompile(` ([a-z-]+)="([^"]*)"`)
)

// forms are those of a page. What is written freely says who the person is, as people would write it.
func forms(page string) (all []form) {
	for _, found := range formed.FindAllStringSubmatch(page, -1) {
		head := attributes(found[1])
		f := form{method: strings.ToUpper(head["method"]), action: head["action"], fields: url.Values{}}
		for _, at := range fielded.FindAllStringSubmatchIndex(found[2], -1) {
			a := attributes(found[2][at[4]:at[5]])
			if a["name"] == "" {
				continue
			}
			switch element, value := found[2][at[2]:at[3]], a["value"]; {
			case element == "select":
				if chosen := option.FindStringSubmatch(found[2][at[1]:]); chosen != nil {
					f.fields.Add(a["name"], html.UnescapeString(chosen[1]))
				}
			case element == "textarea" || element == "input" && (a["type"] == "" || a["type"] == "text" || a["type"] == "search"):
				f.fields.Add(a["name"], source)
			case a["type"] == "datetime-local":
				f.fields.Add(a["name"], "2015-08-03T08:30")
			case a["type"] == "date":
				f.fields.Add(a["name"], "2015-08-20")
			case a["type"] == "number":
				f.fields.Add(a["name"], "1")
			case value != "" && (a["type"] != "radio" && a["type"] != "checkbox" && element != "button" || f.fields.Get(a["name"]) == ""):
				f.fields.Add(a["name"], html.UnescapeString(value))
			}
		}
		all = append(all, f)
	}
	return all
}

func attributes(text string) map[string]string {
	all := map[string]string{}
	for _, a := range attr.FindAllStringSubmatch(text, -1) {
		all[a[1]] = a[2]
	}
	return all
}
