package gallery

import (
	"bytes"
	"fmt"
)

// Remove takes subjects out and overwrites their prints and IDs with zeros. Where one is not there, none is removed.
// Killed half-way, each subject is either there whole or gone; the bytes of the gone are overwritten before the file is
// next changed.
func (w *Writer) Remove(ids ...string) error {
	var places []int
	seen := map[string]bool{}
	for _, id := range ids {
		n, there := w.places[id]
		if !there || seen[id] {
			return Refusal(fmt.Sprintf("subject %s: is not in the gallery; check the ID, nothing was removed", id))
		}
		seen[id], places = true, append(places, n)
	}
	if len(ids) == 0 {
		return w.failed
	}
	return w.change(func() error {
		if err := w.remove(places); err != nil {
			return err
		}
		for _, id := range ids {
			delete(w.places, id)
		}
		return nil
	})
}

// remove says first, on the disk, that the subjects are gone.
func (w *Writer) remove(places []int) error {
	for _, n := range places {
		if err := w.write([]byte(removing), w.chunks.entryAt(n)); err != nil {
			return err
		}
	}
	if err := w.file.Sync(); err != nil {
		return err
	}
	return w.erase(places)
}

// erase overwrites the subjects at places whose removal holds, waits until that is on the disk, and says so in the index.
func (w *Writer) erase(places []int) error {
	if len(places) == 0 {
		return nil
	}
	for _, n := range places {
		at := w.chunks.entryAt(n)
		e := make(entry, entryBytes)
		if _, err := w.file.ReadAt(e, at); err != nil {
			return err
		}
		if err := w.write(make([]byte, e.length()), e.offset()); err != nil {
			return err
		}
		if err := w.write(make([]byte, entryBytes-identityAt), at+identityAt); err != nil {
			return err
		}
	}
	if err := w.file.Sync(); err != nil {
		return err
	}
	for _, n := range places {
		if err := w.write([]byte(removed), w.chunks.entryAt(n)); err != nil {
			return err
		}
	}
	return nil
}

// overwrite puts zeros over whatever is not zero between two bytes of a file, and waits until they are on the disk.
func overwrite(f disk, from, to int64) error {
	const piece = 1 << 20
	data, zeros, changed := make([]byte, piece), make([]byte, piece), false
	for ; from < to; from += piece {
		some := data[:min(piece, to-from)]
		if _, err := f.ReadAt(some, from); err != nil {
			return err
		}
		if bytes.Equal(some, zeros[:len(some)]) {
			continue
		}
		if _, err := f.WriteAt(zeros[:len(some)], from); err != nil {
			return err
		}
		changed = true
	}
	if !changed {
		return nil
	}
	return f.Sync()
}
