package ledger

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"sallyport/internal/tiles"
)

const (
	keyFile    = "log.key"     // the signer's secret
	publicFile = tiles.KeyFile // what anyone needs to verify
)

// loadKey reads the note key kept in dir, and makes one the first time. A demonstration's key lies beside its log; a real
// one belongs elsewhere.
func loadKey(dir, origin string, random io.Reader) (note.Signer, error) {
	secret, err := os.ReadFile(filepath.Join(dir, keyFile))
	if errors.Is(err, fs.ErrNotExist) {
		secret, err = makeKey(dir, origin, random)
	}
	if err != nil {
		return nil, fmt.Errorf("ledger: %w", err)
	}
	signer, err := note.NewSigner(strings.TrimSpace(string(secret)))
	if err != nil {
		return nil, fmt.Errorf("ledger: key in %s: %w", filepath.Join(dir, keyFile), err)
	}
	if signer.Name() != origin {
		return nil, fmt.Errorf("ledger: key in %s: it is of the log %s, not of %s", filepath.Join(dir, keyFile), signer.Name(), origin)
	}
	return signer, nil
}

// makeKey writes the public half first: a secret without it would never be completed after a kill.
func makeKey(dir, origin string, random io.Reader) ([]byte, error) {
	secret, public, err := note.GenerateKey(random, origin)
	if err != nil {
		return nil, err
	}
	if err := writeFile(filepath.Join(dir, publicFile), public+"\n", 0o644); err != nil {
		return nil, err
	}
	return []byte(secret), writeFile(filepath.Join(dir, keyFile), secret+"\n", 0o600)
}

// writeFile writes to a temporary name and renames it, so that a kill leaves the whole file or none.
func writeFile(path, content string, mode fs.FileMode) error {
	temporary := path + ".tmp"
	if err := os.WriteFile(temporary, []byte(content), mode); err != nil {
		return err
	}
	return os.Rename(temporary, path)
}
