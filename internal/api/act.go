package api

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/desk"
)

// Standing is where a submission is after an act.
type Standing struct {
	Submission string         `json:"submission" example:"5f1d0c3a9b7e4c2d8a6f0e11" doc:"The submission's reference. It says nothing about the person."`
	Stage      casework.Stage `json:"stage" example:"open" doc:"Where it stands now."`
}

// actOn is what is sent to an act on a submission.
type actOn[B any] struct {
	ID   string `path:"id" maxLength:"64" example:"5f1d0c3a9b7e4c2d8a6f0e11" doc:"The submission's reference."`
	Body B      `nullable:"false"`
}

type stands struct{ Body Standing }

// deed is one act: who does it, to which submission, when.
type deed struct {
	who sallyport.Actor
	id  string
	at  time.Time
}

// act registers one thing that a person does to a submission. Its path begins below the submission.
func act[B any](a *api, s says, do func(ctx context.Context, d deed, body B) error) {
	s.path = "/submissions/{id}/" + s.path
	huma.Register(a.API, a.operation(http.MethodPost, forPeople, s), func(ctx context.Context, in *actOn[B]) (*stands, error) {
		d := deed{of(ctx).Actor, in.ID, a.Now()}
		if err := do(ctx, d, in.Body); err != nil {
			return nil, a.problemOf(ctx, err)
		}
		return a.stands(ctx, in.ID)
	})
}

// stands answers where a submission is.
func (a *api) stands(ctx context.Context, id string) (*stands, error) {
	stage, err := a.node.Stage(ctx, id)
	if err != nil {
		return nil, a.problemOf(ctx, err)
	}
	return &stands{Standing{id, stage}}, nil
}

// nothing is the body of an act that says everything by itself: {} or none.
type nothing struct{}

// plain registers an act that says everything by itself.
func plain(a *api, s says, do func(ctx context.Context, who sallyport.Actor, id string, at time.Time) error) {
	s.example = nothing{}
	act(a, s, func(ctx context.Context, d deed, _ *nothing) error { return do(ctx, d.who, d.id, d.at) })
}

// fact is one fact as it is sent. Who enters it is whoever sends it.
type fact struct {
	Path   string          `json:"path" minLength:"1" maxLength:"200" example:"release.eligible_at" doc:"Which fact, as the table of facts of a case names it."`
	Value  json.RawMessage `json:"value" doc:"Its value, as a case has it. false, none and [] mean known not to be; a fact that is not known is not entered."`
	Source string          `json:"source" minLength:"1" maxLength:"500" example:"booking sheet, line 14" doc:"The record or document that it was read from."`
}

// facts are those of a body as the desk takes them. A value is kept on one line.
func factsOf(sent []fact) ([]desk.Fact, error) {
	all := make([]desk.Fact, len(sent))
	for i, f := range sent {
		var line bytes.Buffer
		if err := json.Compact(&line, f.Value); err != nil || line.Len() == 0 {
			return nil, problem(kindUnfit, "%s: it has no value; leave a fact out where it is not known", f.Path)
		}
		all[i] = desk.Fact{Path: f.Path, Value: line.String(), Source: f.Source}
	}
	return all, nil
}
