package records

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/desk"
	"sallyport/internal/store"
	"sallyport/internal/web/docket"
	"sallyport/roles"
)

// deed is one form of the page, as it came.
type deed struct {
	*room
	r   *http.Request
	who sallyport.Actor
	id  string
}

// acts are what can be done with a case, by the end of the address that the form is sent to.
var acts = map[string]func(deed) error{
	"enter": deed.enter, "judge": deed.judge, "citizenship": deed.citizenship, "challenge": deed.challenge, "reply": deed.reply, "correct": deed.correct,
}

func (m *room) act(w http.ResponseWriter, r *http.Request) {
	do, there := acts[r.PathValue("act")]
	if !there {
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
	id := r.PathValue("id")
	if err = do(deed{m, r, who, id}); err == nil {
		http.Redirect(w, r, "/facts/"+id, http.StatusSeeOther)
		return
	}
	var unfit *desk.Unfit
	var notNow *desk.NotNow
	if status, text := m.Refusal(r, err); errors.As(err, &unfit) || errors.As(err, &notNow) {
		m.show(w, r, text, status)
		return
	}
	m.Refuse(w, r, err)
}

// text is a field that may not be left empty.
func (d deed) text(name, what string) (string, error) {
	text := strings.TrimSpace(d.r.PostForm.Get(name))
	if text == "" || len(text) > mostText {
		return "", &desk.Unfit{Err: fmt.Errorf("%s: write between 1 and %d characters", what, mostText)}
	}
	return text, nil
}

// mostText is how long what is written freely may be, in bytes.
const mostText = 4000

// enter takes one fact, or several that one record has. What was left empty is not known, and stays so.
func (d deed) enter() error {
	source, err := d.text("source", "source")
	if err != nil {
		return err
	}
	there, err := d.zone()
	if err != nil {
		return err
	}
	paths, values := d.r.PostForm["path"], d.r.PostForm["value"]
	if len(paths) != len(values) {
		return &desk.Unfit{Err: errors.New("the form did not arrive whole; try again")}
	}
	var facts []desk.Fact
	for i, path := range paths {
		if values[i] == "" {
			continue
		}
		value, err := there.Value(path, values[i])
		if err != nil {
			return err
		}
		facts = append(facts, desk.Fact{Path: path, Value: value, Source: source})
	}
	if len(facts) == 0 {
		return &desk.Unfit{Err: errors.New("nothing was entered: leave a fact out only where others are given")}
	}
	return d.hub.RecordFacts(d.r.Context(), d.who, d.id, d.Now(), facts)
}

// zone is the room in the time of the case's custodian.
func (d deed) zone() (*room, error) {
	record, err := d.hub.Look(d.r.Context(), d.who, d.id, d.Now())
	if err != nil {
		return nil, err
	}
	return d.at(record.Submission.Agency), nil
}

// judge has the software apply the federal side's rules, for whoever enters facts.
func (d deed) judge() error {
	if err := roles.Allows(d.who, roles.ReadRecord); err != nil {
		return err
	}
	return d.hub.Screen(d.r.Context(), d.id, d.Now())
}

func (d deed) citizenship() error {
	evidence, err := d.text("evidence", "evidence")
	if err != nil {
		return err
	}
	found := d.r.PostForm.Get("found")
	if found != "citizen" && found != "not" {
		return &desk.Unfit{Err: errors.New("finding: say whether the person is a citizen")}
	}
	return d.hub.ResolveCitizenship(d.r.Context(), d.who, d.id, d.Now(), found == "citizen", evidence)
}

func (d deed) challenge() error {
	statement, err := d.text("statement", "what the person says")
	if err != nil {
		return err
	}
	return d.hub.Challenge(d.r.Context(), d.who, d.id, d.Now(), d.r.PostForm.Get("about"), statement)
}

func (d deed) reply() error {
	finding, err := d.text("finding", "what was found")
	if err != nil {
		return err
	}
	return d.hub.Reply(d.r.Context(), d.who, d.id, d.Now(), d.r.PostForm.Get("about"), finding, nil)
}

func (d deed) correct() error {
	what, err := d.text("what", "what was wrong")
	if err != nil {
		return err
	}
	entry, err := strconv.ParseUint(d.r.PostForm.Get("entry"), 10, 64)
	if err != nil {
		return &desk.Unfit{Err: errors.New("entry: choose the line that was wrong")}
	}
	return d.hub.Correct(d.r.Context(), d.who, d.id, d.Now(), entry, what)
}

// abouts are what a person can say is wrong.
var abouts = []option{{casework.Citizenship, "The citizenship"}, {casework.Identity, "The identity: it is somebody else"}, {casework.Conviction, "A conviction"}}
