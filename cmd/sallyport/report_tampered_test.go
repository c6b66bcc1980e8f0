package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// altered writes a book in which somebody laid hands on the first line of a kind, or on all that meet it.
func (c *county) altered(book string, change func(line string) (instead string, keep bool)) string {
	c.Helper()
	var lines strings.Builder
	changed := false
	for line := range strings.Lines(read(c.T, book)) {
		if strings.HasPrefix(line, `{"end":`) {
			n := strings.LastIndex(line, `"lines":`)
			line = line[:n] + fmt.Sprintf(`"lines":%d}}`+"\n", strings.Count(lines.String(), "\n"))
		}
		instead, keep := change(line)
		changed = changed || !keep || instead != line
		if keep {
			lines.WriteString(instead)
		}
	}
	if !changed {
		c.Fatal("nothing was altered")
	}
	name := filepath.Join(c.TempDir(), "altered.book")
	noErr(c.T, os.WriteFile(name, []byte(lines.String()), 0o600))
	return name
}

// without leaves out the first line that says something.
func without(words ...string) func(string) (string, bool) {
	gone := false
	return func(line string) (string, bool) {
		for _, word := range words {
			if !strings.Contains(line, strings.ReplaceAll(word, `"`, `\"`)) {
				return line, true
			}
		}
		keep := gone
		gone = true
		return line, keep
	}
}

// with has the first line that says something say something else.
func with(said, says string) func(string) (string, bool) {
	done := false
	return func(line string) (string, bool) {
		said, says := strings.ReplaceAll(said, `"`, `\"`), strings.ReplaceAll(says, `"`, `\"`)
		if done || !strings.Contains(line, said) {
			return line, true
		}
		done = true
		return strings.Replace(line, said, says, 1), true
	}
}

// TestTamperedBooks lays hands on a book's lines, one kind of cell after the other. The log bears none of it out, and each number that is wrong is named.
func TestTamperedBooks(t *testing.T) {
	t.Parallel()
	for _, of := range []struct {
		form   string
		year   int
		make   func(*testing.T) *county
		as     string
		change map[string]func(string) (string, bool)
		names  map[string]string
	}{
		{"us-ca/truth", 2019, losAngeles, "2020-01-15", map[string]func(string) (string, bool){
			"request left out":       without(`"kind":"request registered"`, `"form":"I-247A"`, `2019-02-10`),
			"release left out":       without(`"kind":"released and notified"`, `"action":"notify"`),
			"refusal left out":       without(`"kind":"answered"`, `"reason":"not answered, under local law"`),
			"refusal become consent": with(`"answer":{"agrees":false`, `"answer":{"agrees":true`),
			"set aside left out":     without(`"kind":"request set aside"`),
			"lapse left out":         without(`"kind":"lapsed"`),
			"age left out":           without(`"kind":"too old"`),
			"without effect":         without(`"reason":"the request never took effect"`),
			"note left out":          without(`"kind":"noted for a return"`, `"access":"interview"`),
			"note altered":           with(`"access":"interview"`, `"access":"information"`),
			"another day":            with(`"at":"2019-02-10T09:00:00-08:00"`, `"at":"2018-02-10T09:00:00-08:00"`),
		}, map[string]string{
			"request left out":       "notify: received: 6 by the book, 7 by the log",
			"release left out":       "access through notification request: 2 by the book, 3 by the log",
			"refusal left out":       "hold: refused by law: 0 by the book, 1 by the log",
			"refusal become consent": "is not what the log has at index",
			"set aside left out":     "notify: not here, moved, twice: 0 by the book, 1 by the log",
			"lapse left out":         "notify: left before an answer took effect: 0 by the book, 1 by the log",
			"age left out":           "notify: lapsed by age: 0 by the book, 1 by the log",
			"without effect":         "transfer: without effect: 0 by the book, 1 by the log",
			"note left out":          "lines that note something for a return: 6 by the book, 7 by the log",
			"note altered":           "lines that note something for a return: 6 by the book, 7 by the log",
			"another day":            "is not what the log has at index",
		}},
		{"us-ma/boston", 2015, bostonLockup, "2016-01-15", map[string]func(string) (string, bool){
			"hold left out":    without(`"kind":"hold started"`),
			"end left out":     without(`"kind":"hold ended"`, `"reason":"hold ended: custody taken"`),
			"request left out": without(`"kind":"request registered"`, `"action":"hold"`),
			"a harmless end":   with(`"reason":"hold ended: custody taken"`, `"reason":"hold ended: lifted"`),
			"a better reason":  with(`"final_order"`, `"proceedings"`),
		}, map[string]string{
			"hold left out":    "holds that began: 1 by the book, 2 by the log",
			"end left out":     "holds that ended in custody: 0 by the book, 1 by the log",
			"request left out": "civil immigration detainer requests received: 2 by the book, 3 by the log",
			"a harmless end":   "holds that ended in custody: 0 by the book, 1 by the log",
			"a better reason":  "lines that note something for a return: 1 by the book, 2 by the log",
		}},
	} {
		t.Run(of.form, func(t *testing.T) {
			t.Parallel()
			c := of.make(t)
			book := c.book(of.as)
			for name, change := range of.change {
				status, r := c.filled(of.form, of.year, c.altered(book, change))
				if all := strings.Join(r.Findings, "\n"); status != statusFindings || !strings.Contains(all, of.names[name]) {
					t.Errorf("%s: status %d\n%s\nnot %s", name, status, all, of.names[name])
				}
			}
		})
	}
}

// TestTamperedLogs: an entry that was changed where the log is published, and a line that is there twice.
func TestTamperedLogs(t *testing.T) {
	t.Parallel()
	c := marion(t)
	book := c.book("2024-01-15")
	twice := c.altered(book, func(line string) (string, bool) {
		if strings.HasPrefix(line, `{"event":{"seq":1,`) {
			return line + strings.Replace(line, `"seq":1,`, `"seq":2,`, 1), true
		}
		return line, !strings.HasPrefix(line, `{"event":{"seq":2,`)
	})
	if status, out, errs := c.report("us-or/sanctuary-promise", 2023, twice); status != statusBadInput || out != "" || !strings.Contains(errs, "has the same index") {
		t.Errorf("a line twice: %d %s %s", status, out, errs)
	}
	bundles, err := filepath.Glob(filepath.Join(c.logDir(), "tiles", "tile", "entries", "001.p", "*"))
	noErr(t, err)
	for _, name := range bundles {
		forged := strings.ReplaceAll(read(t, name), `"kind":"request-registered"`, `"kind":"request-registexed"`)
		noErr(t, os.Chmod(name, 0o644), os.WriteFile(name, []byte(forged), 0o644))
	}
	status, r := c.filled("us-or/sanctuary-promise", 2023, book)
	if status != statusFindings || !strings.Contains(strings.Join(r.Findings, "\n"), "of the log are missing, or are not what its root commits to") {
		t.Error(status, r.Findings)
	}
}
