package gallery

import (
	"errors"
	"os"
	"path/filepath"

	"sallyport/internal/lasting"
)

// compactBatch is how many subjects are copied at a time.
const compactBatch = perChunk

// Compact writes the gallery anew without the places of removed subjects, puts it in the old one's place and overwrites
// the old one: what is removed later must not be left in blocks that the old file gave back. Readers of the old one get an
// error that tells them to open the file again. It calls step after each subject.
func (w *Writer) Compact(step func()) error {
	return w.change(func() error { return w.compact(step) })
}

func (w *Writer) compact(step func()) error {
	if err := w.copyTo(w.path+madeSuffix, step); err != nil {
		return errors.Join(err, discard(w.path+madeSuffix))
	}
	if err := os.Link(w.path, w.path+replacedSuffix); err != nil {
		return errors.Join(err, discard(w.path+madeSuffix))
	}
	if err := lasting.SyncFolder(filepath.Dir(w.path)); err != nil {
		return err
	}
	err := w.file.Close()
	w.file = nil
	if err != nil {
		return err
	}
	if err := rename(w.path+madeSuffix, w.path); err != nil {
		return err
	}
	if err := wipe(w.path + replacedSuffix); err != nil {
		return err
	}
	return w.load()
}

func discard(path string) error {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return wipe(path)
}

// copyTo writes a gallery of the subjects that are there.
func (w *Writer) copyTo(path string, step func()) (err error) {
	from, err := Open(w.path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	f, err := begin(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := w.file.Stat()
	if err != nil {
		return err
	}
	if err := f.Chmod(info.Mode().Perm()); err != nil {
		return err
	}
	to := &Writer{file: f, commit: commit{sequence: 1, end: dataStart}, places: map[string]int{}}
	var batch []filed
	for s, err := range from.Subjects() {
		if err != nil {
			return err
		}
		if batch = append(batch, filed{s.ID(), s.record}); len(batch) == compactBatch {
			if err := to.enter(batch); err != nil {
				return err
			}
			batch = batch[:0]
		}
		step()
	}
	if len(batch) > 0 {
		if err := to.enter(batch); err != nil {
			return err
		}
	}
	return f.Sync()
}
