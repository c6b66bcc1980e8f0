package web

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"sallyport"
	"sallyport/internal/desk"
	"sallyport/internal/receipt"
	"sallyport/proof"
)

// askFor sends a form to the page of receipts, or only opens it.
func askFor(t *testing.T, h http.Handler, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/receipt", nil)
	if form != nil {
		r = httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/receipt", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// some is what a code leads to, with words that would be markup if they were not escaped.
func some(state receipt.State) *receipt.Found {
	at := time.Date(2015, 8, 3, 9, 30, 0, 0, time.FixedZone("", -4*3600))
	said := &sallyport.Statement{Place: "us-oh/franklin", Action: "hold", Form: "<b>I-247D</b>", Received: at, Answer: sallyport.AnswerRefuses, Answered: at, HoldUntil: at.Add(48 * time.Hour),
		Doors: []sallyport.Judgement{{Door: "local", At: at, Outcome: sallyport.Refused, Grounds: []sallyport.Ground{{Rule: "oh.rule", Effect: sallyport.Refuses, Cite: "s. 1"}}}}, Ended: "not answered, under local law"}
	return &receipt.Found{Statement: receipt.Line{State: state, Index: 7, Event: sallyport.Event{Kind: "copy given", At: at, Statement: said}},
		Later: []receipt.Line{{State: receipt.Recorded, Event: sallyport.Event{Kind: "purged", At: at}}}}
}

func TestReceiptPage(t *testing.T) {
	t.Parallel()
	const code = "7Q3M-0ZXK-9R2T-HB5W-S"
	find := func(_ context.Context, typed string) (*receipt.Found, error) {
		switch typed {
		case code:
			return some(receipt.Logged), nil
		case "slip":
			return nil, &desk.CodeSlip{Err: errors.New("receipt code: it has 4 characters")}
		case "crowd":
			return nil, desk.ErrCrowded
		case "broken":
			return nil, errors.New("the disk is full of secrets")
		}
		return nil, desk.ErrNoCopy
	}
	now := time.Date(2015, 8, 3, 9, 0, 0, 0, time.UTC)
	h := Receipts(find, func() time.Time { return now })
	for typed, want := range map[string]struct {
		status int
		says   string
	}{
		code: {200, "In the log, as entry 7; not yet under a checkpoint"}, "slip": {422, "Receipt code: it has 4 characters."}, "crowd": {503, "try again in a little while."},
		"broken": {500, "could not be looked up"}, "other": {404, "No copy has this code"},
	} {
		got := askFor(t, h, url.Values{"code": {typed}})
		body := got.Body.String()
		if got.Code != want.status || !strings.Contains(body, want.says) || strings.Contains(body, "secrets") {
			t.Errorf("%s: %d %s", typed, got.Code, body)
		}
		if title := regexp.MustCompile(`<title>(.*)</title>`).FindStringSubmatch(body); strings.Contains(title[1], typed) || got.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %q %v", typed, title, got.Header())
		}
	}
	body := askFor(t, h, url.Values{"code": {code}}).Body.String()
	for _, want := range []string{"&lt;b&gt;I-247D", "the agency refuses", "A hold has to be over by", "oh.rule", "Local door", "not answered, under local law", "not in the log yet"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q in %s", want, body)
		}
	}
	if got := askFor(t, h, url.Values{"code": {code}, "as": {"bundle"}}); got.Code != http.StatusConflict || !strings.Contains(got.Body.String(), "Nothing proves it yet") {
		t.Error(got.Code)
	}
	for range 60 {
		askFor(t, h, url.Values{"code": {"other"}})
	}
	if got := askFor(t, h, url.Values{"code": {code}}); got.Code != http.StatusTooManyRequests || got.Header().Get("Retry-After") == "" || strings.Contains(got.Body.String(), "entry 7") {
		t.Error(got.Code)
	}
}

// TestReceiptPageKeepsToItself: no script or style in the page, nothing from elsewhere, and a form that posts.
func TestReceiptPageKeepsToItself(t *testing.T) {
	t.Parallel()
	found := some(receipt.Public)
	found.Bundle = &proof.Bundle{Format: proof.BundleFormat}
	h := Receipts(func(context.Context, string) (*receipt.Found, error) { return found, nil }, time.Now)
	got := askFor(t, h, nil)
	body, policy := got.Body.String(), got.Header().Get("Content-Security-Policy")
	if strings.Contains(policy, "unsafe") || !strings.Contains(policy, "default-src 'none'") || strings.Contains(body, "//") || regexp.MustCompile(`<script[^>]*>[^<]|style=| on[a-z]+=`).MatchString(body) {
		t.Errorf("%s\n%s", policy, body)
	}
	if !strings.Contains(body, `method="post" action="/receipt"`) || !strings.Contains(body, `autocomplete="off"`) {
		t.Error(body)
	}
	for _, path := range []string{"/receipt/receipt.js", "/receipt/style.css"} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		if w.Code != http.StatusOK || w.Body.Len() == 0 {
			t.Error(path, w.Code)
		}
	}
	if got := askFor(t, h, url.Values{"code": {"x"}, "as": {"bundle"}}); got.Header().Get("Content-Type") != "application/json" || !strings.Contains(got.Body.String(), proof.BundleFormat) {
		t.Error(got.Body)
	}
	if got := askFor(t, h, url.Values{"code": {strings.Repeat("x", mostForm)}}); got.Code != http.StatusBadRequest {
		t.Error(got.Code)
	}
}
