// Package casefile reads cases and scenarios, YAML or JSON, strictly: a key that nobody reads, a
// value of the wrong type or a time without an offset is an error that names its line and key.
//
// A case file holds one case per YAML document, or a stream of JSON objects (JSON lines too).
package casefile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"

	"sallyport"
)

// Limits on what is read into memory.
const (
	MaxBytes    = 64 << 20 // of one file
	MaxOffences = 1000     // convictions, and charges, of one case
)

// Error says where a case is malformed.
type Error struct {
	File string
	Line int
	Key  string
	What string
}

func (e *Error) Error() string {
	if e.Key == "" {
		return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.What)
	}
	return fmt.Sprintf("%s:%d: %s: %s", e.File, e.Line, e.Key, e.What)
}

// Cases reads every case of r, calling each for one after the other; name stands in errors. A malformed
// document is passed to each as an error and does not stop a JSON stream; each returns an error to stop.
func Cases(name string, r io.Reader, each func(*sallyport.Case, error) error) error {
	return documents(name, r, func(n *yaml.Node, err error) error {
		if err != nil {
			return each(nil, err)
		}
		return each(caseOf(name, n))
	})
}

func caseOf(name string, n *yaml.Node) (*sallyport.Case, error) {
	c := &sallyport.Case{}
	reader := caseReader{file: name, c: c}
	if err := reader.read(n); err != nil {
		return nil, err
	}
	return c, nil
}

// documents splits r into the root nodes of its documents.
func documents(name string, r io.Reader, each func(*yaml.Node, error) error) error {
	text, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return err
	}
	if len(text) > MaxBytes {
		return each(nil, &Error{File: name, Line: 1, What: fmt.Sprintf("larger than %d MiB; split it", MaxBytes>>20)})
	}
	if trimmed := bytes.TrimLeft(text, " \t\r\n"); len(trimmed) > 0 && trimmed[0] == '{' {
		return jsonDocuments(name, text, each)
	}
	return yamlDocuments(name, text, each)
}

func yamlDocuments(name string, text []byte, each func(*yaml.Node, error) error) error {
	d := yaml.NewDecoder(bytes.NewReader(text))
	for count := 0; ; count++ {
		var document yaml.Node
		err := d.Decode(&document)
		if errors.Is(err, io.EOF) {
			if count == 0 {
				return each(nil, &Error{File: name, Line: 1, What: "empty; a case begins with v: 1"})
			}
			return nil
		}
		if err != nil {
			return each(nil, yamlError(name, err))
		}
		if err := each(document.Content[0], nil); err != nil {
			return err
		}
	}
}

// yamlError turns "yaml: line N: message" into an Error.
func yamlError(name string, err error) error {
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 1
	if _, scanErr := fmt.Sscanf(message, "line %d:", &line); scanErr == nil {
		_, message, _ = strings.Cut(message, ": ")
	}
	return &Error{File: name, Line: line, What: "not YAML: " + strings.Join(strings.Fields(message), " ")}
}
