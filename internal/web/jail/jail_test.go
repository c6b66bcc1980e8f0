package jail_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/desk"
	"sallyport/internal/link"
	"sallyport/internal/store"
	"sallyport/internal/web/docket/dockettest"
	"sallyport/internal/web/jail"
)

// world is a jail with the pages of its desk.
type world struct {
	*dockettest.World
	t    testing.TB
	jail *desk.Jail
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{t: t}
	w.World = dockettest.New(t, func(mux *http.ServeMux, made *dockettest.World) {
		w.jail = made.Agencies[0].Desk
		jail.Register(mux, w.jail, made.Shell, made.Now)
	})
	return w
}

// fax is a request that came by fax, as the register's form has it.
func fax(action, form string, more ...string) []string {
	return append([]string{"way", "fax", "facility", "FC-02", "action", action, "form", form, "by", "R. Alvarez", "dated", "2015-08-03T08:30"}, more...)
}

func (w *world) registered(fields []string) (path string) {
	w.t.Helper()
	return w.Post(dockettest.Clerk, "/desk/register", fields...).Want(w.t, http.StatusSeeOther).Location
}

func (w *world) stage(path string, want casework.Stage) {
	w.t.Helper()
	got, err := w.jail.Stage(w.t.Context(), strings.TrimPrefix(path, "/desk/case/"))
	if err != nil || got != want {
		w.t.Fatalf("it is at %q, want %q: %v", got, want, err)
	}
}

// know enters facts as the clerk, from a record.
func (w *world) know(path string, facts ...string) {
	w.t.Helper()
	for i := 0; i+1 < len(facts); i += 2 {
		w.Post(dockettest.Clerk, path+"/fact", "path", facts[i], "value", facts[i+1], "source", "booking sheet").Want(w.t, http.StatusSeeOther)
	}
}

// TestNotice walks a notice from the fax to the release.
func TestNotice(t *testing.T) {
	w := newWorld(t)
	path := w.registered(fax("notify", "I-247N", "purpose", `"civil_immigration"`))
	w.Get(dockettest.Clerk, "/desk").Want(t, http.StatusOK, path, "Accept the facts, so that the local door judges", "in 9 days", "13 August 2015")
	w.Get(dockettest.Clerk, path).Want(t, http.StatusOK, "Notice of the release", "R. Alvarez", "never for a hold", "Accept the facts and let the local door judge").
		Lacks(t, "Start the hold", "Record the release", "Serve the copy")
	w.know(path, "agency_kind", `"county_jail"`)
	w.Post(dockettest.Clerk, path+"/accept").Want(t, http.StatusSeeOther)
	w.stage(path, casework.Open)
	w.Get(dockettest.Clerk, path).Want(t, http.StatusOK, "A supervisor answers it").Lacks(t, "Send the answer")
	w.Post(dockettest.Clerk, path+"/answer", "answer", "agree", "signed", "yes").Want(t, http.StatusForbidden, "it takes jail supervisor")
	w.Get(dockettest.Supervisor, path).Want(t, http.StatusOK, "Send the answer", "<bdi>s. smith</bdi>, jail supervisor of us-oh/franklin")
	w.Post(dockettest.Supervisor, path+"/answer", "answer", "agree").Want(t, http.StatusUnprocessableEntity, "tick that you answer in your own name")
	w.Post(dockettest.Supervisor, path+"/answer", "signed", "yes").Want(t, http.StatusUnprocessableEntity, "choose what you answer")
	w.Post(dockettest.Supervisor, path+"/answer", "answer", "agree", "signed", "yes").Want(t, http.StatusSeeOther)
	w.stage(path, casework.Agreed)
	w.Post(dockettest.Clerk, path+"/copy", "which", "thrice", "lang", "en").Want(t, http.StatusUnprocessableEntity, "No copy was given")
	w.Get(dockettest.Clerk, path).Want(t, http.StatusOK, "Serve the copy, and print it", "Without it nothing takes effect", "the request would end without effect", "A citizen of the United States")
}

// TestRefusedByLaw has a hold that an order of the county's forbids: the clerk alone answers it, and can answer nothing but the refusal.
func TestRefusedByLaw(t *testing.T) {
	w := newWorld(t)
	path := w.registered(fax("hold", "I-247D"))
	w.know(path, "local_policy.hold", `"forbid"`)
	w.Post(dockettest.Clerk, path+"/accept").Want(t, http.StatusSeeOther)
	w.stage(path, casework.Closed)
	w.Get(dockettest.Clerk, path).Want(t, http.StatusOK, "Refuse, under the rules below", "us.stop.agency-policy", "The agency&#39;s own written policy forbids it").
		Lacks(t, `value="agree"`, "Start the hold")
	w.Post(dockettest.Supervisor, path+"/answer", "answer", "agree", "signed", "yes").Want(t, http.StatusConflict, "only the refusal can be answered")
	w.Post(dockettest.Clerk, path+"/answer", "answer", "refuse", "signed", "yes").Want(t, http.StatusSeeOther)
	w.stage(path, casework.Ended)
	w.Get(dockettest.Clerk, path).Want(t, http.StatusOK, casework.LocalLaw, "Give a copy without effect").Lacks(t, "Send the answer")
	w.Get(dockettest.Clerk, "/desk").Want(t, http.StatusOK, "Nothing waits")
}

// told is a request that the hub tells the jail of, with the facts that it claims: a felon whom the federal door does not refuse.
func (w *world) told(id, action, form string) (path string) {
	w.t.Helper()
	clerk := sallyport.Actor{ID: "c. cole", Office: "identification service"}
	at := w.Now()
	e := casework.Event{Kind: casework.Register, Actor: sallyport.Actor{ID: "sallyport", Office: "hub", Role: sallyport.Software}, At: at, Request: &sallyport.Request{Action: action, Form: form, By: dockettest.Officer.ID, At: at}}
	told := desk.Told{Event: e, TCN: "TRIAL-2015-" + id, ORI: "OHFRTRY01"}
	claim := func(path, value string) {
		told.Facts = append(told.Facts, desk.Claim{Path: path, Value: json.RawMessage(value), Source: "court record (invented)", By: clerk, At: at.UnixMicro()})
	}
	for path, value := range map[string]string{"request.action": `"` + action + `"`, "request.form": `"` + form + `"`, "request.purpose": `"civil_immigration"`, "request.lent_by_dhs": "false",
		"request.probable_cause": `["final_order"]`, "request.special_circumstances": "true", "request.warrant": `"none"`, "request.court_order": "false",
		"charges": "[]", "person.removable": "true", "person.us_citizen": "false", "person.citizenship_indicated": "false", "person.born": `"1980-01-01"`,
		"convictions[0].statute": `"Ohio Rev. Code 2911.12"`, "convictions[0].court": `"state"`, "convictions[0].place": `"us-oh"`, "convictions[0].grade": `"felony"`,
		"convictions[0].on": `"2012-02-03"`, "convictions[0].category": `"burglary"`, "convictions[0].status_element": "false", "convictions[0].gang_element": "false",
		"convictions[0].juvenile": "false", "convictions[0].vacated": "false", "convictions[0].expunged": "false", "convictions[0].appeal_pending": "false"} {
		claim(path, value)
	}
	body, err := json.Marshal(told)
	if err != nil {
		w.t.Fatal(err)
	}
	m := &link.Message{From: "hub", To: "us-oh.franklin", Number: 1, Case: id, Kind: "request-registered", At: at.UTC(), Salt: make([]byte, 32), Body: body}
	if err := w.jail.Store.InTx(w.t.Context(), func(tx *store.Tx) error { return w.jail.Take(tx, m) }); err != nil {
		w.t.Fatal(err)
	}
	return "/desk/case/" + id
}

// TestClaims walks what came through the exchange: the hub's facts are claims until the clerk accepts them, then the copy is served, and the notice is given.
func TestClaims(t *testing.T) {
	w := newWorld(t)
	path := w.told("5f1d0c3a9b7e4c2d8a6f0e11", "notify", "I-247N")
	w.Get(dockettest.Clerk, path).Want(t, http.StatusOK, "The hub claims 25 facts", "a claim: not accepted", "court record (invented)")
	w.know(path, "agency_kind", `"county_jail"`)
	w.Post(dockettest.Clerk, path+"/accept").Want(t, http.StatusSeeOther)
	w.Get(dockettest.Clerk, path).Want(t, http.StatusOK, "accepted by <bdi>j. jones</bdi>").Lacks(t, "a claim: not accepted")
	w.Post(dockettest.Supervisor, path+"/answer", "answer", "agree", "signed", "yes").Want(t, http.StatusSeeOther)
	w.Get(dockettest.Clerk, path).Want(t, http.StatusOK, "if the copy were served now").Lacks(t, "would end without effect")
	copied := w.Post(dockettest.Clerk, path+"/copy", "which", "serve", "lang", "es").Want(t, http.StatusOK, `lang="es"`, "<svg", `href="`+path+`"`)
	w.stage(path, casework.ToNotify)
	w.Get(dockettest.Clerk, path).Want(t, http.StatusOK, "Record the release and the notice", "Nobody is kept for the notice").Lacks(t, "Start the hold")
	again := w.Post(dockettest.Clerk, path+"/copy", "which", "again", "lang", "en").Want(t, http.StatusOK, `lang="en"`)
	code := regexp.MustCompile(`[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z*~$=]`)
	if a, b := code.FindString(copied.Body), code.FindString(again.Body); a == "" || b == "" || a == b {
		t.Errorf("codes %q and %q", a, b)
	}
	w.Post(dockettest.Clerk, path+"/release").Want(t, http.StatusSeeOther)
	w.stage(path, casework.Ended)
	w.Get(dockettest.Clerk, path).Want(t, http.StatusOK, casework.Notified)
}

// TestHold walks a hold that neither door refuses: it starts when custody on the criminal matter is over, and the limit is said in words.
func TestHold(t *testing.T) {
	w := newWorld(t)
	path := w.told("5f1d0c3a9b7e4c2d8a6f0e12", "hold", "I-247D")
	w.know(path, "agency_kind", `"county_jail"`, "release.eligible_at", "2015-08-03T12:00", "release.basis", `"sentence_served"`)
	w.Post(dockettest.Clerk, path+"/accept").Want(t, http.StatusSeeOther)
	w.Post(dockettest.Supervisor, path+"/answer", "answer", "agree", "signed", "yes").Want(t, http.StatusSeeOther)
	w.Post(dockettest.Clerk, path+"/copy", "which", "serve", "lang", "en").Want(t, http.StatusOK)
	w.stage(path, casework.ToHold)
	w.Get(dockettest.Clerk, path).Want(t, http.StatusOK, "Start the hold in my name", "no later than <strong>5 August 2015, 12:00 EDT</strong>, and nothing moves that")
	w.Post(dockettest.Clerk, path+"/hold").Want(t, http.StatusConflict, "has not ended")
	w.Pass(4 * time.Hour)
	w.Post(dockettest.Clerk, path+"/hold").Want(t, http.StatusSeeOther)
	w.stage(path, casework.Held)
	w.Get(dockettest.Clerk, "/desk").Want(t, http.StatusOK, "Release no later than <strong>5 August 2015, 12:00 EDT</strong>", "in 1 day 22 hours")
	w.Post(dockettest.Clerk, path+"/end").Want(t, http.StatusConflict)
	w.Pass(47*time.Hour + 59*time.Minute)
	w.Get(dockettest.Clerk, path).Want(t, http.StatusOK, "over: 59 minutes ago")
	w.Post(dockettest.Clerk, path+"/end", "reason", casework.Expired).Want(t, http.StatusSeeOther)
	w.Get(dockettest.Clerk, path).Want(t, http.StatusOK, casework.HoldLate)
}

// TestOtherEnds sets a request aside, and lets one lapse.
func TestOtherEnds(t *testing.T) {
	w := newWorld(t)
	path := w.registered(fax("notify", "I-247N"))
	w.Post(dockettest.Clerk, path+"/aside", "reason", "no idea").Want(t, http.StatusConflict, "say whether the person is not here")
	w.Post(dockettest.Clerk, path+"/aside", "reason", casework.Moved).Want(t, http.StatusSeeOther)
	w.Get(dockettest.Clerk, path).Want(t, http.StatusOK, casework.Moved)
	path = w.registered(fax("notify", "I-247N"))
	w.Post(dockettest.Clerk, path+"/lapse").Want(t, http.StatusConflict, "has not ended")
	w.know(path, "release.eligible_at", "2015-08-03T10:00")
	w.Pass(2 * time.Hour)
	w.Post(dockettest.Clerk, path+"/lapse").Want(t, http.StatusSeeOther)
	w.stage(path, casework.Ended)
	for _, act := range []string{"release", "hold", "end", "accept", "lapse"} {
		w.Post(dockettest.Clerk, path+"/"+act, "reason", casework.Taken).Want(t, http.StatusConflict, "does not follow")
	}
	w.Post(dockettest.Clerk, path+"/prolong").Want(t, http.StatusNotFound)
}

// TestRegisterSlips says beside the field what is wrong, and keeps what was typed.
func TestRegisterSlips(t *testing.T) {
	w := newWorld(t)
	for field, says := range map[string]string{"way": "Choose how it came", "facility": "own code", "action": "Choose what is asked", "form": "Choose the form", "by": "officer whom it names", "dated": "Give the day and the time"} {
		fields := fax("notify", "I-247N")
		for i := 0; i < len(fields); i += 2 {
			if fields[i] == field {
				fields[i+1] = strings.Repeat("%", 101)
			}
		}
		w.Post(dockettest.Clerk, "/desk/register", fields...).Want(t, http.StatusUnprocessableEntity, says, `id="`+field+`-wrong"`, `aria-describedby="`+field+`-wrong"`)
	}
	w.Post(dockettest.Clerk, "/desk/register", fax("hold", "I-247N")...).Want(t, http.StatusConflict, "I-247N", "R. Alvarez")
	w.Get(dockettest.Clerk, "/desk").Want(t, http.StatusOK, "Nothing waits")
}

// TestFactSlips refuses what is no value of a fact, has no source, or is not this person's to enter.
func TestFactSlips(t *testing.T) {
	w := newWorld(t)
	path := w.registered(fax("notify", "I-247N"))
	for name, one := range map[string]struct {
		fields []string
		status int
	}{
		"no such value": {[]string{"path", "agency_kind", "value", `"zoo"`, "source", "a sheet"}, http.StatusUnprocessableEntity},
		"no source":     {[]string{"path", "agency_kind", "value", `"court"`, "source", " "}, http.StatusUnprocessableEntity},
		"no time":       {[]string{"path", "release.eligible_at", "value", "soon", "source", "a sheet"}, http.StatusUnprocessableEntity},
		"no such fact":  {[]string{"path", "person.risk", "value", "true", "source", "a sheet"}, http.StatusUnprocessableEntity},
		"a finding":     {[]string{"path", "officer.risk_finding", "value", "true", "source", "a sheet"}, http.StatusForbidden},
		"a conviction":  {[]string{"path", "convictions", "value", "[]", "source", "a sheet"}, http.StatusForbidden},
	} {
		if got := w.Post(dockettest.Clerk, path+"/fact", one.fields...); got.Status != one.status || !strings.Contains(got.Body, `role="alert"`) {
			t.Errorf("%s: %d, want %d", name, got.Status, one.status)
		}
	}
}

// TestOthers get nothing: a clerk of another jail, a field officer, nobody.
func TestOthers(t *testing.T) {
	w := newWorld(t)
	path := w.registered(fax("notify", "I-247N"))
	for _, one := range []struct {
		who    sallyport.Actor
		status int
	}{{dockettest.Elsewhere, http.StatusForbidden}, {dockettest.Officer, http.StatusForbidden}, {dockettest.Nobody, http.StatusUnauthorized}} {
		for _, page := range []string{"/desk", "/desk/register", path} {
			w.Get(one.who, page).Want(t, one.status).Lacks(t, "R. Alvarez", "/desk/case/", "I-247N")
		}
		w.Post(one.who, "/desk/register", fax("notify", "I-247N")...).Want(t, one.status)
		for _, act := range []string{"accept", "answer", "release", "hold", "end", "lapse", "aside", "fact", "copy"} {
			w.Post(one.who, path+"/"+act, "answer", "refuse", "signed", "yes", "reason", casework.NotHere, "path", "agency_kind", "value", `"court"`, "source", "a sheet", "which", "give", "lang", "en").
				Want(t, one.status).Lacks(t, "R. Alvarez", "I-247N")
		}
	}
	w.stage(path, casework.Registered)
	w.Get(dockettest.Clerk, "/desk/case/none").Want(t, http.StatusNotFound, "no such case")
}

// TestInboxInParts shows the earliest, and where the next are.
func TestInboxInParts(t *testing.T) {
	w := newWorld(t)
	for range 51 {
		w.registered(fax("notify", "I-247N"))
	}
	first := w.Get(dockettest.Clerk, "/desk").Want(t, http.StatusOK, "The next 50")
	if n := strings.Count(first.Body, "/desk/case/"); n != 50 {
		t.Errorf("%d requests on a page", n)
	}
	_, rest, _ := strings.Cut(first.Body, `href="/desk?`)
	next, _, _ := strings.Cut(rest, `"`)
	second := w.Get(dockettest.Clerk, "/desk?"+strings.ReplaceAll(next, "&amp;", "&")).Want(t, http.StatusOK, "The earliest")
	if n := strings.Count(second.Body, "/desk/case/"); n != 1 {
		t.Errorf("%d requests on the second page", n)
	}
	for _, odd := range []string{"after=x&behind=y", "after=1", "behind=9", "after=99999999999999999999&behind=a", fmt.Sprintf("after=%d&behind=%s", int64(-1)<<63, "a")} {
		w.Get(dockettest.Clerk, "/desk?"+odd).Want(t, http.StatusOK)
	}
}
