package vault

import (
	"errors"
	"fmt"
)

// Shred destroys a record's key: when it returns, the key's bytes are overwritten on the disk, and nothing that was sealed with it
// opens any more. A record without a key is shredded already. A key that was copied into a backup lives there until that expires.
func (v *Vault) Shred(record string) error {
	return v.shred(record)
}

// shred destroys the keys of several records with one sync.
func (v *Vault) shred(records ...string) error {
	of := make([]digest, 0, len(records))
	for _, record := range records {
		if record == hashRecord {
			return errors.New("vault: a record without a name cannot be shredded")
		}
		of = append(of, digestOf(record))
	}
	err := v.hold(of...)
	if err != nil {
		return fmt.Errorf("vault: %w", err)
	}
	var freed []int
	for _, d := range of {
		n, there := v.places[d]
		if !there {
			continue
		}
		delete(v.places, d)
		if _, err := v.file.WriteAt(freeSlot(n), slotAt(n)); err != nil {
			v.failed = err
			v.mu.Unlock()
			return fmt.Errorf("vault: %w", err)
		}
		freed = append(freed, n)
	}
	unsure := v.unsure()
	if len(freed) == 0 {
		v.mu.Unlock()
		return unsure
	}
	err = v.commit(func() { v.free = append(v.free, freed...) }, of...)
	return errors.Join(err, unsure)
}

// unsure says that a damaged slot may hold bytes of a key that must go.
func (v *Vault) unsure() error {
	if len(v.damaged) == 0 {
		return nil
	}
	return fmt.Errorf("vault: bytes of the shredded key may be in a damaged slot: %w", v.damaged[0])
}
