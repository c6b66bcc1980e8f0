package link

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"
)

// encode writes JSON without spaces and without escapes that only a browser needs.
func encode(v any) ([]byte, error) {
	var text bytes.Buffer
	to := json.NewEncoder(&text)
	to.SetEscapeHTML(false)
	if err := to.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(text.Bytes(), []byte("\n")), nil
}

var errForm = errors.New("not encoded as this version does: JSON without spaces, every field once and in its place")

// decode reads what encode wrote. Nothing has two encodings: what was signed and what was understood cannot differ.
func decode[T any](text []byte) (*T, error) {
	if !utf8.Valid(text) {
		return nil, errors.New("not UTF-8")
	}
	v := new(T)
	if err := json.Unmarshal(text, v); err != nil {
		return nil, err
	}
	again, err := encode(v)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(text, again) {
		return nil, errForm
	}
	return v, nil
}

func fault(what string, err error) error { return fmt.Errorf("link: %s: %w", what, err) }
