//go:build unix && !aix && !solaris && !illumos

package gallery

import (
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
