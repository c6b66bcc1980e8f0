package casefile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sort"

	"go.yaml.in/yaml/v3"
)

// maxDepth bounds nesting; a case needs four levels.
const maxDepth = 32

// jsonDocuments reads a stream of JSON values into the same nodes that YAML gives, lines included.
func jsonDocuments(name string, text []byte, each func(*yaml.Node, error) error) error {
	j := &jsonReader{d: json.NewDecoder(bytes.NewReader(text)), text: text}
	j.d.UseNumber()
	for {
		n, err := j.value(0)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return each(nil, &Error{File: name, Line: j.line(), What: "not JSON: " + err.Error()})
		}
		if err := each(n, nil); err != nil {
			return err
		}
	}
}

type jsonReader struct {
	d      *json.Decoder
	text   []byte
	breaks []int // offsets of the line breaks
}

// line is the line the decoder has reached, from 1.
func (j *jsonReader) line() int {
	if j.breaks == nil {
		j.breaks = []int{}
		for i, b := range j.text {
			if b == '\n' {
				j.breaks = append(j.breaks, i)
			}
		}
	}
	return 1 + sort.SearchInts(j.breaks, int(j.d.InputOffset()))
}

func (j *jsonReader) value(depth int) (*yaml.Node, error) {
	token, err := j.d.Token()
	if err != nil {
		if errors.Is(err, io.EOF) && depth > 0 {
			err = io.ErrUnexpectedEOF
		}
		return nil, err
	}
	if depth > maxDepth {
		return nil, fmt.Errorf("nested deeper than %d levels", maxDepth)
	}
	n := &yaml.Node{Line: j.line()}
	switch t := token.(type) {
	case json.Delim:
		n.Kind = yaml.MappingNode
		if t == '[' {
			n.Kind = yaml.SequenceNode
		}
		return n, j.fill(n, depth)
	case string:
		n.Kind, n.Tag, n.Value = yaml.ScalarNode, "!!str", t
	case json.Number:
		n.Kind, n.Tag, n.Value = yaml.ScalarNode, "!!int", t.String()
	case bool:
		n.Kind, n.Tag, n.Value = yaml.ScalarNode, "!!bool", fmt.Sprint(t)
	default:
		n.Kind, n.Tag, n.Value = yaml.ScalarNode, "!!null", "null"
	}
	return n, nil
}

// fill reads the members of an object or array up to its closing delimiter.
func (j *jsonReader) fill(n *yaml.Node, depth int) error {
	for j.d.More() {
		child, err := j.value(depth + 1)
		if err != nil {
			return err
		}
		n.Content = append(n.Content, child)
	}
	if _, err := j.d.Token(); err != nil { // a missing delimiter ends the input too early
		return io.ErrUnexpectedEOF
	}
	return nil
}
