package sign

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"
)

const (
	maxDepth = 32
	maxCases = 8 << 20 // bytes of cases.yaml
)

// CasesText is cases.yaml without what only its form says, such as comments, blank lines and the order of keys: a line of JSON for each case, keys sorted,
// every scalar as a text that begins with its YAML type: "str hold", "bool false".
func CasesText(file []byte) (string, error) {
	if len(file) > maxCases {
		return "", fmt.Errorf("longer than %d bytes; divide the pack", maxCases)
	}
	out := bytes.NewBufferString("sallyport law cases v1\n")
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	documents := yaml.NewDecoder(bytes.NewReader(file))
	for {
		var n yaml.Node
		err := documents.Decode(&n)
		if errors.Is(err, io.EOF) {
			return out.String(), nil
		}
		if err != nil {
			return "", err
		}
		plain, err := plainOf(&n, 0)
		if err != nil {
			return "", err
		}
		if plain == nil {
			continue // a comment between two cases
		}
		if err := lines.Encode(plain); err != nil {
			return "", err
		}
	}
}

// plainOf is a node as JSON has it.
func plainOf(n *yaml.Node, depth int) (any, error) {
	switch {
	case depth > maxDepth:
		return nil, fmt.Errorf("line %d: nested too deeply; a case has no such depth", n.Line)
	case n.Kind == yaml.DocumentNode:
		return plainOf(n.Content[0], depth)
	case n.Kind == yaml.MappingNode:
		return mapOf(n, depth)
	case n.Kind == yaml.SequenceNode:
		all := make([]any, len(n.Content))
		for i, item := range n.Content {
			var err error
			if all[i], err = plainOf(item, depth+1); err != nil {
				return nil, err
			}
		}
		return all, nil
	case n.Kind != yaml.ScalarNode:
		return nil, fmt.Errorf("line %d: aliases are not read; write the value out", n.Line)
	case n.ShortTag() == "!!null" && depth == 0:
		return nil, nil
	}
	return strings.TrimPrefix(n.ShortTag(), "!!") + " " + n.Value, nil
}

func mapOf(n *yaml.Node, depth int) (any, error) {
	all := map[string]any{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if _, twice := all[key.Value]; twice || key.Kind != yaml.ScalarNode {
			return nil, fmt.Errorf("line %d: a key that is given twice, or is no text; give each once", key.Line)
		}
		value, err := plainOf(n.Content[i+1], depth+1)
		if err != nil {
			return nil, err
		}
		all[key.Value] = value
	}
	return all, nil
}
