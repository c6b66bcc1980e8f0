package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Headers of a post.
const (
	HeaderID        = "webhook-id" // the event's ID, the idempotency key
	HeaderTimestamp = "webhook-timestamp"
	HeaderSignature = "webhook-signature"
)

// Tolerance is how far the timestamp of a post may be from the receiver's clock. Each attempt has a timestamp of its own.
const Tolerance = 5 * time.Minute

// Secret is what sender and receiver share: 24 to 64 bytes.
type Secret []byte

// secretPrefix begins a secret in writing.
const secretPrefix = "whsec_"

// NewSecret draws a secret.
func NewSecret(random io.Reader) (Secret, error) {
	s := make(Secret, 32)
	if _, err := io.ReadFull(random, s); err != nil {
		return nil, fmt.Errorf("drawing a secret: %w", err)
	}
	return s, nil
}

// ParseSecret reads a secret as String writes it: whsec_ and base64.
func ParseSecret(text string) (Secret, error) {
	encoded, marked := strings.CutPrefix(text, secretPrefix)
	s, err := base64.StdEncoding.DecodeString(encoded)
	if !marked || err != nil || len(s) < 24 || len(s) > 64 { // the text stays out of the error
		return nil, errors.New("not a secret: write whsec_ and the base64 of 24 to 64 bytes")
	}
	return s, nil
}

// String writes a secret for its receiver.
func (s Secret) String() string { return secretPrefix + base64.StdEncoding.EncodeToString(s) }

// sign is the signature of one secret over id.timestamp.body.
func (s Secret) sign(id, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, s)
	mac.Write([]byte(id + "." + timestamp + "."))
	mac.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// Sign sets the three headers of a post. While secrets are being changed there are two of them, and a signature by each.
func Sign(header http.Header, id string, now time.Time, body []byte, secrets ...Secret) {
	timestamp := strconv.FormatInt(now.Unix(), 10)
	signatures := make([]string, len(secrets))
	for i, s := range secrets {
		signatures[i] = s.sign(id, timestamp, body)
	}
	header.Set(HeaderID, id)
	header.Set(HeaderTimestamp, timestamp)
	header.Set(HeaderSignature, strings.Join(signatures, " "))
}

// Verify is for receivers: whether a post was signed with the secret, not long ago. The body is that of the request, byte
// for byte. What passes still has to be told from an earlier post of the same ID.
func Verify(secret Secret, header http.Header, body []byte, now time.Time) error {
	id, timestamp := header.Get(HeaderID), header.Get(HeaderTimestamp)
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if id == "" || err != nil {
		return errors.New("webhook: no ID or no timestamp")
	}
	if age := now.Sub(time.Unix(seconds, 0)); age > Tolerance || age < -Tolerance {
		return fmt.Errorf("webhook %.64q: its timestamp is %v from this clock; at most %v", id, age.Abs().Round(time.Second), Tolerance)
	}
	want := []byte(secret.sign(id, timestamp, body))
	for signature := range strings.FieldsSeq(header.Get(HeaderSignature)) {
		if hmac.Equal([]byte(signature), want) {
			return nil
		}
	}
	return fmt.Errorf("webhook %.64q: no signature of this secret", id)
}
