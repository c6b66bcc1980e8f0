package vault

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
)

// hashRecord is the name, given to no record, under which the key of Hash has its slot.
const hashRecord = ""

// loadHash reads the key of Hash, and makes it in a vault that has no keys yet.
func (v *Vault) loadHash() error {
	of := digestOf(hashRecord)
	_, there := v.places[of]
	if !there && len(v.places) == 0 && len(v.damaged) == 0 {
		key, err := v.keyOrNew(of)
		v.hash = key
		return err
	}
	key, err := v.key(of)
	if errors.Is(err, ErrShredded) {
		return &Damage{headerBytes, "key of hashes", "is not there", restore}
	}
	v.hash = key
	return err
}

// Hash is what may remain of an identifier when the person's record is purged: HMAC-SHA-256 (RFC 2104) under a key of the
// vault, 64 hexadecimal digits. The same text always has the same hash for the same purpose, and none that anyone could
// compute or try out without the vault. A rotation does not change it.
func (v *Vault) Hash(purpose, text string) string {
	mac := hmac.New(sha256.New, v.hash)
	mac.Write(binary.AppendUvarint(nil, uint64(len(purpose))))
	mac.Write([]byte(purpose))
	mac.Write([]byte(text))
	return hex.EncodeToString(mac.Sum(nil))
}
