package reconcile

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func bookText(t testing.TB) string {
	t.Helper()
	w, _ := busy(t, 3)
	var file bytes.Buffer
	if err := w.nodes[0].book(t, w.now).Write(&file); err != nil {
		t.Fatal(err)
	}
	return file.String()
}

// TestBadBooks: a book is read whole or not at all, and the error names the line and the field.
func TestBadBooks(t *testing.T) {
	t.Parallel()
	good := bookText(t)
	lines := strings.SplitAfter(strings.TrimSuffix(good, "\n"), "\n")
	last := len(lines)
	for name, c := range map[string]struct{ text, want string }{
		"nothing":         {"", "a.book:1: end: the book is cut short"},
		"cut short":       {strings.Join(lines[:last-1], ""), "end: the book is cut short"},
		"cut in a line":   {good[:len(good)-9], "not a line of a book"},
		"a line lost":     {strings.Join(append(append([]string{}, lines[:3]...), lines[4:]...), ""), "end.lines: "},
		"more after":      {good + lines[2], "end: more lines follow"},
		"no head":         {strings.Join(lines[1:], ""), "a.book:1: not a line of a book"},
		"two heads":       {lines[0] + good, "a.book:2: not a line of a book"},
		"a later version": {strings.Replace(good, `"version":2`, `"version":3`, 1), "book.version: 3"},
		"an old version":  {strings.Replace(good, `"version":2`, `"version":1`, 1), "book.version: 1: such a book has messages alone"},
		"no key":          {strings.Replace(good, `"log":"trial`, `"log":"+trial`, 1), "book.log: "},
		"no zone":         {strings.Replace(good, `Z"}}`, `+01:00"}}`, 1), "book.at: "},
		"two fields":      {strings.Replace(good, `{"sent":`, `{"sent":{},"end":{"record":1,"leaves":1,"lines":2},"sent":`, 1), "not a line of a book"},
		"spaces":          {strings.Replace(good, `{"sent":`, `{"sent": `, 1), "not a line of a book"},
		"unknown key":     {strings.Replace(good, `{"seq":`, `{"person":"x","seq":`, 1), "not a line of a book"},
		"no salt":         {strings.Replace(good, `"salt":"`, `"salt":"zz`, 1), "event.salt: "},
		"no message":      {strings.Replace(good, `{\"message\":`, `{\"m\":`, 1), "event.body: not a line of a record"},
		"of others":       {strings.Replace(good, `\"from\":\"hub\"`, `\"from\":\"bub\"`, 1), "event.body: a message from \"bub\""},
		"sent to itself":  {strings.Replace(good, `{"to":"us-oh.franklin"`, `{"to":"hub"`, 1), "sent.to: "},
		"no number":       {strings.Replace(good, `"received":{"from":"us-oh.franklin","number":1`, `"received":{"from":"us-oh.franklin","number":0`, 1), "received.number: 0"},
		"order":           {lines[0] + lines[2] + lines[1] + strings.Join(lines[3:], ""), "event.seq: "},
		"two of a number": {strings.Replace(good, `"to":"us-oh.franklin","number":2`, `"to":"us-oh.franklin","number":1`, 1), "sent.number: "},
		"long":            {strings.Repeat("x", maxLine+1), "a.book:1: "},
	} {
		if c.text == good {
			t.Errorf("%s: nothing was changed", name)
		}
		_, err := ReadBook(strings.NewReader(c.text), "a.book")
		if err == nil || !strings.HasPrefix(err.Error(), "a.book:") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v; want %q", name, err, c.want)
		}
	}
}

// FuzzReadBook: what is read is written as it was, and can be compared.
func FuzzReadBook(f *testing.F) {
	good := bookText(f)
	f.Add(good)
	for _, line := range strings.SplitAfter(good, "\n")[:8] {
		f.Add(strings.SplitAfter(good, "\n")[0] + line + `{"end":{"record":5,"leaves":5,"lines":2}}` + "\n")
	}
	w, _ := busy(f, 1)
	hub, jail := w.nodes[0].node(f), w.nodes[1].withBook(f, w.now)
	f.Fuzz(func(t *testing.T, text string) {
		b, err := ReadBook(strings.NewReader(text), "a.book")
		if err != nil {
			return
		}
		var again bytes.Buffer
		if err := b.Write(&again); err != nil {
			t.Fatal(err)
		}
		if len(again.String()) != len(strings.TrimSuffix(text, "\n"))+1 {
			t.Errorf("%q\n%q", text, again.String())
		}
		n := *hub
		if n.Take(b) == nil {
			compared(t, &n, jail)
			checked(t, &n)
		}
	})
}

// golden compares with a file that SALLYPORT_UPDATE writes anew.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	name = filepath.Join("testdata", name)
	if os.Getenv("SALLYPORT_UPDATE") != "" {
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-golden +now):\n%s", name, diff)
	}
}
