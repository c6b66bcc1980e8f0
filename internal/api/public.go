package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"sallyport/internal/api/rate"
	"sallyport/internal/desk"
)

type byCode struct {
	Code      string `json:"code" minLength:"1" maxLength:"100" example:"7Q3M-0ZXK-9R2T-HB5W-S" doc:"The code that stands on the served copy, in any letters and with or without its dashes."`
	About     string `json:"about" enum:"citizenship,identity,conviction" example:"citizenship" doc:"What is wrong."`
	Statement string `json:"statement" minLength:"1" maxLength:"4000" example:"I was born in Columbus, Ohio." doc:"What the person says, in their words."`
}

type challenging struct{ Body byCode }

type taken struct {
	Taken bool `json:"taken" doc:"Whether it was taken down, and is with those who answer it."`
}

// challenges registers what is open to whoever has a served copy: the person, or counsel for them.
func (a *api) challenges(j *desk.Jail, limit *rate.Limit) {
	huma.Register(a.API, huma.Operation{OperationID: "challenge-by-code", Method: http.MethodPost, Path: base + "/challenges",
		Summary: "Say that something is wrong, with the code of the served copy",
		Description: "For the person, or counsel for them: no account is needed, only the code that stands on the served copy. That the citizenship is wrong stops everything until two people have resolved it. " +
			"Nothing is answered about the person or the request.",
		Errors: []int{http.StatusNotFound, http.StatusRequestTimeout, http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType,
			http.StatusUnprocessableEntity, http.StatusTooManyRequests, http.StatusServiceUnavailable},
		RequestBody:  &huma.RequestBody{Content: map[string]*huma.MediaType{mediaJSON: {Example: byCode{exampleCode, "citizenship", "I was born in Columbus, Ohio."}}}},
		MaxBodyBytes: actBytes + 1, BodyReadTimeout: a.waits(actTime), Middlewares: huma.Middlewares{a.within(limit), shorter(actBytes)},
	}, func(ctx context.Context, in *challenging) (*answerTo[taken], error) {
		err := j.ChallengeByCode(ctx, in.Body.Code, a.Now(), in.Body.About, in.Body.Statement)
		if err != nil {
			return nil, a.codeProblem(ctx, err)
		}
		return &answerTo[taken]{taken{true}}, nil
	})
}
