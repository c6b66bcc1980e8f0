package vault

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// loadKeys opens the key file and reads every slot. What it has read is synced before it is used: a process that was killed may have
// written it and not waited for the disk.
func (v *Vault) loadKeys() error {
	path := filepath.Join(v.dir, keysName)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		if err := v.newKeys(path); err != nil {
			return err
		}
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	v.file = f
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if err := checkHeader(f); err != nil {
		return err
	}
	size := info.Size() - headerBytes
	for at := int64(0); at < size; at += perChunk * slotBytes {
		chunk := make([]byte, min(perChunk*slotBytes, size-at))
		if _, err := f.ReadAt(chunk, headerBytes+at); err != nil {
			return err
		}
		if err := v.loadChunk(chunk, at+int64(len(chunk)) == size); err != nil {
			return err
		}
	}
	return f.Sync()
}

// newKeys makes an empty key file. Only a vault without KEKs has none: they are made after it.
func (v *Vault) newKeys(path string) error {
	numbers, err := kekNumbers(v.dir)
	if err != nil {
		return err
	}
	if len(numbers) > 0 {
		return fmt.Errorf("the file %q is not there, and %s is; %s", keysName, kekName(numbers[0]), restore)
	}
	return writeNew(path, header())
}

func checkHeader(f io.ReaderAt) error {
	h := make([]byte, headerBytes)
	n, err := f.ReadAt(h, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	switch h = h[:n]; {
	case !bytes.HasPrefix(h, []byte(magic)):
		return &Damage{0, "format", fmt.Sprintf("begins with %q, not with %q", h[:min(n, len(magic))], magic), restore}
	case n < headerBytes:
		return &Damage{int64(n), "header", "the file ends within it", restore}
	case binary.BigEndian.Uint32(h[8:]) != version:
		return &Damage{8, "version", fmt.Sprintf("is %d, this program reads %d", binary.BigEndian.Uint32(h[8:]), version), "use the program that wrote it"}
	case !bytes.Equal(h, header()):
		return &Damage{12, "header", "the checksum or the layout does not fit", restore}
	}
	return nil
}

// loadChunk reads the slots of the next chunk. A chunk is made of free slots and synced before the first of them is used, so a
// last one that holds nothing else is one whose making was cut off, and is made anew.
func (v *Vault) loadChunk(chunk []byte, last bool) error {
	first := v.slots
	if last && unused(chunk, first) {
		chunk = freeChunk(first)
		if _, err := v.file.WriteAt(chunk, slotAt(first)); err != nil {
			return err
		}
	}
	if len(chunk) < perChunk*slotBytes {
		return &Damage{slotAt(first) + int64(len(chunk)), "chunk of slots", "the file ends within it", restore}
	}
	for n := first; n < first+perChunk; n++ {
		s := slot(chunk[(n-first)*slotBytes:][:slotBytes])
		wrong := s.check(n)
		if wrong == nil && s.state() == taken {
			if other, twice := v.places[s.of()]; twice {
				wrong = damaged(slotAt(n), "record", "has a key at byte %d already", slotAt(other))
			}
		}
		switch {
		case wrong != nil:
			v.damaged = append(v.damaged, wrong)
		case s.state() == taken:
			v.places[s.of()] = n
		default:
			v.free = append(v.free, n)
		}
	}
	v.slots += perChunk
	return nil
}

// unused reports whether every slot of a chunk is free or was never written.
func unused(chunk []byte, first int) bool {
	for n := first; len(chunk) > 0; n++ {
		s := chunk[:min(slotBytes, len(chunk))]
		if !bytes.HasPrefix(freeSlot(n), s) && !bytes.Equal(s, make([]byte, len(s))) {
			return false
		}
		chunk = chunk[len(s):]
	}
	return true
}

// take returns a free slot, and makes a chunk of them where there is none. The caller has locked the vault.
func (v *Vault) take() (int, error) {
	if len(v.free) == 0 {
		if _, err := v.file.WriteAt(freeChunk(v.slots), slotAt(v.slots)); err != nil {
			return 0, err
		}
		if err := v.file.Sync(); err != nil {
			return 0, err
		}
		for k := range perChunk {
			v.free = append(v.free, v.slots+perChunk-1-k)
		}
		v.slots += perChunk
	}
	n := v.free[len(v.free)-1]
	v.free = v.free[:len(v.free)-1]
	return n, nil
}

// read returns slot n.
func (v *Vault) read(n int) (slot, error) {
	s := make(slot, slotBytes)
	if _, err := v.file.ReadAt(s, slotAt(n)); err != nil {
		return nil, err
	}
	if wrong := s.check(n); wrong != nil {
		return nil, wrong
	}
	return s, nil
}
