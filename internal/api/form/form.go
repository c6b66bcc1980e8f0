// Package form reads multipart forms (RFC 7578) in memory. What comes with a booking is prints: the usual readers would leave them in temporary files.
package form

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"slices"
)

// Read takes a form apart. Every part has one of the names, and none is there twice; a name of a file is not looked at. The error is for whoever sent it.
func Read(body []byte, boundary string, names ...string) (map[string][]byte, error) {
	parts := map[string][]byte{}
	form := multipart.NewReader(bytes.NewReader(body), boundary)
	for {
		part, err := form.NextRawPart()
		if errors.Is(err, io.EOF) {
			return parts, nil
		}
		if err != nil {
			return nil, fmt.Errorf("the form does not read: %w", err)
		}
		name := part.FormName()
		if _, twice := parts[name]; twice {
			return nil, fmt.Errorf("the part %q is there twice", name)
		}
		if !slices.Contains(names, name) {
			return nil, fmt.Errorf("a part %q is not read here; send %q", name, names)
		}
		if parts[name], err = io.ReadAll(part); err != nil {
			return nil, fmt.Errorf("the part %s does not read: %w", name, err)
		}
	}
}
