// Package proof verifies what a transparency log says, with nothing of the log's own code and nothing but keys that its reader chose: checkpoints
// (c2sp.org/tlog-checkpoint), that an entry is in the log, that the log only grew (RFC 6962, 2.1), and that witnesses saw the same log as everyone else
// (c2sp.org/tlog-cosignature, c2sp.org/tlog-policy). It is pure, and small enough to be read before it is trusted.
package proof

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	// MaxNote is the longest signed checkpoint that is read, in bytes: some fifty signatures of the longest kind.
	MaxNote = 1 << 17

	// MaxName is the longest name of a log or witness, in bytes: what a cosignature has room for.
	MaxName = 255

	// MaxPath is how many hashes a proof has at most.
	MaxPath = 63
)

// Checkpoint is what a log says of itself: that under Root, the Merkle tree hash (RFC 6962, 2.1), are its first Size entries, in order.
type Checkpoint struct {
	Origin string // which log
	Size   uint64
	Root   tlog.Hash
}

// ParseCheckpoint reads the text of a checkpoint, without its signatures. Extension lines are allowed, and not looked at.
func ParseCheckpoint(text string) (c Checkpoint, err error) {
	if len(text) > MaxNote {
		return c, fmt.Errorf("proof: a checkpoint of %d bytes; %d are read at most", len(text), MaxNote)
	}
	body, ended := strings.CutSuffix(text, "\n")
	lines := strings.Split(body, "\n")
	if !ended || len(lines) < 3 {
		return c, errors.New("proof: not a checkpoint: a line each for origin, size and root, and each ended, are expected")
	}
	for i, line := range lines {
		if line == "" {
			return c, fmt.Errorf("proof: not a checkpoint: line %d is empty", i+1)
		}
	}
	c.Origin = lines[0]
	if len(c.Origin) > MaxName {
		return c, fmt.Errorf("proof: the checkpoint's origin has %d bytes; it has %d at most", len(c.Origin), MaxName)
	}
	if c.Size, err = number(lines[1]); err != nil {
		return c, fmt.Errorf("proof: the checkpoint's size: %w", err)
	}
	if c.Root, err = parseHash(lines[2]); err != nil {
		return c, fmt.Errorf("proof: the checkpoint's root: %w", err)
	}
	return c, nil
}

// String is the text of the checkpoint, without extension lines and signatures.
func (c Checkpoint) String() string {
	return fmt.Sprintf("%s\n%d\n%s\n", c.Origin, c.Size, c.Root)
}

// Open reads a signed checkpoint and checks that its log has signed it, with one of the keys that the reader knows (LogKey). Signatures by other keys are not
// looked at.
func Open(signed []byte, logs ...note.Verifier) (Checkpoint, error) {
	c, _, err := open(signed, logs, nil)
	return c, err
}

// open checks every signature by a known key. One of the logs must have signed, by the name that the checkpoint has for itself.
func open(signed []byte, logs, witnesses []note.Verifier) (c Checkpoint, n *note.Note, err error) {
	if len(signed) > MaxNote {
		return c, nil, fmt.Errorf("proof: a checkpoint of %d bytes; %d are read at most", len(signed), MaxNote)
	}
	text := string(signed)
	at := strings.LastIndex(text, "\n\n")
	if at < 0 {
		return c, nil, errors.New("proof: the checkpoint is not signed")
	}
	if c, err = ParseCheckpoint(text[:at+1]); err != nil { // first, so that what verifies signatures is given checkpoints only
		return c, nil, err
	}
	n, err = note.Open(signed, note.VerifierList(append(append([]note.Verifier{}, logs...), witnesses...)...))
	if err != nil {
		return c, nil, fmt.Errorf("proof: checkpoint of %s: %w", c.Origin, err)
	}
	for _, log := range logs {
		if log.Name() == c.Origin && signature(n, log) != nil {
			return c, n, nil
		}
	}
	return c, nil, fmt.Errorf("proof: checkpoint of %s: not signed by that log with a key that is known here", c.Origin)
}

// signature is the one that key made, or nil.
func signature(n *note.Note, key note.Verifier) *note.Signature {
	for i := range n.Sigs {
		if n.Sigs[i].Name == key.Name() && n.Sigs[i].Hash == key.KeyHash() {
			return &n.Sigs[i]
		}
	}
	return nil
}

// Includes checks that the log's entry at index, which starts at 0, is leaf. path is its inclusion proof (RFC 6962, 2.1.1), from the leaf's sibling up.
func (c Checkpoint) Includes(index uint64, leaf []byte, path []tlog.Hash) error {
	if index >= c.Size {
		return fmt.Errorf("proof: entry %d: %s has %d entries in this checkpoint", index, c.Origin, c.Size)
	}
	if err := tlog.CheckRecord(path, int64(c.Size), c.Root, int64(index), tlog.RecordHash(leaf)); err != nil {
		return fmt.Errorf("proof: entry %d: these bytes are not what %s has under its root, or the proof is of another checkpoint: %w", index, c.Origin, err)
	}
	return nil
}

// Extends checks that the log begins with all that an older checkpoint spoke of. path is the consistency proof between the two (RFC 6962, 2.1.2); it is
// empty where older has no entries, or as many.
func (c Checkpoint) Extends(older Checkpoint, path []tlog.Hash) error {
	switch {
	case c.Origin != older.Origin:
		return fmt.Errorf("proof: checkpoints of two logs, %s and %s, have nothing to prove to each other", older.Origin, c.Origin)
	case older.Size > c.Size:
		return fmt.Errorf("proof: %s had %d entries, and has %d here: this one is the older", c.Origin, older.Size, c.Size)
	case (older.Size == 0 || older.Size == c.Size) && len(path) != 0:
		return errors.New("proof: a consistency proof where none is needed")
	case older.Size == 0 && older.Root != empty:
		return fmt.Errorf("proof: %s: a log without entries has another root than this", c.Origin)
	case older.Size == 0:
		return nil
	}
	if err := tlog.CheckTree(path, int64(c.Size), c.Root, int64(older.Size), older.Root); err != nil {
		return fmt.Errorf("proof: %s with %d entries is not shown to begin with the %d that it had: %w", c.Origin, c.Size, older.Size, err)
	}
	return nil
}

// number reads a decimal without leading zeroes, of 63 bits.
func number(text string) (uint64, error) {
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil || n > math.MaxInt64 || strconv.FormatUint(n, 10) != text {
		return 0, fmt.Errorf("%.40q is no decimal number below 2^63 without leading zeroes", text)
	}
	return n, nil
}

// parseHash reads a hash in base64, in its only form.
func parseHash(text string) (h tlog.Hash, err error) {
	h, err = tlog.ParseHash(text)
	if err != nil || h.String() != text {
		return h, fmt.Errorf("%.60q is not 32 bytes in base64", text)
	}
	return h, nil
}
