package ledger

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"sallyport/internal/store"
)

// NewSalt draws the salt of one event from random: 32 bytes, in hexadecimal.
func NewSalt(random io.Reader) (string, error) {
	salt := make([]byte, 32)
	if _, err := io.ReadFull(random, salt); err != nil {
		return "", fmt.Errorf("ledger: drawing a salt: %w", err)
	}
	return hex.EncodeToString(salt), nil
}

// Leaf is what the log holds of an event: HMAC-SHA256 of its body under its salt, of one size for every event. Whoever has neither can tell nothing
// from it; whoever is given both can check that the log holds this very text.
func Leaf(e *store.Event) ([]byte, error) {
	salt, err := hex.DecodeString(e.Salt)
	if err != nil {
		return nil, fmt.Errorf("ledger: salt of event %d: %w", e.Seq, err)
	}
	mac := hmac.New(sha256.New, salt)
	mac.Write([]byte("sallyport event v1\n"))
	mac.Write([]byte(e.Body))
	return mac.Sum(nil), nil
}
