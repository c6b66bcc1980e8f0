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

	"sallyport/internal/lasting"
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
	if err := lasting.Replace(filepath.Join(dir, publicFile), []byte(public+"\n"), 0o644); err != nil {
		return nil, err
	}
	return []byte(secret), lasting.Replace(filepath.Join(dir, keyFile), []byte(secret+"\n"), 0o600)
}
