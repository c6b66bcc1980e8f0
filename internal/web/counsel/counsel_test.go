package counsel_test

import (
	"net/http"
	"strings"
	"testing"

	"sallyport"
	"sallyport/internal/desk"
	"sallyport/internal/web/counsel"
	"sallyport/internal/web/docket/dockettest"
)

// world is a jail with the pages of its counsel.
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
		counsel.Agency(mux, w.jail, made.Shell, made.Now)
	})
	return w
}

// version is a policy as the editor's form has it.
func version(begins string, more ...string) []string {
	return append([]string{"begins", begins, "hold", "forbid", "written", "Sheriff's Order 12 (invented), section 3"}, more...)
}

// TestPolicy walks a version from counsel's word to the supervisor's, and shows every one that there was.
func TestPolicy(t *testing.T) {
	w := newWorld(t)
	w.Get(dockettest.Counsel, "/counsel/policy").Want(t, http.StatusOK, "No version has been put in", "Put it in")
	w.Post(dockettest.Counsel, "/counsel/policy", version("2015-08-02")...).Want(t, http.StatusUnprocessableEntity, "is over", "Order 12")
	w.Post(dockettest.Counsel, "/counsel/policy", version("2015-08-03")...).Want(t, http.StatusSeeOther)
	w.Get(dockettest.Counsel, "/counsel/policy").Want(t, http.StatusOK, "Waits for a second person").Lacks(t, `/counsel/policy/1/agree`)
	w.Post(dockettest.Counsel, "/counsel/policy/1/agree").Want(t, http.StatusConflict, "a different person")
	w.Get(dockettest.Supervisor, "/counsel/policy").Want(t, http.StatusOK, `/counsel/policy/1/agree`)
	w.Post(dockettest.Supervisor, "/counsel/policy/1/agree").Want(t, http.StatusSeeOther)
	w.Post(dockettest.Supervisor, "/counsel/policy/9/agree").Want(t, http.StatusNotFound)
	w.Post(dockettest.Supervisor, "/counsel/policy/x/agree").Want(t, http.StatusNotFound)
	w.Post(dockettest.Supervisor, "/counsel/policy", version("2015-10-01", "notify", "allow")...).Want(t, http.StatusSeeOther)
	w.Post(dockettest.Counsel, "/counsel/policy/2/agree").Want(t, http.StatusSeeOther)
	w.Get(dockettest.Counsel, "/counsel/policy").Want(t, http.StatusOK, "Holds today", "Holds from 1 October 2015", "the county forbids it", "left to the supervisor")
	w.Get(dockettest.Clerk, "/counsel/policy").Want(t, http.StatusOK, "Holds today").Lacks(t, "Put it in")
	w.Post(dockettest.Clerk, "/counsel/policy", version("2015-11-01")...).Want(t, http.StatusForbidden)
}

// unresolved is a request that no rule settles: nothing is known of the person.
func (w *world) unresolved() (id string) {
	w.t.Helper()
	request := sallyport.Request{Action: "hold", Form: "I-247D", By: "R. Alvarez", At: w.Now()}
	indication := []desk.Fact{{Path: "person.citizenship_indicated", Value: "true", Source: "what the person says"}}
	id, err := w.jail.Register(w.t.Context(), dockettest.Clerk, w.Now(), request, "fax", "FC-02", nil)
	if err == nil {
		err = w.jail.RecordFacts(w.t.Context(), dockettest.Clerk, id, w.Now(), indication)
	}
	if err == nil {
		err = w.jail.Accept(w.t.Context(), dockettest.Clerk, id, w.Now())
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

// TestQueue shows what is unresolved, with a finding by two people; and none of it to anybody else.
func TestQueue(t *testing.T) {
	w := newWorld(t)
	w.Get(dockettest.Counsel, "/counsel").Want(t, http.StatusOK, "Nothing waits")
	path := "/counsel/case/" + w.unresolved()
	for _, one := range []struct {
		who    sallyport.Actor
		status int
	}{{dockettest.Elsewhere, http.StatusForbidden}, {dockettest.Officer, http.StatusForbidden}, {dockettest.Nobody, http.StatusUnauthorized}} {
		for _, page := range []string{"/counsel", "/counsel/policy", path} {
			w.Get(one.who, page).Want(t, one.status).Lacks(t, "R. Alvarez", "/counsel/case/")
		}
		w.Post(one.who, "/counsel/policy", version("2015-10-01")...).Want(t, one.status)
		w.Post(one.who, path+"/citizenship", "citizen", "false", "source", "a passport").Want(t, one.status)
		w.Post(one.who, path+"/fact", "path", "agency_kind", "value", `"court"`, "source", "a sheet").Want(t, one.status)
		w.Post(one.who, path+"/challenge", "about", "identity", "finding", "none").Want(t, one.status)
	}
	w.Get(dockettest.Clerk, "/counsel").Want(t, http.StatusForbidden)
	w.Get(dockettest.Counsel, path).Want(t, http.StatusOK, "An indication of citizenship", "0 of two")
	w.Post(dockettest.Counsel, path+"/citizenship", "source", "a passport").Want(t, http.StatusUnprocessableEntity, "choose what you find")
	w.Post(dockettest.Counsel, path+"/citizenship", "citizen", "true", "source", "a passport").Want(t, http.StatusSeeOther)
	w.Get(dockettest.Supervisor, path).Want(t, http.StatusOK, "1 of two")
	w.Post(dockettest.Supervisor, path+"/citizenship", "citizen", "true", "source", "a passport").Want(t, http.StatusSeeOther)
	w.Get(dockettest.Supervisor, path).Want(t, http.StatusOK).Lacks(t, "of two found")
	w.Post(dockettest.Counsel, path+"/nothing").Want(t, http.StatusNotFound)
	w.Post(dockettest.Counsel, path+"/challenge", "about", "identity").Want(t, http.StatusUnprocessableEntity, "write what you found")
	w.Post(dockettest.Counsel, path+"/challenge", "about", "identity", "finding", "another person").Want(t, http.StatusConflict)
	if got := w.Get(dockettest.Counsel, "/counsel"); strings.Contains(got.Body, "R. Alvarez") {
		t.Error("a queue names somebody")
	}
}
