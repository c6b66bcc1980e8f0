// Package caseschema says in JSON Schema what a case is, from the table of facts: for other programs. Cases themselves are read by package casefile, which is
// stricter.
package caseschema

import (
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"sallyport"
)

// Of is the shape of a case.
func Of() *huma.Schema {
	top := object("What is known about one person in custody, at one moment, and what is asked. A key that is absent is not known.")
	top.Required = []string{"v", "at", "agency"}
	place := func(says string) *huma.Schema {
		return &huma.Schema{Type: "string", Pattern: `^us(-[a-z]{2})?(/[a-z0-9][a-z0-9-]*)*$`, Description: says}
	}
	top.Properties["v"] = &huma.Schema{Type: "integer", Enum: []any{1.0}, Description: "version of this shape"}
	top.Properties["id"] = &huma.Schema{Type: "string", Description: "the caller's own reference; no person's name"}
	top.Properties["at"] = &huma.Schema{Type: "string", Format: "date-time", Description: "the moment the request is received or decided, with its offset"}
	top.Properties["agency"] = place("place of the custodian")
	top.Properties["program"] = place("judge under this programme instead of the one in force")
	for i := range sallyport.CaseFacts {
		f := &sallyport.CaseFacts[i]
		plant(top, f.Path, factSchema(f))
	}
	top.Properties["convictions"] = offences("convictions; a list that is given is complete", false)
	top.Properties["charges"] = offences("charges; a list that is given is complete", true)
	return top
}

func object(says string) *huma.Schema {
	return &huma.Schema{Type: "object", Description: says, Properties: map[string]*huma.Schema{}, AdditionalProperties: false}
}

// plant puts a fact's schema where its path leads: person.gang_participation.age.
func plant(top *huma.Schema, path string, leaf *huma.Schema) {
	at := top
	for {
		head, rest, below := strings.Cut(path, ".")
		if !below {
			break
		}
		if at.Properties[head] == nil {
			at.Properties[head] = object("")
		}
		if at = at.Properties[head]; len(at.OneOf) > 0 {
			at = at.OneOf[1] // none, or an object
		}
		path = rest
	}
	at.Properties[path] = leaf
}

func offences(says string, charges bool) *huma.Schema {
	one := object("")
	for i := range sallyport.OffenceFacts {
		if f := &sallyport.OffenceFacts[i]; charges || !f.Charge {
			one.Properties[f.Path] = factSchema(f)
		}
	}
	return &huma.Schema{Type: "array", Items: one, Description: says}
}

func factSchema(f *sallyport.Fact) *huma.Schema {
	s := &huma.Schema{Description: f.Says}
	switch f.Kind {
	case sallyport.Bool:
		s.Type = "boolean"
	case sallyport.Int:
		s.Type, s.Minimum = "integer", new(float64)
	case sallyport.Enum:
		s.Type, s.Enum = "string", names(f.Values, f.None)
	case sallyport.Set:
		s.Type, s.Items = "array", &huma.Schema{Type: "string", Enum: names(f.Values, false)}
	case sallyport.Object:
		s.OneOf = []*huma.Schema{{Type: "string", Enum: []any{"none"}}, object("")}
	case sallyport.Date:
		return orNone(f, &huma.Schema{Type: "string", Format: "date"})
	case sallyport.Time:
		return orNone(f, &huma.Schema{Type: "string", Format: "date-time"})
	default:
		s.Type = "string"
	}
	return s
}

func names(values []string, none bool) (all []any) {
	for _, v := range values {
		all = append(all, v)
	}
	if none {
		all = append(all, "none")
	}
	return all
}

func orNone(f *sallyport.Fact, s *huma.Schema) *huma.Schema {
	if !f.None {
		s.Description = f.Says
		return s
	}
	return &huma.Schema{Description: f.Says, OneOf: []*huma.Schema{{Type: "string", Enum: []any{"none"}}, s}}
}
