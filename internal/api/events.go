package api

import (
	"context"
	"errors"

	"sallyport"
	"sallyport/internal/webhook"
	"sallyport/roles"
)

// Feed gives the events of a place that follow a cursor: webhook.Feed in a transaction of the node's store.
type Feed func(ctx context.Context, agency, after string, limit int) (events []webhook.Event, next string, err error)

type following struct {
	After string `query:"after" maxLength:"40" example:"" doc:"The cursor of the last answer; none for the first events."`
	Limit int    `query:"limit" minimum:"1" maximum:"500" default:"100" doc:"How many events at most."`
}

type fed struct {
	Events []webhook.Event `json:"events" nullable:"false" doc:"In their order; each once."`
	Next   string          `json:"next" doc:"The cursor to ask with next. With no events it is the same again."`
}

// events registers the feed of what happened to a jail's submissions.
func (a *api) events() {
	if a.Feed == nil {
		return
	}
	read(a, forBoth, says{id: "read-events", path: "/events", summary: "Read what happened, from a cursor on",
		description: "The events of one jail, for its own systems and people: what webhooks post, each once and in one order. Ask again with the cursor of the last answer."},
		func(ctx context.Context, c caller, in *following) (*answerTo[fed], error) {
			if err := roles.Allows(c.Actor, roles.ReadRecord); err != nil && !c.machine {
				return nil, err
			}
			if !c.machine && c.Role != sallyport.JailClerk && c.Role != sallyport.JailSupervisor {
				return nil, problem(kindOffice, "events are of one jail, and for its own people and systems")
			}
			events, next, err := a.Feed(ctx, c.Office, in.After, in.Limit)
			if errors.Is(err, webhook.ErrCursor) {
				return nil, problem(kindBody, "after: %v", err)
			}
			if events == nil {
				events = []webhook.Event{}
			}
			return &answerTo[fed]{fed{events, next}}, err
		})
}
