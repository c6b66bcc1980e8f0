package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/desk"
)

type registered struct {
	Way      string    `json:"way" enum:"fax,mail,telephone,in person,portal" example:"fax" doc:"How it reached the jail."`
	Facility string    `json:"facility" minLength:"1" maxLength:"100" example:"FC-02" doc:"The jail's own code of the facility that it reached."`
	Action   string    `json:"action" enum:"notify,hold,transfer,interview" example:"notify" doc:"What is asked."`
	Form     string    `json:"form" enum:"I-247,I-247N,I-247D,I-247X,I-247A,I-247G,none" example:"I-247N" doc:"On which form."`
	By       string    `json:"by" minLength:"1" maxLength:"100" example:"R. Alvarez" doc:"The officer whom the request names."`
	Dated    time.Time `json:"dated" example:"2015-08-03T09:30:00-04:00" doc:"The time that the request itself bears."`
	States   []fact    `json:"states" nullable:"false" maxItems:"200" doc:"What the form states."`
}

type answering struct {
	Agrees bool `json:"agrees" example:"true" doc:"Whether the jail does what is asked. Where the local door is closed only false can be answered, under its rules."`
}

type aside struct {
	Reason string `json:"reason" enum:"not here,moved,duplicate" example:"not here" doc:"The person is not here, was moved, or the same request came before."`
}

type ended struct {
	Reason string `json:"reason" enum:"custody taken,limit reached,lifted" example:"custody taken" doc:"Why the hold is over."`
}

var (
	asideReasons = map[string]string{"not here": casework.NotHere, "moved": casework.Moved, "duplicate": casework.Duplicate}
	endReasons   = map[string]string{"custody taken": casework.Taken, "limit reached": casework.Expired, "lifted": casework.Lifted}
)

// jailActs registers what people of a jail do.
func (a *api) jailActs(j *desk.Jail) {
	a.register(j)
	plain(a, says{id: "accept", path: "acceptance", summary: "Take a request in",
		description: "A named person of the jail accepts the hub's facts, which until then are claims, and the local door judges."}, j.Accept)
	act(a, says{"answer", "answers", "Answer a request",
		"Where the local door does not refuse, a supervisor decides; where it does, whoever is there sends the refusal, under its rules.", answering{true}},
		func(ctx context.Context, d deed, r answering) error {
			return j.Answer(ctx, d.who, d.id, d.at, r.Agrees)
		})
	act(a, says{"set-aside", "set-aside", "Set a request aside",
		"Answers that the person is not here, was moved, or that the same request came before.", aside{"not here"}},
		func(ctx context.Context, d deed, r aside) error {
			return j.SetAside(ctx, d.who, d.id, d.at, asideReasons[r.Reason])
		})
	a.note(j)
	a.serve(j)
	plain(a, says{id: "release", path: "release", summary: "Record the release, and the notice of it",
		description: "The person left, and the office was told, as both doors allow."}, j.Release)
	plain(a, says{id: "start-hold", path: "hold/start", summary: "Keep the person for the request",
		description: "Custody on the criminal matter is over, and a named person keeps the person for the request, until its limit at the latest."}, j.StartHold)
	plain(a, says{id: "lapse", path: "lapse", summary: "Record that the person left before it was answered",
		description: "Ends what was not resolved or answered when custody on the criminal matter ended. Nobody is kept waiting for it."}, j.Lapse)
	act(a, says{"end-hold", "hold/end", "End a hold", "The person is no longer kept for the request.", ended{"custody taken"}},
		func(ctx context.Context, d deed, r ended) error {
			return j.EndHold(ctx, d.who, d.id, d.at, endReasons[r.Reason])
		})
}

type registering struct{ Body registered }

type entered struct {
	Location string `header:"Location" doc:"Where the submission is."`
	Body     Standing
}

// register takes down a request that came by another way than the hub's node.
func (a *api) register(j *desk.Jail) {
	op := a.operation(http.MethodPost, forPeople, says{"register-request", "/requests", "Enter a request that came by fax, mail, telephone, in person or a portal",
		"It passes the same door as any other. Its clock counts from now, whatever date it bears.",
		map[string]any{"way": "fax", "facility": "FC-02", "action": "notify", "form": "I-247N", "by": "R. Alvarez", "dated": "2015-08-03T09:30:00-04:00",
			"states": []map[string]any{{"path": "request.purpose", "value": "civil_immigration", "source": "form I-247N, by fax"}}}})
	op.DefaultStatus = http.StatusCreated
	huma.Register(a.API, op, func(ctx context.Context, in *registering) (*entered, error) {
		states, err := factsOf(in.Body.States)
		if err != nil {
			return nil, a.problemOf(ctx, err)
		}
		request := sallyport.Request{Action: in.Body.Action, Form: in.Body.Form, By: in.Body.By, At: in.Body.Dated}
		id, err := j.Register(ctx, of(ctx).Actor, a.Now(), request, in.Body.Way, in.Body.Facility, states)
		if err != nil {
			return nil, a.problemOf(ctx, err)
		}
		at, err := a.stands(ctx, id)
		if err != nil {
			return nil, err
		}
		return &entered{base + "/submissions/" + id, at.Body}, nil
	})
}

// served is where a submission is after a copy was given.
type served struct {
	Standing
	Code string `json:"code" example:"7Q3M-0ZXK-9R2T-HB5W-S" doc:"The receipt code, to be put on the copy. It is told this once: whoever has it can look the copy up, and challenge what it says."`
}

// serve registers the three ways to give a copy, each of which tells the code that stands on it.
func (a *api) serve(j *desk.Jail) {
	a.gives(j.Serve, says{"serve", "/submissions/{id}/service", "Record that the copy was served",
		"A named person of the jail gave the person the copy. Both doors judge once more, and only what is then permitted takes effect; without service no hold does.", nothing{}})
	a.gives(j.ServeAgain, says{"serve-again", "/submissions/{id}/service/again", "Serve another copy, with another code",
		"The first copy was lost, or its code never reached the printer. Both codes hold.", nothing{}})
	a.gives(j.GiveCopy, says{"give-copy", "/submissions/{id}/copies", "Give a copy, whatever the answer is",
		"A copy of the request, with what is answered to it or that nothing is yet, at any time from its receipt until the purge. It changes nothing, and no hold takes effect by it.", nothing{}})
}

func (a *api) gives(give func(ctx context.Context, who sallyport.Actor, id string, at time.Time) (code string, err error), s says) {
	huma.Register(a.API, a.operation(http.MethodPost, forPeople, s), func(ctx context.Context, in *actOn[*nothing]) (*answerTo[served], error) {
		code, err := give(ctx, of(ctx).Actor, in.ID, a.Now())
		if err != nil {
			return nil, a.problemOf(ctx, err)
		}
		at, err := a.stands(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		return &answerTo[served]{served{at.Body, code}}, nil
	})
}
