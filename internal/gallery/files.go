package gallery

import (
	"errors"
	"os"
	"path/filepath"

	"sallyport/internal/lasting"
)

// Beside a gallery FILE stand, at most, FILE.lock, which a writer locks and which stays, and files with these ends to their
// names, which nobody else gives a file: they are overwritten and deleted.
const (
	madeSuffix     = ".gallery-made"     // being made
	replacedSuffix = ".gallery-replaced" // replaced by a compacted one; its bytes are being overwritten
)

// create makes an empty gallery under its final name at once.
func create(path string) error {
	f, err := begin(path + madeSuffix)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return rename(path+madeSuffix, path)
}

// begin writes an empty gallery.
func begin(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	empty := make([]byte, dataStart)
	copy(empty, header())
	for _, at := range commitAt {
		copy(empty[at:], commit{sequence: 1, end: dataStart}.append(nil))
	}
	if _, err = f.Write(empty); err == nil {
		err = f.Sync()
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// rename gives a file another name and waits until that is on the disk.
func rename(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return lasting.SyncFolder(filepath.Dir(to))
}

// tidy overwrites and deletes what a kill left beside the gallery.
func tidy(path string) error {
	now, err := os.Stat(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if now == nil {
		if err := os.Rename(path+replacedSuffix, path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	for _, left := range []string{path + madeSuffix, path + replacedSuffix} {
		info, err := os.Lstat(left)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		if !info.Mode().IsRegular() || now != nil && os.SameFile(now, info) { // the gallery itself: killed before it was replaced
			err = os.Remove(left)
		} else {
			err = wipe(left)
		}
		if err != nil {
			return err
		}
	}
	return lasting.SyncFolder(filepath.Dir(path))
}

// wipe overwrites a file from its first byte on, so that its readers notice, and deletes it.
func wipe(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err == nil {
		err = overwrite(f, 0, info.Size())
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Remove(path)
}
