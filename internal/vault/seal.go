package vault

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/tink-crypto/tink-go/v2/aead/subtle"
)

// sealedFormat is the first byte of whatever is sealed: AES-256-GCM, then nonce (12 bytes), text, tag (16).
const sealedFormat = 1

// Overhead is how many bytes longer a sealed text is.
const Overhead = 1 + 12 + 16

// Seal encrypts a text for one field of one record with the record's key, and makes that key if there is none: then it
// waits for the disk. Callers that make keys at the same time wait for it together.
func (v *Vault) Seal(record, field string, plain []byte) ([]byte, error) {
	if record == "" {
		return nil, errors.New("vault: a record without a name cannot be sealed")
	}
	key, err := v.keyOrNew(digestOf(record))
	if err != nil {
		return nil, fmt.Errorf("vault: record %s: %w", record, err)
	}
	aead, err := subtle.NewAESGCM(key)
	if err != nil {
		return nil, fmt.Errorf("vault: record %s: %w", record, err)
	}
	text, err := aead.Encrypt(plain, bound(record, field))
	if err != nil {
		return nil, fmt.Errorf("vault: record %s, field %s: %w", record, field, err)
	}
	return append([]byte{sealedFormat}, text...), nil
}

// Open decrypts what Seal made for this record and field. Anything else is refused: another record's, another field's,
// changed bytes, what was sealed under a key shredded since. The error is ErrShredded where the record has no key.
func (v *Vault) Open(record, field string, sealed []byte) ([]byte, error) {
	key, err := v.key(digestOf(record))
	if err != nil {
		return nil, fmt.Errorf("vault: record %s: %w", record, err)
	}
	if len(sealed) < Overhead || sealed[0] != sealedFormat {
		return nil, fmt.Errorf("vault: record %s, field %s: %d bytes are nothing that this vault seals", record, field, len(sealed))
	}
	aead, err := subtle.NewAESGCM(key)
	if err != nil {
		return nil, fmt.Errorf("vault: record %s: %w", record, err)
	}
	plain, err := aead.Decrypt(sealed[1:], bound(record, field))
	if err != nil {
		return nil, fmt.Errorf("vault: record %s, field %s: does not open: it was sealed for another record or field, changed, or sealed before a shred",
			record, field)
	}
	return plain, nil
}

// Has reports whether a record has a key.
func (v *Vault) Has(record string) bool {
	v.mu.RLock()
	defer v.mu.RUnlock()
	_, there := v.places[digestOf(record)]
	return there && record != hashRecord
}

// bound is the associated data of a sealed text: no two pairs of record and field have the same.
func bound(record, field string) []byte {
	out := append([]byte{sealedFormat}, binary.AppendUvarint(nil, uint64(len(record)))...)
	return append(append(out, record...), field...)
}

// key reads a record's key.
func (v *Vault) key(of digest) ([]byte, error) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.lookUp(of)
}

// lookUp reads a record's key; the caller has locked the vault.
func (v *Vault) lookUp(of digest) ([]byte, error) {
	n, there := v.places[of]
	if !there {
		return nil, v.none()
	}
	s, err := v.read(n)
	if err != nil {
		return nil, err
	}
	if s.state() != taken || s.of() != of {
		return nil, damaged(slotAt(n), "slot", "another program has changed it")
	}
	return v.unwrap(n, s)
}

// none says that a record has no key, or that nobody can tell.
func (v *Vault) none() error {
	if len(v.damaged) > 0 {
		return fmt.Errorf("no key is found, and it may be in a damaged slot: %w", v.damaged[0])
	}
	return ErrShredded
}

// keyOrNew reads a record's key, or makes one and waits until it is on the disk.
func (v *Vault) keyOrNew(of digest) ([]byte, error) {
	v.mu.RLock()
	if _, there := v.places[of]; there {
		defer v.mu.RUnlock()
		return v.lookUp(of)
	}
	v.mu.RUnlock()
	if err := v.hold(of); err != nil {
		return nil, err
	}
	if _, there := v.places[of]; there { // made by another caller meanwhile
		defer v.mu.Unlock()
		return v.lookUp(of)
	}
	return v.newDataKey(of)
}

// newDataKey makes a record's key. The caller has locked the vault by hold; newDataKey unlocks it.
func (v *Vault) newDataKey(of digest) ([]byte, error) {
	key, err := v.newKey()
	if err != nil {
		v.mu.Unlock()
		return nil, err
	}
	n, err := v.take()
	if err == nil {
		err = v.fill(n, of, key)
	}
	if err != nil {
		v.failed = err
		v.mu.Unlock()
		return nil, err
	}
	return key, v.commit(func() { v.places[of] = n }, of)
}

// fill wraps a key and writes it into slot n.
func (v *Vault) fill(n int, of digest, key []byte) error {
	wrap, err := v.keks[v.newest].Encrypt(key, wrapBound(of))
	if err != nil {
		return err
	}
	_, err = v.file.WriteAt(newSlot(n, of, v.newest, wrap), slotAt(n))
	return err
}

// unwrap opens the key in slot n.
func (v *Vault) unwrap(n int, s slot) ([]byte, error) {
	kek, there := v.keks[s.kek()]
	if !there {
		return nil, damaged(slotAt(n), "KEK", "%s is not there", kekName(s.kek()))
	}
	key, err := kek.Decrypt(s.wrap(), wrapBound(s.of()))
	if err != nil {
		return nil, damaged(slotAt(n), "wrapped key", "does not open with %s", kekName(s.kek()))
	}
	return key, nil
}

func wrapBound(of digest) []byte { return append([]byte("sallyport data key "), of[:]...) }
