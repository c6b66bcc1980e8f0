package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"sallyport/internal/api/form"
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

func formSchema() *huma.Schema {
	s := &huma.Schema{Type: "object", Description: "A transaction, and what is known of the custody.", Properties: map[string]*huma.Schema{}, AdditionalProperties: false}
	s.Required = []string{"transaction"}
	s.Properties["transaction"] = blob()
	s.Properties["custody"] = &huma.Schema{Type: "string", Description: "A JSON list of facts, entered under the name of the person who answers for the machine.", Examples: []any{exampleCustody}}
	return s
}

// parts reads a transaction and the custody facts beside it.
func parts(in *sending) (data []byte, facts []desk.Fact, err error) {
	media, with, err := mime.ParseMediaType(in.ContentType)
	switch {
	case err == nil && (media == mediaBytes || media == MediaEBTS):
		return in.RawBody, nil, nil
	case err != nil || media != mediaForm || with["boundary"] == "":
		return nil, nil, problem(kindMedia, "%q is not read here; send %s, %s or %s", in.ContentType, MediaEBTS, mediaBytes, mediaForm)
	}
	sent, err := form.Read(in.RawBody, with["boundary"], "transaction", "custody")
	if err != nil {
		return nil, nil, problem(kindBody, "%v", err)
	}
	data, there := sent["transaction"]
	if !there {
		return nil, nil, problem(kindBody, "the part transaction is not there")
	}
	if text, beside := sent["custody"]; beside {
		if facts, err = custody(text); err != nil {
			return nil, nil, err
		}
	}
	return data, facts, nil
}

// custody reads the facts of a form as strictly as those of any other body.
func custody(text []byte) ([]desk.Fact, error) {
	var sent []fact
	if len(text) > custodyBytes {
		return nil, problem(kindBody, "the part custody has %d bytes; %d are read", len(text), custodyBytes)
	}
	read := json.NewDecoder(bytes.NewReader(text))
	read.DisallowUnknownFields()
	if err := read.Decode(&sent); err != nil {
		return nil, problem(kindBody, "the part custody does not read: %v; send a list of path, value and source", err)
	}
	if _, err := read.Token(); !errors.Is(err, io.EOF) {
		return nil, problem(kindBody, "the part custody does not read: something follows the list")
	}
	if len(sent) > custodyFacts {
		return nil, problem(kindBody, "%d custody facts; %d at most", len(sent), custodyFacts)
	}
	for i, f := range sent {
		if len(f.Path) > 200 || len(f.Source) > 500 {
			return nil, problem(kindBody, "custody[%d]: its path or source is too long", i)
		}
	}
	return factsOf(sent)
}
