package jail

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"sallyport"
	"sallyport/internal/desk"
	"sallyport/internal/notice"
	"sallyport/internal/web/docket"
	"sallyport/internal/web/words"
)

func unfit(what string) error { return &desk.Unfit{Err: errors.New(what)} }

// copy gives the person a copy, and answers with the page that is printed. Its code is told this once, since it is kept nowhere.
func (m *room) copy(w http.ResponseWriter, r *http.Request) {
	who, err := m.Actor(r.Context())
	if err == nil {
		err = docket.Form(w, r)
	}
	if err != nil {
		m.Refuse(w, r, err)
		return
	}
	give := map[string]func(context.Context, sallyport.Actor, string, time.Time) (string, error){
		"serve": m.jail.Serve, "again": m.jail.ServeAgain, "give": m.jail.GiveCopy}[r.PostForm.Get("which")]
	lang := words.Lang(r.PostForm.Get("lang"))
	if give == nil || !slices.Contains(words.All, lang) {
		m.again(w, r, unfit("no copy was given: choose which, and a language"))
		return
	}
	code, err := give(r.Context(), who, r.PathValue("id"), m.Now())
	if err != nil {
		m.again(w, r, err)
		return
	}
	if err := m.print(w, r, code, lang); err != nil {
		m.Log.ErrorContext(r.Context(), "web: a copy could not be made", "error", err)
		m.show(w, r, "It is on the record that a copy was given, but its page could not be made. Give another copy, below: both codes hold.", http.StatusInternalServerError)
	}
}

// print writes the copy of a code.
func (m *room) print(w http.ResponseWriter, r *http.Request, code string, lang words.Lang) error {
	c, err := notice.Of(r.Context(), m.jail, code)
	if err != nil {
		return err
	}
	c.Lang, c.Node, c.Trial, c.Back = lang, m.Origin, m.Trial, "/desk/case/"+r.PathValue("id")
	var page bytes.Buffer
	if err := c.Write(r.Context(), &page); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(page.Bytes()) // the reader may have left: another copy can be given
	return nil
}
