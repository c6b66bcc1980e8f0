package vault

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/tink-crypto/tink-go/v2/aead/subtle"
)

// Mend puts the damaged slots of the vault in dir in order. Each becomes what the backup has in its place, where that is the key of
// a record that has none here; otherwise it is freed, and the key that it had is lost. The vault does not open
// before Reapply, since what the backup has may have been shredded since.
func Mend(dir, backup string) (mended, lost int, err error) {
	v, err := load(dir, noRandom{})
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, v.Close()) }()
	if len(v.damaged) == 0 {
		return 0, 0, nil
	}
	if mended, err = v.mend(backup); err != nil {
		return 0, 0, fmt.Errorf("vault %s: mend from %s: %w", dir, backup, err)
	}
	return mended, len(v.damaged) - mended, nil
}

func (v *Vault) mend(backup string) (mended int, err error) {
	f, err := os.Open(filepath.Join(backup, keysName))
	if err != nil {
		return 0, err
	}
	defer f.Close()
	if err := checkHeader(f); err != nil {
		return 0, err
	}
	marker := filepath.Join(v.dir, restoredName)
	if _, err := os.Stat(marker); errors.Is(err, os.ErrNotExist) {
		if err := writeNew(marker, nil); err != nil {
			return 0, err
		}
	}
	for _, d := range v.damaged {
		n := int((d.Offset - headerBytes) / slotBytes)
		s := make(slot, slotBytes)
		_, err := f.ReadAt(s, slotAt(n)) // the backup may be shorter
		if err == nil && s.check(n) == nil && v.wants(s) {
			err = v.takeOver(n, s, backup)
			mended++
		} else {
			_, err = v.file.WriteAt(freeSlot(n), slotAt(n))
		}
		if err != nil {
			return 0, err
		}
	}
	return mended, v.file.Sync()
}

// wants reports whether a slot has the key of a record that has none here.
func (v *Vault) wants(s slot) bool {
	_, there := v.places[s.of()]
	return s.state() == taken && !there
}

// takeOver puts the key in a slot of a backup under the newest KEK here.
func (v *Vault) takeOver(n int, s slot, backup string) error {
	key, err := readKEK(backup, s.kek())
	if err != nil {
		return err
	}
	kek, err := subtle.NewAESGCM(key)
	if err != nil {
		return err
	}
	if key, err = kek.Decrypt(s.wrap(), wrapBound(s.of())); err != nil {
		return damaged(slotAt(n), "wrapped key", "does not open with %s", kekName(s.kek()))
	}
	v.places[s.of()] = n
	return v.fill(n, s.of(), key)
}
