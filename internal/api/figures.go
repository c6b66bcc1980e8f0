package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"sallyport/internal/api/rate"
	"sallyport/record/figures"
)

type countable struct {
	Query string `query:"query" maxLength:"1000" example:"kind=answered place=us-ca/los-angeles month=2015-08" doc:"Terms of the form key=value; without any, every table is answered. docs/operate/record.md has the keys and values."`
}

type counted struct {
	figures.Checkpoint
	Witnessed bool            `json:"witnessed" doc:"Whether as many witnesses have cosigned the checkpoint as the node asks for."`
	Figure    *figures.Figure `json:"figure,omitempty" doc:"What meets the query."`
	Shares    []figures.Share `json:"shares,omitempty" doc:"Parts of wholes, by month and of all."`
	Tables    []figures.Table `json:"tables,omitempty" doc:"All figures."`
}

// figures registers what the node's log has published: each figure alone, and all of them.
func (a *api) figures() {
	board := a.node.Board
	huma.Register(a.API, huma.Operation{OperationID: "figures", Method: http.MethodGet, Path: base + "/figures", Summary: "Count what the node's log has published",
		Description: "For anyone. Each figure comes with the query and the checkpoint that give it, so that it can be counted again from the log alone, and says whether the log covers every day that it is about: " +
			"a zero is never shown where nobody has counted. Nothing is in it that the log has not published.",
		Errors:      []int{http.StatusUnprocessableEntity, http.StatusTooManyRequests},
		Middlewares: huma.Middlewares{a.within(rate.New())},
	}, func(ctx context.Context, in *countable) (*answerTo[counted], error) {
		query, err := figures.ParseQuery(in.Query)
		if err != nil {
			return nil, problem(kindBody, "query: %v", err)
		}
		var body counted
		if in.Query == "" {
			body.Checkpoint, body.Witnessed, body.Shares, body.Tables, err = board.Tables(ctx)
		} else if err = board.Ready(ctx); err == nil {
			err = board.View(ctx, func(l *figures.Log, witnessed bool) error {
				f := l.Count(query)
				body.Checkpoint, body.Witnessed, body.Figure = l.Checkpoint, witnessed, &f
				return nil
			})
		}
		if err != nil {
			return nil, a.problemOf(ctx, err)
		}
		return &answerTo[counted]{body}, nil
	})
}
