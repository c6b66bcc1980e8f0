// Package tiles reads a transparency log as it is published (c2sp.org/tlog-tiles): from a folder, or from a web server. It
// believes nothing but the key: whatever it returns leads to a checkpoint that the key has signed. It uses no code that
// writes logs, and holds what it reads to limits before it takes room for it.
package tiles

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// KeyFile is the public key that may lie beside a log: one line, as golang.org/x/mod/sumdb/note has it.
const KeyFile = "log.pub"

const (
	maxKey        = 4 << 10  // bytes
	maxCheckpoint = 64 << 10 // with many cosignatures
)

// Log is a published log and the key that its checkpoints are signed with.
type Log struct {
	Source string        // folder or address, as it was given
	Key    note.Verifier // its name is the log's origin
	Vkey   string        // the text of the key
	files  files
	base   string // of the tiles, below the source
}

// Open finds a log: source is a folder, or an http or https address, in which the tiles are, or a folder "tiles" with
// them. The key is the text of a note's verifier; where it is "", the key beside the log is taken, which shows only that
// the log agrees with itself. The error is fs.ErrNotExist where no key is found.
func Open(ctx context.Context, source, key string) (*Log, error) {
	from, err := reach(source)
	if err != nil {
		return nil, err
	}
	if key == "" {
		text, err := from.read(ctx, KeyFile, maxKey)
		if err != nil {
			return nil, fmt.Errorf("tiles: the log's public key: %w", err)
		}
		key = string(text)
	}
	l := &Log{Source: source, Vkey: strings.TrimSpace(key), files: from}
	if l.Key, err = note.NewVerifier(l.Vkey); err != nil {
		return nil, fmt.Errorf("tiles: public key of %s: %w", source, err)
	}
	l.base, err = base(ctx, from)
	return l, err
}

// base says where the tiles are. A log without a checkpoint yet is taken to have them in their own folder.
func base(ctx context.Context, from files) (string, error) {
	for _, base := range []string{"tiles/", ""} {
		_, err := from.read(ctx, base+"checkpoint", maxCheckpoint)
		if err == nil {
			return base, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return "tiles/", nil
}

// Checkpoint is a signed statement of a log's size and root (c2sp.org/tlog-checkpoint).
type Checkpoint struct {
	Size uint64
	Root tlog.Hash
	Note string // as signed
	log  *Log
}

// Checkpoint reads the published checkpoint. The error is fs.ErrNotExist before the first one, and *Unsigned for one that
// the key has not signed.
func (l *Log) Checkpoint(ctx context.Context) (*Checkpoint, error) {
	signed, err := l.files.read(ctx, l.base+"checkpoint", maxCheckpoint)
	if err != nil {
		return nil, err
	}
	return l.Parse(string(signed))
}

// Unsigned is a checkpoint that is not the log's.
type Unsigned struct {
	Log string // origin
	Err error
}

func (e *Unsigned) Error() string {
	return fmt.Sprintf("tiles: the checkpoint is not signed by %s: %v", e.Log, e.Err)
}

// Parse checks a signed checkpoint. The error is *Unsigned where the key did not sign it for this log.
func (l *Log) Parse(signed string) (*Checkpoint, error) {
	n, err := note.Open([]byte(signed), note.VerifierList(l.Key))
	if err != nil {
		return nil, &Unsigned{l.Key.Name(), err}
	}
	lines := strings.SplitN(n.Text, "\n", 4) // origin, size, root, and perhaps extensions
	if len(lines) < 4 || lines[0] != l.Key.Name() {
		return nil, &Unsigned{l.Key.Name(), errors.New("it is of another log")}
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return nil, errors.New("tiles: the checkpoint's root is not a hash")
	}
	size, err := strconv.ParseUint(lines[1], 10, 63)
	if err != nil {
		return nil, errors.New("tiles: the checkpoint's size is not a number")
	}
	return &Checkpoint{size, tlog.Hash(root), signed, l}, nil
}

// Extends checks that the log begins with all that an older signed checkpoint spoke of.
func (c *Checkpoint) Extends(ctx context.Context, older string) error {
	old, err := c.log.Parse(older)
	switch {
	case err != nil:
		return err
	case old.Size > c.Size:
		return fmt.Errorf("tiles: the log shrank from %d to %d entries", old.Size, c.Size)
	case old.Size == 0:
		return nil
	}
	proof, err := tlog.ProveTree(int64(c.Size), int64(old.Size), c.hashes(ctx))
	if err != nil {
		return fmt.Errorf("tiles: %w", err)
	}
	if err := tlog.CheckTree(proof, int64(c.Size), c.Root, int64(old.Size), old.Root); err != nil {
		return fmt.Errorf("tiles: the log was rewritten after %d entries: %w", old.Size, err)
	}
	return nil
}

// Holds checks that the log holds a leaf at an index.
func (c *Checkpoint) Holds(ctx context.Context, index uint64, leaf []byte) error {
	if index >= c.Size {
		return fmt.Errorf("tiles: entry %d is not under the checkpoint over %d entries", index, c.Size)
	}
	proof, err := tlog.ProveRecord(int64(c.Size), int64(index), c.hashes(ctx))
	if err != nil {
		return fmt.Errorf("tiles: %w", err)
	}
	if err := tlog.CheckRecord(proof, int64(c.Size), c.Root, int64(index), tlog.RecordHash(leaf)); err != nil {
		return fmt.Errorf("tiles: the log does not hold this as entry %d: %w", index, err)
	}
	return nil
}
