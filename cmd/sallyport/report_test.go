package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport/returns"
)

var update = flag.Bool("update", false, "rewrite golden files")

// yearly are the returns of invented years, each of a county whose desk, record and log are real.
var yearly = []struct {
	form string
	year int
	make func(*testing.T) *county
	as   string // of the day on which the book is written
}{
	{"us-ca/truth", 2019, losAngeles, "2020-01-15"},
	{"us-ca/values", 2019, losAngeles, "2020-01-15"},
	{"us-il/trust", 2022, sangamon, "2023-01-15"},
	{"us-ma/boston", 2015, bostonLockup, "2016-01-15"},
	{"us-nj/directive-2018-6", 2019, essex, "2020-01-15"},
	{"us-or/sanctuary-promise", 2023, marion, "2024-01-15"},
}

// report runs the command.
func (c *county) report(form string, year int, book string, more ...string) (status int, out, errs string) {
	c.Helper()
	var to, about bytes.Buffer
	args := append([]string{"report", form, "--year", fmt.Sprint(year), "--book", book, "--log", c.logDir()}, more...)
	status = run(args, streams{nil, &to, &about})
	return status, to.String(), about.String()
}

func (c *county) filled(form string, year int, book string) (status int, r returns.Filled) {
	c.Helper()
	status, out, errs := c.report(form, year, book, "--json")
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		c.Fatal(status, errs, err)
	}
	return status, r
}

func TestReturns(t *testing.T) {
	t.Parallel()
	for _, y := range yearly {
		t.Run(y.form, func(t *testing.T) {
			t.Parallel()
			c := y.make(t)
			book := c.book(y.as)
			name := filepath.Join("testdata", "returns", strings.ReplaceAll(y.form, "/", "."))
			status, out, errs := c.report(y.form, y.year, book)
			if status != 0 || errs != "" {
				t.Error(status, errs)
			}
			golden(t, name+".txt", out)
			dir := t.TempDir()
			if status, out, errs := c.report(y.form, y.year, book, "--csv", filepath.Join(dir, "r.csv"), "--html", filepath.Join(dir, "r.html")); status != 0 || out+errs != "" {
				t.Error(status, out, errs)
			}
			golden(t, name+".csv", read(t, filepath.Join(dir, "r.csv")))
			golden(t, name+".html", read(t, filepath.Join(dir, "r.html")))
			_, filled := c.filled(y.form, y.year, book)
			recounted(t, filepath.Join(c.logDir(), "tiles"), &filled)
		})
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	noErr(t, err)
	return string(text)
}

// ofTheLog is what is otherwise each time that a county's year is made: the root of its log, and how long that is, which is the ledger's affair.
var ofTheLog = regexp.MustCompile(`<code>[^<]*</code>|of [0-9]+ entries`)

func golden(t *testing.T, name, got string) {
	t.Helper()
	got = ofTheLog.ReplaceAllString(got, "of N entries")
	if *update {
		noErr(t, os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(got), 0o644))
	}
	if diff := cmp.Diff(read(t, name), got); diff != "" {
		t.Errorf("%s: -want +got; -update writes it\n%s", name, diff)
	}
}

// TestZeroYears: of a year in which nothing was asked there is a sound return, which certifies that, and says nothing is missing.
func TestZeroYears(t *testing.T) {
	t.Parallel()
	for _, f := range returns.Forms {
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			place := f.Place
			if !strings.Contains(place, "/") {
				place += "/nowhere"
			}
			c := newCounty(t, place, "", "America/Chicago", "2021-12-20", 300)
			c.grow("2023-01-10")
			status, r := c.filled(f.Name, 2022, c.book("2023-01-15"))
			if status != 0 || r.Certificate != fmt.Sprintf("In 2022: %s.", f.Zero) || r.NotReported != 0 || len(r.Counts) < 61 {
				t.Errorf("status %d, %q, %d not reported, %d counts, %q", status, r.Certificate, r.NotReported, len(r.Counts), r.Findings)
			}
			for _, count := range r.Counts {
				if count.Value != 0 || count.Log != 0 {
					t.Errorf("%+v", count)
				}
			}
			recounted(t, filepath.Join(c.logDir(), "tiles"), &r)
		})
	}
}

// TestReturnsThatNobodyAsksFor are bad input, and say why.
func TestReturnsThatNobodyAsksFor(t *testing.T) {
	t.Parallel()
	c := newCounty(t, "us-ca/los-angeles", "us-ca/values", "America/Los_Angeles", "2018-12-20", 0)
	c.grow("2020-01-10")
	other := newCounty(t, "us-oh/franklin", "us-ca/values", "America/New_York", "2018-12-20", 0)
	other.grow("2020-01-10")
	book := c.book("2020-01-15")
	refused := func(says string, status int, out, errs string) {
		t.Helper()
		if status != statusBadInput || out != "" || !strings.Contains(errs, says) {
			t.Errorf("%d %q %q, not %q", status, out, errs, says)
		}
	}
	say := func(says string) func(int, string, string) {
		return func(status int, out, errs string) { t.Helper(); refused(says, status, out, errs) }
	}
	say("asked of agencies of us-il, and the log is that of us-ca/los-angeles; its law asks for no such return; it asks for us-ca/truth and us-ca/values")(c.report("us-il/trust", 2019, book))
	say("nor for another that is known here")(other.report("us-il/trust", 2019, other.book("2020-01-15")))
	say("asked of years from 2018 on, not of 2017")(c.report("us-ca/values", 2017, book))
	say("no return of that name; there are us-ca/truth, ")(c.report("us-tx/sb4", 2019, book))
	say("it is of the log trial.sallyport.invalid/us-oh.franklin, and ")(c.report("us-ca/truth", 2019, other.book("2020-01-15")))
	say("before 2021; export it again")(c.report("us-ca/truth", 2021, book))
	say("no such file")(c.report("us-ca/truth", 2019, book+"s"))
}

// TestYearsThatAreNotWhole: what nobody has said yet is not a zero.
func TestYearsThatAreNotWhole(t *testing.T) {
	t.Parallel()
	c := newCounty(t, "us-ca/los-angeles", "us-ca/values", "America/Los_Angeles", "2019-03-01", 0)
	c.grow("2019-06-10")
	status, r := c.filled("us-ca/truth", 2019, c.book("2019-06-15"))
	want := []string{"the book was written on 2019-06-15, before the year had ended (UTC)", "the log says nothing of the days before 2019-03-01, so the year is not whole in it",
		"the log says what happened up to 2019-06-09, so the year is not whole in it"}
	if diff := cmp.Diff(want, r.Findings); status != statusFindings || diff != "" {
		t.Error(status, diff)
	}
}
