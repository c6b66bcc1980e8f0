package proof

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"

	cosignature "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Types of key (c2sp.org/signed-note). Cosignatures are of two types, by which they cannot be taken for a log's own signature.
const (
	typeEd25519     = 0x01
	typeCosignature = 0x04 // Ed25519, with the time
	typeMLDSA       = 0x06 // ML-DSA-44, with the time
)

// empty is the root of a log without entries (RFC 6962, 2.1).
var empty = tlog.Hash(sha256.Sum256(nil))

// LogKey reads the key of a log: NAME+ID+BASE64 as c2sp.org/signed-note has it. Its name is the log's origin.
func LogKey(vkey string) (note.Verifier, error) {
	kind, err := keyType(vkey)
	switch {
	case err != nil:
		return nil, err
	case kind == typeEd25519:
		return verifier(note.NewVerifier(vkey))
	case kind == typeMLDSA:
		return verifier(cosignature.NewVerifierForCosignatureV1(vkey))
	}
	return nil, fmt.Errorf("proof: a log's key is of type 1 or 6 (Ed25519, ML-DSA-44), this one of type %d; type 4 is a witness's", kind)
}

// WitnessKey reads the key of a witness, in the same form.
func WitnessKey(vkey string) (note.Verifier, error) {
	kind, err := keyType(vkey)
	switch {
	case err != nil:
		return nil, err
	case kind == typeCosignature || kind == typeMLDSA:
		return verifier(cosignature.NewVerifierForCosignatureV1(vkey))
	}
	return nil, fmt.Errorf("proof: a witness's key is of type 4 or 6 (Ed25519 or ML-DSA-44 cosignatures), this one of type %d; type 1 is a log's", kind)
}

// verifier never passes on a verifier that is not there.
func verifier(v note.Verifier, err error) (note.Verifier, error) {
	if err != nil {
		return nil, fmt.Errorf("proof: key: %w", err)
	}
	return v, nil
}

// keyType says of what type a key is, once its parts belong together.
func keyType(vkey string) (byte, error) {
	name, rest, _ := strings.Cut(vkey, "+")
	id, encoded, _ := strings.Cut(rest, "+")
	key, err := base64.StdEncoding.Strict().DecodeString(encoded)
	want, wrong := strconv.ParseUint(id, 16, 32)
	if err != nil || wrong != nil || len(id) != 8 || len(key) < 2 || name == "" || len(name) > MaxName {
		return 0, errors.New("proof: not a key; NAME+ID+BASE64 is expected, as a log or witness prints it")
	}
	if keyID(name, key) != uint32(want) {
		return 0, fmt.Errorf("proof: key of %s: its ID does not follow from name and key; copy it again", name)
	}
	return key[0], nil
}

// keyID is how signatures name a key: the first four bytes of a hash over its name, its type and itself (c2sp.org/signed-note).
func keyID(name string, typed []byte) uint32 {
	sum := sha256.Sum256(append([]byte(name+"\n"), typed...))
	return binary.BigEndian.Uint32(sum[:])
}

// material is the key in a vkey that keyType has read, without name and type: two that have it in common are one.
func material(vkey string) string {
	key, _ := base64.StdEncoding.DecodeString(strings.SplitN(vkey, "+", 3)[2]) // the last part may have a plus sign of its own
	return string(key[1:])
}
