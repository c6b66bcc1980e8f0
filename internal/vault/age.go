package vault

import (
	"os"
	"path/filepath"
	"time"
)

// Wrapped tells since when the keys are wrapped by the KEK that they are wrapped by now: its file is written once, and never changed.
func (v *Vault) Wrapped() (time.Time, error) {
	v.long.Lock()
	defer v.long.Unlock()
	numbers, err := kekNumbers(v.dir)
	if err != nil || len(numbers) == 0 {
		return time.Time{}, err
	}
	info, err := os.Stat(filepath.Join(v.dir, kekName(numbers[len(numbers)-1])))
	if err != nil {
		return time.Time{}, err
	}
	return info.ModTime(), nil
}

// NewestBackup tells when the newest backup in dir was begun, UTC, to the second.
func NewestBackup(dir string) (begun time.Time, there bool, err error) {
	err = eachBackup(dir, func(_ string, made time.Time) error {
		if made.After(begun) {
			begun, there = made, true
		}
		return nil
	})
	return begun, there, err
}
