package trial_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"sallyport"
	"sallyport/casefile"
	"sallyport/law"
	"sallyport/law/compile"
	"sallyport/law/trial"
)

const pack = `pack: us-zz/example
title: An example
door: local
summary: For tests.
versions:
  - from: 2014-01-01
    until: 2014-12-31
    instrument: Invented
    silent: {notify: no rule, transfer: no rule, interview: no rule}
    rules:
      - id: us-zz.long
        for: [hold]
        says: Long and of late.
        cite: "1"
        sure: memory
        needs: convictions.exists(c, c.to_serve_days >= 90 && within_years(c.on, 5, release.eligible_at))
      - id: us-zz.often
        for: [hold]
        says: Often.
        cite: "2"
        sure: memory
        bars: convictions.count(c, c.grade == 'felony') >= 2
      - id: us-zz.never
        for: [hold]
        says: Never on another day or for another action.
        cite: "3"
        sure: memory
        bars: request.action == 'notify' || on_or_after(at, '2016-01-01')
      - id: us-zz.clock
        for: [hold]
        says: Two days.
        cite: "4"
        sure: memory
        clock: {hours: 48, count: running}
`

// everything is the points of the pack that no case has tried.
var everything = []string{
	" : a case on its first day", " : a case on its last day",
	"hold us-zz.long (needs): true", "hold us-zz.long (needs): false", "hold us-zz.long (needs): unknown",
	"hold us-zz.often (bars): true", "hold us-zz.often (bars): false", "hold us-zz.often (bars): unknown",
	"hold us-zz.never (bars): false",
	"hold us-zz.clock (clock): true", "hold us-zz.clock (clock): false", "hold us-zz.clock (clock): unknown",
	"hold us-zz.long (needs): border: to_serve_days = 90", "hold us-zz.long (needs): border: to_serve_days = 89",
	"hold us-zz.long (needs): border: on one day less than 5 years before release.eligible_at",
	"hold us-zz.long (needs): border: on exactly 5 years before release.eligible_at",
	"hold us-zz.often (bars): border: exactly 2 convictions", "hold us-zz.often (bars): border: exactly 1 convictions",
	"hold us-zz.clock (clock): border: the last minute of the clock", "hold us-zz.clock (clock): border: the minute the clock ends",
}

func TestCoverage(t *testing.T) {
	for _, test := range []struct {
		name, at, rest string
		tried          []string
	}{
		{"another place", "2014-01-01T10:00:00-05:00", "agency: us-yy, request: {action: hold}", nil},
		{"another action", "2014-06-01T10:00:00-05:00", "agency: us-zz, request: {action: notify}", nil},
		{"the first day, nothing known", "2014-01-01T10:00:00-05:00", "agency: us-zz, request: {action: hold}", []string{
			" : a case on its first day", "hold us-zz.long (needs): unknown", "hold us-zz.often (bars): unknown",
			"hold us-zz.never (bars): false", "hold us-zz.clock (clock): unknown",
		}},
		{"ninety days, five years less a day, one felony, the last minute", "2014-06-01T10:00:00-05:00",
			"agency: us-zz, request: {action: hold}, release: {eligible_at: 2014-05-30T10:01:00-05:00}, convictions: [{grade: felony, on: 2009-05-31, to_serve_days: 90}]",
			[]string{
				"hold us-zz.long (needs): true", "hold us-zz.often (bars): false", "hold us-zz.never (bars): false",
				"hold us-zz.clock (clock): true", "hold us-zz.long (needs): border: to_serve_days = 90",
				"hold us-zz.long (needs): border: on one day less than 5 years before release.eligible_at",
				"hold us-zz.often (bars): border: exactly 1 convictions",
				"hold us-zz.clock (clock): border: the last minute of the clock",
			}},
		{"89 days: the five years do not decide", "2014-06-01T10:00:00-05:00",
			"agency: us-zz, request: {action: hold}, release: {eligible_at: 2014-05-30T10:00:00-05:00}, convictions: [{grade: infraction, on: 2009-05-31, to_serve_days: 89}]",
			[]string{
				"hold us-zz.long (needs): false", "hold us-zz.often (bars): false", "hold us-zz.never (bars): false",
				"hold us-zz.clock (clock): false", "hold us-zz.long (needs): border: to_serve_days = 89",
				"hold us-zz.clock (clock): border: the minute the clock ends",
			}},
	} {
		left := untried(t, test.at, test.rest)
		var want []string
		for _, point := range everything {
			if !contains(test.tried, point) {
				want = append(want, point)
			}
		}
		if diff := cmp.Diff(want, left); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

func contains(all []string, one string) bool {
	for _, s := range all {
		if s == one {
			return true
		}
	}
	return false
}

// untried lists the points that one case leaves.
func untried(t *testing.T, at, rest string) []string {
	t.Helper()
	book, one := exampleCase(t, at, rest)
	c := trial.NewCoverage(book, book.Packs)
	c.Add(one)
	var left []string
	for _, p := range c.Points {
		if p.Cases == 0 {
			left = append(left, p.Action+" "+p.Rule+": "+p.Value)
		}
	}
	return left
}

// exampleCase is the example's book and one case.
func exampleCase(t *testing.T, at, rest string) (*law.Book, *sallyport.Case) {
	t.Helper()
	book, err := compile.Load(fstest.MapFS{"pack.yaml": {Data: []byte(pack)}})
	if err != nil {
		t.Fatal(err)
	}
	scenarios, err := casefile.Scenarios("case", strings.NewReader("scenario: one\ncase: {v: 1, at: "+at+", "+rest+"}\n"))
	if err != nil {
		t.Fatal(err)
	}
	return book, &scenarios[0].Case
}

// TestSuggest: from one case that tries almost nothing, a case is found for every point, and each tries what it says.
func TestSuggest(t *testing.T) {
	book, one := exampleCase(t, "2013-06-01T10:00:00-05:00",
		"agency: us-zz, request: {action: notify}, release: {eligible_at: 2013-06-02T10:00:00-05:00}, convictions: [{grade: felony, on: 2012-03-04, to_serve_days: 7}]")
	c := trial.NewCoverage(book, book.Packs)
	suggested := c.Suggest([]*sallyport.Case{one})
	again := trial.NewCoverage(book, book.Packs)
	for _, s := range suggested {
		if len(s.Points) == 0 {
			t.Errorf("a suggestion that tries nothing")
		}
		again.Add(s.Case)
	}
	for _, p := range again.Points {
		if p.Cases == 0 {
			t.Errorf("no case for %s %s: %s", p.Action, p.Rule, p.Value)
		}
	}
}

// TestWhatCannotBeIsNotAskedFor: an offence is no felony and misdemeanour at once. Only a proof knows.
func TestWhatCannotBeIsNotAskedFor(t *testing.T) {
	text := strings.Replace(pack, "convictions.count(c, c.grade == 'felony') >= 2", "convictions.exists(c, c.grade == 'felony' && c.grade == 'misdemeanor')", 1)
	book, err := compile.Load(fstest.MapFS{"pack.yaml": {Data: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	var asked []string
	for _, p := range trial.NewCoverage(book, book.Packs).Untried() {
		if strings.HasPrefix(p.Rule, "us-zz.often") {
			asked = append(asked, p.Value)
		}
	}
	if diff := cmp.Diff([]string{"false", "unknown"}, asked); diff != "" {
		t.Error(diff)
	}
}
