package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"sallyport/internal/desk"
)

const (
	mediaBytes = "application/octet-stream"
	mediaForm  = "multipart/form-data"
)

// Limits of the custody facts of one booking.
const (
	custodyBytes = 1 << 20
	custodyFacts = 1000
)

var receiptType = reflect.TypeFor[receipt]()

// exampleCustody is what the tests send beside a transaction.
const exampleCustody = `[{"path": "agency_kind", "value": "county_jail", "source": "the jail's own record"},
 {"path": "release.eligible_at", "value": "2015-08-04T08:00:00-04:00", "source": "booking sheet"},
 {"path": "release.basis", "value": "sentence_served", "source": "booking sheet"}]`

func blob() *huma.Schema { return &huma.Schema{Type: "string", Format: "binary"} }

func form() *huma.Schema {
	s := object("A transaction, and what is known of the custody.")
	s.Required = []string{"transaction"}
	s.Properties["transaction"] = blob()
	s.Properties["custody"] = &huma.Schema{Type: "string", Description: "A JSON list of facts, entered under the name of the person who answers for the machine.", Examples: []any{exampleCustody}}
	return s
}

// parts reads a transaction and the custody facts beside it. They are read in memory: huma's own forms would leave prints in temporary files.
func parts(in *sending) (data []byte, facts []desk.Fact, err error) {
	media, with, err := mime.ParseMediaType(in.ContentType)
	switch {
	case err == nil && (media == mediaBytes || media == MediaEBTS):
		return in.RawBody, nil, nil
	case err != nil || media != mediaForm || with["boundary"] == "":
		return nil, nil, problem(kindMedia, "%q is not read here; send %s, %s or %s", in.ContentType, MediaEBTS, mediaBytes, mediaForm)
	}
	given := map[string]bool{}
	form := multipart.NewReader(bytes.NewReader(in.RawBody), with["boundary"])
	for {
		part, err := form.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, problem(kindBody, "the form does not read: %v", err)
		}
		name := part.FormName()
		if given[name] {
			return nil, nil, problem(kindBody, "the part %q is there twice", name)
		}
		given[name] = true
		switch name {
		case "transaction":
			data, err = io.ReadAll(part)
		case "custody":
			facts, err = custody(part)
		default:
			err = problem(kindBody, "a part %q is not read here; send transaction and, beside it, custody", name)
		}
		if refused := (*Problem)(nil); err != nil && !errors.As(err, &refused) {
			err = problem(kindBody, "the part %s does not read: %v", name, err)
		}
		if err != nil {
			return nil, nil, err
		}
	}
	if !given["transaction"] {
		return nil, nil, problem(kindBody, "the part transaction is not there")
	}
	return data, facts, nil
}

// custody reads the facts of a form as strictly as those of any other body.
func custody(r io.Reader) ([]desk.Fact, error) {
	var sent []fact
	read := json.NewDecoder(io.LimitReader(r, custodyBytes))
	read.DisallowUnknownFields()
	if err := read.Decode(&sent); err != nil {
		return nil, problem(kindBody, "the part custody does not read: %v; send a list of path, value and source, of %d bytes at most", err, custodyBytes)
	}
	if _, err := read.Token(); !errors.Is(err, io.EOF) {
		return nil, problem(kindBody, "the part custody does not read: something follows the list")
	}
	if len(sent) > custodyFacts {
		return nil, problem(kindBody, "%d custody facts; %d at most", len(sent), custodyFacts)
	}
	for i, f := range sent {
		if len(f.Path) > 200 || len(f.Source) > 500 {
			return nil, fmt.Errorf("fact %d: its path or source is too long", i+1)
		}
	}
	return factsOf(sent)
}
