package jail_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/web/docket/dockettest"
)

// TestFind finds a case by its booking's number and by its reference. The number is posted: no address has it.
func TestFind(t *testing.T) {
	w := newWorld(t)
	booked := w.told("5f1d0c3a9b7e4c2d8a6f0e11", "notify", "I-247N")
	other := w.told("5f1d0c3a9b7e4c2d8a6f0e22", "notify", "I-247N")
	find := func(number string) dockettest.Answer {
		return w.Post(dockettest.Clerk, "/desk/find", "number", number)
	}
	for _, number := range []string{"TRIAL-2015-5f1d0c3a9b7e4c2d8a6f0e11", " 5F1D0C3A9B7E4C2D8A6F0E11 "} {
		if got := find(number).Want(t, http.StatusSeeOther); got.Location != booked {
			t.Errorf("%q leads to %s, not %s", number, got.Location, booked)
		}
	}
	find("5f1d0c3a").Want(t, http.StatusOK, booked, other, "2 cases found")
	find("TRIAL-2015-NOBODY").Want(t, http.StatusNotFound, "No case here has this number")
	find("5f1d0").Want(t, http.StatusUnprocessableEntity, "6 characters")
	w.Get(dockettest.Clerk, "/desk/find").Want(t, http.StatusOK, "Find a case")
	w.Post(dockettest.Elsewhere, "/desk/find", "number", "5f1d0c3a").Want(t, http.StatusForbidden).Lacks(t, booked)
	w.Get(dockettest.Nobody, "/desk/find").Want(t, http.StatusUnauthorized)
}

// TestRegisterKeepsWhatCame lists what was entered, by which way it came and what became of it.
func TestRegisterKeepsWhatCame(t *testing.T) {
	w := newWorld(t)
	w.Get(dockettest.Clerk, "/desk/register").Want(t, http.StatusOK, "None is held")
	first := w.registered(fax("hold", "I-247D"))
	w.Post(dockettest.Clerk, first+"/aside", "reason", casework.NotHere).Want(t, http.StatusSeeOther)
	w.told("5f1d0c3a9b7e4c2d8a6f0e11", "notify", "I-247N")
	w.registered([]string{"way", "mail", "facility", "FC-09", "action", "notify", "form", "I-247N", "by", "B. Baker", "dated", "2015-08-02T10:00"})
	page := w.Get(dockettest.Clerk, "/desk/register").Want(t, http.StatusOK, "mail", "FC-09", "B. Baker", "fax", "FC-02", "To hold the person, form I-247D", "The person is not here")
	if strings.Index(page.Body, "FC-09") > strings.Index(page.Body, "The person is not here") {
		t.Error("the newest is not first")
	}
	page.Lacks(t, "5f1d0c3a")
	for i := range 50 {
		w.registered([]string{"way", "portal", "facility", fmt.Sprint("P-", i), "action", "notify", "form", "I-247N", "by", "C. Cole", "dated", "2015-08-02T10:00"})
	}
	_, rest, more := strings.Cut(w.Get(dockettest.Clerk, "/desk/register").Want(t, http.StatusOK, "P-49", "P-0<").Lacks(t, "FC-09").Body, `href="/desk/register/earlier?`)
	query, _, _ := strings.Cut(rest, `"`)
	if !more {
		t.Fatal("there are no earlier ones")
	}
	earlier := "/desk/register/earlier?" + strings.ReplaceAll(query, "&amp;", "&")
	w.Get(dockettest.Clerk, earlier).Want(t, http.StatusOK, "FC-09", "FC-02").Lacks(t, "P-0<", "Earlier ones")
	w.Get(dockettest.Elsewhere, earlier).Want(t, http.StatusForbidden).Lacks(t, "FC-09")
}

// TestSameRequestTwice says to a request that the same came before, until somebody has said whether it is one.
func TestSameRequestTwice(t *testing.T) {
	w := newWorld(t)
	first := w.registered(fax("notify", "I-247N"))
	w.Get(dockettest.Clerk, first).Want(t, http.StatusOK).Lacks(t, "asks the same")
	w.registered(fax("hold", "I-247D"))
	second := w.registered(fax("notify", "I-247N"))
	w.Get(dockettest.Clerk, second).Want(t, http.StatusOK, "asks the same", `href="`+first+`"`)
	w.Post(dockettest.Clerk, second+"/aside", "reason", casework.Duplicate).Want(t, http.StatusSeeOther)
	w.Get(dockettest.Clerk, second).Want(t, http.StatusOK, casework.Duplicate, "notice of the release, form I-247N").Lacks(t, "asks the same")
}

// TestCitizenshipIsLoud says before all else that citizenship stops everything, and leads whoever may settle it there.
func TestCitizenshipIsLoud(t *testing.T) {
	w := newWorld(t)
	path := w.registered(fax("hold", "I-247D"))
	w.know(path, "person.citizenship_indicated", "true")
	w.Post(dockettest.Clerk, path+"/accept").Want(t, http.StatusSeeOther)
	for who, leads := range map[sallyport.Actor]bool{dockettest.Clerk: false, dockettest.Supervisor: true} {
		page := w.Get(who, path).Want(t, http.StatusOK, "An indication of citizenship stops everything")
		if got := strings.Contains(page.Body, "Settle it"); got != leads {
			t.Errorf("%s is led to settle it: %v", who.Role, got)
		}
		w.Get(who, path+"?path=person.us_citizen").Want(t, http.StatusOK).Lacks(t, `value="person.us_citizen"`)
	}
}

// TestChosenFact shows the field of a fact that was chosen, and of no other.
func TestChosenFact(t *testing.T) {
	w := newWorld(t)
	path := w.registered(fax("notify", "I-247N"))
	w.Get(dockettest.Clerk, path+"?path=release.eligible_at").Want(t, http.StatusOK, `id="one"`, `type="datetime-local"`)
	w.Get(dockettest.Clerk, path+"?path=officer.risk_finding").Want(t, http.StatusOK).Lacks(t, `id="one"`)
}
