package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// halfWritten begins the name of a file that write has not finished.
const halfWritten = ".tmp-"

// change says what is about to be done to the disk.
func (f *Folder) change(what string) {
	if f.before != nil {
		f.before(what)
	}
}

func (f *Folder) list(below string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(f.root.FS(), below)
	if err != nil {
		return nil, fmt.Errorf("watched folder: %w", err)
	}
	return entries, nil
}

func (f *Folder) rename(from, to string) error {
	f.change("rename " + to)
	if err := f.root.Rename(from, to); err != nil {
		return fmt.Errorf("watched folder: %w", err)
	}
	return nil
}

// write puts a file in place, whole and lasting or not at all. Its time is now.
func (f *Folder) write(below, name string, data []byte, now time.Time) error {
	half := filepath.Join(below, halfWritten+name)
	if err := f.writeHalf(half, data, now); err != nil {
		return fmt.Errorf("watched folder: %w", err)
	}
	if err := f.rename(half, filepath.Join(below, name)); err != nil {
		return err
	}
	return f.sync(below)
}

func (f *Folder) writeHalf(name string, data []byte, now time.Time) (err error) {
	f.change("create " + name)
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o640)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	f.change("write " + name)
	if _, err := file.Write(data); err != nil {
		return err
	}
	if err := f.root.Chtimes(name, now, now); err != nil {
		return err
	}
	return file.Sync()
}

// removeAll removes files of one folder, where they are there, for good.
func (f *Folder) removeAll(below string, names ...string) error {
	for _, name := range names {
		if err := f.removeOne(below, name); err != nil {
			return err
		}
	}
	return f.sync(below)
}

func (f *Folder) removeOne(below, name string) error {
	f.change("remove " + filepath.Join(below, name))
	if err := f.root.Remove(filepath.Join(below, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("watched folder: %w", err)
	}
	return nil
}

func (f *Folder) removeHalfWritten(below string) error {
	entries, err := f.list(below)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), halfWritten) {
			err = errors.Join(err, f.removeOne(below, entry.Name()))
		}
	}
	return err
}

// sync makes new, renamed and removed names of a folder last.
func (f *Folder) sync(below string) error {
	f.change("sync " + below)
	d, err := f.root.Open(below)
	if err != nil {
		return fmt.Errorf("watched folder: %w", err)
	}
	err = errors.Join(syncNames(d), d.Close())
	if err != nil {
		return fmt.Errorf("watched folder: %w", err)
	}
	return nil
}
