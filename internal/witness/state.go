package witness

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	cosignature "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"

	"sallyport/proof"
)

// hashOf is what stands for an origin in addresses and in the names of files.
func hashOf(origin string) string {
	sum := sha256.Sum256([]byte(origin))
	return hex.EncodeToString(sum[:])
}

func (w *Witness) file(origin string) string { return filepath.Join(w.dir, "logs", hashOf(origin)) }

// load reads the last checkpoint that was cosigned of a log. One that is there, but is not what this witness wrote, is never taken for none: beginning anew, the
// witness could cosign a second history.
func (w *Witness) load(l *log) error {
	path := w.file(l.origin)
	signed, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		l.last = proof.Checkpoint{Origin: l.origin, Root: sha256.Sum256(nil)}
		return nil
	}
	if err != nil {
		return fmt.Errorf("witness: %w", err)
	}
	if err := w.own(l, signed); err != nil {
		return fmt.Errorf("witness: %s: not the last checkpoint of %s as this witness cosigned it; bring the folder back from a copy that is not older, or give the witness a new key: %w",
			path, l.origin, err)
	}
	return nil
}

// own checks the witness's own cosignature, by which the log's was checked. The log's key may be another by now.
func (w *Witness) own(l *log, signed []byte) error {
	verifier, err := w.key.verifier()
	if err != nil {
		return err
	}
	n, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return err
	}
	if l.last, err = proof.ParseCheckpoint(n.Text); err != nil {
		return err
	}
	if l.last.Origin != l.origin {
		return fmt.Errorf("it is of %s", l.last.Origin)
	}
	l.at, err = cosignature.CoSigV1Timestamp(n.Sigs[0])
	l.signed = signed
	return err
}
