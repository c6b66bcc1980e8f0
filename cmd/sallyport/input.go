package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"sallyport/itl"
)

// readInput reads a file whole. One that is not there, or longer than any transaction may be, is bad input.
func readInput(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err == nil && info.Size() > itl.MaxBytes {
		return nil, badInput(fmt.Errorf("%s:@%d: file: longer than %d bytes; nothing that is read here is", path, itl.MaxBytes, itl.MaxBytes))
	}
	var data []byte
	if err == nil {
		data, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, unreadable(path, err)
	}
	return data, nil
}

// unreadable says in one line that a file cannot be read.
func unreadable(path string, err error) error {
	if failed, ok := errors.AsType[*fs.PathError](err); ok {
		err = failed.Err // without the path once more
	}
	return badInput(fmt.Errorf("%s:@0: file: %w; name a file that can be read", path, err))
}
