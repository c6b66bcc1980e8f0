package vault

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sallyport/internal/lasting"
)

// MaxBackupAge is how long a backup of the keys lasts where the operator states nothing else: no purge is complete sooner.
const MaxBackupAge = 30 * 24 * time.Hour

// A backup is a folder vault-TIME with a copy of the key file and the KEKs; vault-TIME.part while it is made.
const (
	backupPrefix = "vault-"
	backupTime   = "2006-01-02T150405Z"
)

// Backup copies the keys and KEKs into a new folder in dir, which has the day and time of now in its name. It holds each key that there was when
// it began. Whoever reads it can open every record: keep it like the vault, on another disk, and never with the
// database's backups.
func (v *Vault) Backup(dir string, now time.Time) error {
	v.long.Lock()
	defer v.long.Unlock()
	path := filepath.Join(dir, backupPrefix+now.UTC().Format(backupTime))
	if _, err := os.Stat(path); err == nil {
		return fmt.Errorf("vault: backup %s is there already; wait a second", path)
	}
	if err := v.backup(path); err != nil {
		return fmt.Errorf("vault: backup %s: %w", path, err)
	}
	return nil
}

func (v *Vault) backup(path string) error {
	part := path + partSuffix
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	if err := os.Mkdir(part, 0o700); err != nil {
		return err
	}
	for number := range v.keks { // a rotation would hold long
		if err := copyFile(filepath.Join(v.dir, kekName(number)), filepath.Join(part, kekName(number))); err != nil {
			return err
		}
	}
	if err := v.copyKeys(filepath.Join(part, keysName)); err != nil {
		return err
	}
	if err := lasting.SyncFolder(part); err != nil {
		return err
	}
	return rename(part, path)
}

// copyKeys copies the key file chunk by chunk, each as it is at one moment.
func (v *Vault) copyKeys(path string) (err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if _, err := f.Write(header()); err != nil {
		return err
	}
	for first, more := 0, true; more; first += perChunk {
		var chunk []byte
		if chunk, more, err = v.readChunk(first); err != nil {
			return err
		}
		if _, err := f.Write(chunk); err != nil {
			return err
		}
	}
	return f.Sync()
}

// readChunk reads the chunk that begins with this slot; there are no more once that is past the last.
func (v *Vault) readChunk(first int) (chunk []byte, more bool, err error) {
	v.mu.RLock()
	defer v.mu.RUnlock()
	if first >= v.slots {
		return nil, false, nil
	}
	chunk = make([]byte, perChunk*slotBytes)
	_, err = v.file.ReadAt(chunk, slotAt(first))
	return chunk, true, err
}

func copyFile(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return writeFile(to, data)
}

// eachBackup goes through the backups in dir, unfinished ones too: those hold keys as well.
func eachBackup(dir string, do func(path string, made time.Time) error) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("vault: %w", err)
	}
	for _, e := range entries {
		day, ours := strings.CutPrefix(e.Name(), backupPrefix)
		if !ours {
			continue
		}
		path := filepath.Join(dir, e.Name())
		made, err := time.Parse(backupTime, strings.TrimSuffix(day, partSuffix))
		if err != nil || !e.IsDir() {
			return fmt.Errorf("vault: %s: is named like a backup and is none; take it away, or give the backup its own name back", path)
		}
		if err := do(path, made); err != nil {
			return fmt.Errorf("vault: backup %s: %w", path, err)
		}
	}
	return nil
}

// ExpireBackups overwrites and deletes every backup in dir that is older than age.
func ExpireBackups(dir string, now time.Time, age time.Duration) error {
	return eachBackup(dir, func(path string, made time.Time) error {
		if now.Sub(made) <= age {
			return nil
		}
		return wipeFolder(path)
	})
}

// OldestBackup tells when the oldest backup in dir was begun, UTC, to the second. A key shredded before that is in none of them.
func OldestBackup(dir string) (begun time.Time, there bool, err error) {
	err = eachBackup(dir, func(_ string, made time.Time) error {
		if !there || made.Before(begun) {
			begun, there = made, true
		}
		return nil
	})
	return begun, there, err
}
