package counsel

import (
	"net/http"
	"strconv"
	"strings"

	"sallyport"
	"sallyport/internal/desk"
	"sallyport/internal/store"
	"sallyport/internal/web/docket"
	"sallyport/internal/web/shell"
	"sallyport/roles"
)

// policies is the editor of an agency's own policy.
type policies struct {
	*docket.Room
	jail *desk.Jail
}

// about are what a policy can speak to, in words.
var about = map[string]string{"notify": "Notice of a release", "hold": "Holding somebody", "transfer": "Transferring somebody", "interview": "Interviews"}

// page is what the editor shows.
type page struct {
	all   []store.Policy
	who   sallyport.Actor
	today string
	wrong string
	given store.Policy // as the form was filled in
}

func (m *policies) showPage(w http.ResponseWriter, r *http.Request) {
	m.show(w, r, store.Policy{}, nil)
}

// show writes the editor; with what was wrong, where something was.
func (m *policies) show(w http.ResponseWriter, r *http.Request, given store.Policy, wrong error) {
	who, err := m.Actor(r.Context())
	if err != nil {
		m.Refuse(w, r, err)
		return
	}
	p := page{who: who, given: given, today: m.Now().In(m.Zone).Format("2006-01-02")}
	if p.all, err = m.jail.Policies(r.Context(), who); err != nil {
		m.Refuse(w, r, err)
		return
	}
	if p.given.Says == nil {
		if now := desk.InForce(p.all, p.today); now != nil {
			p.given.Says = now.Says
		}
	}
	status := http.StatusOK
	if wrong != nil {
		status, p.wrong = m.Refusal(r, wrong)
	}
	m.Show(w, r, shell.Page{Title: "Policy", Status: status, Content: m.policyPage(&p)})
}

func (m *policies) enter(w http.ResponseWriter, r *http.Request) {
	who, err := m.Actor(r.Context())
	if err == nil {
		err = docket.Form(w, r)
	}
	if err != nil {
		m.Refuse(w, r, err)
		return
	}
	p := store.Policy{Begins: r.PostForm.Get("begins"), Written: strings.TrimSpace(r.PostForm.Get("written")), Says: map[string]string{}}
	for _, action := range desk.PolicyActions {
		if said := r.PostForm.Get(action); said != "" {
			p.Says[action] = said
		}
	}
	if err := m.jail.EnterPolicy(r.Context(), who, m.Now(), p); err != nil {
		m.show(w, r, p, err)
		return
	}
	http.Redirect(w, r, "/counsel/policy", http.StatusSeeOther)
}

func (m *policies) agree(w http.ResponseWriter, r *http.Request) {
	who, err := m.Actor(r.Context())
	if err != nil {
		m.Refuse(w, r, err)
		return
	}
	number, err := strconv.ParseInt(r.PathValue("number"), 10, 64)
	if err != nil {
		m.Refuse(w, r, store.ErrNone)
		return
	}
	if err := m.jail.AgreePolicy(r.Context(), who, m.Now(), number); err != nil {
		m.show(w, r, store.Policy{}, err)
		return
	}
	http.Redirect(w, r, "/counsel/policy", http.StatusSeeOther)
}

// mayChange says whether the reader can put in a version.
func (p *page) mayChange() bool { return roles.Allows(p.who, roles.ChangePolicy) == nil }

// standing is what has become of a version.
func (p *page) standing(v *store.Policy) string {
	now := desk.InForce(p.all, p.today)
	switch {
	case v.AgreedBy == "" && v.Begins < p.today:
		return "Never held: its first day passed before a second person agreed"
	case v.AgreedBy == "":
		return "Waits for a second person to agree"
	case now != nil && now.Number == v.Number:
		return "Holds today"
	case v.Begins > p.today:
		return "Holds from " + docket.Day(v.Begins)
	}
	return "Held until a later one began"
}

// mayAgree says whether the reader is the second person that a version waits for.
func (p *page) mayAgree(v *store.Policy) bool {
	return p.mayChange() && v.AgreedBy == "" && v.EnteredBy != p.who.ID && v.Begins >= p.today
}
