//go:build unix && !aix && !solaris && !illumos

package gallery

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// mapFile maps the first size bytes for reading. Bytes that a writer changes are seen changed.
func mapFile(f *os.File, size int64) ([]byte, func() error, error) {
	if size != int64(int(size)) {
		return nil, nil, fmt.Errorf("@0: file: %d bytes cannot be mapped by this processor; use a 64-bit machine", size)
	}
	data, err := syscall.Mmap(int(f.Fd()), 0, int(size), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil, nil, fmt.Errorf("@0: file: mapping %d bytes: %w", size, err)
	}
	return data, func() error { return syscall.Munmap(data) }, nil
}

// lockFile takes the lock that one writer holds; it is gone with the process. It fails at once where another has it.
func lockFile(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// unlock gives the lock back. Closing would not do: where another goroutine starts a program, that has the file open too until it
// is replaced, and the lock would last as long.
func unlock(f *os.File) error {
	return errors.Join(syscall.Flock(int(f.Fd()), syscall.LOCK_UN), f.Close())
}

// syncFolder makes a new or renamed name last.
func syncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
