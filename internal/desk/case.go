package desk

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"sallyport"
	"sallyport/casefile"
	"sallyport/internal/store"
)

// caseFrom makes the case that facts add up to, read as strictly as a case file.
func caseFrom(s *store.Submission, facts []store.Fact, at time.Time) (*sallyport.Case, error) {
	values := latest(facts)
	values["v"], values["id"], values["agency"] = "1", strconv.Quote(s.ID), strconv.Quote(s.Agency)
	values["at"] = strconv.Quote(at.Format(time.RFC3339))
	return readCase(values)
}

// latest keeps the last value entered for each path.
func latest(facts []store.Fact) map[string]string {
	values := make(map[string]string, len(facts))
	for _, f := range facts {
		values[f.Path] = f.Value
	}
	return values
}

func readCase(values map[string]string) (*sallyport.Case, error) {
	tree := map[string]any{}
	for path, value := range values {
		if err := plant(tree, path, value); err != nil {
			return nil, err
		}
	}
	document, err := json.Marshal(unfold(tree))
	if err != nil {
		return nil, err
	}
	var read *sallyport.Case
	err = casefile.Cases("facts", strings.NewReader(string(document)), func(c *sallyport.Case, err error) error {
		read = c
		return err
	})
	if malformed, ok := errors.AsType[*casefile.Error](err); ok {
		return nil, fmt.Errorf("%s: %s", malformed.Key, malformed.What)
	}
	return read, err
}

// plant puts a JSON value at a path like person.removable or convictions[0].grade.
func plant(tree map[string]any, path, value string) error {
	if !json.Valid([]byte(value)) {
		return fmt.Errorf("%s: %q is not a JSON value", path, value)
	}
	keys := strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' })
	for _, key := range keys[:len(keys)-1] {
		below, ok := tree[key].(map[string]any)
		if !ok {
			below = map[string]any{}
			tree[key] = below
		}
		tree = below
	}
	last := keys[len(keys)-1]
	if _, taken := tree[last].(map[string]any); !taken { // facts of its own say more than the value as a whole
		tree[last] = json.RawMessage(value)
	}
	return nil
}

// unfold turns objects whose keys are 0, 1, 2 … into lists.
func unfold(tree map[string]any) any {
	for key, value := range tree {
		if below, ok := value.(map[string]any); ok {
			tree[key] = unfold(below)
		}
	}
	list := make([]any, len(tree))
	for i := range list {
		value, ok := tree[strconv.Itoa(i)]
		if !ok {
			return tree
		}
		list[i] = value
	}
	return list
}
