package examiner

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"image"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"sallyport"
	"sallyport/fingerprint"
	"sallyport/fingerprint/extraction"
	"sallyport/fingerprint/synth"
	"sallyport/internal/desk"
	"sallyport/internal/search/memory"
	"sallyport/internal/store"
	"sallyport/internal/store/sqlite"
	"sallyport/internal/vault"
	"sallyport/internal/web/shell"
	"sallyport/itl/ebts"
	"sallyport/law"
	"sallyport/law/compile"
	"sallyport/law/packs"
)

var (
	then    = time.Date(2015, 8, 3, 9, 0, 0, 0, time.UTC)
	ada     = sallyport.Actor{ID: "a. example", Office: "identification service", Role: sallyport.Examiner}
	bo      = sallyport.Actor{ID: "b. example", Office: "identification service", Role: sallyport.Examiner}
	clerk   = sallyport.Actor{ID: "c. example", Office: "identification service", Role: sallyport.Clerk}
	officer = sallyport.Actor{ID: "o. example", Office: "field office", Role: sallyport.Officer}
	theBook = sync.OnceValues(func() (*law.Book, error) { return compile.Load(packs.FS) })
)

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// world is a hub's pages with one booking that waits for examiners. The person is enrolled as G-1; G-2 and G-3 are others.
type world struct {
	hub   *desk.Hub
	pages http.Handler
	id    string
}

type whoKey struct{}

func newWorld(t *testing.T) *world {
	t.Helper()
	book, err := theBook()
	must(t, err)
	dir := t.TempDir()
	db, err := sqlite.Open(t.Context(), filepath.Join(dir, "db"))
	must(t, err)
	keys, err := vault.Open(filepath.Join(dir, "vault"), rand.Reader)
	must(t, err)
	t.Cleanup(func() { must(t, db.Close(), keys.Close()) })
	n := desk.Node{Name: "hub", Store: db, Vault: keys, Law: book, Random: rand.Reader}
	w := &world{hub: desk.NewHub(n, new(memory.Engine), map[string]desk.Agency{"OHFRTRY01": {Place: "us-oh/franklin"}})}
	mux := http.NewServeMux()
	s := &shell.Shell{Node: "hub", Log: slog.New(slog.DiscardHandler), Who: func(ctx context.Context) (sallyport.Actor, bool) {
		who, ok := ctx.Value(whoKey{}).(sallyport.Actor)
		return who, ok
	}}
	Register(mux, w.hub, s, func() time.Time { return then })
	w.pages = shell.Secure(mux)
	w.book(t)
	return w
}

func finger(person, impression int) *image.Gray {
	return synth.NewPerson(1, person).Finger(2).Impression(impression)
}

// book enrols three people, and has one of them booked and searched.
func (w *world) book(t *testing.T) {
	t.Helper()
	for person := range 3 {
		template, err := extraction.Template(finger(person, 0), fingerprint.Resolution)
		must(t, err)
		template.Finger = 2
		image, err := ebts.NewPrint(2, true, finger(person, 0))
		must(t, err)
		must(t, w.hub.Enrol(t.Context(), clerk, fmt.Sprint("G-", person+1), then, []fingerprint.Template{template}, "an order, invented", image))
	}
	print, err := ebts.NewPrint(2, true, finger(0, 1))
	must(t, err)
	c := ebts.CAR{
		Control: ebts.Control{TCN: "TRIAL-2015-000001", DAI: "WVHUBTRY1", ORI: "OHFRTRY01", Date: then, Priority: 4},
		Retain:  true, CRI: []string{"OHFRTRY01"}, Arrest: then, Charges: []ebts.Charge{{Date: then, Offense: "ORC 2913.02"}}, Prints: []ebts.Print{print},
		Person: ebts.Person{Name: "BODY,NO", Birth: []string{"19900101"}, POB: "XX", Sex: "X", Race: "U", HGT: "000", WGT: "000", Eyes: "XXX", Hair: "XXX"},
	}
	for other := 1; other <= 10; other++ {
		if other != 2 {
			c.Missing = append(c.Missing, ebts.Missing{Finger: other, Reason: "XX"})
		}
	}
	made, err := c.Transaction()
	must(t, err)
	w.id, _, err = w.hub.Receive(t.Context(), "", made.Append(nil), then)
	must(t, err, w.hub.Search(t.Context(), w.id, then))
}

// ask sends a request as somebody; form nil is a GET.
func (w *world) ask(who sallyport.Actor, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	if form != nil {
		r = httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	out := httptest.NewRecorder()
	w.pages.ServeHTTP(out, r.WithContext(context.WithValue(r.Context(), whoKey{}, who)))
	return out
}

// pages are every page that an examiner can see before the answer, as one text.
func (w *world) seen(t *testing.T, who sallyport.Actor) string {
	t.Helper()
	var all strings.Builder
	for _, one := range []struct {
		path string
		form url.Values
	}{
		{"/prints", nil}, {"/prints/" + w.id, nil},
		{"/prints/" + w.id + "?person=1&finger=2", nil},
		{"/prints/" + w.id, url.Values{"go": {"person:1"}, "drawn": {"yes"}}},
		{"/prints/" + w.id, url.Values{"go": {"person:2"}, "size": {"2"}, "notes-1": {"a scar"}, "marks-1": {"2 booking 10 20"}}},
		{"/prints/" + w.id, url.Values{"go": {"done"}, "answer-1": {desk.NotSame}}},
	} {
		got := w.ask(who, one.path, one.form)
		if got.Code >= 500 || got.Code == http.StatusForbidden {
			t.Fatal(one, got.Code, got.Body)
		}
		all.WriteString(got.Body.String())
	}
	return all.String()
}

// answerAs answers: the person is whoever has the reference.
func (w *world) answerAs(t *testing.T, who sallyport.Actor, person, notes string) {
	t.Helper()
	_, shown, err := w.hub.Lineup(t.Context(), who, w.id, then)
	must(t, err)
	form := url.Values{"go": {"done"}}
	for i, s := range shown {
		answer := desk.NotSame
		if s.Person == person {
			answer = desk.SamePerson
		}
		form.Set("answer-"+number(i), answer)
		form.Set("notes-"+number(i), notes)
		form.Set("marks-"+number(i), "2 booking 100 120\n2 person 101 119")
	}
	if got := w.ask(who, "/prints/"+w.id, form); got.Code != http.StatusSeeOther {
		t.Fatal(got.Code, got.Body)
	}
}

// TestNothingFoundIsServedBeforeTheAnswer changes every score, and who is the control: not a byte before the answer may be another.
func TestNothingFoundIsServedBeforeTheAnswer(t *testing.T) {
	w := newWorld(t)
	before := w.seen(t, ada)
	if !strings.Contains(before, "data:image/png;base64,") || !strings.Contains(before, "Person 1") {
		t.Fatal("no print was shown")
	}
	must(t, w.hub.Store.InTx(t.Context(), func(tx *store.Tx) error {
		_, err := tx.SQL().ExecContext(t.Context(), `UPDATE candidates SET score = 1000 - score, control = 1 - control`)
		return err
	}))
	if w.seen(t, ada) != before {
		t.Error("what an examiner sees before the answer depends on scores, or on who is the control")
	}
	for _, word := range []string{"G-1", "G-2", "Score", "mixed in", "pairs, numbered"} {
		if strings.Contains(before, word) {
			t.Errorf("%q is served before the answer", word)
		}
	}
}

// TestTheSecondExaminerSeesNothingOfTheFirst: what is served to the second is the same, whatever the first answered and wrote.
func TestTheSecondExaminerSeesNothingOfTheFirst(t *testing.T) {
	w := newWorld(t)
	before := w.seen(t, bo)
	w.answerAs(t, ada, "G-1", "a delta where the booking has one")
	if w.seen(t, bo) != before {
		t.Error("the second examiner's pages changed with the first one's answer")
	}
	got := w.ask(ada, "/prints/"+w.id, nil).Body.String()
	for _, want := range []string{"a delta where", "Score", "mixed in: somebody else", "pairs, numbered", "at most one stranger in ", "no rarer than among strangers"} {
		if !strings.Contains(got, want) {
			t.Errorf("after the answer: no %q", want)
		}
	}
	if again := w.ask(ada, "/prints/"+w.id, url.Values{"go": {"done"}, "answer-1": {desk.NotSame}}); again.Code != http.StatusConflict {
		t.Error("the first examiner answered again:", again.Code)
	}
	if queue := w.ask(ada, "/prints", nil).Body.String(); strings.Contains(queue, w.id) {
		t.Error("a case waits for whoever has answered")
	}
	w.answerAs(t, bo, "G-1", "")
	if got := w.ask(bo, "/prints/"+w.id, nil).Body.String(); strings.Contains(got, "a delta where") || !strings.Contains(got, "Score") {
		t.Error("the second examiner sees the first one's notes, or no result")
	}
}

func TestOthersSeeNoPrints(t *testing.T) {
	w := newWorld(t)
	for name, who := range map[string]sallyport.Actor{"a clerk": clerk, "an officer": officer} {
		for _, path := range []string{"/prints", "/prints/" + w.id} {
			if got := w.ask(who, path, nil); got.Code != http.StatusForbidden || strings.Contains(got.Body.String(), "data:image") {
				t.Errorf("%s, %s: %d", name, path, got.Code)
			}
		}
		if got := w.ask(who, "/prints/"+w.id, url.Values{"go": {"person:1"}}); got.Code != http.StatusForbidden {
			t.Errorf("%s by a form: %d", name, got.Code)
		}
	}
	if got := w.ask(ada, "/prints/none", nil); got.Code != http.StatusNotFound {
		t.Error(got.Code)
	}
	if got := w.ask(ada, "/prints/"+w.id, nil); got.Header().Get("Cache-Control") != "no-store" {
		t.Error("prints may be kept by a browser")
	}
}

// TestWhatIsWrongIsSaidAndNothingIsLost: a form that cannot be taken comes back with what was written.
func TestWhatIsWrongIsSaidAndNothingIsLost(t *testing.T) {
	w := newWorld(t)
	for says, form := range map[string]url.Values{
		"has no answer yet":     {"go": {"done"}, "notes-1": {"kept & written"}, "answer-1": {desk.NotSame}},
		"a line is a finger":    {"go": {"done"}, "notes-1": {"kept & written"}, "answer-1": {desk.NotSame}, "marks-1": {"2 booking here"}},
		"two of those shown":    {"go": {"done"}, "notes-1": {"kept & written"}, "answer-1": {desk.SamePerson}, "answer-2": {desk.SamePerson}},
		"it is &#34;same&#34;,": {"go": {"done"}, "notes-1": {"kept & written"}, "answer-1": {"perhaps"}, "answer-2": {desk.NotSame}},
	} {
		got := w.ask(ada, "/prints/"+w.id, form)
		text := strings.ToLower(got.Body.String())
		if got.Code != http.StatusUnprocessableEntity || !strings.Contains(text, says) || !strings.Contains(text, "kept &amp; written") {
			t.Errorf("%s: %d %s", says, got.Code, text[strings.Index(text, "<h1>"):min(len(text), 2600)])
		}
	}
}

// TestAPurgeTakesTheAnswer: notes and marks go with the person's record.
func TestAPurgeTakesTheAnswer(t *testing.T) {
	w := newWorld(t)
	w.answerAs(t, ada, "", "nobody")
	w.answerAs(t, bo, "", "nobody either") // which ends it
	must(t, w.hub.Purge(t.Context(), w.id, then.AddDate(1, 0, 0)))
	if got := w.ask(ada, "/prints/"+w.id, nil); got.Code != http.StatusConflict || strings.Contains(got.Body.String(), "nobody") {
		t.Error(got.Code, "after the purge")
	}
}
