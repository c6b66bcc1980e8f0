package office

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/desk"
	"sallyport/internal/web/docket"
	"sallyport/internal/web/passkey"
	"sallyport/internal/web/shell"
)

// sheet is a person about whom something may be asked, and the request as it was sent.
type sheet struct {
	*Room
	desk.Asking
	May    bool // the reader may ask; a director reads
	Given  url.Values
	Status int
	Wrong  string
	Sign   *passkey.Ask
}

// person shows which forms can be sent, and why not the others.
func (room *Room) person(w http.ResponseWriter, r *http.Request) { room.show(w, r, sheet{}) }

func (room *Room) show(w http.ResponseWriter, r *http.Request, s sheet) {
	who, err := room.Actor(r.Context())
	if err == nil {
		s.Asking, err = room.desk.Asking(r.Context(), who, r.PathValue("id"), room.Now())
	}
	if err != nil {
		room.Refuse(w, r, err)
		return
	}
	s.Room, s.May = room, who.Role == sallyport.Officer
	room.Show(w, r, shell.Page{Title: "A person who may be asked about", Status: s.Status, Scripts: []string{passkey.Script}, Content: person(s)})
}

// ask sends a request, once it is signed.
func (room *Room) ask(w http.ResponseWriter, r *http.Request) {
	if err := docket.Form(w, r); err != nil {
		room.Refuse(w, r, err)
		return
	}
	who, err := room.Actor(r.Context())
	id := r.PathValue("id")
	var request sallyport.Request
	var states []desk.Fact
	if err == nil {
		request, states, err = room.request(r.PostForm, room.Now())
	}
	if err == nil {
		err = room.desk.AskAndJudge(passkey.Context(r), who, id, request, states)
	}
	var stage casework.Stage
	if err == nil {
		stage, err = room.desk.Stage(r.Context(), id)
	}
	if err == nil && stage == casework.MayBeAsked {
		err = &desk.NotNow{Err: errors.New("the federal door does not let this very request through, so nothing has left the hub: change what the form states, or ask on another")}
	}
	if err == nil {
		http.Redirect(w, r, Way.Path+"/sent", http.StatusSeeOther)
		return
	}
	s := sheet{Given: r.PostForm, Sign: asks(err, Way.Path+"/person/"+url.PathEscape(id), r.PostForm)}
	if s.Sign != nil {
		s.Status = http.StatusForbidden
	} else {
		s.Status, s.Wrong = room.problem(r, err)
	}
	room.show(w, r, s)
}

// request is what a form asks and states. What is not filled in is not stated.
func (room *Room) request(given url.Values, at time.Time) (sallyport.Request, []desk.Fact, error) {
	action, form, found := strings.Cut(given.Get("form"), " ")
	if !found {
		return sallyport.Request{}, nil, &desk.Unfit{Err: errors.New("choose the form on which you ask")}
	}
	source := "form " + form
	states := []desk.Fact{{Path: "request.purpose", Value: `"civil_immigration"`, Source: source}, {Path: "request.lent_by_dhs", Value: "false", Source: source}}
	for _, path := range stated(given) {
		text := given.Get(form + "." + path)
		if text == "" {
			continue
		}
		value, err := room.Value(path, text)
		if err != nil {
			return sallyport.Request{}, nil, err
		}
		states = append(states, desk.Fact{Path: path, Value: value, Source: source})
	}
	return sallyport.Request{Action: action, Form: form, At: at}, states, nil
}

// stated are the paths that the chosen form has a field for, in the order of the table of facts.
func stated(given url.Values) (paths []string) {
	_, form, _ := strings.Cut(given.Get("form"), " ")
	for _, f := range sallyport.CaseFacts {
		if strings.HasPrefix(f.Path, "request.") && given.Has(form+"."+f.Path) {
			paths = append(paths, f.Path)
		}
	}
	return paths
}

// withdraw ends a matter: nothing, or nothing further, is asked.
func (room *Room) withdraw(w http.ResponseWriter, r *http.Request) {
	room.do(w, r, func(ctx context.Context, who sallyport.Actor, id string) error {
		return room.desk.Withdraw(ctx, who, id, room.Now())
	})
}

// judge has the federal door judge a request that it could not judge when it was made.
func (room *Room) judge(w http.ResponseWriter, r *http.Request) {
	room.do(w, r, func(ctx context.Context, who sallyport.Actor, id string) error {
		if _, _, err := room.desk.SentAt(ctx, who, casework.Requested, desk.Mark{}, 0); err != nil { // of the field office
			return err
		}
		return room.desk.JudgeRequest(ctx, id, room.Now())
	})
}

func (room *Room) do(w http.ResponseWriter, r *http.Request, step func(context.Context, sallyport.Actor, string) error) {
	who, err := room.Actor(r.Context())
	if err == nil {
		err = step(r.Context(), who, r.PathValue("id"))
	}
	if err != nil {
		room.Refuse(w, r, err)
		return
	}
	http.Redirect(w, r, Way.Path+"/sent", http.StatusSeeOther)
}
