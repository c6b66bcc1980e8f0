package proof

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// Inclusion proves without the log that it has an entry (c2sp.org/tlog-proof). It is kept in files that end in .tlog-proof.
type Inclusion struct {
	Extra      []byte // what else its reader needs to know; nobody vouches for it
	Index      uint64
	Path       []tlog.Hash // from the leaf's sibling up
	Checkpoint []byte      // as it was signed and cosigned
}

const (
	inclusionHead = "c2sp.org/tlog-proof@v1\n"

	// MaxExtra is how much an Inclusion carries beside the proof, in bytes.
	MaxExtra = 1 << 16
)

// ParseInclusion reads the text form.
func ParseInclusion(text []byte) (*Inclusion, error) {
	if len(text) > MaxNote+2*MaxExtra {
		return nil, fmt.Errorf("proof: a proof of %d bytes; %d are read at most", len(text), MaxNote+2*MaxExtra)
	}
	rest, found := strings.CutPrefix(string(text), inclusionHead)
	head, signed, split := strings.Cut(rest, "\n\n")
	if !found || !split {
		return nil, fmt.Errorf("proof: not a proof of inclusion: %q, lines of proof, an empty line and a checkpoint are expected", strings.TrimSpace(inclusionHead))
	}
	lines := strings.Split(head, "\n")
	p := &Inclusion{Checkpoint: []byte(signed)}
	if encoded, there := strings.CutPrefix(lines[0], "extra "); there {
		extra, err := base64.StdEncoding.Strict().DecodeString(encoded)
		if err != nil || len(extra) == 0 || len(extra) > MaxExtra {
			return nil, fmt.Errorf("proof: the extra data are not base64, are missing or are more than %d bytes", MaxExtra)
		}
		p.Extra, lines = extra, lines[1:]
	}
	if len(lines) == 0 || len(lines) > 1+MaxPath {
		return nil, fmt.Errorf("proof: a line for the index and up to %d hashes are expected", MaxPath)
	}
	index, found := strings.CutPrefix(lines[0], "index ")
	if !found {
		return nil, errors.New("proof: the index is missing")
	}
	var err error
	if p.Index, err = number(index); err != nil {
		return nil, fmt.Errorf("proof: index: %w", err)
	}
	p.Path, err = ParseHashes(lines[1:])
	return p, err
}

// Text is the form that ParseInclusion reads.
func (p *Inclusion) Text() []byte {
	var b strings.Builder
	b.WriteString(inclusionHead)
	if len(p.Extra) > 0 {
		b.WriteString("extra " + base64.StdEncoding.EncodeToString(p.Extra) + "\n")
	}
	fmt.Fprintf(&b, "index %d\n", p.Index)
	for _, h := range p.Path {
		b.WriteString(h.String() + "\n")
	}
	b.WriteString("\n")
	b.Write(p.Checkpoint)
	return []byte(b.String())
}

// Check checks that a log of the policy has leaf, by a checkpoint that meets the policy's quorum. Errors are those of Policy.Check; with one that has ErrQuorum
// in it the entry is in the log, but nobody vouches that everyone is shown the same log.
func (p *Inclusion) Check(policy *Policy, leaf []byte) (Checkpoint, Cosigned, error) {
	c, cosigned, err := policy.Check(p.Checkpoint)
	if err != nil && !errors.Is(err, ErrQuorum) {
		return c, cosigned, err
	}
	if wrong := c.Includes(p.Index, leaf, p.Path); wrong != nil {
		return Checkpoint{}, nil, wrong
	}
	return c, cosigned, err
}

// ParseHashes reads a proof's hashes, a line each, in base64.
func ParseHashes(lines []string) (hashes []tlog.Hash, err error) {
	if len(lines) > MaxPath {
		return nil, fmt.Errorf("proof: %d hashes; a proof has %d at most", len(lines), MaxPath)
	}
	for i, line := range lines {
		h, err := parseHash(line)
		if err != nil {
			return nil, fmt.Errorf("proof: hash %d: %w", i+1, err)
		}
		hashes = append(hashes, h)
	}
	return hashes, nil
}
