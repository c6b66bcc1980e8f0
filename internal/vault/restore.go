package vault

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"sallyport/internal/lasting"
)

// Restore copies a backup into dir, where no vault may be. What it makes does not open before Reapply.
func Restore(backup, dir string) error {
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return fmt.Errorf("vault %s: is not empty; move what is there away first", dir)
	}
	if err := restoreTo(backup, dir); err != nil {
		return fmt.Errorf("vault %s: restore from %s: %w", dir, backup, err)
	}
	return nil
}

func restoreTo(backup, dir string) error {
	numbers, err := kekNumbers(backup)
	if err != nil {
		return err
	}
	dir = filepath.Clean(dir)
	part := dir + partSuffix
	if _, err := os.Stat(part); err == nil { // of a restore that was cut off
		if err := wipeFolder(part); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(part, 0o700); err != nil {
		return err
	}
	if err := writeFile(filepath.Join(part, restoredName), nil); err != nil {
		return err
	}
	for _, n := range numbers {
		if err := copyFile(filepath.Join(backup, kekName(n)), filepath.Join(part, kekName(n))); err != nil {
			return err
		}
	}
	if err := copyFile(filepath.Join(backup, keysName), filepath.Join(part, keysName)); err != nil {
		return err
	}
	if err := lasting.SyncFolder(part); err != nil {
		return err
	}
	if err := os.Remove(dir); err != nil && !errors.Is(err, os.ErrNotExist) { // it is empty; Windows renames onto nothing
		return err
	}
	return rename(part, dir)
}

// Reapply shreds every record of the list, which must have all that were purged since the backup was made, and then lets the vault
// be opened. Cut off, it has to be called again.
func Reapply(dir string, purged []string) error {
	v, err := open(dir, noRandom{})
	if err != nil {
		return err
	}
	if err := errors.Join(v.shred(purged...), v.Close()); err != nil {
		return err
	}
	if err := os.Remove(filepath.Join(dir, restoredName)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("vault %s: %w", dir, err)
	}
	if err := lasting.SyncFolder(dir); err != nil {
		return fmt.Errorf("vault %s: %w", dir, err)
	}
	return nil
}

// noRandom is what a vault draws from that may make no key.
type noRandom struct{}

func (noRandom) Read([]byte) (int, error) {
	return 0, fmt.Errorf("%w: the backup has no keys", io.ErrUnexpectedEOF)
}
