package jail

import (
	"net/http"
	"slices"
	"strings"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/desk"
	"sallyport/internal/web/docket"
	"sallyport/internal/web/shell"
)

// Ways by which a request can reach a jail, and the forms that there are.
var (
	ways  = []string{"fax", "mail", "telephone", "in person", "portal"}
	forms = sallyport.CaseFacts[sallyport.CaseFact("request.form")].Values
)

// entering is the register's form as it was filled in.
type entering struct {
	Way, Facility, Action, Form, By, Dated, Purpose string
	Wrong                                           string // what was wrong with it
	Field                                           string // and with which field
}

func (m *room) showRegister(w http.ResponseWriter, r *http.Request) {
	m.showForm(w, r, &entering{}, http.StatusOK)
}

// showForm writes the register with its form as it was filled in, above what was entered before.
func (m *room) showForm(w http.ResponseWriter, r *http.Request, e *entering, status int) {
	who, err := m.Actor(r.Context())
	if err != nil {
		m.Refuse(w, r, err)
		return
	}
	all, more, err := m.jail.Registered(r.Context(), who, desk.Mark{}, docket.OnePage)
	if err != nil {
		m.Refuse(w, r, err)
		return
	}
	m.Show(w, r, shell.Page{Title: "Register", Status: status, Content: m.registerPage(e, all, earlier(all, more))})
}

// showEarlier writes what was entered before a mark.
func (m *room) showEarlier(w http.ResponseWriter, r *http.Request) {
	who, err := m.Actor(r.Context())
	if err != nil {
		m.Refuse(w, r, err)
		return
	}
	all, more, err := m.jail.Registered(r.Context(), who, docket.MarkIn(r.URL.Query()), docket.OnePage)
	if err != nil {
		m.Refuse(w, r, err)
		return
	}
	m.Show(w, r, shell.Page{Title: "Register: earlier requests", Content: m.earlierPage(all, earlier(all, more))})
}

// earlier is where the requests are that were entered before those of a page; "" where there are none.
func earlier(all []desk.Entered, more bool) string {
	if !more {
		return ""
	}
	last := &all[len(all)-1]
	return docket.Next("/desk/register/earlier", more, desk.Mark{Due: last.At, ID: last.ID})
}

// clerk is whoever makes a request, where they may look into the inbox: the desk's own test.
func (m *room) clerk(r *http.Request) (sallyport.Actor, error) {
	who, err := m.Actor(r.Context())
	if err == nil {
		_, _, err = m.jail.Inbox(r.Context(), who, desk.Mark{}, 0)
	}
	return who, err
}

func (m *room) register(w http.ResponseWriter, r *http.Request) {
	who, err := m.clerk(r)
	if err == nil {
		err = docket.Form(w, r)
	}
	if err != nil {
		m.Refuse(w, r, err)
		return
	}
	f := r.PostForm
	e := &entering{Way: f.Get("way"), Facility: strings.TrimSpace(f.Get("facility")), Action: f.Get("action"), Form: f.Get("form"), By: strings.TrimSpace(f.Get("by")),
		Dated: f.Get("dated"), Purpose: f.Get("purpose")}
	asked, states, wrong := m.read(e)
	if wrong {
		m.showForm(w, r, e, http.StatusUnprocessableEntity)
		return
	}
	id, err := m.jail.Register(r.Context(), who, m.Now(), asked, e.Way, e.Facility, states)
	if err != nil {
		status, text := m.Refusal(r, err)
		e.Wrong = text
		m.showForm(w, r, e, status)
		return
	}
	http.Redirect(w, r, "/desk/case/"+id, http.StatusSeeOther)
}

// read checks what was filled in, and says with which field something is wrong.
func (m *room) read(e *entering) (asked sallyport.Request, states []desk.Fact, wrong bool) {
	at, err := m.ReadLocal(e.Dated)
	for _, check := range []struct {
		bad         bool
		field, says string
	}{
		{!slices.Contains(ways, e.Way), "way", "Choose how it came."},
		{e.Facility == "" || len(e.Facility) > 100, "facility", "Give the facility’s own code, of at most 100 letters."},
		{docket.Asks[e.Action] == "", "action", "Choose what is asked."},
		{!slices.Contains(forms, e.Form), "form", "Choose the form that it is on."},
		{e.By == "" || len(e.By) > 100, "by", "Give the officer whom it names, in at most 100 letters."},
		{err != nil, "dated", "Give the day and the time that the request bears."},
	} {
		if check.bad {
			e.Field, e.Wrong = check.field, check.says
			return asked, nil, true
		}
	}
	if e.Purpose != "" {
		value, err := m.Value("request.purpose", e.Purpose)
		if err != nil {
			e.Field, e.Wrong = "purpose", "Choose the purpose that it states."
			return asked, nil, true
		}
		states = append(states, desk.Fact{Path: "request.purpose", Value: value, Source: docket.FormName(e.Form) + ", by " + e.Way})
	}
	return sallyport.Request{Action: e.Action, Form: e.Form, By: e.By, At: at}, states, false
}

// became is what has become of a request that was entered.
func became(s *casework.State) string {
	switch s.Stage {
	case casework.Registered:
		return "Waits for somebody to accept the facts"
	case casework.Open, casework.Closed, casework.Unresolved:
		return "Waits for an answer"
	case casework.Agreed, casework.Served:
		return "Agreed to; not in effect yet"
	case casework.Ended:
		return capital(s.Reason)
	case casework.Purging:
		return "Is being done away with"
	}
	return "In effect"
}

// options are the values of a choice, each with its words.
func options(values []string, says func(string) string) (all []docket.Choice) {
	for _, v := range values {
		all = append(all, docket.Choice{Value: v, Says: capital(says(v))})
	}
	return all
}

func itself(text string) string { return text }

// purposes are what a form can state as its purpose.
func purposes() []docket.Choice {
	d := docket.Describe("request.purpose")
	return append([]docket.Choice{{Says: "It states none"}}, d.Choices()...)
}
