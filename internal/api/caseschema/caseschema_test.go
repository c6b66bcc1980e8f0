package caseschema

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"go.yaml.in/yaml/v3"

	"sallyport"
)

// problems are what the schema has against a JSON document.
func problems(t *testing.T, schema *huma.Schema, text []byte) []error {
	t.Helper()
	var document any
	if err := json.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	var result huma.ValidateResult
	huma.Validate(huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer), schema, huma.NewPathBuffer(nil, 0), huma.ModeWriteToServer, document, &result)
	return result.Errors
}

func precomputed(s *huma.Schema) *huma.Schema {
	s.PrecomputeMessages()
	return s
}

// TestPacksCasesFit holds the schema to the packs' own cases, which the reader takes.
func TestPacksCasesFit(t *testing.T) {
	schema := precomputed(Of())
	files, err := filepath.Glob("../../../law/packs/*/*/cases.yaml")
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		documents := yaml.NewDecoder(bytes.NewReader(text))
		for {
			var scenario struct{ Case yaml.Node }
			if err := documents.Decode(&scenario); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			line, err := json.Marshal(plain(&scenario.Case))
			if err != nil {
				t.Fatal(err)
			}
			if wrong := problems(t, schema, line); len(wrong) > 0 {
				t.Errorf("%s: %v\n%s", file, wrong, line)
			}
			count++
		}
	}
	if count < 100 {
		t.Errorf("only %d cases", count)
	}
}

// plain is a YAML value as JSON has it: days and times stay as they are written.
func plain(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		object := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key, value := n.Content[i].Value, n.Content[i+1]
			if key == "incident" { // the cases number them; it is text
				value.Tag = "!!str"
			}
			object[key] = plain(value)
		}
		return object
	case yaml.SequenceNode:
		list := []any{}
		for _, one := range n.Content {
			list = append(list, plain(one))
		}
		return list
	}
	if n.Tag == "!!bool" || n.Tag == "!!int" {
		return json.RawMessage(n.Value)
	}
	return n.Value
}

// TestOtherDocumentsDoNot changes a case into none.
func TestOtherDocumentsDoNot(t *testing.T) {
	schema := precomputed(Of())
	const one = `{"v": 1, "at": "2015-08-03T10:00:00-07:00", "agency": "us-ca", "person": {"us_citizen": false, "gang_participation": {"age": 17}}, "convictions": [{"grade": "felony"}]}`
	if wrong := problems(t, schema, []byte(one)); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	for from, to := range map[string]string{
		`"v": 1`: `"v": 2`, `"agency": "us-ca"`: `"agency": 7`, `"us_citizen": false`: `"us_citizen": "no"`, `"us_citizen"`: `"citizen"`, `"age": 17`: `"years": 17`,
		`"grade": "felony"`: `"grade": "crime"`, `"grade"`: `"pending"`, `, "agency": "us-ca"`: ``, `[{"grade": "felony"}]`: `{"grade": "felony"}`,
	} {
		if wrong := problems(t, schema, []byte(strings.Replace(one, from, to, 1))); len(wrong) == 0 {
			t.Errorf("%s fits", to)
		}
	}
}

// TestEveryFactIsThere looks each fact of the table up.
func TestEveryFactIsThere(t *testing.T) {
	top := Of()
	for i := range sallyport.CaseFacts {
		at := top
		for _, key := range strings.Split(sallyport.CaseFacts[i].Path, ".") {
			if len(at.OneOf) > 0 {
				at = at.OneOf[1]
			}
			if at = at.Properties[key]; at == nil {
				t.Fatalf("%s is not there", sallyport.CaseFacts[i].Path)
			}
		}
		if at.Description != sallyport.CaseFacts[i].Says {
			t.Errorf("%s: %q", sallyport.CaseFacts[i].Path, at.Description)
		}
	}
}
