// Package gallery keeps the ten-prints of many subjects in one flat file that is mapped into memory.
//
// It promises that the file opens after a kill or a loss of power with exactly the subjects that were acknowledged, that a
// removed subject's bytes are overwritten before the removal is acknowledged and never come back, and that a damaged file
// is refused with the byte. One process writes at a time, any number read. It promises nothing about copies that others
// keep: backups, snapshots, blocks that a disk or a copying file system has set aside. docs/gallery.md has every byte.
package gallery

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"slices"
	"sync"
)

// Subject is a person's prints as they go in and come out.
type Subject struct {
	ID     string // 1 to MaxID bytes of printable UTF-8
	Prints TenPrint
}

// File is a gallery open for reading. It sees the subjects that were there when it was opened, less those removed since
// (where files cannot be mapped: those removed since as well). It may be read from several goroutines at once.
type File struct {
	data   []byte // mapped, from the first byte to the end of the last record
	size   int64  // of the file, which may be longer than data where an append was cut off
	unmap  func() error
	commit commit
	chunks chunks
	live   int

	records  []int64 // where each place's begins
	checking sync.Mutex
	checked  int // the records of so many places were read and found whole
}

// Open opens a gallery for reading. It checks the header and the index, not the prints: Check does that.
func Open(path string) (*File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, unreadable(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, unreadable(err)
	}
	if !info.Mode().IsRegular() {
		return nil, &Damage{0, "file", "is not a regular file", "name a gallery file", true}
	}
	head := make([]byte, min(info.Size(), dataStart))
	if _, err := f.ReadAt(head, 0); err != nil {
		return nil, unreadable(err)
	}
	commit, err := readHead(head, info.Size())
	if err != nil {
		return nil, err
	}
	data, unmap, err := mapFile(f, commit.end)
	if err != nil {
		return nil, err
	}
	g := &File{data: data, size: info.Size(), unmap: unmap, commit: commit}
	if err := g.readIndex(); err != nil {
		return nil, errors.Join(err, g.Close())
	}
	return g, nil
}

// Again opens the file anew, to see who was added since; what of it was read and checked before is not checked again. f stays open.
func (f *File) Again(path string) (*File, error) {
	g, err := Open(path)
	if err == nil && g.commit.sequence >= f.commit.sequence && slices.Equal(g.records[:min(len(f.records), len(g.records))], f.records) {
		f.checking.Lock()
		defer f.checking.Unlock()
		g.checked = f.checked
	}
	return g, err
}

// unreadable says what is wrong with a file that cannot be read, without naming it once more.
func unreadable(err error) error {
	var failed *fs.PathError
	if errors.As(err, &failed) {
		err = failed.Err
	}
	return &Damage{0, "file", err.Error(), "name a file that can be read", true}
}

// Close gives the mapping back. Nothing that came from the file may be used afterwards.
func (f *File) Close() error { return f.unmap() }

// Len returns how many subjects there were when the file was opened.
func (f *File) Len() int { return f.live }

// Places returns how many places there are, those of removed subjects too: At takes 0 to Places()-1.
func (f *File) Places() int { return int(f.commit.count) }

// Bytes returns the length of the file up to the last record, and how much of it removed subjects still take.
func (f *File) Bytes() (all, removed int64) {
	for n := range f.Places() {
		if e := f.entry(n); e.state() != present {
			removed += alignUp(e.length(), recordAlign) + entryBytes
		}
	}
	return f.commit.end, removed
}

// entry returns the index entry of place n.
func (f *File) entry(n int) entry {
	at := f.chunks.entryAt(n)
	return entry(f.data[at : at+entryBytes])
}

// At returns the subject at place n, without copying; there is none where it was removed.
func (f *File) At(n int) (s Stored, there bool, err error) {
	e := f.entry(n)
	if e.state() != present {
		return Stored{}, false, f.stillWhole()
	}
	record := f.data[e.offset() : e.offset()+e.length()]
	if err = e.checkID(f.chunks.entryAt(n)); err == nil && checksum(record) != e.recordSum() {
		err = damaged(e.offset(), "prints", "the checksum does not fit")
	}
	if e.state() != present { // removed while it was read
		return Stored{}, false, f.stillWhole()
	}
	return Stored{e, record}, err == nil, err
}

// stillWhole notices that the file was compacted, and these bytes overwritten, since it was opened.
func (f *File) stillWhole() error {
	if string(f.data[:len(magic)]) == magic {
		return nil
	}
	return fmt.Errorf("gallery: the file was compacted while it was read; open it again")
}

// Subjects goes through the subjects in the order of their places. It ends after an error.
func (f *File) Subjects() iter.Seq2[Stored, error] {
	return func(yield func(Stored, error) bool) {
		for n := range f.Places() {
			s, there, err := f.At(n)
			if (there || err != nil) && !yield(s, err) || err != nil {
				return
			}
		}
	}
}
