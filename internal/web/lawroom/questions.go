package lawroom

import (
	"net/http"

	"sallyport/law"
)

// packQuestions is a pack's open questions.
type packQuestions struct {
	*law.Pack
	Where string
	Count int
	HTML  string
}

// questions shows the open questions of every pack.
func (m *room) questions(w http.ResponseWriter, r *http.Request) {
	var all []packQuestions
	for _, p := range sortedPacks(m.Book) {
		if len(p.Questions) == 0 {
			continue
		}
		parts, err := m.library.parts(r.Context(), p)
		if err != nil {
			m.failed(w, r, err)
			return
		}
		all = append(all, packQuestions{p, placeName(p.Place), len(p.Questions), parts.QuestionList})
	}
	m.show(w, r, "Open questions of law", questionsPage(all))
}
