package witness

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"sallyport/proof"
)

// maxRequest is the longest request that is read, in bytes: a line for the old size, 63 hashes and a checkpoint.
const maxRequest = 64 + 45*proof.MaxPath + proof.MaxNote

// request asks for a cosignature.
type request struct {
	old     uint64 // entries that the witness has seen already, as the log believes
	path    []tlog.Hash
	claimed proof.Checkpoint // before anyone has looked who signed it
	signed  []byte
}

// parse reads the body of add-checkpoint: "old SIZE", a line for each hash of the consistency proof, an empty line and a signed checkpoint.
func parse(body []byte) (*request, error) {
	head, signed, split := strings.Cut(string(body), "\n\n")
	lines := strings.Split(head, "\n")
	size, found := strings.CutPrefix(lines[0], "old ")
	if !split || !found {
		return nil, errors.New("\"old SIZE\", lines of proof, an empty line and a signed checkpoint are expected")
	}
	r := &request{signed: []byte(signed)}
	var err error
	if r.old, err = strconv.ParseUint(size, 10, 64); err != nil || r.old > math.MaxInt64 || strconv.FormatUint(r.old, 10) != size {
		return nil, fmt.Errorf("old size %.40q: a decimal number without leading zeroes is expected", size)
	}
	if r.path, err = proof.ParseHashes(lines[1:]); err != nil {
		return nil, err
	}
	at := strings.LastIndex(signed, "\n\n")
	if at < 0 {
		return nil, errors.New("the checkpoint is not signed")
	}
	r.claimed, err = proof.ParseCheckpoint(signed[:at+1])
	return r, err
}
