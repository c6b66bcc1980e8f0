// Package tiles reads a transparency log as it is published (c2sp.org/tlog-tiles): from a folder, or from a web server. It
// believes nothing but the key: whatever it returns leads to a checkpoint that the key has signed. It uses no code that
// writes logs, and holds what it reads to limits before it takes room for it.
package tiles

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"sallyport/proof"
)

// KeyFile is the public key that may lie beside a log: one line, as golang.org/x/mod/sumdb/note has it.
const KeyFile = "log.pub"

const maxKey = 4 << 10 // bytes

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
	if l.Key, err = proof.LogKey(l.Vkey); err != nil {
		return nil, fmt.Errorf("tiles: public key of %s: %w", source, err)
	}
	l.base, err = base(ctx, from)
	return l, err
}

// base says where the tiles are. A log without a checkpoint yet is taken to have them in their own folder.
func base(ctx context.Context, from files) (string, error) {
	for _, base := range []string{"tiles/", ""} {
		_, err := from.read(ctx, base+"checkpoint", proof.MaxNote)
		if err == nil {
			return base, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return "tiles/", nil
}

// Checkpoint is a signed statement of a log's size and root (c2sp.org/tlog-checkpoint), and the log to check it by.
type Checkpoint struct {
	proof.Checkpoint
	Note string // as signed
	log  *Log
}

// Checkpoint reads the published checkpoint. The error is fs.ErrNotExist before the first one, and *Unsigned for one that
// the key has not signed.
func (l *Log) Checkpoint(ctx context.Context) (*Checkpoint, error) {
	signed, err := l.files.read(ctx, l.base+"checkpoint", proof.MaxNote)
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
	c, err := proof.Open([]byte(signed), l.Key)
	if err != nil {
		return nil, &Unsigned{l.Key.Name(), err}
	}
	return &Checkpoint{c, signed, l}, nil
}

// What two signed checkpoints prove against each other.
var (
	ErrShrank    = errors.New("the log has fewer entries than it had")
	ErrRewritten = errors.New("the log does not begin with what it had")
)

// Extends checks that the log begins with all that an older signed checkpoint spoke of. The error is *Unsigned for one that is not the log's, ErrShrank or
// ErrRewritten where the two cannot both be of one log, and another one where nothing is proved.
func (c *Checkpoint) Extends(ctx context.Context, older string) error {
	old, err := c.log.Parse(older)
	switch {
	case err != nil:
		return err
	case old.Size > c.Size:
		return fmt.Errorf("tiles: %w: %d, and %d before", ErrShrank, c.Size, old.Size)
	}
	path, err := c.Growth(ctx, old.Size)
	if err != nil {
		return err
	}
	if err := c.Checkpoint.Extends(old.Checkpoint, path); err != nil {
		return fmt.Errorf("tiles: %w: %w", ErrRewritten, err)
	}
	return nil
}

// Growth is the proof that the log begins with its first size entries (RFC 6962, 2.1.2).
func (c *Checkpoint) Growth(ctx context.Context, size uint64) ([]tlog.Hash, error) {
	if size == 0 || size == c.Size {
		return nil, nil
	}
	if size > c.Size {
		return nil, fmt.Errorf("tiles: %d entries are more than the checkpoint's %d", size, c.Size)
	}
	path, err := tlog.ProveTree(int64(c.Size), int64(size), c.hashes(ctx))
	if err != nil {
		return nil, fmt.Errorf("tiles: %w", err)
	}
	return path, nil
}

// Path is the proof that leads from an entry's leaf to the root (RFC 6962, 2.1.1).
func (c *Checkpoint) Path(ctx context.Context, index uint64) ([]tlog.Hash, error) {
	if index >= c.Size {
		return nil, fmt.Errorf("tiles: entry %d is not under the checkpoint over %d entries", index, c.Size)
	}
	path, err := tlog.ProveRecord(int64(c.Size), int64(index), c.hashes(ctx))
	if err != nil {
		return nil, fmt.Errorf("tiles: %w", err)
	}
	return path, nil
}

// Holds checks that the log holds a leaf at an index.
func (c *Checkpoint) Holds(ctx context.Context, index uint64, leaf []byte) error {
	path, err := c.Path(ctx, index)
	if err != nil {
		return err
	}
	if err := c.Includes(index, leaf, path); err != nil {
		return fmt.Errorf("tiles: the log does not hold this as entry %d: %w", index, err)
	}
	return nil
}

// Log is the log that the checkpoint is of.
func (c *Checkpoint) Log() *Log { return c.log }
