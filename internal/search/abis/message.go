package abis

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"sallyport/internal/search"
)

// kind is what a message asks: the id of ABIS API 0.9, "ABIS Operations".
type kind string

const (
	insert         kind = "mosip.abis.insert"
	identify       kind = "mosip.abis.identify"
	remove         kind = "mosip.abis.delete"
	ping           kind = "mosip.abis.ping"
	pendingJobs    kind = "mosip.abis.pendingJobs"
	referenceCount kind = "mosip.abis.referenceCount"
)

const (
	version = "1.1" // of the messages; the specification is 0.9
	// timeForm is the form of requesttime and responsetime, UTC.
	timeForm = "2006-01-02T15:04:05.000Z"
)

// request is a message to the ABIS.
type request struct {
	Kind         kind   `json:"id"`
	Version      string `json:"version"`
	ID           string `json:"requestId"`
	Time         string `json:"requesttime"`
	Reference    string `json:"referenceId,omitempty"`
	ReferenceURL string `json:"referenceURL,omitempty"`
	Flags        *flags `json:"flags,omitempty"`
}

// flags of an identification. The specification has numbers as strings.
type flags struct {
	MaxResults string `json:"maxResults"`
	// TargetFPIR is round(-10 log10 of the share of searches that are to find anybody): "0" asks for the likeliest, whatever they score.
	TargetFPIR string `json:"targetFPIR"`
}

func newRequest(k kind, now time.Time, random io.Reader) (*request, error) {
	var b [16]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return nil, fmt.Errorf("request ID: %w", err)
	}
	return &request{Kind: k, Version: version, ID: uuid(b, 4), Time: now.UTC().Format(timeForm)}, nil
}

// reference is what an enrolment is called at the ABIS, which learns no more from it: nobody without the secret can tell whose it is, and
// each entry of a person has another.
func reference(secret []byte, e search.Enrolment) string {
	h := hmac.New(sha256.New, secret)
	fmt.Fprintf(h, "%d@%s", e.Number, e.Person)
	return uuid([16]byte(h.Sum(nil)), 8)
}

// uuid writes 16 bytes as a UUID of a version of RFC 9562: 4 is random, 8 of the maker's own making.
func uuid(b [16]byte, version byte) string {
	b[6], b[8] = b[6]&0x0F|version<<4, b[8]&0x3F|0x80
	h := hex.EncodeToString(b[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}
