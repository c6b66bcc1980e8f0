// Package view is the explorer's page below its frame, as HTML: from an address, a form and the packs. The server and the visitor's own device make it
// with the same code, so they give the same answers. It keeps nothing, reads no clock, and needs no template engine, which would not fit into what a
// telephone should fetch.
package view

import (
	"errors"
	"net/url"
	"strings"

	"sallyport/law"
	"sallyport/law/explore"
)

// state is what the visitor chose and answered.
type state struct {
	explore.Setting
	given   bool // something was chosen
	lang    string
	answers []explore.Answer
	again   string         // the question that was answered unusably
	wrong   *explore.Wrong // with what is wrong
	side    string         // what is shown beside: places or programmes; "" for nothing
	sent    bool           // in a form, rather than asked for by its address
}

// maxAnswers is more than any case can need.
const maxAnswers = 400

// read takes the setting from the address and the answers from the form: a (kept ones, PATH=VALUE), undo, and q with v or say.
func read(b *law.Book, query, form url.Values) state {
	s := state{lang: query.Get("lang"), side: form.Get("beside"), sent: len(form) > 0}
	s.Setting = explore.Setting{Place: query.Get("place"), Date: query.Get("date"), Programme: query.Get("programme"), Action: query.Get("action")}
	s.given = s.Setting != explore.Setting{}
	for i, a := range form["a"] {
		if path, value, ok := strings.Cut(a, "="); ok && i < maxAnswers {
			s.answers = explore.Put(s.answers, explore.Answer{Path: path, Value: value})
		}
	}
	if undo := form.Get("undo"); undo != "" {
		s.answers = explore.Drop(s.answers, undo)
	} else if q := form.Get("q"); q != "" && form.Get("say") != "" {
		s.answer(b, explore.Answer{Path: q, Value: said(form)})
	}
	return s
}

// said is the answer that a form gives: a button's own, or what was entered.
func said(form url.Values) string {
	if say := form.Get("say"); say != "answer" {
		return say
	}
	return strings.Join(form["v"], ",")
}

// answer takes an answer in, or notes what is wrong with it.
func (s *state) answer(b *law.Book, a explore.Answer) {
	with := explore.Put(s.answers, a)
	var wrong *explore.Wrong
	if _, err := explore.Case(b, s.Setting, with); errors.As(err, &wrong) {
		s.again, s.wrong = a.Path, wrong
		return
	}
	s.answers = with
}

// address is the page's, which may be shared: nothing about a person is in it.
func (s *state) address(to explore.Setting) string { return s.addressIn(s.lang, to) }

// addressIn is the same in another language; "" for the one that the browser asks for.
func (s *state) addressIn(l string, to explore.Setting) string {
	q := url.Values{"place": {to.Place}, "date": {to.Date}, "action": {to.Action}}
	if to.Programme != "" {
		q.Set("programme", to.Programme)
	}
	if l != "" {
		q.Set("lang", l)
	}
	return Path + "?" + q.Encode()
}

// Address is the page of a setting, in the language that the browser asks for.
func Address(to explore.Setting) string { return new(state).address(to) }

// Path is where the explorer is.
const Path = "/explore"
