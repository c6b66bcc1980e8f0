package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"sallyport"
	"sallyport/internal/api/rate"
)

const oneCase = `{"v": 1, "id": "zarathustra", "at": "2015-08-03T10:00:00-07:00", "agency": "us-ca/los-angeles", "request": {"action": "notify", "form": "I-247N"}}`

// TestDecideReadsStrictly sends what is no case: none of the others in the request is decided, and nothing of it is logged or answered back but its key.
func TestDecideReadsStrictly(t *testing.T) {
	w := newWorld(t)
	w.unchanged(t)
	to := w.hubURL + base + "/decide"
	second := strings.Replace(oneCase, `"request"`, `"requests"`, 1)
	for name, c := range map[string]struct {
		media, body string
		status      int
		kind        kind
		location    string
	}{
		"an unknown key":      {mediaJSON, second, 422, kindCase, "line 1: requests"},
		"in the second line":  {mediaLines, oneCase + "\n" + second + "\n", 422, kindCase, "line 2: requests"},
		"a key twice":         {mediaJSON, strings.Replace(oneCase, `"v": 1`, `"v": 1, "v": 1`, 1), 422, kindCase, "line 1: v"},
		"null":                {mediaJSON, strings.Replace(oneCase, `"I-247N"`, `null`, 1), 422, kindCase, "line 1: request.form"},
		"no time":             {mediaJSON, `{"v": 1, "agency": "us-ca"}`, 422, kindCase, "line 1: at"},
		"cut off":             {mediaJSON, oneCase[:60], 422, kindCase, "line 1"},
		"two as one":          {mediaJSON, oneCase + "\n" + oneCase, 422, kindCase, ""},
		"more than 100":       {mediaLines, strings.Repeat(oneCase+"\n", 101), 422, kindCase, ""},
		"100 that are not":    {mediaLines, strings.Repeat(second+"\n", 101), 422, kindCase, "line 1: requests"},
		"YAML":                {mediaJSON, "v: 1\nat: 2015-08-03T10:00:00-07:00\nagency: us-ca\n", 422, kindCase, ""},
		"a list":              {mediaJSON, "[" + oneCase + "]", 422, kindCase, ""},
		"nested":              {mediaJSON, `{"v": ` + strings.Repeat("[", 10000), 422, kindCase, "line 1"},
		"nothing":             {mediaJSON, " ", 422, kindCase, ""},
		"another format":      {"application/yaml", oneCase, 415, kindMedia, ""},
		"no format":           {"", oneCase, 415, kindMedia, ""},
		"a byte too long":     {mediaLines, strings.Repeat(" ", decideBytes) + oneCase, 413, kindTooLarge, ""},
		"a query nobody asks": {mediaJSON, oneCase, 200, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := send(t, "", "POST", to, c.body, "Content-Type", c.media)
			if c.status == http.StatusOK {
				if got.status != c.status {
					t.Errorf("%d %s", got.status, got.body)
				}
				return
			}
			p := got.problem(t, c.status, c.kind)
			if c.location != "" && (len(p.Errors) == 0 || !strings.HasPrefix(p.Errors[0].Location, c.location)) {
				t.Errorf("%+v, want %s", p, c.location)
			}
			if strings.Contains(string(got.body), "zarathustra") {
				t.Errorf("answered back: %s", got.body)
			}
		})
		w.clock.pass(time.Hour) // or the rate would end the test
	}
}

// TestDecideLines answers a decision a line, in the order of the cases.
func TestDecideLines(t *testing.T) {
	w := newWorld(t)
	var lines strings.Builder
	for i := range decideCases {
		fmt.Fprintln(&lines, strings.Replace(oneCase, "zarathustra", fmt.Sprint("case ", i), 1))
	}
	got := send(t, "", "POST", w.jailURL+base+"/decide", lines.String(), "Content-Type", mediaLines)
	answers := strings.Split(strings.TrimSuffix(string(got.body), "\n"), "\n")
	if got.status != http.StatusOK || got.header.Get("Content-Type") != mediaLines || len(answers) != decideCases {
		t.Fatalf("%d %s: %d lines", got.status, got.header.Get("Content-Type"), len(answers))
	}
	for i, line := range answers {
		var d sallyport.Decision
		must(t, json.Unmarshal([]byte(line), &d))
		if d.Case != fmt.Sprint("case ", i) || d.Outcome == "" {
			t.Errorf("line %d is of %s", i+1, d.Case)
		}
	}
}

// TestDecideIsRated asks until it may not, and again later.
func TestDecideIsRated(t *testing.T) {
	w := newWorld(t)
	ask := func() sent { return send(t, "", "POST", w.hubURL+base+"/decide", oneCase) }
	for i := range rate.Burst {
		if got := ask(); got.status != http.StatusOK {
			t.Fatalf("request %d: %d", i+1, got.status)
		}
	}
	got := ask()
	got.problem(t, http.StatusTooManyRequests, kindTooMany)
	if got.header.Get("Retry-After") != "1" {
		t.Error(got.header)
	}
	w.clock.pass(time.Second)
	for range rate.PerSecond {
		if got := ask(); got.status != http.StatusOK {
			t.Error(got.status)
		}
	}
	ask().problem(t, http.StatusTooManyRequests, kindTooMany)
}
