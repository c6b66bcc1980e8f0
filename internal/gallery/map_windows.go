package gallery

import (
	"io"
	"os"
)

// mapFile reads the first size bytes: a mapped file could not be replaced by a compacted one here.
func mapFile(f *os.File, size int64) ([]byte, func() error, error) {
	data := make([]byte, size) // no longer than the file is: readHead has checked
	if _, err := io.ReadFull(io.NewSectionReader(f, 0, size), data); err != nil {
		return nil, nil, err
	}
	return data, func() error { return nil }, nil
}
