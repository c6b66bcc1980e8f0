package law

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"slices"

	"sallyport"
	"sallyport/law/tree"
)

// The compiled form of a book is what it needs to decide, explain and be read, without the pack files and without a
// parser. It is a run of varints: texts, conditions, rules and clocks stand where they first occur and are referred to by
// number after that. One description, of a form that is either being written or being read, serves both ways.

const formMagic = "sallyport law 3\n"

// Form returns the compiled form of the book. origin says what it was made from, as Book.Origin will of the book that is
// loaded from it.
func (b *Book) Form(origin string) []byte {
	f := &form{buf: []byte(formMagic)}
	f.number(factsPrint())
	f.text(&origin)
	f.book(b)
	return f.buf
}

// Load returns the book of a compiled form. Its packs decide as those it was made from; their Source is nil.
func Load(data []byte) (*Book, error) {
	if len(data) < len(formMagic) || string(data[:len(formMagic)]) != formMagic {
		return nil, fmt.Errorf("not a compiled form of packs, or one of another version; compile the packs again")
	}
	f := &form{buf: data, at: len(formMagic), reading: true}
	if f.number(0) != factsPrint() {
		return nil, fmt.Errorf("@%d: the form was made for another table of facts; compile the packs again", len(formMagic))
	}
	b := NewBook(nil)
	f.text(&b.Origin)
	f.book(b)
	if f.err == nil && f.at != len(data) {
		f.fail("something follows the last pack")
	}
	if f.err != nil {
		return nil, f.err
	}
	return b, nil
}

// form is a compiled form on its way out, or in.
type form struct {
	buf     []byte
	at      int // while reading
	reading bool
	err     error

	texts  table[string]
	exprs  table[*tree.Expr]
	rules  table[*Rule]
	clocks table[*tree.Clock]
	traits map[*tree.Expr]trait // while reading
}

// table numbers things as they first occur.
type table[T comparable] struct {
	all     []T
	numbers map[T]int
}

func (t *table[T]) add(v T) {
	if t.numbers == nil {
		t.numbers = map[T]int{}
	}
	t.numbers[v] = len(t.all)
	t.all = append(t.all, v)
}

// fail keeps the first error and where it is.
func (f *form) fail(format string, args ...any) {
	if f.err == nil {
		f.err = fmt.Errorf("@%d: %s", f.at, fmt.Sprintf(format, args...))
	}
}

// number writes n, or reads and returns one.
func (f *form) number(n int64) int64 {
	if !f.reading {
		f.buf = binary.AppendVarint(f.buf, n)
		return n
	}
	if f.err != nil {
		return 0
	}
	n, size := binary.Varint(f.buf[f.at:])
	if size <= 0 {
		f.fail("the form ends within a number")
		return 0
	}
	f.at += size
	return n
}

// within is number for one that must lie in [low, high].
func (f *form) within(n, low, high int64) int64 {
	if n = f.number(n); n < low || n > high {
		f.fail("%d is not between %d and %d", n, low, high)
		return low
	}
	return n
}

func (f *form) truth(b *bool) {
	n := int64(0)
	if *b {
		n = 1
	}
	*b = f.within(n, 0, 1) == 1
}

// refer writes the number of v in the table, or reads one; first is set where v stands here for the first time.
func refer[T comparable](f *form, t *table[T], v T) (found T, first bool) {
	n, known := t.numbers[v]
	if !known {
		n = len(t.all)
	}
	n = int(f.within(int64(n), 0, int64(len(t.all))))
	if n == len(t.all) {
		return v, true
	}
	return t.all[n], false
}

func (f *form) text(s *string) {
	found, first := refer(f, &f.texts, *s)
	if !first || f.err != nil {
		*s = found
		return
	}
	size := f.number(int64(len(*s)))
	switch {
	case !f.reading:
		f.buf = append(f.buf, *s...)
	case size < 0 || size > int64(len(f.buf)-f.at):
		f.fail("the form ends within a text")
	default:
		*s = string(f.buf[f.at : f.at+int(size)])
		f.at += int(size)
	}
	f.texts.add(*s)
}

// room is how many more things of at least one byte can follow.
func (f *form) room(n int) int64 {
	if !f.reading {
		return int64(n)
	}
	return int64(len(f.buf) - f.at)
}

// list writes or reads the length of a list and then each of it.
func list[T any](f *form, all *[]T, each func(*T)) {
	n := int(f.within(int64(len(*all)), 0, f.room(len(*all))))
	if f.reading && f.err == nil && n > 0 {
		*all = make([]T, n)
	}
	for i := range *all {
		if f.err == nil {
			each(&(*all)[i])
		}
	}
	if f.err != nil && f.reading {
		*all = nil
	}
}

func (f *form) textsOf(all *[]string) { list(f, all, f.text) }

// factsPrint tells tables of facts apart: a form names facts and their values by number.
func factsPrint() int64 {
	h := fnv.New32a()
	for _, facts := range [][]sallyport.Fact{sallyport.CaseFacts[:], sallyport.OffenceFacts[:]} {
		for i := range facts {
			f := &facts[i]
			fmt.Fprintln(h, f.Path, f.Kind, f.Values, f.None, f.Parent, f.Quiet)
		}
	}
	return int64(h.Sum32())
}

// actions refuses names that are no actions.
func (f *form) actions(all *[]string) {
	f.textsOf(all)
	for _, a := range *all {
		if !slices.Contains(sallyport.CaseFacts[tree.FactAction].Values, a) {
			f.fail("%q is not an action", a)
		}
	}
}
