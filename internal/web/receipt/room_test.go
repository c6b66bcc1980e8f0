package receipt_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/api/rate"
	"sallyport/internal/desk"
	"sallyport/internal/web/docket/dockettest"
	"sallyport/internal/web/receipt"
	"sallyport/internal/web/words"
	"sallyport/proof"
)

// world is a jail with the page, and a request whose copy somebody was given.
type world struct {
	*dockettest.World
	t    *testing.T
	jail *desk.Jail
	id   string
	code string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t}
	w.World = dockettest.New(t, func(mux *http.ServeMux, made *dockettest.World) {
		w.jail = made.Agencies[0].Desk
		receipt.Register(mux, w.jail, made.Shell, made.Now)
	})
	var err error
	request := sallyport.Request{Action: "notify", Form: "I-247N", By: "<i>R. Alvarez", At: w.Now()}
	w.id, err = w.jail.Register(t.Context(), dockettest.Clerk, w.Now(), request, "fax", "FC-02", nil)
	w.must(err)
	w.must(w.jail.Accept(t.Context(), dockettest.Clerk, w.id, w.Now()))
	w.code, err = w.jail.GiveCopy(t.Context(), dockettest.Clerk, w.id, w.Now())
	w.must(err)
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// look looks the code up.
func (w *world) look(more ...string) dockettest.Answer {
	w.t.Helper()
	return w.Post(dockettest.Nobody, "/receipt", append([]string{"code", strings.ToLower(w.code)}, more...)...)
}

// TestLookUp: what the copy says, what happened since, and nothing of the code but in the field.
func TestLookUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Get(dockettest.Nobody, "/receipt").Want(t, http.StatusOK, `method="post" action="/receipt?lang=en"`, `autocomplete="off"`).Lacks(t, "What the copy says")
	page := w.look().Want(t, http.StatusOK, "To be told when you will be released", `<bdi lang="en">I-247N</bdi>`, "The agency has not answered yet", "Local law (state, county, city)", "3 August 2015, 09:00",
		"Nothing yet.", "on the agency&#39;s record; not in the log yet", "Something is wrong").Lacks(t, "Alvarez")
	if title := regexp.MustCompile(`<title>(.*)</title>`).FindStringSubmatch(page.Body); strings.Contains(strings.ToLower(title[1]), strings.ToLower(w.code)) {
		t.Error(title)
	}
	if regexp.MustCompile(`<script[^>]*>[^<]|style=| on[a-z]+=|https?://[^w]`).MatchString(page.Body) || strings.Count(strings.ToLower(page.Body), strings.ToLower(w.code)) != 2 {
		t.Error(page.Body) // in the two forms
	}
	w.must(w.jail.Answer(t.Context(), dockettest.Supervisor, w.id, w.Now(), false))
	w.look().Want(t, http.StatusOK, "The agency answered", "The agency refuses what is asked.", "By \u2068s. smith\u2069, jail supervisor", "the request is over").Lacks(t, `value="challenge"`)
	w.look("as", "bundle").Want(t, http.StatusConflict, "Nothing proves it yet")
	w.Pass(time.Hour)
	_, err := w.Agencies[0].CatchUp(t.Context(), w.Now())
	w.must(err)
	w.look().Want(t, http.StatusOK, "log, as entry")
	w.look("as", "bundle").Want(t, http.StatusOK, proof.BundleFormat)
}

// TestWrongCodes: each is told what is wrong.
func TestWrongCodes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	try := func(code string) dockettest.Answer {
		return w.Post(dockettest.Nobody, "/receipt?lang=es", "code", code)
	}
	try(w.code[:len(w.code)-2]).Want(t, http.StatusUnprocessableEntity, "Esto no es un código", `aria-invalid="true"`)
	try(proof.Code{1}.String()).Want(t, http.StatusNotFound, "Ninguna copia tiene este código")
	try(strings.Repeat("x", 70<<10)).Want(t, http.StatusBadRequest, "no llegó entero")
}

// TestNobodyTriesWithoutEnd: what is wrong with the code counts as well.
func TestNobodyTriesWithoutEnd(t *testing.T) {
	t.Parallel()
	w := dockettest.New(t, func(mux *http.ServeMux, made *dockettest.World) {
		morning := made.Now()
		receipt.Register(mux, made.Agencies[0].Desk, made.Shell, func() time.Time { return morning })
	})
	for range rate.Burst {
		w.Post(dockettest.Nobody, "/receipt", "code", "x").Want(t, http.StatusUnprocessableEntity)
	}
	w.Post(dockettest.Nobody, "/receipt", "code", "x").Want(t, http.StatusTooManyRequests, "Try again in 1 seconds.")
}

// TestChallenge: of an identity, which the records clerk answers, and of a citizenship, of which nothing is told but whether it is settled.
func TestChallenge(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	say := func(about, statement string) dockettest.Answer {
		return w.look("as", "challenge", "about", about, "statement", statement)
	}
	say("", "<b>mine</b>").Want(t, http.StatusUnprocessableEntity, "Choose what is wrong.", "&lt;b&gt;mine")
	taken := say(casework.Identity, "my brother uses my name").Want(t, http.StatusSeeOther)
	if taken.Location != "/receipt?taken&lang=en#challenge" && taken.Location != "/receipt?taken&lang=en" {
		t.Error(taken.Location)
	}
	w.Get(dockettest.Nobody, taken.Location).Want(t, http.StatusOK, "It is taken down.").Lacks(t, w.code)
	w.look().Want(t, http.StatusOK, "What became of what you said", "It waits for the records clerk&#39;s answer.", "whoever has the copy").Lacks(t, "brother")
	clerk := sallyport.Actor{ID: "c. cole", Office: dockettest.County, Role: sallyport.Clerk}
	w.must(w.jail.Reply(t.Context(), clerk, w.id, w.Now(), casework.Identity, "the booking photograph is another man's", nil))
	w.look().Want(t, http.StatusOK, "It was answered. Ask the agency what was found.", "By \u2068c. cole\u2069, records clerk").Lacks(t, "photograph", "waits for")
	say(casework.Citizenship, "I was born in Columbus").Want(t, http.StatusSeeOther)
	w.look().Want(t, http.StatusOK, "It is with two named people").Lacks(t, "Two named people have settled it.")
	for _, who := range []sallyport.Actor{clerk, {ID: "r. roe", Office: dockettest.County, Role: sallyport.Counsel}} {
		w.must(w.jail.ResolveCitizenship(t.Context(), who, w.id, w.Now(), true, "birth certificate"))
	}
	w.look().Want(t, http.StatusOK, "Two named people have settled it.").Lacks(t, "birth certificate", "r. roe", "not a citizen")
}

// TestEveryLanguage: the page, its answers and its labels are in each, complete.
func TestEveryLanguage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.look("as", "challenge", "about", casework.Conviction, "statement", "").Want(t, http.StatusSeeOther)
	english := regexp.MustCompile(`>([^<>]*(?:What|The code|Somebody|agency)[^<>]*)<`)
	for _, l := range words.All {
		page := w.Post(dockettest.Nobody, "/receipt?lang="+string(l), "code", w.code).Want(t, http.StatusOK, `lang="`+string(l)+`" dir="`+l.Dir()+`"`, `/receipt?lang=`+string(l)+`"`)
		if strings.Contains(page.Body, "{") {
			t.Errorf("%s: a name was not replaced", l)
		}
		main := page.Body[strings.Index(page.Body, "<main"):strings.Index(page.Body, "</main")]
		if found := english.FindString(main); l != words.English && found != "" {
			t.Errorf("%s: %s", l, found)
		}
	}
	w.Post(dockettest.Nobody, "/receipt?lang=ar", "code", w.code).Want(t, http.StatusOK, "٤٨ ساعة", "٣ أغسطس ٢٠١٥").Lacks(t, "٨٤")
}
