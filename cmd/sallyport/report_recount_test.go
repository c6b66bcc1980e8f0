package main

import (
	"fmt"
	"strings"
	"testing"

	"sallyport/record/figures/testdata/recount"
	"sallyport/returns"
)

// recounted counts every countable number of a return again from the raw tiles, by a program that shares nothing with those that make returns, and by what
// docs/operate/returns.md says that each number is, not by the queries of the return.
func recounted(t *testing.T, tiles string, r *returns.Filled) {
	t.Helper()
	log, err := recount.Read(tiles)
	noErr(t, err)
	if len(r.Counts) == 0 {
		t.Error("nothing to count")
	}
	for _, c := range r.Counts {
		if got := countedAgain(t, log, c.ID, r.Year); got != c.Value || got != c.Log {
			t.Errorf("%s: %d by the tiles; the return has %d by the book, %d by the log", c.ID, got, c.Value, c.Log)
		}
	}
}

// requestEnds are the reasons why a request ends, by the rows of a return.
var requestEnds = map[string]string{"law": "local-law", "declined": "declined", "aside": "not-here moved duplicate", "withdrawn": "nothing-further recalled",
	"unanswered": "released-unanswered", "old": "too-old", "without": "no-effect", "out": "notice-given", "hold": "custody-taken at-its-limit lifted after-its-limit"}

// otherNumbers are those that are no cell of the table of requests.
var otherNumbers = map[string]string{
	"notes":                          "kind=return-noted",
	"access.hold request":            "kind=hold-started",
	"access.notification request":    "kind=released action=notify",
	"access.transfer request":        "kind=released action=transfer",
	"assistance.custody":             "kind=hold-started",
	"assistance.notice of a release": "kind=released action=notify",
	"assistance.transfer":            "kind=released action=transfer",
	"transfer.carried":               "kind=released action=transfer",
	"hold.taken":                     "reason=custody-taken action=*",
	"taken":                          "reason=custody-taken action=*",
	"detainers.notify":               "kind=request-registered action=notify",
	"detainers.hold":                 "kind=request-registered action=hold",
	"lodged":                         "kind=request-registered action=hold",
	"detained":                       "kind=hold-started",
	"received":                       "kind=request-registered",
}

// countedAgain counts one number of a return by its name.
func countedAgain(t *testing.T, log *recount.Log, id string, year int) (n int) {
	t.Helper()
	of := fmt.Sprintf("year=%d ", year)
	if query, is := otherNumbers[id]; is {
		return log.Count(of + query)
	}
	action, what, _ := strings.Cut(id, ".")
	asks := " action=" + strings.Replace(action, "all", "*", 1)
	switch {
	case what == "received":
		return log.Count(of + "kind=request-registered" + asks)
	case requestEnds[what] != "":
		for reason := range strings.FieldsSeq(requestEnds[what]) {
			n += log.Count(of + "reason=" + reason + asks)
		}
		return n
	case what == "before":
		return stillOpen(log, asks, year-1)
	case what == "after":
		return stillOpen(log, asks, year)
	}
	t.Errorf("%s: a number that this cannot count again", id)
	return -1
}

// stillOpen is what had come and not ended when a year did.
func stillOpen(log *recount.Log, asks string, last int) (n int) {
	for year := 2010; year <= last; year++ {
		of := fmt.Sprintf("year=%d ", year)
		n += log.Count(of + "kind=request-registered" + asks)
		for _, reasons := range requestEnds {
			for reason := range strings.FieldsSeq(reasons) {
				n -= log.Count(of + "reason=" + reason + asks)
			}
		}
	}
	return n
}
