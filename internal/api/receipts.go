package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"sallyport"
	"sallyport/internal/api/rate"
	"sallyport/internal/desk"
	receipts "sallyport/internal/receipt"
	"sallyport/proof"
)

// exampleCode is nobody's.
const exampleCode = "7Q3M-0ZXK-9R2T-HB5W-S"

type looking struct {
	Body struct {
		Code string `json:"code" minLength:"1" maxLength:"100" example:"7Q3M-0ZXK-9R2T-HB5W-S" doc:"The code that stands on the copy, in any letters and with or without its dashes."`
	}
}

// shown is what the code of a copy leads to.
type shown struct {
	Statement shownLine     `json:"statement" doc:"What the copy says, as the record has it."`
	Later     []shownLine   `json:"later" nullable:"false" doc:"What happened to the request since, in order."`
	Bundle    *proof.Bundle `json:"bundle,omitempty" doc:"What proves it without this node, with sallyport receipt verify. There is none until the statement is in the log."`
}

type shownLine struct {
	State receipts.State `json:"state" enum:"recorded,logged,public" doc:"recorded: not in the log yet; logged: in the log; public: under a checkpoint that witnesses have cosigned."`
	Index *uint64        `json:"index,omitempty" doc:"Its index in the log, once it is there."`
	sallyport.Event
}

func shownOf(l *receipts.Line) shownLine {
	one := shownLine{State: l.State, Event: l.Event}
	if l.State != receipts.Recorded {
		one.Index = &l.Index
	}
	return one
}

// receipts registers what is open to whoever has the code of a copy. Nothing of it is logged, and the code is in no address.
func (a *api) receipts(j *desk.Jail, limit *rate.Limit) {
	huma.Register(a.API, huma.Operation{OperationID: "look-up-receipt", Method: http.MethodPost, Path: base + "/receipts",
		Summary: "See what the code of a served copy leads to",
		Description: "For the person, or counsel for them: no account is needed, only the code. The answer says that the request is on the record, when, under which rule and what the agency answered, " +
			"how far that is on its way into the log, what happened since, and what proves it offline. It holds nobody's name but those who acted in office.",
		Errors: []int{http.StatusNotFound, http.StatusRequestTimeout, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity,
			http.StatusTooManyRequests, http.StatusServiceUnavailable},
		RequestBody:  &huma.RequestBody{Content: map[string]*huma.MediaType{mediaJSON: {Example: map[string]string{"code": exampleCode}}}},
		MaxBodyBytes: actBytes + 1, BodyReadTimeout: a.waits(actTime), Middlewares: huma.Middlewares{a.within(limit), shorter(actBytes)},
	}, func(ctx context.Context, in *looking) (*answerTo[shown], error) {
		found, err := j.LookUp(ctx, in.Body.Code)
		if err != nil {
			return nil, a.codeProblem(ctx, err)
		}
		body := shown{Statement: shownOf(&found.Statement), Later: []shownLine{}, Bundle: found.Bundle}
		for i := range found.Later {
			body.Later = append(body.Later, shownOf(&found.Later[i]))
		}
		return &answerTo[shown]{body}, nil
	})
}

// codeProblem is what stands against a code, or against what was sent with it.
func (a *api) codeProblem(ctx context.Context, err error) *Problem {
	var slip *desk.CodeSlip
	switch {
	case errors.As(err, &slip):
		return problem(kindBody, "%v", slip)
	case errors.Is(err, desk.ErrNoCopy):
		return problem(kindNotFound, "%v", desk.ErrNoCopy)
	case errors.Is(err, desk.ErrCrowded):
		return problem(kindBusy, "%v", desk.ErrCrowded).after(10)
	}
	return a.problemOf(ctx, err)
}
