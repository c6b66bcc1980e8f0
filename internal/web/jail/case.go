package jail

import (
	"net/http"
	"slices"
	"strings"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/desk"
	"sallyport/internal/store"
	"sallyport/internal/web/docket"
	"sallyport/internal/web/shell"
	"sallyport/roles"
)

// sheet is a case as the page shows it to one person.
type sheet struct {
	desk.Sheet
	who    sallyport.Actor
	allows func(casework.Event) bool
	chosen string          // path of the fact that is chosen to be entered
	would  *store.Decision // what both doors would say if the copy were served now; nil where it is not to be served
	alike  string          // the request that came before and asks the same, or ""
	wrong  string
}

func (m *room) showCase(w http.ResponseWriter, r *http.Request) { m.show(w, r, "", http.StatusOK) }

// show writes the case's page, with what was wrong with a form where something was.
func (m *room) show(w http.ResponseWriter, r *http.Request, wrong string, status int) {
	who, err := m.Actor(r.Context())
	if err != nil {
		m.Refuse(w, r, err)
		return
	}
	id := r.PathValue("id")
	read, err := m.jail.Sheet(r.Context(), who, id, m.Now())
	if err != nil {
		m.Refuse(w, r, err)
		return
	}
	s := &sheet{Sheet: read, who: who, wrong: wrong, chosen: r.URL.Query().Get("path")}
	s.allows = func(e casework.Event) bool {
		e.Actor, e.At = who, m.Now()
		return m.jail.Admits(s.Submission, e)
	}
	if s.alike, err = m.alike(r, s); err == nil {
		s.would, err = m.would(r, s)
	}
	if err != nil {
		m.Refuse(w, r, err)
		return
	}
	m.Show(w, r, shell.Page{Title: "Case " + short(id), Status: status, Scripts: []string{clock}, Content: m.casePage(s)})
}

// would is what both doors would say if the copy were served now, while it is to be answered or served.
func (m *room) would(r *http.Request, s *sheet) (*store.Decision, error) {
	if stage := s.Submission.State.Stage; stage != casework.Open && stage != casework.Agreed {
		return nil, nil //nolint:nilnil // there is none to foresee
	}
	d, err := m.jail.Foreseen(r.Context(), s.who, s.Submission.ID, m.Now())
	return &store.Decision{Kind: string(casework.BothDoors), Decision: d}, err
}

// inVain says that a copy that is served now would have no effect.
func (s *sheet) inVain() bool { return s.would != nil && s.would.Outcome != sallyport.Permitted }

// acts are what people do with a case, by the end of the address that their form is posted to.
var acts = map[string]func(m *room, r *http.Request, who sallyport.Actor, id string) error{
	"accept": func(m *room, r *http.Request, who sallyport.Actor, id string) error {
		return m.jail.Accept(r.Context(), who, id, m.Now())
	},
	"answer": (*room).answer,
	"release": func(m *room, r *http.Request, who sallyport.Actor, id string) error {
		return m.jail.Release(r.Context(), who, id, m.Now())
	},
	"hold": func(m *room, r *http.Request, who sallyport.Actor, id string) error {
		return m.jail.StartHold(r.Context(), who, id, m.Now())
	},
	"end": func(m *room, r *http.Request, who sallyport.Actor, id string) error {
		return m.jail.EndHold(r.Context(), who, id, m.Now(), r.PostForm.Get("reason"))
	},
	"lapse": func(m *room, r *http.Request, who sallyport.Actor, id string) error {
		return m.jail.Lapse(r.Context(), who, id, m.Now())
	},
	"aside": func(m *room, r *http.Request, who sallyport.Actor, id string) error {
		return m.jail.SetAside(r.Context(), who, id, m.Now(), r.PostForm.Get("reason"))
	},
	"fact": (*room).fact,
}

// act does what a form asks, and shows the case again.
func (m *room) act(w http.ResponseWriter, r *http.Request) {
	do, known := acts[r.PathValue("act")]
	if !known {
		m.Refuse(w, r, store.ErrNone)
		return
	}
	who, err := m.Actor(r.Context())
	if err == nil {
		err = docket.Form(w, r)
	}
	if err != nil {
		m.Refuse(w, r, err)
		return
	}
	if err := do(m, r, who, r.PathValue("id")); err != nil {
		m.again(w, r, err)
		return
	}
	http.Redirect(w, r, "/desk/case/"+r.PathValue("id"), http.StatusSeeOther)
}

// again shows the case with what the desk refused; whoever may not see it gets that alone.
func (m *room) again(w http.ResponseWriter, r *http.Request, err error) {
	status, text := m.Refusal(r, err)
	m.show(w, r, strings.TrimPrefix(text, "Submission "+r.PathValue("id")+": "), status)
}

func (m *room) answer(r *http.Request, who sallyport.Actor, id string) error {
	if r.PostForm.Get("signed") != "yes" {
		return unfit("nothing was answered: tick that you answer in your own name")
	}
	switch r.PostForm.Get("answer") {
	case "agree":
		return m.jail.Answer(r.Context(), who, id, m.Now(), true)
	case "refuse":
		return m.jail.Answer(r.Context(), who, id, m.Now(), false)
	}
	return unfit("nothing was answered: choose what you answer")
}

func (m *room) fact(r *http.Request, who sallyport.Actor, id string) error {
	path := r.PostForm.Get("path")
	value, err := m.Value(path, r.PostForm.Get("value"))
	if err != nil {
		return err
	}
	return m.jail.RecordFacts(r.Context(), who, id, m.Now(), []desk.Fact{{Path: path, Value: value, Source: strings.TrimSpace(r.PostForm.Get("source"))}})
}

// can says whether a step of a kind can be taken now.
func (s *sheet) can(kind casework.Kind) bool { return s.allows(casework.Event{Kind: kind}) }

// mayAnswer says whether this person can give an answer of either kind.
func (s *sheet) mayAnswer(agrees bool) bool {
	if !s.can(casework.Answer) {
		return false
	}
	if s.Submission.State.Stage == casework.Closed {
		return !agrees
	}
	return roles.Allows(s.who, roles.AnswerRequest) == nil
}

// mayEnter says whether this person can enter a fact now.
func (s *sheet) mayEnter(path string) bool {
	return s.can(casework.Record) && path != "request.served_at" && !docket.TakesTwo(s.Sheet.Facts, path) && desk.MayEnter(s.who, desk.Fact{Path: path, Value: "true", Source: "a record"}) == nil
}

// last is the last decision of a step, or nil.
func (s *sheet) last(step casework.Kind) *store.Decision {
	for i := range slices.Backward(s.Decisions) {
		if s.Decisions[i].Kind == string(step) {
			return &s.Decisions[i]
		}
	}
	return nil
}

// verdict is what the doors said last, or nil: both, where both have.
func (s *sheet) verdict() *store.Decision {
	if s.Submission.State.Stage == casework.Registered {
		return nil // what was said before does not hold any more
	}
	if both := s.last(casework.BothDoors); both != nil {
		return both
	}
	return s.last(casework.LocalDoor)
}

// outcome is what the doors said last; "" while they have not.
func (s *sheet) outcome() sallyport.Outcome {
	if d := s.verdict(); d != nil {
		return d.Outcome
	}
	return ""
}

// asked is what was asked, also once it is over and the state has forgotten it; nil where nothing was.
func (s *sheet) asked() *sallyport.Request {
	if s.Submission.State.Request != nil {
		return s.Submission.State.Request
	}
	for i := range slices.Backward(s.Entries) {
		if e := &s.Entries[i]; e.Kind == string(casework.Register) && e.Request != nil {
			return e.Request
		}
	}
	return nil
}

// claims are how many facts nobody here has accepted.
func (s *sheet) claims() (n int) {
	for _, f := range docket.Current(s.Facts) {
		if f.Accepted == "" {
			n++
		}
	}
	return n
}

// happened are the lines of the record, but for who read it.
func (s *sheet) happened() (all []desk.Entry, reads int) {
	for _, e := range s.Entries {
		if strings.HasPrefix(e.Kind, "read: ") {
			reads++
			continue
		}
		all = append(all, e)
	}
	return all, reads
}

// enterable are the facts that this person could enter.
func (s *sheet) enterable() (all []docket.Described) {
	for i := range sallyport.CaseFacts {
		if path := sallyport.CaseFacts[i].Path; s.mayEnter(path) {
			all = append(all, docket.Describe(path))
		}
	}
	return all
}
