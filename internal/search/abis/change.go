package abis

import (
	"errors"
	"fmt"
	"slices"

	"sallyport/fingerprint"
	"sallyport/internal/gallery"
	"sallyport/internal/search"
)

// change changes the file, and then what is known of it.
func (b *book) change(do func() error) error {
	b.lock.Lock()
	defer b.lock.Unlock()
	err := errClosed
	if !b.closed {
		err = do()
	}
	if err != nil {
		return fmt.Errorf("%s:%w", b.path, err)
	}
	return nil
}

// intend notes that the ABIS is about to be asked to insert an enrolment.
func (b *book) intend(e search.Enrolment) error {
	return b.change(func() error {
		if err := b.writer.Append(gallery.Subject{ID: intention + id(e)}); err != nil {
			return err
		}
		b.entry(e).intended, b.behind = true, true
		b.looks.begun++
		return nil
	})
}

// fits says whether the book can hold the prints.
func fits(prints *fingerprint.TenPrint) error {
	for n := range prints {
		_, err := fingerprint.AppendTemplate(nil, &prints[n])
		if err == nil && len(prints[n].Minutiae) > 0 && prints[n].Finger != n+1 {
			err = fmt.Errorf("its template says finger %d; put each finger in its place", prints[n].Finger)
		}
		if err != nil {
			return fmt.Errorf("finger %d: %w", n+1, err)
		}
	}
	return nil
}

// hold notes that the ABIS has confirmed an enrolment which was intended.
func (b *book) hold(e search.Enrolment, prints *fingerprint.TenPrint) error {
	return b.change(func() error {
		if err := b.writer.Append(gallery.Subject{ID: id(e), Prints: *prints}); err != nil {
			return err
		}
		entry := b.entry(e)
		entry.kept, entry.held, b.behind = true, true, true
		b.looks.held++
		if err := b.writer.Remove(intention + id(e)); err != nil {
			return err
		}
		entry.intended = false
		return nil
	})
}

// leave notes that the ABIS is about to be asked to delete an enrolment. After a restart it counts as held until it is asked again.
func (b *book) leave(e search.Enrolment) {
	b.lock.Lock()
	defer b.lock.Unlock()
	if entry := b.entry(e); entry.held {
		entry.held = false
		b.looks.held--
		b.looks.left++
	}
}

// forget notes that the ABIS has confirmed that it holds an enrolment no more. When it has returned, the prints are overwritten.
func (b *book) forget(e search.Enrolment) error {
	return b.change(func() error {
		var ids []string
		entry := b.entry(e)
		if entry.intended {
			ids = append(ids, intention+id(e))
		}
		if entry.kept {
			ids = append(ids, id(e))
		}
		if err := b.writer.Remove(ids...); err != nil {
			return err
		}
		delete(b.references, entry.reference)
		if b.persons[e.Person] = slices.DeleteFunc(b.persons[e.Person], func(o *entered) bool { return o == entry }); len(b.persons[e.Person]) == 0 {
			delete(b.persons, e.Person)
		}
		if b.looks.open > 0 {
			b.looks.gone[entry.reference] = true
		}
		return nil
	})
}

// catchUp lets the reader see the prints that were added; the caller holds the lock.
func (b *book) catchUp() error {
	if b.closed {
		return fmt.Errorf("%s:%w", b.path, errClosed)
	}
	if !b.behind {
		return nil
	}
	reader, err := b.reader.Again(b.path)
	if err != nil {
		return fmt.Errorf("%s:%w", b.path, err)
	}
	old := b.reader
	b.reader = reader
	if err := errors.Join(b.list(), old.Close()); err != nil {
		return fmt.Errorf("%s:%w", b.path, err)
	}
	b.behind = false
	return nil
}
