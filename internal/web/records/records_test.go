package records

import (
	"context"
	"crypto/rand"
	"errors"
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
	"sallyport/casework"
	"sallyport/internal/desk"
	"sallyport/internal/search/memory"
	"sallyport/internal/store"
	"sallyport/internal/store/sqlite"
	"sallyport/internal/vault"
	"sallyport/internal/web/shell"
	"sallyport/law"
	"sallyport/law/compile"
	"sallyport/law/packs"
)

var (
	then    = time.Date(2015, 8, 3, 9, 0, 0, 0, time.UTC)
	cora    = sallyport.Actor{ID: "c. example", Office: "identification service", Role: sallyport.Clerk}
	dan     = sallyport.Actor{ID: "d. example", Office: "identification service", Role: sallyport.Clerk}
	ada     = sallyport.Actor{ID: "a. example", Office: "identification service", Role: sallyport.Examiner}
	officer = sallyport.Actor{ID: "o. example", Office: "field office", Role: sallyport.Officer}
	theBook = sync.OnceValues(func() (*law.Book, error) { return compile.Load(packs.FS) })
)

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// world is a hub's pages with one case, s, that two examiners have confirmed.
type world struct {
	hub   *desk.Hub
	pages http.Handler
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
	w := &world{hub: desk.NewHub(desk.Node{Name: "hub", Store: db, Vault: keys, Law: book, Random: rand.Reader}, new(memory.Engine), nil)}
	must(t, db.InTx(t.Context(), func(tx *store.Tx) error {
		return tx.AddSubmission(&store.Submission{ID: "s", Booking: sallyport.Booking{TCN: "TRIAL-2015-000001", ORI: "OHFRTRY01", Agency: "us-oh/franklin", At: then},
			State: casework.State{Stage: casework.Confirmed, Since: then, Last: then, Match: "G-1"}})
	}))
	s := &shell.Shell{Node: "hub", Log: slog.New(slog.DiscardHandler), Who: func(ctx context.Context) (sallyport.Actor, bool) {
		who, ok := ctx.Value(whoKey{}).(sallyport.Actor)
		return who, ok
	}}
	mux := http.NewServeMux()
	Register(mux, w.hub, s, func() time.Time { return then })
	w.pages = mux
	return w
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

func (w *world) do(t *testing.T, who sallyport.Actor, act string, form url.Values) {
	t.Helper()
	if got := w.ask(who, "/facts/s/"+act, form); got.Code != http.StatusSeeOther {
		t.Fatal(act, got.Code, got.Body)
	}
}

func (w *world) page(t *testing.T, who sallyport.Actor) string {
	t.Helper()
	got := w.ask(who, "/facts/s", nil)
	if got.Code != http.StatusOK {
		t.Fatal(got.Code, got.Body)
	}
	return got.Body.String()
}

func one(path, value, source string) url.Values {
	return url.Values{"path": {path}, "value": {value}, "source": {source}}
}

func TestWhatIsMissingIsAskedForOnTheSpot(t *testing.T) {
	w := newWorld(t)
	if queue := w.ask(cora, "/facts", nil).Body.String(); !strings.Contains(queue, `href="/facts/s"`) {
		t.Fatal("the case is not listed")
	}
	before := w.page(t, cora)
	const field = `name="path" value="person.us_citizen"`
	for _, want := range []string{field, "A citizen of the United States", "federal door"} {
		if !strings.Contains(before, want) {
			t.Errorf("no %q", want)
		}
	}
	w.do(t, cora, "enter", one("person.us_citizen", "false", "passport, seen 2015-08-03"))
	after := w.page(t, cora)
	if strings.Contains(after, field) || !strings.Contains(after, "passport, seen 2015-08-03") {
		t.Error("the fact is still missing, or its source is not shown")
	}
}

// TestARecordIsEnteredWhole: of a conviction, what was left empty stays unknown.
func TestARecordIsEnteredWhole(t *testing.T) {
	w := newWorld(t)
	if form := w.ask(cora, "/facts/s?all=convictions[0]", nil).Body.String(); !strings.Contains(form, `value="convictions[0].grade"`) || strings.Contains(form, "bond_posted") {
		t.Fatal("a conviction's form lacks its facts, or has a charge's")
	}
	w.do(t, cora, "enter", url.Values{"source": {"court record"}, "path": {"convictions[0].statute", "convictions[0].grade", "convictions[0].vacated"},
		"value": {"Ohio Rev. Code 2911.12", `"felony"`, ""}})
	facts, err := w.hub.Facts(t.Context(), cora, "s", then)
	must(t, err)
	if len(facts) != 2 || facts[0].Value != `"Ohio Rev. Code 2911.12"` || facts[1].Source != "court record" {
		t.Errorf("%+v", facts)
	}
}

func TestSourcesThatDisagreeAreSaidFirst(t *testing.T) {
	w := newWorld(t)
	w.do(t, cora, "enter", one("person.removable", "true", "file A"))
	w.do(t, cora, "enter", one("person.removable", "false", "file B"))
	page := w.page(t, dan)
	loud, missing := strings.Index(page, "Sources disagree"), strings.Index(page, "What is missing")
	if loud < 0 || loud > missing || !strings.Contains(page, "<s><bdi>yes</bdi></s>") {
		t.Error("the conflict, or the earlier value, is not shown")
	}
	w.do(t, cora, "enter", one("person.removable", "false", "the court’s order"))
	if page := w.page(t, cora); strings.Contains(page, "Sources disagree") || !strings.Contains(page, "file A") {
		t.Error("settled, it is still a conflict, or the earlier value is gone")
	}
}

// TestCitizenshipTakesTwo, of whom the second is not shown what the first found.
func TestCitizenshipTakesTwo(t *testing.T) {
	w := newWorld(t)
	w.do(t, cora, "enter", one("person.citizenship_indicated", "true", "birth index"))
	w.do(t, cora, "judge", url.Values{})
	page := w.page(t, cora)
	if at := strings.Index(page, "An indication of citizenship stops everything"); at < 0 || at > strings.Index(page, "What is missing") {
		t.Fatal("it is not loud")
	}
	if got := w.ask(cora, "/facts/s/enter", one("person.us_citizen", "false", "a guess")); got.Code != http.StatusConflict {
		t.Error("somebody entered it away:", got.Code)
	}
	w.do(t, cora, "citizenship", url.Values{"found": {"not"}, "evidence": {"passport of elsewhere"}})
	if page := w.page(t, dan); !strings.Contains(page, "c. example has recorded a finding") || strings.Contains(page, "passport of elsewhere") {
		t.Error("the second person is not told of the first, or is told what was found")
	}
	if got := w.ask(cora, "/facts/s/citizenship", url.Values{"found": {"not"}, "evidence": {"again"}}); got.Code != http.StatusConflict {
		t.Error("one person found twice:", got.Code)
	}
	w.do(t, dan, "citizenship", url.Values{"found": {"not"}, "evidence": {"consulate’s letter"}})
	if page := w.page(t, dan); strings.Contains(page, "stops everything") || strings.Contains(page, "Sources disagree") {
		t.Error("two people resolved it, and it is still there")
	}
}

func TestAChallengeIsAnswered(t *testing.T) {
	w := newWorld(t)
	w.do(t, cora, "challenge", url.Values{"about": {casework.Identity}, "statement": {"it was my brother"}})
	if page := w.page(t, dan); !strings.Contains(page, "<blockquote dir=\"auto\">it was my brother</blockquote>") {
		t.Error("the person's words are not shown to whoever answers")
	}
	if got := w.ask(dan, "/facts/s/reply", url.Values{"about": {casework.Identity}}); got.Code != http.StatusUnprocessableEntity {
		t.Error("an empty answer was taken:", got.Code)
	}
	w.do(t, dan, "reply", url.Values{"about": {casework.Identity}, "finding": {"prints compared again"}})
	if strings.Contains(w.page(t, dan), "The person says that") {
		t.Error("it was answered, and is still there")
	}
}

func TestOthersAreRefused(t *testing.T) {
	w := newWorld(t)
	for _, who := range []sallyport.Actor{ada, officer} {
		for path, form := range map[string]url.Values{"/facts": nil, "/facts/s": nil, "/facts/s/enter": one("person.removable", "true", "a record"), "/facts/s/judge": {}} {
			if got := w.ask(who, path, form); got.Code != http.StatusForbidden {
				t.Errorf("%s, %s: %d", who.Role, path, got.Code)
			}
		}
	}
	for says, form := range map[string]url.Values{"Source": one("person.removable", "true", " "), "Choose one": one("person.removable", "perhaps", "x"), "Nobody enters": one("at", "2015-08-03T10:00", "x")} {
		if got := w.ask(cora, "/facts/s/enter", form); got.Code != http.StatusUnprocessableEntity && got.Code != http.StatusForbidden {
			t.Errorf("%s: %d", says, got.Code)
		}
	}
	if got := w.ask(cora, "/facts/none", nil); got.Code != http.StatusNotFound {
		t.Error(got.Code)
	}
}
