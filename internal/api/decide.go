package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"sallyport"
	"sallyport/casefile"
	"sallyport/internal/api/caseschema"
	"sallyport/internal/api/rate"
	"sallyport/law/offence"
)

// Limits of what anyone may have decided in one request.
const (
	decideBytes = 1 << 20
	decideCases = 100
	decideTime  = 10 * time.Second
)

// Formats of cases and decisions.
const (
	mediaJSON  = "application/json"
	mediaLines = "application/jsonl"
)

type deciding struct {
	ContentType string `header:"Content-Type" hidden:"true"`
	RawBody     []byte `contentType:"application/jsonl"`
}

type judged struct {
	ContentType string `header:"Content-Type" hidden:"true"`
	Body        []byte
}

// exampleCase is a case that the tests send.
var exampleCase = map[string]any{
	"v": 1, "id": "example", "at": "2015-08-03T10:00:00-07:00", "agency": "us-ca/los-angeles", "agency_kind": "county_jail",
	"request":     map[string]any{"action": "notify", "form": "I-247N", "lent_by_dhs": false, "purpose": "civil_immigration"},
	"person":      map[string]any{"removable": true, "us_citizen": false, "citizenship_indicated": false},
	"convictions": []any{map[string]any{"statute": "Cal. Penal Code 459", "court": "state", "place": "us-ca", "grade": "felony", "on": "2012-02-03"}},
}

// decides registers the one thing that anyone may ask: what the published rules say of a case.
func (a *api) decides() {
	limit := rate.New()
	reg := a.OpenAPI().Components.Schemas
	answers := huma.SchemaFromType(reg, reflect.TypeFor[sallyport.Decision]())
	lines := func(of string) *huma.Schema {
		return &huma.Schema{Type: "string", Description: "One " + of + " a line, 100 at most."}
	}
	huma.Register(a.API, huma.Operation{
		OperationID: "decide", Method: http.MethodPost, Path: base + "/decide", Summary: "Have a case decided",
		Description: "Which published rules refuse a request, which do not, and what nobody knows yet: for one case, or, as JSON lines, for up to 100. Anyone may ask. " +
			"A key that is absent is not known and is never read as no; an unknown key is refused. Nothing of a case is kept, or written into a log. The answer is not legal advice, and orders nothing.",
		Errors: []int{http.StatusRequestTimeout, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity, http.StatusTooManyRequests},
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
			mediaJSON: {Schema: caseschema.Of(), Example: exampleCase},
		}},
		Responses: map[string]*huma.Response{"200": {Description: "The decision, or a decision a line, in the order of the cases.", Content: map[string]*huma.MediaType{
			mediaJSON: {Schema: answers}, mediaLines: {Schema: lines("decision")}}}},
		MaxBodyBytes: decideBytes + 1, BodyReadTimeout: a.waits(decideTime), SkipValidateBody: true,
		Middlewares: huma.Middlewares{a.within(limit), shorter(decideBytes)},
	}, a.decide)
	if op := a.OpenAPI().Paths[base+"/decide"]; op != nil {
		op.Post.RequestBody.Content[mediaLines].Schema = lines("case")
	}
}

// within lets an address ask as often as the rate says, before anything of the body is read.
func (a *api) within(limit *rate.Limit) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		if wait := limit.Take(ctx.RemoteAddr(), a.Now()); wait > 0 {
			refuse(ctx, problem(kindTooMany, "this address may ask again in %d seconds", wait).after(wait))
			return
		}
		next(ctx)
	}
}

func (a *api) decide(_ context.Context, in *deciding) (*judged, error) {
	media, _, err := mime.ParseMediaType(in.ContentType)
	if err != nil || media != mediaJSON && media != mediaLines {
		return nil, problem(kindMedia, "%q is not read here; send %s for one case, or %s for several", in.ContentType, mediaJSON, mediaLines)
	}
	cases, refused := casesIn(in.RawBody)
	if refused != nil {
		return nil, refused
	}
	if media == mediaJSON && len(cases) != 1 {
		return nil, problem(kindCase, "%d cases; %s is one case, send several as %s", len(cases), mediaJSON, mediaLines)
	}
	var out bytes.Buffer
	write := json.NewEncoder(&out)
	for _, one := range cases {
		filled, _ := offence.Fill(one)
		if err := write.Encode(a.node.Law.Decide(filled)); err != nil {
			return nil, err
		}
	}
	return &judged{media, out.Bytes()}, nil
}

// casesIn reads cases as strictly as a case file: all of them, or none and what is wrong with each.
func casesIn(body []byte) (cases []*sallyport.Case, refused *Problem) {
	p := problem(kindCase, "")
	if trimmed := bytes.TrimLeft(body, " \t\r\n"); len(trimmed) == 0 || trimmed[0] != '{' {
		p.Detail = "a case is a JSON object"
		return nil, p
	}
	tooMany := errors.New("too many")
	err := casefile.Cases("body", bytes.NewReader(body), func(one *sallyport.Case, err error) error {
		if malformed, ok := errors.AsType[*casefile.Error](err); ok {
			p.Errors = append(p.Errors, Detail{line(malformed), malformed.What})
			return nil
		}
		if cases = append(cases, one); len(cases)+len(p.Errors) > decideCases {
			return tooMany
		}
		return err
	})
	switch {
	case errors.Is(err, tooMany):
		p.Detail = fmt.Sprintf("more than %d cases; send them in several requests", decideCases)
	case err != nil:
		p.Detail = err.Error()
	case len(p.Errors) > 0:
		p.Detail = p.Errors[0].Location + ": " + p.Errors[0].Message
	default:
		return cases, nil
	}
	return nil, p
}

func line(e *casefile.Error) string {
	if e.Key == "" {
		return fmt.Sprintf("line %d", e.Line)
	}
	return fmt.Sprintf("line %d: %s", e.Line, e.Key)
}
