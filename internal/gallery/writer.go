package gallery

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"sallyport/internal/lasting"
)

// Writer changes a gallery. Every change is on the disk when its method returns; an error other than a refusal leaves the
// writer unusable, and the next one that opens the file finds it as it was last acknowledged.
type Writer struct {
	path   string
	lock   *os.File
	file   disk
	commit commit
	chunks chunks
	places map[string]int // of the subjects, by ID
	failed error
}

// disk is what a writer needs of a file. Tests lose power half-way with one of their own.
type disk interface {
	io.ReaderAt
	io.WriterAt
	io.Closer
	Sync() error
	Truncate(size int64) error
	Stat() (os.FileInfo, error)
}

// OpenWriter opens a gallery for changes, makes it where there is none, and finishes what a kill cut off. It fails where
// another process has it open for changes.
func OpenWriter(path string) (*Writer, error) {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real // compacting replaces the file, not a link to it
		g, err := Open(path)
		if err != nil {
			return nil, err
		}
		if err := g.Close(); err != nil {
			return nil, err
		}
	}
	lock, err := lasting.Lock(path + ".lock")
	if err != nil {
		return nil, fmt.Errorf("@0: lock: another process may be changing this gallery (%w); wait until it has ended", err)
	}
	w := &Writer{path: path, lock: lock}
	if err := w.open(); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

func (w *Writer) open() error {
	if err := tidy(w.path); err != nil {
		return err
	}
	if _, err := os.Stat(w.path); errors.Is(err, os.ErrNotExist) {
		if err := create(w.path); err != nil {
			return err
		}
	}
	return w.load()
}

// load reads the index and recovers.
func (w *Writer) load() error {
	g, err := Open(w.path)
	if err != nil {
		return err
	}
	var unfinished []int
	w.commit, w.chunks, w.places = g.commit, g.chunks, make(map[string]int, g.Len())
	for n := range g.Places() {
		switch e := g.entry(n); e.state() {
		case present:
			w.places[string(e.id())] = n
		case removing:
			unfinished = append(unfinished, n)
		}
	}
	doubled := g.Len() - len(w.places)
	if err := g.Close(); err != nil {
		return err
	}
	if doubled > 0 {
		return damaged(dataStart, "IDs", "%d are there twice", doubled)
	}
	f, err := os.OpenFile(w.path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	w.file = f
	return w.recover(unfinished)
}

// recover overwrites what an append that was not acknowledged has left, and the rest of subjects whose removal was cut off.
func (w *Writer) recover(unfinished []int) error {
	info, err := w.file.Stat()
	if err != nil {
		return err
	}
	if err := overwrite(w.file, w.commit.end, info.Size()); err != nil {
		return err
	}
	if w.commit.count%perChunk > 0 { // entries that were never used
		if err := overwrite(w.file, w.chunks.entryAt(int(w.commit.count)), w.chunks[len(w.chunks)-1]+chunkIndex); err != nil {
			return err
		}
	}
	if err := w.erase(unfinished); err != nil {
		return err
	}
	for _, at := range commitAt { // one after the other: one of them is whole at any time
		if err := errors.Join(w.write(w.commit.append(nil), at), w.file.Sync()); err != nil {
			return err
		}
	}
	return w.file.Truncate(w.commit.end)
}

// Close gives the file and the lock back.
func (w *Writer) Close() error {
	var err error
	if w.file != nil {
		err = errors.Join(w.file.Sync(), w.file.Close())
	}
	return errors.Join(err, lasting.Unlock(w.lock))
}

// Len returns how many subjects there are.
func (w *Writer) Len() int { return len(w.places) }

// Has reports whether a subject is there.
func (w *Writer) Has(id string) bool { _, there := w.places[id]; return there }

func (w *Writer) write(data []byte, at int64) error {
	_, err := w.file.WriteAt(data, at)
	return err
}

// change runs a change that may fail half-way. After one that did, nothing is certain before the file is opened anew.
func (w *Writer) change(do func() error) error {
	if w.failed == nil {
		w.failed = do()
	}
	return w.failed
}
