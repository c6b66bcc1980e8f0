// Package witness cosigns the checkpoints of logs (c2sp.org/tlog-witness): each that begins with all that the witness cosigned of that log before. Whoever sees
// the cosignature knows that the log shows everyone the same. It promises that no cosignature leaves before the checkpoint is on the disk, so that a kill at any
// moment, and a start on the same folder, never lead it to cosign two checkpoints of which neither begins with the other.
package witness

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"sallyport/internal/lasting"
	"sallyport/proof"
)

// Witness cosigns for some logs, with one key. One process at a time may have its folder open.
type Witness struct {
	key    *key
	dir    string
	now    func() time.Time
	lock   *os.File
	logs   map[string]*log // by origin
	hashed map[string]*log // by what the address of their checkpoint has for the origin
}

// log is what the witness knows of one.
type log struct {
	origin string
	keys   []note.Verifier

	mu     sync.Mutex // from the look at the last checkpoint until the next has taken its place
	last   proof.Checkpoint
	at     time.Time // of its cosignature
	signed []byte    // as it lies on the disk: the log's signatures and the cosignature; nil before the first
	failed error     // why nothing is cosigned any more: what lies on the disk is not known, or another's to write
}

// Open opens or creates the witness in dir, called name, for the logs of these keys (c2sp.org/signed-note). Several keys of one origin are one log's.
func Open(dir, name string, logs []string, now func() time.Time) (*Witness, error) {
	if err := os.MkdirAll(filepath.Join(dir, "logs"), 0o700); err != nil {
		return nil, fmt.Errorf("witness: %w", err)
	}
	lock, err := lasting.Lock(filepath.Join(dir, "lock"))
	if err != nil {
		return nil, fmt.Errorf("witness: %s is in use; one process at a time may cosign from it: %w", dir, err)
	}
	w := &Witness{dir: dir, now: now, lock: lock, logs: map[string]*log{}, hashed: map[string]*log{}}
	if err := w.open(name, logs); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

func (w *Witness) open(name string, logs []string) (err error) {
	if w.key, err = loadKey(w.dir, name); err != nil {
		return err
	}
	for _, vkey := range logs {
		if err := w.follow(vkey); err != nil {
			return err
		}
	}
	for _, l := range w.logs {
		if err := w.load(l); err != nil {
			return err
		}
	}
	return nil
}

// follow adds a log, or one more key of a log.
func (w *Witness) follow(vkey string) error {
	verifier, err := proof.LogKey(vkey)
	if err != nil {
		return fmt.Errorf("witness: log %.80s: %w", vkey, err)
	}
	origin := verifier.Name()
	l := w.logs[origin]
	if l == nil {
		l = &log{origin: origin}
		w.logs[origin], w.hashed[hashOf(origin)] = l, l
	}
	for _, other := range l.keys {
		if other.KeyHash() == verifier.KeyHash() {
			return fmt.Errorf("witness: log %s: its key is there twice", origin)
		}
	}
	l.keys = append(l.keys, verifier)
	return nil
}

var errClosed = errors.New("witness: closed")

// Close lets another process open the folder. Whoever asks for a cosignature from now on gets none.
func (w *Witness) Close() error {
	for _, l := range w.logs {
		l.mu.Lock()
		l.failed = errClosed
		l.mu.Unlock()
	}
	return lasting.Unlock(w.lock)
}

// Key is what readers of cosignatures know the witness by, and what a log's policy names.
func (w *Witness) Key() string { return w.key.public }

// refusal is why a checkpoint is not cosigned, with the status that c2sp.org/tlog-witness has for it.
type refusal struct {
	status int
	size   uint64 // with status 409: how far the witness has followed the log
	why    string
}

func (r *refusal) Error() string { return r.why }

// add cosigns a checkpoint, and returns the line of its signature.
func (w *Witness) add(r *request) (string, error) {
	l := w.logs[r.claimed.Origin]
	if l == nil {
		return "", &refusal{status: statusUnknown, why: fmt.Sprintf("the log %.255q is not one that this witness cosigns", r.claimed.Origin)}
	}
	c, err := proof.Open(r.signed, l.keys...)
	switch {
	case err != nil:
		return "", &refusal{status: statusUnsigned, why: err.Error()}
	case r.old > c.Size:
		return "", &refusal{status: statusMalformed, why: fmt.Sprintf("an old size of %d, above the checkpoint's, %d", r.old, c.Size)}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.failed != nil:
		return "", l.failed
	case r.old != l.last.Size:
		return "", &refusal{status: statusConflict, size: l.last.Size, why: fmt.Sprintf("this witness has followed the log to %d entries, not to %d", l.last.Size, r.old)}
	}
	if err := extends(c, l.last, r.path); err != nil {
		return "", &refusal{status: statusInconsistent, why: err.Error()}
	}
	return w.cosign(l, c, r.signed)
}

func extends(c, last proof.Checkpoint, path []tlog.Hash) error {
	if c.Size == 0 && c.Root != last.Root {
		return errors.New("a log without entries has another root than this")
	}
	return c.Extends(last, path)
}

// cosign signs, writes, and only then lets the signature go. Its time never goes back: a cosignature says as well that none greater was seen until then.
func (w *Witness) cosign(l *log, c proof.Checkpoint, signed []byte) (string, error) {
	n, err := note.Open(signed, note.VerifierList(l.keys...))
	if err != nil {
		return "", err
	}
	at := w.now().UTC().Truncate(time.Second)
	if at.Before(l.at) {
		at = l.at
	}
	line := w.key.cosign(n.Text, at)
	text := n.Text + "\n"
	for _, s := range n.Sigs {
		text += fmt.Sprintf("— %s %s\n", s.Name, s.Base64)
	}
	text += line
	if err := lasting.Replace(w.file(l.origin), []byte(text), 0o600); err != nil {
		l.failed = fmt.Errorf("witness: %s: the last checkpoint could not be written; start the witness again once the disk is well: %w", l.origin, err)
		return "", l.failed
	}
	l.last, l.at, l.signed = c, at, []byte(text)
	return line, nil
}

// latest is the last checkpoint that was cosigned of a log, with the log's signature and the cosignature; nil before the first.
func (l *log) latest() []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.signed
}
