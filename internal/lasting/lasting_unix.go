//go:build unix && !aix && !solaris && !illumos

package lasting

import (
	"errors"
	"os"
	"syscall"
)

// Lock takes the lock that one process holds; it is gone with the process. It fails at once where another has it.
func Lock(path string) (*os.File, error) {
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

// Unlock gives the lock back. Closing would not do: where another goroutine starts a program, that has the file open too until it
// is replaced, and the lock would last as long.
func Unlock(f *os.File) error {
	return errors.Join(syscall.Flock(int(f.Fd()), syscall.LOCK_UN), f.Close())
}

// SyncFolder makes a new, renamed or removed name last.
func SyncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
