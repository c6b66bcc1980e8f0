package api

import (
	"context"
	"time"

	"sallyport"
	"sallyport/internal/desk"
	"sallyport/roles"
)

type examination struct {
	Same []string `json:"same" nullable:"false" maxItems:"20" example:"[\"G-000001\"]" doc:"Whom of those shown the booking's prints belong to: exactly one, or [] for none or inconclusive."`
}

type asking struct {
	Action string `json:"action" enum:"notify,hold,transfer,interview" example:"notify" doc:"What is asked of the jail."`
	Form   string `json:"form" enum:"I-247,I-247N,I-247D,I-247X,I-247A,I-247G" example:"I-247N" doc:"The form that it is asked on."`
	States []fact `json:"states" nullable:"false" maxItems:"200" doc:"What the form states."`
}

// hubActs registers what people of the federal side do.
func (a *api) hubActs(h *desk.Hub) {
	act(a, says{"examine", "examinations", "Answer as an examiner",
		"One examiner's answer. It confirms only where it names exactly one person who was shown, and not the control; the second examiner is somebody else and does not see the first one's answer.",
		examination{[]string{"G-000001"}}},
		func(ctx context.Context, d deed, e examination) error {
			return h.Examine(ctx, d.who, d.id, d.at, e.Same)
		})
	plain(a, says{id: "screen", path: "screening", summary: "Have the federal door judge whether anything may be asked",
		description: "The software applies the federal side's rules to the facts entered, for whoever enters them. Whoever may not be asked about on a notice may not be asked about at all."},
		func(ctx context.Context, who sallyport.Actor, id string, at time.Time) error {
			if err := roles.Allows(who, roles.ReadRecord); err != nil {
				return err
			}
			return h.Screen(ctx, id, at)
		})
	act(a, says{"ask", "requests", "Make a request",
		"A named officer asks, on a form. The federal door then judges this very request, before anything leaves the hub.",
		map[string]any{"action": "notify", "form": "I-247N", "states": []map[string]any{{"path": "request.purpose", "value": "civil_immigration", "source": "form I-247N"},
			{"path": "request.lent_by_dhs", "value": false, "source": "form I-247N"}}}},
		func(ctx context.Context, d deed, r asking) error {
			states, err := factsOf(r.States)
			if err != nil {
				return err
			}
			return h.Ask(ctx, d.who, d.id, sallyport.Request{Action: r.Action, Form: r.Form, At: d.at}, states)
		})
	plain(a, says{id: "judge-request", path: "requests/judgement", summary: "Have the federal door judge the request",
		description: "The software applies the federal side's rules to the request that was made. What passes goes to the jail; anything else goes back to the officer."},
		func(ctx context.Context, who sallyport.Actor, id string, at time.Time) error {
			if err := roles.Allows(who, roles.WithdrawAsking); err != nil { // of the field office
				return err
			}
			return h.JudgeRequest(ctx, id, at)
		})
	plain(a, says{id: "withdraw", path: "withdrawal", summary: "Withdraw a request, or ask nothing",
		description: "Ends the matter. What the jail holds of it ends there too."}, h.Withdraw)
}
