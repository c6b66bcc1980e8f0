package gallery

import (
	"encoding/binary"
	"fmt"
	"unicode"
	"unicode/utf8"
)

// MaxID bounds a subject's ID, in bytes.
const MaxID = entryBytes - 33

// The states of a place: words that no flipped bit turns into each other.
const (
	present  = "subject\n"
	removing = "removing" // the removal holds; the bytes may not all be overwritten yet
	removed  = "removed\n"
)

// entry is one place of the index: state (8 bytes); offset (8), length (4) and checksum (4) of the place, which stay when
// the subject goes; checksum of the record (4); checksum of that, of the ID and its length (4); length of the ID (1), ID.
type entry []byte

func (e entry) state() string     { return string(e[:8]) }
func (e entry) offset() int64     { return int64(binary.BigEndian.Uint64(e[8:])) }
func (e entry) length() int64     { return int64(binary.BigEndian.Uint32(e[16:])) }
func (e entry) recordSum() uint32 { return binary.BigEndian.Uint32(e[24:]) }
func (e entry) id() []byte        { return e[33 : 33+min(int(e[32]), MaxID)] }

// identityAt is where that begins of an entry which is overwritten.
const identityAt = 24

func newEntry(n int64, id string, offset int64, record []byte) entry {
	e := make(entry, entryBytes)
	copy(e, present)
	binary.BigEndian.PutUint64(e[8:], uint64(offset))
	binary.BigEndian.PutUint32(e[16:], uint32(len(record)))
	binary.BigEndian.PutUint32(e[20:], e.placeSum(n))
	binary.BigEndian.PutUint32(e[24:], checksum(record))
	e[32] = uint8(len(id))
	copy(e[33:], id)
	binary.BigEndian.PutUint32(e[28:], e.identitySum())
	return e
}

func (e entry) placeSum(n int64) uint32 {
	var b [20]byte
	copy(b[:], e[8:20])
	binary.BigEndian.PutUint64(b[12:], uint64(n))
	return checksum(b[:])
}

func (e entry) identitySum() uint32 {
	var b [entryBytes - 28]byte
	copy(b[:], e[24:28])
	copy(b[4:], e[32:])
	return checksum(b[:])
}

// checkPlace checks what stays when a subject goes; at is where the entry stands and begin where its record must.
func (e entry) checkPlace(n, at, begin, end int64) error {
	switch s := e.state(); {
	case s != present && s != removing && s != removed:
		return damaged(at, "state of a place", "is %q", s)
	case binary.BigEndian.Uint32(e[20:]) != e.placeSum(n):
		return damaged(at+20, "place", "the checksum does not fit")
	case e.offset() != begin:
		return damaged(at+8, "offset of a record", "is %d, must be %d", e.offset(), begin)
	case e.length() < leastRecord || e.length() > mostRecord:
		return damaged(at+16, "length of a record", "is %d, must be %d to %d", e.length(), leastRecord, mostRecord)
	case alignUp(begin+e.length(), recordAlign) > end:
		return damaged(at+16, "length of a record", "%d bytes from byte %d reach past the end, byte %d", e.length(), begin, end)
	}
	return nil
}

// checkID checks the ID of a subject that is there; at is where the entry stands.
func (e entry) checkID(at int64) error {
	if e.identitySum() != binary.BigEndian.Uint32(e[28:]) {
		return damaged(at+28, "ID", "the checksum does not fit")
	}
	if err := checkID(string(e.id())); err != nil || int(e[32]) > MaxID {
		return damaged(at+32, "ID", "cannot be one")
	}
	return nil
}

func checkID(id string) error {
	if id == "" || len(id) > MaxID {
		return Refusal(fmt.Sprintf("subject ID: has %d bytes; give one of 1 to %d", len(id), MaxID))
	}
	for _, r := range id {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return Refusal(fmt.Sprintf("subject ID: %q has characters that cannot be printed; use letters and digits", id))
		}
	}
	return nil
}
