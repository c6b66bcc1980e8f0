package desk

import (
	"context"
	"fmt"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/store"
	"sallyport/roles"
)

// Askable is what a field office sees: a person about whom at least one thing may be asked, and why.
type Askable struct {
	ID, Agency string
	Since      time.Time // when the booking was received
	Decision   store.Decision
}

// MayBeAsked lists them, the oldest first, most of them at most. Whoever the federal door refuses, or leaves unresolved, is not there.
func (h *Hub) MayBeAsked(ctx context.Context, who sallyport.Actor, most int) (all []Askable, err error) {
	if err := roles.Allows(who, roles.ReadAskable); err != nil {
		return nil, err
	}
	err = h.Store.View(ctx, func(tx *store.Tx) error {
		open, err := tx.SubmissionsAfter(casework.MayBeAsked, time.Time{}, "", most)
		if err != nil {
			return err
		}
		for _, s := range open {
			decisions, err := tx.Decisions(s.ID)
			if err != nil {
				return err
			}
			for i := len(decisions) - 1; i >= 0; i-- {
				if decisions[i].Kind == string(casework.FederalDoor) {
					all = append(all, Askable{s.ID, s.Agency, s.At, decisions[i]})
					break
				}
			}
		}
		return nil
	})
	return all, err
}

// Ask makes a request in the officer's name, with what the form states.
func (h *Hub) Ask(ctx context.Context, who sallyport.Actor, id string, request sallyport.Request, states []Fact) error {
	request.By = who.ID
	e := casework.Event{Kind: casework.Ask, Actor: who, At: request.At, Request: &request}
	return h.step(ctx, id, e, func(tx *store.Tx, s *store.Submission, e *casework.Event) error {
		st, err := AskStatement(who, id, request, states)
		if err != nil {
			return err
		}
		if err := h.signed(ctx, tx, st, request.At); err != nil {
			return err
		}
		asked := []Fact{
			{"request.action", fmt.Sprintf("%q", request.Action), "form " + request.Form},
			{"request.form", fmt.Sprintf("%q", request.Form), "form " + request.Form},
		}
		return h.enter(tx, s, *e, append(asked, states...))
	})
}

// JudgeRequest asks the federal door about the very request that was made. What it refuses goes back to the officer.
func (h *Hub) JudgeRequest(ctx context.Context, id string, at time.Time) error {
	e := casework.Event{Kind: casework.RequestDoor, Actor: h.Software(), At: at}
	return h.step(ctx, id, e, func(tx *store.Tx, s *store.Submission, e *casework.Event) error {
		decision, err := h.decide(tx, s, at, nil)
		if err != nil {
			return err
		}
		e.Request = s.State.Request
		return h.pass(tx, s, e, only(decision, "federal"))
	})
}

// Withdraw ends the matter: the officer asks nothing, or nothing further. What a jail holds of it ends there too.
func (h *Hub) Withdraw(ctx context.Context, who sallyport.Actor, id string, at time.Time) error {
	return h.step(ctx, id, casework.Event{Kind: casework.Withdraw, Actor: who, At: at}, nil)
}
