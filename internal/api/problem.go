package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"sallyport/internal/desk"
	"sallyport/internal/identity"
	"sallyport/internal/store"
	"sallyport/itl"
	"sallyport/roles"
)

const (
	problemPath  = "/problems/" // of the page that explains a problem
	problemMedia = "application/problem+json"
)

// Problem is why a request was refused: a problem document of RFC 9457.
type Problem struct {
	Type   string   `json:"type" format:"uri-reference" example:"/problems/not-now" doc:"What kind of problem it is: the address of a page that explains it."`
	Title  string   `json:"title" example:"Not as things stand" doc:"The kind in a few words."`
	Status int      `json:"status" example:"409" doc:"The status of the answer."`
	Detail string   `json:"detail" example:"copy served: does not follow when it is \"open\"" doc:"What was wrong this time, for the person who asked."`
	Errors []Detail `json:"errors,omitempty" nullable:"false" doc:"Each thing that was wrong, where there are places to name."`
	Sign   *ToSign  `json:"sign,omitempty" doc:"What has to be signed with a passkey first."`

	retry int // seconds
}

// Detail is one thing that was wrong.
type Detail struct {
	Location string `json:"location" example:"body[0].path" doc:"Where: a place in the body, byte and field of a transaction, line and key of a case."`
	Message  string `json:"message" example:"expected string" doc:"What is wrong there, and what to do."`
}

// ToSign is what somebody has to sign, as /passkey/sign/begin takes it.
type ToSign struct {
	Act     roles.Act `json:"act" example:"make a request" doc:"What is to be done."`
	Case    string    `json:"case" example:"5f1d0c3a9b7e4c2d8a6f0e11" doc:"To which submission."`
	Content string    `json:"content" example:"{\"same\":[\"G-000001\"]}" doc:"What is to be done to it, exactly as it has to be signed."`
}

func (p *Problem) Error() string { return p.Detail }

// GetStatus, GetHeaders and ContentType are of huma's interfaces for errors.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders says when to try again.
func (p *Problem) GetHeaders() http.Header {
	if p.retry == 0 {
		return nil
	}
	return http.Header{"Retry-After": {strconv.Itoa(p.retry)}}
}

// ContentType is that of RFC 9457.
func (p *Problem) ContentType(string) string { return problemMedia }

// problem makes a problem of a kind of the table.
func problem(k kind, detail string, args ...any) *Problem {
	e := kinds[k]
	return &Problem{Type: problemPath + string(k), Title: e.title, Status: e.status, Detail: fmt.Sprintf(detail, args...)}
}

func (p *Problem) after(seconds int) *Problem {
	p.retry = seconds
	return p
}

// write answers outside of huma.
func (p *Problem) write(w http.ResponseWriter) {
	text, err := json.Marshal(p)
	if err != nil {
		panic(err) // five strings and a number
	}
	for key, values := range p.GetHeaders() {
		w.Header()[key] = values
	}
	w.Header().Set("Content-Type", problemMedia)
	w.WriteHeader(p.Status)
	_, _ = w.Write(append(text, '\n')) // the reader may have left
}

// refuse ends a request in a middleware.
func refuse(ctx huma.Context, p *Problem) {
	for key, values := range p.GetHeaders() {
		ctx.SetHeader(key, values[0])
	}
	ctx.SetHeader("Content-Type", problemMedia)
	ctx.SetStatus(p.Status)
	text, err := json.Marshal(p)
	if err != nil {
		panic(err)
	}
	_, _ = ctx.BodyWriter().Write(append(text, '\n'))
}

// problemOf is what an error of a desk is to whoever asked. What is nobody's business outside is logged instead, without anything of the request.
func (a *api) problemOf(ctx context.Context, err error) *Problem {
	var denied *roles.Denied
	var unfit *desk.Unfit
	var notNow *desk.NotNow
	var unsigned *roles.Unsigned
	var refused *identity.Refused
	var made *Problem
	switch {
	case errors.As(err, &made):
		return made
	case errors.As(err, &denied):
		return problem(kindRole, "%v", denied)
	case errors.As(err, &unsigned):
		p := problem(kindUnsigned, "%v", unsigned)
		p.Sign = &ToSign{unsigned.Act, unsigned.Case, string(unsigned.Content)}
		return p
	case errors.As(err, &refused):
		p := problem(kindPeople, "%v", refused)
		p.Status = refused.Status
		return p
	case errors.Is(err, identity.ErrNobody):
		return problem(kindNotFound, "%v", identity.ErrNobody)
	case errors.Is(err, desk.ErrOffice):
		return problem(kindOffice, "%v", err)
	case errors.As(err, &notNow):
		return problem(kindNotNow, "%v", notNow)
	case errors.As(err, &unfit):
		return problem(kindUnfit, "%v", unfit)
	case errors.Is(err, desk.ErrBusy):
		return problem(kindBusy, "%v", desk.ErrBusy).after(60)
	case errors.Is(err, store.ErrNone):
		return problem(kindNotFound, "there is no such submission here")
	}
	if malformed, ok := errors.AsType[*desk.Malformed](err); ok {
		return malformedTransaction(malformed.Err)
	}
	if ctx.Err() == nil {
		a.Log.ErrorContext(ctx, "api", "error", err)
	}
	return problem(kindInternal, "this could not be done just now; nothing was kept of it. Try again, or tell whoever runs this node")
}

// placed finds byte and field in an error that is not a finding of package itl's.
var placed = regexp.MustCompile(`^@(\d+): (?:(\d{1,2}\.\d{3}): )?(.*)$`)

// malformedTransaction names each thing that is wrong with a transaction, by byte and field.
func malformedTransaction(err error) *Problem {
	p := problem(kindTransaction, "%v", err)
	each(err, func(one error) {
		if found, ok := errors.AsType[*itl.Finding](one); ok {
			p.Errors = append(p.Errors, Detail{where(strconv.Itoa(found.Offset), found.Field), found.Problem + "; " + found.Remedy})
			return
		}
		if m := placed.FindStringSubmatch(one.Error()); m != nil {
			p.Errors = append(p.Errors, Detail{where(m[1], m[2]), m[3]})
		}
	})
	return p
}

func where(offset, field string) string {
	if field == "" {
		return "byte " + offset
	}
	return "byte " + offset + ", field " + field
}

// each calls do for every error that was joined.
func each(err error, do func(error)) {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		do(err)
		return
	}
	for _, one := range joined.Unwrap() {
		each(one, do)
	}
}

// ownProblem gives what huma refuses by itself a type of the table, and keeps what was sent out of it.
func ownProblem(_ huma.Context, _ string, body any) (any, error) {
	from, ok := body.(*huma.ErrorModel)
	if !ok {
		return body, nil
	}
	k, known := ofStatus[from.Status]
	if !known {
		k = kindInternal
	}
	p := problem(k, "%s", from.Detail)
	for _, e := range from.Errors {
		p.Errors = append(p.Errors, Detail{e.Location, e.Message})
	}
	return p, nil
}

// ofStatus are the kinds that huma finds.
var ofStatus = map[int]kind{
	http.StatusBadRequest: kindUnread, http.StatusRequestTimeout: kindSlow, http.StatusRequestEntityTooLarge: kindTooLarge,
	http.StatusUnsupportedMediaType: kindMedia, http.StatusUnprocessableEntity: kindBody,
}
