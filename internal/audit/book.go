package audit

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"

	"sallyport/internal/tiles"
	"sallyport/record"
)

// Book is what a node says that the commitments of its log stand for.
type Book struct {
	Origin string            // of the log
	Leaves uint64            // so many entries the node had put into its log, or meant to put next
	Held   map[uint64]Opened // by the entry's index

	counts  BookCounts
	found   []Finding
	unknown *tiles.Span // of the last entries without an explanation
}

// Opened is what a commitment is to.
type Opened struct {
	Salt    string // hexadecimal
	Body    string // "" where the book leaves the text out
	Seq     uint64 // the line's place in the record
	Padding bool
}

// BookCounts are what a book was found to explain.
type BookCounts struct {
	Events      uint64 `json:"events"`
	Padding     uint64 `json:"padding"`
	WithoutText uint64 `json:"withoutText"` // events whose text the book leaves out, which therefore cannot be shown
	Behind      uint64 `json:"behind"`      // entries that are newer than the book
	Unexplained uint64 `json:"unexplained"`
}

// take holds an entry against the book.
func (b *Book) take(e tiles.Entry) {
	if len(e.Leaf) != record.Size {
		return
	}
	o, known := b.Held[e.Index]
	switch {
	case !known && e.Index >= b.Leaves:
		b.counts.Behind++
	case !known:
		b.counts.Unexplained++
		if b.unknown != nil && b.unknown.Last+1 == e.Index {
			b.unknown.Last++
			return
		}
		b.flush()
		b.unknown = span(e.Index, e.Index)
	case o.Body == "":
		b.counts.WithoutText++
	case !o.opens(b.Origin, e.Leaf) && o.Padding:
		b.found = append(b.found, found(PaddingFalse, span(e.Index, e.Index), "the commitment is to something else"))
	case !o.opens(b.Origin, e.Leaf):
		b.found = append(b.found, found(RecordEdited, span(e.Index, e.Index), "line %d of the record, as the book has it: %.80s", o.Seq, o.Body))
	case o.Padding:
		b.counts.Padding++
	default:
		b.counts.Events++
	}
}

// opens says whether a leaf is the commitment to this.
func (o *Opened) opens(origin string, leaf []byte) bool {
	salt, err := hex.DecodeString(o.Salt)
	if err != nil {
		return false
	}
	sum := record.Commit(salt, origin, o.Body)
	return hmac.Equal(leaf, sum[:]) || hmac.Equal(leaf, early(salt, o.Body))
}

// early is what logs of an earlier version held of an event.
func early(salt []byte, body string) []byte {
	mac := hmac.New(sha256.New, salt)
	mac.Write([]byte("sallyport event v1\n" + body))
	return mac.Sum(nil)
}

func (b *Book) flush() {
	if s := b.unknown; s != nil {
		b.found = append(b.found, found(Unexplained, s, "%d commitments", s.Last-s.First+1))
	}
	b.unknown = nil
}

// end is what was found once the log is read.
func (b *Book) end() (BookCounts, []Finding) {
	b.flush()
	return b.counts, b.found
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
