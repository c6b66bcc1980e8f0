package abis

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"sallyport/fingerprint"
	"sallyport/internal/gallery"
	"sallyport/internal/search"
)

// book is what the ABIS holds of us, with the prints, in a gallery file: an enrolment that the ABIS has confirmed is the subject
// NUMBER@PERSON, as in the file engine's galleries. Before the ABIS is asked to insert one, the subject ?NUMBER@PERSON without prints says so, on
// the disk: whatever a kill cuts off, no template can be at the ABIS that the book does not know of.
type book struct {
	path  string
	named func(search.Enrolment) string // the reference

	lock       sync.RWMutex
	closed     bool
	writer     *gallery.Writer
	reader     *gallery.File // sees the subjects up to listed
	listed     int           // places whose subjects were looked at
	behind     bool          // whether a subject was added since
	references map[string]*entered
	persons    map[string][]*entered // the same, by person
	looks      looks
}

// entered is an enrolment that the ABIS holds, or may hold.
type entered struct {
	search.Enrolment
	reference string
	intended  bool // the file says that it may be there
	kept      bool // the file has its prints
	held      bool // the ABIS has confirmed it, and was not asked to delete it
	place     int  // of the prints in the reader, where they are kept and not behind
}

const intention = "?"

// id is what the subject of an enrolment is called in the file.
func id(e search.Enrolment) string { return strconv.FormatInt(e.Number, 10) + "@" + e.Person }

func openBook(path string, named func(search.Enrolment) string) (*book, error) {
	w, err := gallery.OpenWriter(path)
	if err != nil {
		return nil, fmt.Errorf("%s:%w", path, err)
	}
	b := &book{path: path, named: named, writer: w, references: map[string]*entered{}, persons: map[string][]*entered{}}
	b.looks.gone = map[string]bool{}
	if b.reader, err = gallery.Open(path); err == nil {
		err = b.list()
	}
	if err == nil {
		err = b.settle()
	}
	if err != nil {
		return nil, fmt.Errorf("%s:%w", path, errors.Join(err, b.close()))
	}
	return b, nil
}

// errClosed is what remains to be said after close: the reader's bytes are gone.
var errClosed = errors.New("@0: book: was closed; the hub is ending")

func (b *book) close() error {
	b.lock.Lock()
	defer b.lock.Unlock()
	if b.closed {
		return nil
	}
	b.closed = true
	err := b.writer.Close()
	if b.reader != nil {
		err = errors.Join(err, b.reader.Close())
	}
	return err
}

// list takes in the subjects that the reader sees and that were not looked at.
func (b *book) list() error {
	for ; b.listed < b.reader.Places(); b.listed++ {
		s, there, err := b.reader.At(b.listed)
		if err != nil {
			return err
		}
		if !there {
			continue
		}
		name, intended := strings.CutPrefix(s.ID(), intention)
		number, person, _ := strings.Cut(name, "@")
		n, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return fmt.Errorf("@0: subject %s: is not NUMBER@PERSON; name a book that this engine made", s.ID())
		}
		e := b.entry(search.Enrolment{Person: person, Number: n})
		if intended {
			e.intended = true
		} else {
			e.kept, e.place = true, b.listed
		}
	}
	return nil
}

// settle says what is held after a restart, and ends intentions that a kill left although the ABIS had confirmed.
func (b *book) settle() error {
	for _, e := range b.references {
		e.held = e.kept
		if e.kept && e.intended {
			if err := b.writer.Remove(intention + id(e.Enrolment)); err != nil {
				return err
			}
			e.intended = false
		}
		if e.held {
			b.looks.held++
		}
	}
	return nil
}

// entry returns the entry of an enrolment, and makes it where there is none.
func (b *book) entry(e search.Enrolment) *entered {
	r := b.named(e)
	if b.references[r] == nil {
		made := &entered{Enrolment: e, reference: r}
		b.references[r] = made
		b.persons[e.Person] = append(b.persons[e.Person], made)
	}
	return b.references[r]
}

// has says whether the ABIS holds this enrolment, and no other of the person.
func (b *book) has(e search.Enrolment) bool {
	b.lock.RLock()
	defer b.lock.RUnlock()
	all := b.persons[e.Person]
	return len(all) == 1 && all[0].held && all[0].Enrolment == e
}

// of returns the person's enrolments that the ABIS holds or may hold.
func (b *book) of(person string) []search.Enrolment {
	b.lock.RLock()
	defer b.lock.RUnlock()
	var all []search.Enrolment
	for _, e := range b.persons[person] {
		all = append(all, e.Enrolment)
	}
	return all
}

// prints reads the prints of an entry; the caller holds the lock.
func (b *book) prints(e *entered) (*fingerprint.TenPrint, error) {
	s, there, err := b.reader.At(e.place)
	if err == nil && !there {
		err = fmt.Errorf("@0: subject %s: is not in its place; give the book to one process only", id(e.Enrolment))
	}
	if err != nil {
		return nil, fmt.Errorf("%s:%w", b.path, err)
	}
	subject, err := s.Subject()
	if err != nil {
		return nil, fmt.Errorf("%s:%w", b.path, err)
	}
	return &subject.Prints, nil
}
