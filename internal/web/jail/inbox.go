package jail

import (
	"net/http"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/desk"
	"sallyport/internal/web/docket"
	"sallyport/internal/web/shell"
)

func (m *room) showInbox(w http.ResponseWriter, r *http.Request) {
	who, err := m.Actor(r.Context())
	if err != nil {
		m.Refuse(w, r, err)
		return
	}
	after := docket.MarkIn(r.URL.Query())
	all, more, err := m.jail.Inbox(r.Context(), who, after, docket.OnePage)
	if err != nil {
		m.Refuse(w, r, err)
		return
	}
	next := ""
	if more {
		last := &all[len(all)-1]
		next = docket.Next("/desk", more, desk.Mark{Due: last.Due, ID: last.ID})
	}
	m.Show(w, r, shell.Page{Title: "Inbox", Scripts: []string{clock}, Content: m.inbox(all, after.ID != "", next)})
}

// todo is what to do next, in words.
func todo(stage casework.Stage, outcome sallyport.Outcome) string {
	switch stage {
	case casework.Booked:
		return "Nothing is asked. Nothing to do."
	case casework.Registered:
		return "Accept the facts, so that the local door judges."
	case casework.Open:
		return "The local door does not refuse: a supervisor answers."
	case casework.Closed:
		if outcome == sallyport.Unresolved {
			return "Unresolved, which works as a refusal: enter what is missing, or answer with the refusal."
		}
		return "The law refuses: answer with the refusal."
	case casework.Unresolved:
		return "Counsel resolves it. It works as a refusal meanwhile."
	case casework.Agreed:
		return "Give the person the copy. Without it nothing takes effect."
	case casework.Served:
		return "Both doors judge once more."
	case casework.ToNotify:
		return "When the person leaves: tell the office, and record the release."
	case casework.ToHold:
		return "Custody is the criminal matter’s alone. When that ends: release, or keep the person for the request."
	case casework.Held:
		return "Release the person, no later than the limit."
	}
	return "It is over. Nothing to do."
}

// deadline is what happens at the end of the clock that runs.
func deadline(stage casework.Stage) string {
	switch stage {
	case casework.Held:
		return "Release no later than"
	case casework.ToHold:
		return "No hold can run past"
	case casework.ToNotify:
		return "No notice is owed after"
	case casework.Booked:
		return "Nothing can be asked after"
	case casework.Ended, casework.Purging:
		return "Everything about the person is done away with at"
	}
	return "Lapses unless answered and served by"
}
