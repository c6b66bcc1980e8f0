package api

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/desk"
	"sallyport/internal/store"
)

// mostListed is how many submissions a list has at most.
const mostListed = 500

// Listed is one line of a list: where a submission stands, and nothing about the person.
type Listed struct {
	Submission string         `json:"submission" doc:"The submission's reference."`
	TCN        string         `json:"tcn" doc:"Control number of the booking's transaction (1.009); after a purge, a keyed hash of it."`
	ORI        string         `json:"ori" doc:"The agency that submitted it (1.008)."`
	Agency     string         `json:"agency" doc:"Place of the custodian."`
	Stage      casework.Stage `json:"stage" doc:"Where it stands."`
	Since      time.Time      `json:"since" doc:"Since when."`
}

func listedOf(s *store.Submission) Listed {
	return Listed{s.ID, s.TCN, s.ORI, s.Agency, s.State.Stage, s.State.Since}
}

// record is what is shown of a submission. Whom an examiner confirmed is not.
type record struct {
	Listed
	Reason     string             `json:"reason,omitempty" doc:"Why it ended."`
	Request    *sallyport.Request `json:"request,omitempty" doc:"What is asked."`
	HoldUntil  time.Time          `json:"hold_until,omitzero" doc:"The limit of a hold."`
	Challenges []string           `json:"challenges" nullable:"false" doc:"What the person says is wrong and nobody has answered yet."`
	Entries    []entry            `json:"entries" nullable:"false" doc:"The lines of the record, in order."`
	Decisions  []decided          `json:"decisions" nullable:"false" doc:"What the doors said, in order: outcomes and rules, without the values of facts."`
	Receipt    json.RawMessage    `json:"receipt,omitempty" doc:"Of the purge, once everything about the person is gone."`
}

type entry struct {
	Index  *uint64 `json:"index,omitempty" doc:"Its index in the log, once it has one: in the slot that comes next it is given a place."`
	Logged bool    `json:"logged" doc:"Whether it is in the log already."`
	sallyport.Event
}

type decided struct {
	Step     string             `json:"step" doc:"The step at which it was made."`
	Decision sallyport.Decision `json:"decision" doc:"The decision, as decide answers it."`
}

func recordOf(r *desk.Record) record {
	s := r.Submission
	shown := record{Listed: listedOf(s), Reason: s.State.Reason, Request: s.State.Request, HoldUntil: s.State.HoldUntil,
		Challenges: append([]string{}, s.State.Challenges...), Entries: []entry{}, Decisions: []decided{}, Receipt: json.RawMessage(r.Receipt)}
	for _, e := range r.Entries {
		one := entry{Logged: e.Logged, Event: e.Event}
		if e.Planned {
			one.Index = &e.Index
		}
		shown.Entries = append(shown.Entries, one)
	}
	for _, d := range r.Decisions {
		shown.Decisions = append(shown.Decisions, decided{d.Kind, d.Decision})
	}
	return shown
}

type known struct {
	Path     string          `json:"path" doc:"Which fact, as the table of facts of a case names it."`
	Value    json.RawMessage `json:"value" doc:"Its value."`
	Source   string          `json:"source" doc:"The record that it was read from."`
	By       string          `json:"by" doc:"Who entered it."`
	Office   string          `json:"office" doc:"Of which office."`
	At       time.Time       `json:"at" doc:"When."`
	Accepted string          `json:"accepted" doc:"Who accepted it here; empty while it is the other node's claim."`
}

type askable struct {
	Submission string             `json:"submission" doc:"The submission's reference."`
	Agency     string             `json:"agency" doc:"Place of the custodian."`
	Decision   sallyport.Decision `json:"decision" doc:"The decision that it is here for."`
}

type oneOf struct {
	ID string `path:"id" maxLength:"64" example:"5f1d0c3a9b7e4c2d8a6f0e11" doc:"The submission's reference."`
}

type listing struct {
	Stage string `query:"stage" required:"true" example:"registered" doc:"Where the submissions stand."`
}

// read registers something that is looked up.
func read[I, O any](a *api, w who, s says, do func(ctx context.Context, who caller, in *I) (*O, error)) {
	huma.Register(a.API, a.operation(http.MethodGet, w, s, http.StatusUnprocessableEntity), func(ctx context.Context, in *I) (*O, error) {
		out, err := do(ctx, of(ctx), in)
		if err != nil {
			return nil, a.problemOf(ctx, err)
		}
		return out, nil
	})
}

type answerTo[T any] struct {
	Body T `nullable:"false"`
}

// reads registers what both nodes answer. stages are those of the node.
func (a *api) reads(stages []casework.Stage) {
	n := a.node
	read(a, forPeople, says{id: "list-submissions", path: "/submissions", summary: "List the submissions at a stage",
		description: "The oldest first, 500 at most: for those who enter facts, and for examiners those that wait for them. A list names nobody."},
		func(ctx context.Context, c caller, in *listing) (*answerTo[[]Listed], error) {
			stage := casework.Stage(in.Stage)
			if !slices.Contains(stages, stage) {
				return nil, problem(kindBody, "stage %q is none of this node's: %q", in.Stage, stages)
			}
			all, err := n.List(ctx, c.Actor, stage, mostListed)
			shown := make([]Listed, len(all))
			for i, s := range all {
				shown[i] = listedOf(s)
			}
			return &answerTo[[]Listed]{shown}, err
		})
	read(a, forPeople, says{id: "read-submission", path: "/submissions/{id}", summary: "Read one submission's record",
		description: "What happened, by whom, under which rules. That it was read is an entry of the record."},
		func(ctx context.Context, c caller, in *oneOf) (*answerTo[record], error) {
			r, err := n.Look(ctx, c.Actor, in.ID, a.Now())
			if err != nil {
				return nil, err
			}
			return &answerTo[record]{recordOf(&r)}, nil
		})
	read(a, forPeople, says{id: "read-facts", path: "/submissions/{id}/facts", summary: "Read the facts entered about a person",
		description: "Every fact with its source, who entered it and when, in order; the last of each path counts. That they were read is an entry of the record."},
		func(ctx context.Context, c caller, in *oneOf) (*answerTo[[]known], error) {
			facts, err := n.Facts(ctx, c.Actor, in.ID, a.Now())
			shown := make([]known, len(facts))
			for i, f := range facts {
				shown[i] = known{f.Path, json.RawMessage(f.Value), f.Source, f.By, f.Office, f.At, f.Accepted}
			}
			return &answerTo[[]known]{shown}, err
		})
	read(a, forPeople, says{id: "list-unresolved", path: "/unresolved", summary: "List what waits for a person to resolve it",
		description: "For the records clerk and for counsel, and never for the field office: what the rules leave open, with what is not known and what is unsettled. The oldest first, 500 at most."},
		func(ctx context.Context, c caller, _ *struct{}) (*answerTo[[]askable], error) {
			all, _, err := n.Unresolved(ctx, c.Actor, desk.Mark{}, mostListed)
			return &answerTo[[]askable]{waiting(all)}, err
		})
	a.events()
}

func waiting(all []desk.Askable) []askable {
	shown := make([]askable, len(all))
	for i, one := range all {
		shown[i] = askable{one.ID, one.Agency, one.Decision.Decision}
	}
	return shown
}

func (a *api) hubReads(h *desk.Hub) {
	a.reads([]casework.Stage{casework.Received, casework.Candidates, casework.Examined, casework.Confirmed, casework.Unresolved, casework.MayBeAsked, casework.Requested,
		casework.Sent, casework.Agreed, casework.Served, casework.ToNotify, casework.ToHold, casework.Held, casework.Ended, casework.Purging, casework.Purged})
	read(a, forPeople, says{id: "list-askable", path: "/askable", summary: "List the people about whom something may be asked",
		description: "All that a field office sees, the oldest first, 500 at most. Whoever the federal door refuses, or leaves unresolved, is not there."},
		func(ctx context.Context, c caller, _ *struct{}) (*answerTo[[]askable], error) {
			all, err := h.MayBeAsked(ctx, c.Actor, mostListed)
			return &answerTo[[]askable]{waiting(all)}, err
		})
}

func (a *api) jailReads(*desk.Jail) {
	a.reads([]casework.Stage{casework.Booked, casework.Registered, casework.Unresolved, casework.Open, casework.Closed, casework.Agreed, casework.Served,
		casework.ToNotify, casework.ToHold, casework.Held, casework.Ended, casework.Purging, casework.Purged})
}
