package abis

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// object reads one JSON object, which fills data, and leaves its values as they are. Unlike encoding/json it takes keys to the letter, and
// none twice: an answer must not say two things.
func object(data []byte) (map[string]json.RawMessage, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, fmt.Errorf("@0: is no JSON object")
	}
	fields := map[string]json.RawMessage{}
	for d.More() {
		at := d.InputOffset()
		t, err := d.Token()
		key, is := t.(string)
		if err != nil || !is {
			return nil, fmt.Errorf("@%d: is no key", at)
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, fmt.Errorf("@%d: %.40q: %w", at, key, err)
		}
		if _, twice := fields[key]; twice {
			return nil, fmt.Errorf("@%d: %.40q is there twice", at, key)
		}
		fields[key] = value
	}
	if _, err := d.Token(); err != nil {
		return nil, fmt.Errorf("@%d: the object does not end", d.InputOffset())
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("@%d: something stands behind the object", d.InputOffset())
	}
	return fields, nil
}

// text reads a string.
func text(fields map[string]json.RawMessage, key string) (string, error) {
	var s *string
	if err := json.Unmarshal(fields[key], &s); err != nil || s == nil {
		return "", fmt.Errorf("%s: is missing, or no string", key)
	}
	return *s, nil
}

// number reads a number from 0 up. The specification has numbers as strings, MOSIP's own kit for testing ABISes as JSON numbers: both are read.
func number(fields map[string]json.RawMessage, key string) (int, error) {
	digits := string(fields[key])
	if s, err := text(fields, key); err == nil {
		digits = s
	}
	n, err := strconv.ParseUint(digits, 10, 31)
	if err != nil {
		return 0, fmt.Errorf("%s: is missing, or no whole number from 0 up", key)
	}
	return int(n), nil
}
