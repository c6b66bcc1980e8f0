package proof

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

const (
	// MaxBundle is the longest bundle that is read, in bytes.
	MaxBundle = 1 << 20

	// maxLater is how many later lines a bundle has at most.
	maxLater = 500

	// BundleFormat is what a bundle says that it is.
	BundleFormat = "sallyport receipt v1"
)

// Bundle is everything that proves a receipt without the node that issued it, but the code: JSON, without anything that is not here. It is not secret, and says what
// the copy says; who has it and not the code can neither check it nor look anything up.
type Bundle struct {
	Format     string `json:"format"`     // BundleFormat
	Origin     string `json:"origin"`     // of the log
	Key        string `json:"key"`        // of the log, as the node says; compare it with the one that you trust
	Checkpoint string `json:"checkpoint"` // signed, and cosigned as far as it is
	Statement  Line   `json:"statement"`  // its salt is the code, stretched
	Later      []Line `json:"later"`      // events of the same request
}

// Line is an event as the record has it, and the proof that the log commits to it.
type Line struct {
	Body  string   `json:"body"`           // a sallyport.Event, exactly as committed to
	Salt  string   `json:"salt,omitempty"` // 32 bytes, hexadecimal; none for the statement
	Index uint64   `json:"index"`
	Path  []string `json:"path"` // inclusion proof from the leaf's sibling up (RFC 6962, 2.1.1), base64
}

// ParseBundle reads a bundle, of which every key has to be known and there once. How it is set out does not matter.
func ParseBundle(text []byte) (*Bundle, error) {
	if len(text) > MaxBundle {
		return nil, fmt.Errorf("proof: a bundle of %d bytes; %d are read at most", len(text), MaxBundle)
	}
	b := new(Bundle)
	read := json.NewDecoder(bytes.NewReader(text))
	read.DisallowUnknownFields()
	if err := read.Decode(b); err != nil {
		return nil, fmt.Errorf("proof: not a receipt's bundle: @%d: %w", read.InputOffset(), err)
	}
	if b.Format != BundleFormat {
		return nil, fmt.Errorf("proof: not a bundle of this version: its format is %.60q, not %q", b.Format, BundleFormat)
	}
	if b.Origin == "" || len(b.Origin) > MaxName || len(b.Checkpoint) > MaxNote || b.Statement.Salt != "" {
		return nil, errors.New("proof: a bundle has an origin and a checkpoint, and no salt for its statement")
	}
	if len(b.Later) > maxLater {
		return nil, fmt.Errorf("proof: a bundle with %d later lines; %d are read at most", len(b.Later), maxLater)
	}
	for _, line := range append([]Line{b.Statement}, b.Later...) {
		if len(line.Path) > MaxPath {
			return nil, fmt.Errorf("proof: entry %d: a proof of %d hashes; %d are read at most", line.Index, len(line.Path), MaxPath)
		}
	}
	return b, b.same(text)
}

// same refuses what would be written otherwise: a key that is there twice, or in other letters, or something behind the end.
func (b *Bundle) same(text []byte) error {
	var was, is bytes.Buffer
	if err := json.Compact(&was, text); err != nil {
		return fmt.Errorf("proof: not a receipt's bundle: %w", err)
	}
	again, err := b.Text()
	if err != nil {
		return err
	}
	if err := json.Compact(&is, again); err != nil {
		return err
	}
	if !bytes.Equal(was.Bytes(), is.Bytes()) {
		return errors.New("proof: not a receipt's bundle as one is written: a key is there twice, in other letters or in another order")
	}
	return nil
}

// Text is the bundle as a file.
func (b *Bundle) Text() ([]byte, error) {
	var out bytes.Buffer
	write := json.NewEncoder(&out)
	write.SetEscapeHTML(false)
	write.SetIndent("", "  ")
	err := write.Encode(b)
	return out.Bytes(), err
}
