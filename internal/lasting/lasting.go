// Package lasting is files and names that outlive a kill and a loss of power, and locks that do not outlive their process.
package lasting

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Replace writes a file under a temporary name, path and ".tmp", and gives it its own once it is on the disk: a kill leaves the old file or the new one,
// whole. What a kill left of an earlier try is removed first, so that the file has the mode that is asked for.
func Replace(path string, text []byte, mode fs.FileMode) error {
	temporary := path + ".tmp"
	if err := os.Remove(temporary); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(temporary, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	if _, err = f.Write(text); err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Rename(temporary, path); err != nil {
		return err
	}
	return SyncFolder(filepath.Dir(path))
}
