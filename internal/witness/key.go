package witness

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"sallyport/internal/lasting"
	"sallyport/proof"
)

const (
	keyFile    = "witness.key"
	typeCosign = 0x04 // Ed25519 with the time (c2sp.org/signed-note)
)

// key signs with Ed25519 what c2sp.org/tlog-cosignature says.
type key struct {
	name    string
	id      uint32
	public  string
	private ed25519.PrivateKey
}

// Key is the public key of the witness in dir, called name. It is made the first time.
func Key(dir, name string) (string, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("witness: %w", err)
	}
	k, err := loadKey(dir, name)
	if err != nil {
		return "", err
	}
	return k.public, nil
}

// loadKey reads the key in dir, and makes one the first time.
func loadKey(dir, name string) (*key, error) {
	path := filepath.Join(dir, keyFile)
	secret, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		secret, err = makeKey(path, name)
	}
	if err != nil {
		return nil, fmt.Errorf("witness: %w", err)
	}
	k, err := parseKey(strings.TrimSpace(string(secret)))
	if err != nil {
		return nil, fmt.Errorf("witness: %s: %w", path, err)
	}
	if k.name != name {
		return nil, fmt.Errorf("witness: %s: it is the key of %s, not of %s; readers know a witness by name and key, so keep the name or take another folder", path, k.name, name)
	}
	return k, nil
}

func makeKey(path, name string) ([]byte, error) {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	k, err := newKey(name, private)
	if err != nil {
		return nil, err
	}
	secret := fmt.Appendf(nil, "PRIVATE+KEY+%s+%08x+%s\n", name, k.id, base64.StdEncoding.EncodeToString(append([]byte{typeCosign}, private.Seed()...)))
	return secret, lasting.Replace(path, secret, 0o600)
}

func newKey(name string, private ed25519.PrivateKey) (*key, error) {
	typed := append([]byte{typeCosign}, private.Public().(ed25519.PublicKey)...)
	sum := sha256.Sum256(append([]byte(name+"\n"), typed...))
	k := &key{name: name, id: binary.BigEndian.Uint32(sum[:]), private: private}
	k.public = fmt.Sprintf("%s+%08x+%s", name, k.id, base64.StdEncoding.EncodeToString(typed))
	if _, err := proof.WitnessKey(k.public); err != nil { // also says whether the name can be one
		return nil, fmt.Errorf("the name %q: without spaces and plus signs, like witness.example.org: %w", name, err)
	}
	return k, nil
}

func parseKey(secret string) (*key, error) {
	name, rest, ours := strings.Cut(strings.TrimPrefix(secret, "PRIVATE+KEY+"), "+")
	id, encoded, _ := strings.Cut(rest, "+")
	typed, err := base64.StdEncoding.DecodeString(encoded)
	if !ours || err != nil || len(typed) != 1+ed25519.SeedSize || typed[0] != typeCosign {
		return nil, errors.New("not the secret key of a witness")
	}
	k, err := newKey(name, ed25519.NewKeyFromSeed(typed[1:]))
	if err == nil && id != fmt.Sprintf("%08x", k.id) {
		err = errors.New("its ID does not follow from its name and key")
	}
	return k, err
}

// cosign returns the line of a signature over the text of a checkpoint.
func (k *key) cosign(text string, at time.Time) string {
	signature := binary.BigEndian.AppendUint32(nil, k.id)
	signature = binary.BigEndian.AppendUint64(signature, uint64(at.Unix()))
	signature = append(signature, ed25519.Sign(k.private, fmt.Appendf(nil, "cosignature/v1\ntime %d\n%s", at.Unix(), text))...)
	return fmt.Sprintf("— %s %s\n", k.name, base64.StdEncoding.EncodeToString(signature))
}

// verifier checks what the key has signed.
func (k *key) verifier() (note.Verifier, error) { return proof.WitnessKey(k.public) }
