package lasting

import (
	"os"
	"syscall"
)

// Lock takes the lock that one process holds; it is gone with the process. It fails at once where another has it.
func Lock(path string) (*os.File, error) {
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return nil, err
	}
	const shared = 0 // with nobody
	h, err := syscall.CreateFile(name, syscall.GENERIC_READ|syscall.GENERIC_WRITE, shared, nil, syscall.OPEN_ALWAYS, syscall.FILE_ATTRIBUTE_NORMAL, 0)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(h), path), nil
}

// Unlock gives the lock back.
func Unlock(f *os.File) error { return f.Close() }

// SyncFolder has nothing to do: the file system keeps names in a journal of its own.
func SyncFolder(string) error { return nil }
