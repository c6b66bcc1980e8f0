package site

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// headers reads everything as nobody and as each of the people.
func (e *every) headers(t *testing.T) {
	for name, b := range e.readers(t) {
		for _, r := range e.routes {
			if r.changes() {
				continue
			}
			path := r.at(e.a())
			got := b.record(r.method, path, nil).Result()
			for _, wrong := range append(headersOf(got, path), markup(t, got)...) {
				t.Errorf("%s %s as %q: %s", r.method, path, name, wrong)
			}
		}
	}
}

// features are what a page may use of a browser's; no other is.
var features = []string{"publickey-credentials-create=(self)", "publickey-credentials-get=(self)"}

// headersOf says what is wrong with the headers of an answer.
func headersOf(got *http.Response, path string) (wrong []string) {
	h := got.Header
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin", "Strict-Transport-Security": "max-age=31536000"} {
		if h.Get(name) != want {
			wrong = append(wrong, name+": "+h.Get(name))
		}
	}
	for _, f := range strings.Split(h.Get("Permissions-Policy"), ", ") {
		if !strings.HasSuffix(f, "=()") && !slices.Contains(features, f) {
			wrong = append(wrong, "Permissions-Policy: "+f)
		}
	}
	wrong = append(wrong, policyOf(h, path)...)
	media := h.Get("Content-Type")
	if kept := h.Get("Cache-Control"); strings.Contains(media, "html") || strings.Contains(media, "json") {
		if kept != "no-store" {
			wrong = append(wrong, media+" that may be kept: "+kept)
		}
	}
	for _, c := range got.Cookies() {
		if !strings.HasPrefix(c.Name, "__Host-") || !c.Secure || !c.HttpOnly || c.Path != "/" || c.Domain != "" || c.SameSite < http.SameSiteLaxMode {
			wrong = append(wrong, "cookie "+c.Name)
		}
	}
	return wrong
}

// policyOf says what is wrong with what the page may do.
func policyOf(h http.Header, path string) (wrong []string) {
	policy := h.Get("Content-Security-Policy")
	said := map[string]string{}
	for _, directive := range strings.Split(policy, ";") {
		name, sources, _ := strings.Cut(strings.TrimSpace(directive), " ")
		said[name] = sources
		for _, source := range strings.Fields(sources) {
			fits := source == "'none'" || source == "'self'" || source == "data:" && name == "img-src" ||
				source == "'wasm-unsafe-eval'" && name == "script-src" && path == "/explore"
			if !fits {
				wrong = append(wrong, "Content-Security-Policy: "+directive)
			}
		}
	}
	if said["default-src"] != "'none'" || said["frame-ancestors"] != "'none'" {
		wrong = append(wrong, "Content-Security-Policy: "+policy)
	}
	return wrong
}

// What a page may not have: a script or a style in itself, and anything of another host.
var (
	inline  = regexp.MustCompile(`(?i)<style|<script(?: [^>]*)?>[^<]|<[a-z][^>]* (?:style|on[a-z]+)="|javascript:`)
	another = regexp.MustCompile(`(?i)<(?:script|link|img|iframe|form|source|video|audio|object|embed)[^>]* (?:src|href|action|data)="(?:https?:)?//`)
)

// markup says what is wrong with a page.
func markup(t *testing.T, got *http.Response) (wrong []string) {
	if !strings.HasPrefix(got.Header.Get("Content-Type"), "text/html") {
		return nil
	}
	text, err := readPlain(got)
	must(t, err)
	for _, bad := range []*regexp.Regexp{inline, another} {
		if found := bad.FindString(text); found != "" {
			wrong = append(wrong, "it has "+found)
		}
	}
	return wrong
}
