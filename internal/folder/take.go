package folder

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"
)

// take hands on one file of work/, and does what follows from it. Killed at any point, it does the same again.
func (f *Folder) take(ctx context.Context, name string, now time.Time) error {
	var answer []byte
	data, err := f.read(name)
	if err == nil {
		answer, err = f.accept(ctx, name, data)
	}
	var no Rejection
	switch {
	case errors.As(err, &no):
		return f.reject(name, data, err, now)
	case err != nil:
		return fmt.Errorf("%q: left to be tried again: %w", name, err)
	case answer != nil:
		if err := f.write(out, name+AnswerSuffix, answer, now); err != nil {
			return err
		}
	}
	return f.removeAll(work, name)
}

// read reads a file of work/. Of one that is too large it gives the beginning, which says whom to answer.
func (f *Folder) read(name string) ([]byte, error) {
	file, err := f.root.Open(filepath.Join(work, name))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	most := int64(MaxFile) + 1
	if info.Size() > MaxFile {
		most = 1 << 16
	}
	data, err := io.ReadAll(io.LimitReader(file, most))
	if err == nil && (info.Size() > MaxFile || len(data) > MaxFile) {
		err = tooLarge{}
	}
	return data, err
}

// tooLarge rejects a file that is not read.
type tooLarge struct{}

func (tooLarge) Error() string {
	return fmt.Sprintf("larger than %d MiB; send one transaction a file", MaxFile>>20)
}

func (tooLarge) Rejected() {}
