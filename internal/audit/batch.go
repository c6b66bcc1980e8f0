package audit

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"reflect"

	"sallyport/internal/tiles"
	"sallyport/record"
)

// batch is one that is being read.
type batch struct {
	index          uint64 // of its head
	head           record.Day
	lines, shared  int
	events, common int
	digest         hash.Hash
	last           []byte // leaf of a line
	line           record.Line
	sum            string // the last commitment to a message
}

func newBatch(index uint64, head record.Day) *batch {
	return &batch{index: index, head: head, digest: sha256.New()}
}

func (b *batch) count() int { return b.lines + b.shared }

func (b *batch) want() int { return b.head.Lines + b.head.Shared }

// inBatch takes a leaf that has no place but in a batch; leaf is nil where it cannot be read.
func (w *Walk) inBatch(e tiles.Entry, leaf record.Published) {
	b := w.batch
	if b == nil {
		if leaf != nil && !w.lost {
			w.find(Stray, span(e.Index, e.Index), "no head of a batch stands above it")
		}
		return
	}
	_ = binary.Write(b.digest, binary.BigEndian, uint32(len(e.Leaf))) // a hash takes everything
	b.digest.Write(e.Leaf)
	if w.keep && len(w.read) > 0 {
		last := &w.read[len(w.read)-1]
		last.leaves = append(last.leaves, e.Leaf)
	}
	switch leaf := leaf.(type) {
	case record.Line:
		w.takeLine(b, e, leaf)
	case record.SharedLeaf:
		w.takeShared(b, e, leaf)
	default:
		b.unread()
	}
	w.closeBatch()
}

// unread counts a leaf that cannot be read as what ought to be there.
func (b *batch) unread() {
	if b.lines < b.head.Lines {
		b.lines++
		return
	}
	b.shared++
}

func (w *Walk) takeLine(b *batch, e tiles.Entry, l record.Line) {
	at := span(e.Index, e.Index)
	b.lines++
	b.events += l.N
	w.Counts.Events += uint64(l.N)
	n := l.N
	l.N = 0
	switch {
	case b.shared > 0 || b.lines > b.head.Lines:
		w.find(BatchShort, at, "the batch of %s: a line where commitments to messages were to be", b.head.Day)
	case b.lines > 1 && reflect.DeepEqual(l, b.line):
		w.find(BatchOrder, at, "the batch of %s: what happened %d times more is in the line before", b.head.Day, n)
	case bytes.Compare(e.Leaf, b.last) <= 0:
		w.find(BatchOrder, at, "the batch of %s: the order of the lines is not that of their bytes, and may tell in what order things happened", b.head.Day)
	}
	if day := b.head.Day[:min(len(l.Day), len(b.head.Day))]; l.Day > day {
		w.find(LineDay, at, "a line of %s in the batch of %s", l.Day, b.head.Day)
	}
	if !w.damaged {
		w.applied(e.Index, l)
	}
	b.last, b.line = e.Leaf, l
}

func (w *Walk) takeShared(b *batch, e tiles.Entry, s record.SharedLeaf) {
	at := span(e.Index, e.Index)
	b.shared++
	b.common += len(s.Common)
	w.Counts.Messages += uint64(len(s.Common))
	if b.lines < b.head.Lines {
		w.find(BatchShort, at, "the batch of %s: commitments to messages after %d of %d lines", b.head.Day, b.lines, b.head.Lines)
	}
	for _, sum := range s.Common {
		switch {
		case sum == b.sum:
			w.find(Twice, at, "the batch of %s: the message %s", b.head.Day, sum)
		case sum < b.sum:
			w.find(BatchOrder, at, "the batch of %s: the order of the messages is not that of their bytes, and may tell in what order they went", b.head.Day)
		}
		b.sum = sum
	}
}

// closeBatch holds a batch that is complete against its head.
func (w *Walk) closeBatch() {
	b := w.batch
	if b.count() < b.want() {
		return
	}
	at := span(b.index, b.index+uint64(b.count()))
	if b.events != b.head.Events || b.common != b.head.Common {
		w.find(BatchNumbers, at, "the batch of %s: %d events and %d messages; its head says %d and %d", b.head.Day, b.events, b.common, b.head.Events, b.head.Common)
	}
	if got := hex.EncodeToString(b.digest.Sum(nil)); got != b.head.Digest {
		w.find(BatchDigest, at, "the batch of %s: %s; its head says %s", b.head.Day, got, b.head.Digest)
	}
	w.batch = nil
}

// endBatch is where something else begins, at index.
func (w *Walk) endBatch(index uint64) {
	if b := w.batch; b != nil {
		w.find(BatchShort, span(b.index, index-1), "the batch of %s: %d leaves; its head says %d", b.head.Day, b.count(), b.want())
		w.batch = nil
		w.forget()
	}
}

// forget gives up a batch of which the log does not have all.
func (w *Walk) forget() { w.read = w.read[:max(0, len(w.read)-1)] }
