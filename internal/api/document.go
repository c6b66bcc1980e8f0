package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"
)

// Version is the OpenAPI document's; it grows with each change of it.
const Version = "1.0.0"

// Limits of a body that people send.
const (
	actBytes = 64 << 10
	actTime  = 10 * time.Second
)

// says is how an operation is described. Its example is one that the tests send.
type says struct {
	id, path, summary, description string
	example                        any // nil where nothing is sent
}

// document is the frame of the OpenAPI document, and what huma does by itself.
func (a *api) document(title string) huma.Config {
	registry := huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
	registry.RegisterTypeAlias(reflect.TypeFor[huma.ErrorModel](), reflect.TypeFor[Problem]())
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{Title: title, Version: Version, Description: "The exchange between a local jail and the federal side: two doors, and a record that anyone can recount. " +
				"A refusal by law is a decision, with status 200; everything else that is refused is a problem document (RFC 9457) whose type is the address of a page that explains it. " +
				"Whoever acts is taken from the session, the certificate or the token of a request, and never from its body."},
			Components: &huma.Components{Schemas: registry, SecuritySchemes: map[string]*huma.SecurityScheme{
				"session":     {Type: "apiKey", In: "cookie", Name: "__Host-sallyport", Description: "Of somebody who signed in at /sign-in."},
				"certificate": {Type: "mutualTLS", Description: "Of a machine that the node's configuration lists by its pin."},
				"token":       {Type: "http", Scheme: "bearer", Description: "For a trial, from the node's own machine only."},
			}},
		},
		Formats:                      map[string]huma.Format{mediaJSON: huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat}, // the second is for application/problem+json
		DefaultFormat:                mediaJSON,
		RejectUnknownQueryParameters: true,
		Transformers:                 []huma.Transformer{ownProblem},
	}
}

// written is the finished document.
func (a *api) written() ([]byte, error) {
	text, err := json.Marshal(a.OpenAPI())
	if err != nil {
		return nil, err
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, text, "", "  "); err != nil {
		return nil, err
	}
	indented.WriteByte('\n')
	return indented.Bytes(), nil
}

// who says who may make a request at all; what they may do is the desk's to say.
type who struct {
	admits   func(caller) *Problem
	security []map[string][]string
}

var (
	session, certificate, token = map[string][]string{"session": {}}, map[string][]string{"certificate": {}}, map[string][]string{"token": {}}

	forPeople   = who{people, []map[string][]string{session, token}}
	forMachines = who{machines, []map[string][]string{certificate, token}}
	forBoth     = who{func(caller) *Problem { return nil }, []map[string][]string{session, certificate, token}}
)

// operation is one of people's or machines'.
func (a *api) operation(method string, w who, s says, further ...int) huma.Operation {
	op := huma.Operation{OperationID: s.id, Method: method, Path: base + s.path, Summary: s.summary, Description: s.description, Security: w.security,
		Errors: append([]int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound}, further...), MaxBodyBytes: actBytes + 1, BodyReadTimeout: a.waits(actTime)}
	op.Middlewares = huma.Middlewares{a.known(w)}
	if method == http.MethodPost {
		op.Errors = append(op.Errors, http.StatusRequestTimeout, http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
		op.Middlewares = append(op.Middlewares, shorter(actBytes))
	}
	if s.example != nil {
		op.RequestBody = &huma.RequestBody{Content: map[string]*huma.MediaType{"application/json": {Example: s.example}}}
	}
	return op
}

// shorter refuses a body that says beforehand that it is too long.
func shorter(most int64) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		if r := request(ctx); r.ContentLength > most {
			refuse(ctx, problem(kindTooLarge, "a body of %d bytes; %d are read here", r.ContentLength, most))
			return
		}
		next(ctx)
	}
}

// waits is how long a body may take.
func (a *api) waits(usual time.Duration) time.Duration {
	if a.patience > 0 {
		return a.patience
	}
	return usual
}
