package record

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"slices"
)

// chunk is how many commitments a leaf of them has at most: 45 kB.
const chunk = 1000

// Batch is what was published of a day: the head, the lines in the order of their bytes, and the commitments of messages.
type Batch struct {
	Day   string // YYYY-MM-DD
	Lines []Line // any order; those that are alike are counted together
	Sums  [][Size]byte
	Need  int // see Day
	Room  int
}

// Leaves are the leaves of a batch, its head first. In what order anything happened on that day cannot be told from them.
func (b *Batch) Leaves() (leaves [][]byte, err error) {
	head := Day{Day: b.Day, Common: len(b.Sums), Need: b.Need, Room: b.Room}
	lines, err := merge(b.Lines)
	if err != nil {
		return nil, err
	}
	for _, line := range lines {
		leaf, err := Encode(line)
		if err != nil {
			return nil, err
		}
		head.Events += line.N
		leaves = append(leaves, leaf)
	}
	slices.SortFunc(leaves, bytes.Compare)
	head.Lines = len(leaves)
	texts := make([]string, len(b.Sums))
	for i, sum := range b.Sums {
		texts[i] = base64.StdEncoding.EncodeToString(sum[:])
	}
	slices.Sort(texts)
	for part := range slices.Chunk(texts, chunk) {
		leaf, err := Encode(SharedLeaf{part})
		if err != nil {
			return nil, err
		}
		leaves = append(leaves, leaf)
		head.Shared++
	}
	head.Digest = Digest(leaves)
	first, err := Encode(head)
	return append([][]byte{first}, leaves...), err
}

// Digest is what the head of a batch says of the leaves that follow it.
func Digest(leaves [][]byte) string {
	h := sha256.New()
	for _, leaf := range leaves {
		_ = binary.Write(h, binary.BigEndian, uint32(len(leaf))) // a hash takes everything
		h.Write(leaf)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// merge counts lines that are alike together.
func merge(lines []Line) (merged []Line, err error) {
	at := map[string]int{}
	for _, line := range lines {
		n := line.N
		line.N = 0
		key, err := encode(line)
		if err != nil {
			return nil, err
		}
		if i, known := at[string(key)]; known {
			merged[i].N += n
			continue
		}
		at[string(key)] = len(merged)
		line.N = n
		merged = append(merged, line)
	}
	return merged, nil
}
