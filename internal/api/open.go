package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"sallyport/internal/store"
)

type health struct {
	Status string `json:"status" enum:"ok" doc:"The node answers, and its store can be read."`
}

// open registers what is open to anyone.
func (a *api) open() {
	a.decides()
	a.figures()
	huma.Register(a.API, huma.Operation{OperationID: "health", Method: http.MethodGet, Path: base + "/health", Summary: "Ask whether the node is there",
		Description: "For whoever watches the node. It says nothing about anybody.", Errors: []int{http.StatusServiceUnavailable}},
		func(ctx context.Context, _ *struct{}) (*answerTo[health], error) {
			if _, err := a.node.Stage(ctx, ""); !errors.Is(err, store.ErrNone) {
				a.Log.ErrorContext(ctx, "api: the store cannot be read", "error", err)
				return nil, problem(kindBusy, "the store cannot be read now").after(10)
			}
			return &answerTo[health]{health{"ok"}}, nil
		})
}
