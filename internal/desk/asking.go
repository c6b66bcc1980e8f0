package desk

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/store"
	"sallyport/roles"
)

// Form is a way of asking for something, and what the federal door says of it about one person.
type Form struct {
	Action, Form string
	Decision     sallyport.Decision // the federal door's, without the values of facts
	States       []string           // facts, by path, that the form itself states and on which it depends
	Open         bool               // it depends on what is not the form's to say: for the records clerk and counsel
}

// May says whether the form can be sent: the federal door does not refuse it, or it depends on what the form states.
func (f *Form) May() bool { return !f.Open && f.Decision.Outcome != sallyport.Refused }

// Asking is a person about whom something may be asked, form by form.
type Asking struct {
	ID, Agency string
	Since      time.Time
	Forms      []Form
}

// formsToAsk are the ways of asking, those that ask for less first.
var formsToAsk = []Form{
	{Action: "notify", Form: "I-247N"}, {Action: "transfer", Form: "I-247X"}, {Action: "hold", Form: "I-247D"},
	{Action: "notify", Form: "I-247G"}, {Action: "notify", Form: "I-247A"}, {Action: "hold", Form: "I-247A"}, {Action: "notify", Form: "I-247"}, {Action: "hold", Form: "I-247"},
}

// Asking judges each form for a person about whom something may be asked, and puts on the record that it was read. Anybody else is not there: a field
// office does not learn that the door refused them, or left them open.
func (h *Hub) Asking(ctx context.Context, who sallyport.Actor, id string, at time.Time) (a Asking, err error) {
	if err := roles.Allows(who, roles.ReadAskable); err != nil {
		return a, err
	}
	err = h.inTx(ctx, func(tx *store.Tx) error {
		s, err := tx.Submission(id)
		if err == nil && s.State.Stage != casework.MayBeAsked {
			err = store.ErrNone
		}
		if err != nil {
			return fmt.Errorf("submission %s: %w", id, err)
		}
		a = Asking{ID: s.ID, Agency: s.Agency, Since: s.State.Since}
		for _, f := range formsToAsk {
			if err := h.judgeForm(tx, s, &f, at); err != nil {
				return err
			}
			a.Forms = append(a.Forms, f)
		}
		return h.read(tx, who, s, at, "record")
	})
	return a, err
}

func (h *Hub) judgeForm(tx *store.Tx, s *store.Submission, f *Form, at time.Time) error {
	decision, err := h.decide(tx, s, at, []Fact{{Path: "request.action", Value: strconv.Quote(f.Action)}, {Path: "request.form", Value: strconv.Quote(f.Form)},
		{Path: "request.purpose", Value: `"civil_immigration"`}, {Path: "request.lent_by_dhs", Value: "false"}})
	if err != nil {
		return err
	}
	f.Decision = only(decision, "federal")
	for i := range f.Decision.Doors {
		rules := slices.Clone(f.Decision.Doors[i].Rules)
		for j := range rules {
			rules[j].Because = nil
		}
		f.Decision.Doors[i].Rules = rules
	}
	if f.Decision.Outcome != sallyport.Unresolved {
		f.Open = f.Decision.Outcome == sallyport.Silent
		return nil
	}
	f.Open = len(f.Decision.Unsettled) > 0
	for _, path := range f.Decision.Missing {
		if strings.HasPrefix(path, "request.") && path != servedAt {
			f.States = append(f.States, path)
		} else {
			f.Open = true
		}
	}
	return nil
}

// Sent is a request that a field office made, and what became of it.
type Sent struct {
	ID, Agency string
	Since      time.Time // when the booking was received
	State      casework.State
}

// sentStages are those of a request that was made, what waits for the field office first.
var sentStages = []casework.Stage{casework.Requested, casework.Sent, casework.Agreed, casework.Served, casework.ToNotify, casework.ToHold, casework.Held, casework.Ended}

// Sent lists what was asked and what became of it, each stage's newest first and most of each: no refusal is silent. further are the stages that have more. It
// names nobody.
func (h *Hub) Sent(ctx context.Context, who sallyport.Actor, most int) (all []Sent, further []casework.Stage, err error) {
	for _, stage := range sentStages {
		some, more, err := h.SentAt(ctx, who, stage, Mark{}, most)
		if err != nil {
			return nil, nil, err
		}
		if all = append(all, some...); more {
			further = append(further, stage)
		}
	}
	return all, further, nil
}

// SentAt is Sent of one stage: the newest before a mark, most of them at most. more says whether there are further ones.
func (h *Hub) SentAt(ctx context.Context, who sallyport.Actor, stage casework.Stage, before Mark, most int) (all []Sent, more bool, err error) {
	if err := roles.Allows(who, roles.ReadAskable); err != nil {
		return nil, false, err
	}
	if !slices.Contains(sentStages, stage) {
		return nil, false, nil
	}
	err = h.Store.View(ctx, func(tx *store.Tx) error {
		for len(all) <= most {
			some, err := tx.Newest(stage, before.Due, before.ID, most+1)
			if err != nil {
				return err
			}
			for _, s := range some {
				if s.State.Request != nil || s.State.Reached {
					s.State.Match, s.State.Examiner = "", ""
					all = append(all, Sent{s.ID, s.Agency, s.At, s.State})
				}
			}
			if len(some) <= most {
				return nil
			}
			before = markOf(some[len(some)-1])
		}
		return nil
	})
	more = len(all) > most
	return all[:min(len(all), most)], more, err
}

// Askables is MayBeAsked in parts, and without what the door said: those behind a mark, most of them at most. more says whether there are further ones.
func (h *Hub) Askables(ctx context.Context, who sallyport.Actor, after Mark, most int) (all []*store.Submission, more bool, err error) {
	if err := roles.Allows(who, roles.ReadAskable); err != nil {
		return nil, false, err
	}
	err = h.Store.View(ctx, func(tx *store.Tx) (err error) {
		all, err = tx.SubmissionsAfter(casework.MayBeAsked, after.Due, after.ID, most+1)
		return err
	})
	more = len(all) > most
	return all[:min(len(all), most)], more, err
}

// AskAndJudge is Ask, and at once the federal door about that very request. Where it cannot judge now, the request stays and JudgeRequest does later.
func (h *Hub) AskAndJudge(ctx context.Context, who sallyport.Actor, id string, request sallyport.Request, states []Fact) error {
	if err := h.Ask(ctx, who, id, request, states); err != nil {
		return err
	}
	return h.JudgeRequest(ctx, id, request.At)
}
