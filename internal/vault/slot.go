package vault

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash/crc32"
)

// The key file: a header, then chunks of slots. All numbers are big-endian, checksums CRC-32C; what is not named is zero.
//
// A slot: state (8 bytes), number of the KEK (4), zero (4), SHA-256 of the record's name (32), the data key wrapped by the KEK (nonce 12,
// key 32, tag 16), zero (16), checksum of the slot's number (8 bytes) and of all before it (4). A free slot has the state and the
// checksum only.
const (
	magic       = "SALLYKEY"
	version     = 1
	headerBytes = 4096
	slotBytes   = 128 // a sector holds whole slots
	perChunk    = 512 // slots that are made at once
	keyBytes    = 32
	wrapBytes   = 12 + keyBytes + 16
	wrapAt      = 48
	sumAt       = slotBytes - 4

	taken = "data key"
	empty = "no key.\n"
)

// digest stands for a record's name.
type digest [sha256.Size]byte

func digestOf(record string) digest { return sha256.Sum256([]byte(record)) }

// slot is one slot as it lies in the file.
type slot []byte

func (s slot) state() string { return string(s[:8]) }
func (s slot) kek() uint32   { return binary.BigEndian.Uint32(s[8:]) }
func (s slot) of() digest    { return digest(s[16:wrapAt]) }
func (s slot) wrap() []byte  { return s[wrapAt : wrapAt+wrapBytes] }

func newSlot(n int, of digest, kek uint32, wrap []byte) slot {
	s := make(slot, slotBytes)
	copy(s, taken)
	binary.BigEndian.PutUint32(s[8:], kek)
	copy(s[16:], of[:])
	copy(s[wrapAt:], wrap)
	binary.BigEndian.PutUint32(s[sumAt:], s.sum(n))
	return s
}

func freeSlot(n int) slot {
	s := make(slot, slotBytes)
	copy(s, empty)
	binary.BigEndian.PutUint32(s[sumAt:], s.sum(n))
	return s
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func (s slot) sum(n int) uint32 {
	var b [8 + sumAt]byte
	binary.BigEndian.PutUint64(b[:], uint64(n))
	copy(b[8:], s[:sumAt])
	return crc32.Checksum(b[:], castagnoli)
}

// check says what is wrong with slot n.
func (s slot) check(n int) *Damage {
	switch {
	case s.state() != taken && s.state() != empty:
		return damaged(slotAt(n), "state of a slot", "is %q", s.state())
	case binary.BigEndian.Uint32(s[sumAt:]) != s.sum(n):
		return damaged(slotAt(n), "slot", "the checksum does not fit")
	case s.state() == empty && !bytes.Equal(s, freeSlot(n)):
		return damaged(slotAt(n), "free slot", "is not empty")
	}
	return nil
}

func slotAt(n int) int64 { return headerBytes + int64(n)*slotBytes }

// freeChunk is a chunk of free slots, the first of them slot n.
func freeChunk(n int) []byte {
	chunk := make([]byte, 0, perChunk*slotBytes)
	for k := range perChunk {
		chunk = append(chunk, freeSlot(n+k)...)
	}
	return chunk
}

func header() []byte {
	h := append(make([]byte, 0, headerBytes), magic...)
	for _, v := range []uint32{version, slotBytes, perChunk} {
		h = binary.BigEndian.AppendUint32(h, v)
	}
	h = binary.BigEndian.AppendUint32(h, crc32.Checksum(h, castagnoli))
	return h[:headerBytes]
}

// Damage is what is wrong with a vault's key file, and where.
type Damage struct {
	Offset  int64
	Field   string
	Problem string
	Remedy  string
}

func (d *Damage) Error() string {
	return fmt.Sprintf("keys @%d: %s: %s; %s", d.Offset, d.Field, d.Problem, d.Remedy)
}

const (
	mend    = "mend the vault from a backup of it"
	restore = "restore the vault from a backup of it"
)

func damaged(at int64, field, format string, args ...any) *Damage {
	return &Damage{at, field, fmt.Sprintf(format, args...), mend}
}
