package jail

import (
	"net/http"
	"strings"

	"sallyport/casework"
	"sallyport/internal/store"
	"sallyport/internal/web/docket"
	"sallyport/internal/web/shell"
)

// search is what was looked for, and what was found.
type search struct {
	Number string
	Wrong  string
	All    []*store.Submission
}

func (m *room) showFind(w http.ResponseWriter, r *http.Request) {
	if _, err := m.clerk(r); err != nil {
		m.Refuse(w, r, err)
		return
	}
	m.Show(w, r, shell.Page{Title: "Find a case", Content: m.findPage(&search{})})
}

// find goes to the case that a number finds. The number is posted, so that no address and no log has it.
func (m *room) find(w http.ResponseWriter, r *http.Request) {
	who, err := m.clerk(r)
	if err == nil {
		err = docket.Form(w, r)
	}
	if err != nil {
		m.Refuse(w, r, err)
		return
	}
	s := search{Number: strings.TrimSpace(r.PostForm.Get("number"))}
	status := http.StatusOK
	if s.All, err = m.jail.Numbered(r.Context(), who, s.Number); err != nil {
		status, s.Wrong = m.Refusal(r, err)
	} else if len(s.All) == 0 {
		status, s.Wrong = http.StatusNotFound, "No case here has this number. Compare it with the booking sheet, letter by letter."
	}
	if len(s.All) == 1 {
		http.Redirect(w, r, "/desk/case/"+s.All[0].ID, http.StatusSeeOther)
		return
	}
	m.Show(w, r, shell.Page{Title: "Find a case", Status: status, Content: m.findPage(&s)})
}

// number is what a case is known by: its booking's control number, or that it came by another way.
func number(s *store.Submission) string {
	if strings.HasPrefix(s.TCN, "register/") {
		return "entered in the register"
	}
	return s.TCN
}

// stands is where a case stands, in a word or two.
func stands(s *store.Submission) string {
	if s.State.Stage == casework.Ended {
		return "over: " + s.State.Reason
	}
	return string(s.State.Stage)
}

// alike is the request that came before and asks the same, while there is still to be said whether this one is a duplicate.
func (m *room) alike(r *http.Request, s *sheet) (string, error) {
	if s.Submission.State.Stage != casework.Registered {
		return "", nil
	}
	return m.jail.Alike(r.Context(), s.who, s.Submission.ID)
}
