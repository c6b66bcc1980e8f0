package vault

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"sallyport/internal/lasting"
)

// partSuffix ends the name of a file or folder that is being made. What a kill leaves of one is overwritten and deleted.
const partSuffix = ".part"

// writeNew makes a file under its final name at once, readable by nobody else, and waits until it is on the disk.
func writeNew(path string, data []byte) error {
	if err := writeFile(path+partSuffix, data); err != nil {
		return err
	}
	return rename(path+partSuffix, path)
}

// rename gives a file or folder another name and waits until that is on the disk.
func rename(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return lasting.SyncFolder(filepath.Dir(to))
}

func writeFile(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// wipe overwrites a file, waits until that is on the disk, and deletes it. First it takes away its name: nobody is to find it half gone.
func wipe(path string) error {
	if !strings.HasSuffix(path, partSuffix) {
		if err := rename(path, path+partSuffix); err != nil {
			return err
		}
		path += partSuffix
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(zeros(f), f.Close()); err != nil {
		return err
	}
	if err := os.Remove(path); err != nil {
		return err
	}
	return lasting.SyncFolder(filepath.Dir(path))
}

func zeros(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	blank := make([]byte, perChunk*slotBytes)
	for at := int64(0); at < info.Size(); at += int64(len(blank)) {
		if _, err := f.WriteAt(blank[:min(int64(len(blank)), info.Size()-at)], at); err != nil {
			return err
		}
	}
	return f.Sync()
}

// wipeParts wipes the files in a folder whose making was cut off.
func wipeParts(dir string) error {
	return eachFile(dir, func(path string) error {
		if !strings.HasSuffix(path, partSuffix) {
			return nil
		}
		return wipe(path)
	})
}

// wipeFolder wipes every file in a folder and removes it.
func wipeFolder(dir string) error {
	if err := eachFile(dir, wipe); err != nil {
		return err
	}
	if err := os.Remove(dir); err != nil {
		return err
	}
	return lasting.SyncFolder(filepath.Dir(dir))
}

func eachFile(dir string, do func(path string) error) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Type().IsRegular() {
			if err := do(filepath.Join(dir, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}
