package vault

import (
	"errors"
	"fmt"
	"path/filepath"
	"time"
)

// Rotate makes a new KEK, wraps every data key with it in place, and then overwrites and removes the old one. Records can be
// sealed and opened meanwhile. Cut off at any point it is finished by the next Open: each slot says which KEK it needs, and no KEK
// goes before the slots are synced under the next.
func (v *Vault) Rotate(now time.Time) error {
	v.long.Lock()
	defer v.long.Unlock()
	if len(v.damaged) > 0 {
		return fmt.Errorf("vault: a damaged slot may need the old KEK: %w", v.damaged[0])
	}
	err := v.nextKEK(now)
	if err == nil {
		err = v.rewrap()
	}
	if err != nil {
		return fmt.Errorf("vault: rotation: %w", err)
	}
	return nil
}

// nextKEK makes the KEK that keys are wrapped with from now on.
func (v *Vault) nextKEK(now time.Time) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	number := v.newest + 1
	if err := v.newKEK(number, now.UTC().Format(time.RFC3339)); err != nil {
		return err
	}
	key, err := readKEK(v.dir, number)
	if err != nil {
		return err
	}
	return v.useKEK(number, key)
}

// rewrap puts every key under the newest KEK and destroys the others.
func (v *Vault) rewrap() error {
	if len(v.keks) == 1 {
		return nil
	}
	for first, more := 0, true; more; first += perChunk {
		var err error
		if more, err = v.rewrapChunk(first); err != nil {
			return err
		}
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.failed = v.file.Sync(); v.failed != nil || len(v.damaged) > 0 { // a damaged slot, once mended, may need an old one
		return v.failed
	}
	for number := range v.keks {
		if number == v.newest {
			continue
		}
		if err := wipe(filepath.Join(v.dir, kekName(number))); err != nil {
			return err
		}
		delete(v.keks, number)
	}
	return nil
}

// rewrapChunk wraps the keys of the chunk that begins with this slot anew. There are no more once that is past the last.
func (v *Vault) rewrapChunk(first int) (more bool, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if first >= v.slots || v.failed != nil {
		return false, v.failed
	}
	for n := first; n < first+perChunk; n++ {
		if err := v.rewrapSlot(n); err != nil {
			return false, err
		}
	}
	return true, nil
}

func (v *Vault) rewrapSlot(n int) error {
	s, err := v.read(n)
	if damage := (*Damage)(nil); errors.As(err, &damage) && len(v.damaged) > 0 {
		return nil
	}
	if err != nil || s.state() != taken || s.kek() == v.newest {
		return err
	}
	key, err := v.unwrap(n, s)
	if err != nil {
		return err
	}
	return v.fill(n, s.of(), key)
}
