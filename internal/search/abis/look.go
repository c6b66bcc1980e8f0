package abis

import (
	"fmt"

	"sallyport/fingerprint"
)

// looks is what searches need to know of the changes that happen meanwhile.
type looks struct {
	held  int // enrolments that the ABIS must hold
	left  int // how often one ceased to be held, ever
	begun int // how often an insertion was begun, ever

	open int             // searches under way
	gone map[string]bool // references forgotten while there were any
}

// look is a search's view of the book: what the ABIS held when it began, and what became of that.
type look struct {
	book         *book
	held, unsure int
	left, begun  int
}

// look begins a search.
func (b *book) look() *look {
	b.lock.Lock()
	defer b.lock.Unlock()
	b.looks.open++
	return &look{b, b.looks.held, len(b.references) - b.looks.held, b.looks.left, b.looks.begun}
}

// end ends a search.
func (l *look) end() {
	l.book.lock.Lock()
	defer l.book.lock.Unlock()
	l.book.looks.open--
	if l.book.looks.open == 0 {
		clear(l.book.looks.gone)
	}
}

// least is how many references the ABIS has held all the time since the search began; the caller holds the lock.
func (l *look) least() int { return l.held - (l.book.looks.left - l.left) }

// checkCount holds the ABIS's own count to the book: an ABIS that has lost somebody would find nobody.
func (l *look) checkCount(count int) error {
	l.book.lock.RLock()
	defer l.book.lock.RUnlock()
	least, most := l.least(), l.held+l.unsure+l.book.looks.begun-l.begun
	if count < least || count > most {
		return fmt.Errorf("the ABIS holds %d references, and must hold %d to %d; have its operator restore it, or begin anew (docs/operate/abis.md)", count, least, most)
	}
	return nil
}

// person is somebody whom the ABIS named.
type person struct {
	id     string
	prints *fingerprint.TenPrint
}

// people are those of an answer to a search that asked for so many, less those who left the gallery meanwhile or are about to enter it.
func (l *look) people(references []string, asked int) ([]person, error) {
	b := l.book
	b.lock.Lock()
	defer b.lock.Unlock()
	if least := min(asked, l.least()); len(references) < least || len(references) > asked {
		return nil, fmt.Errorf("the answer has %d candidates, and must have %d to %d; have the ABIS heed the flags maxResults and targetFPIR", len(references), least, asked)
	}
	if err := b.catchUp(); err != nil {
		return nil, err
	}
	var all []person
	for _, r := range references {
		e := b.references[r]
		switch {
		case e == nil && !b.looks.gone[r]:
			return nil, fmt.Errorf("the answer has the reference %.40q, which this hub never entered; have the ABIS's operator look whose it is", r)
		case e == nil || !e.held:
			continue
		}
		prints, err := b.prints(e)
		if err != nil {
			return nil, err
		}
		all = append(all, person{e.Person, prints})
	}
	return all, nil
}
