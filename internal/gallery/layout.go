package gallery

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
)

// The file: a header, two commit words a page apart, then chunks. A chunk is an index of perChunk entries and then the
// records of its subjects. Place n is entry n mod perChunk of chunk n div perChunk; records follow each other in the order
// of their places. All numbers are big-endian.
const (
	magic       = "SALLYGAL"
	version     = 2
	page        = 4096
	headerBytes = 32
	commitBytes = 32
	dataStart   = 3 * page
	perChunk    = 1024
	entryBytes  = 128 // a sector holds whole entries
	chunkIndex  = perChunk * entryBytes
	recordAlign = 64
	mostPlaces  = 1 << 31
)

// commitAt is where the two commit words stand. They are written in turn, so that one is whole at any time.
var commitAt = [2]int64{page, 2 * page}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func checksum(data []byte) uint32 { return crc32.Checksum(data, castagnoli) }

func alignUp(n, to int64) int64 { return (n + to - 1) &^ (to - 1) }

// Damage is what is wrong with a gallery file, and where.
type Damage struct {
	Offset  int64
	Field   string
	Problem string
	Remedy  string
	Foreign bool // no gallery file at all
}

func (d *Damage) Error() string {
	return fmt.Sprintf("@%d: %s: %s; %s", d.Offset, d.Field, d.Problem, d.Remedy)
}

const restore = "restore the file from a backup and apply the removals made since"

func damaged(at int64, field, format string, args ...any) *Damage {
	return &Damage{at, field, fmt.Sprintf(format, args...), restore, false}
}

// header says what file this is and how it is laid out.
func header() []byte {
	h := append(make([]byte, 0, headerBytes), magic...)
	for _, v := range []uint32{version, perChunk, entryBytes, recordAlign, 0} {
		h = binary.BigEndian.AppendUint32(h, v)
	}
	return binary.BigEndian.AppendUint32(h, checksum(h))
}

// commit says how many places are in use and where the last record ends. What lies behind is not part of the gallery.
type commit struct {
	sequence uint64
	count    uint64
	end      int64
}

func (c commit) append(out []byte) []byte {
	start := len(out)
	out = binary.BigEndian.AppendUint64(out, c.sequence)
	out = binary.BigEndian.AppendUint64(out, c.count)
	out = binary.BigEndian.AppendUint64(out, uint64(c.end))
	out = binary.BigEndian.AppendUint32(out, 0)
	return binary.BigEndian.AppendUint32(out, checksum(out[start:]))
}

func readCommit(b []byte) (c commit, whole bool) {
	return commit{binary.BigEndian.Uint64(b), binary.BigEndian.Uint64(b[8:]), int64(binary.BigEndian.Uint64(b[16:]))},
		binary.BigEndian.Uint32(b[24:]) == 0 && checksum(b[:28]) == binary.BigEndian.Uint32(b[28:])
}

// readHead checks the header and returns the newer commit word.
func readHead(head []byte, size int64) (newest commit, err error) {
	if !bytes.HasPrefix(head, []byte(magic)) {
		return newest, &Damage{0, "format", fmt.Sprintf("begins with %q, not with %q", head[:min(len(head), len(magic))], magic),
			"name a gallery file", true}
	}
	if len(head) >= headerBytes {
		if v := binary.BigEndian.Uint32(head[len(magic):]); v != version {
			return newest, &Damage{int64(len(magic)), "version", fmt.Sprintf("is %d, this program reads %d", v, version), "use the program that wrote it", false}
		}
	}
	if len(head) < dataStart {
		return newest, damaged(int64(len(head)), "header", "the file ends within it")
	}
	if !bytes.HasPrefix(head, header()) {
		return newest, damaged(headerBytes-4, "header", "the checksum or the layout does not fit")
	}
	at := int64(-1)
	for _, where := range commitAt {
		if c, whole := readCommit(head[where:]); whole && (at < 0 || c.sequence > newest.sequence) {
			newest, at = c, where
		}
	}
	switch {
	case at < 0:
		return newest, damaged(commitAt[0], "commit words", "neither checksum fits")
	case newest.count > mostPlaces || int64(newest.count) > (size-dataStart)/(entryBytes+recordAlign):
		return newest, damaged(at+8, "places", "%d do not fit into %d bytes", newest.count, size)
	case newest.end < dataStart || newest.end > size:
		return newest, damaged(at+16, "end", "is byte %d, the file has %d", newest.end, size)
	}
	return newest, nil
}
