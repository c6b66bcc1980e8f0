package abis

import (
	"context"
	"errors"
	"fmt"

	"sallyport/fingerprint"
	"sallyport/internal/search"
	"sallyport/internal/search/abis/cbeff"
	"sallyport/internal/search/abis/datashare"
)

// Has implements search.Searcher: the ABIS has confirmed this enrolment, and may hold no other of the person.
func (g *Engine) Has(e search.Enrolment) bool { return g.book.has(e) }

// Enrol implements search.Searcher. What the ABIS holds or may hold of the person is deleted first. Repeating one that failed is safe.
func (g *Engine) Enrol(ctx context.Context, e search.Enrolment, prints *fingerprint.TenPrint) error {
	g.changing.Lock()
	defer g.changing.Unlock()
	if g.book.has(e) {
		return nil
	}
	if err := g.enrol(ctx, e, prints); err != nil {
		return fmt.Errorf("abis: %s is not enrolled: %w", e.Person, err)
	}
	return nil
}

func (g *Engine) enrol(ctx context.Context, e search.Enrolment, prints *fingerprint.TenPrint) error {
	sealed, err := g.seal(prints, cbeff.Enroll)
	if err != nil {
		return err
	}
	if err := fits(prints); err != nil { // before the ABIS has them
		return err
	}
	if err := g.release(ctx, e.Person); err != nil {
		return err
	}
	if err := g.book.intend(e); err != nil {
		return err
	}
	err = g.insert(ctx, e, sealed)
	if refused(err, alreadyThere) { // a book that was lost knew of it
		if err = g.delete(ctx, e); err == nil {
			err = g.insert(ctx, e, sealed)
		}
	}
	if err != nil {
		return err
	}
	return g.book.hold(e, prints)
}

// Remove implements search.Searcher. It has returned when the ABIS has confirmed the deletion and the book is overwritten.
func (g *Engine) Remove(ctx context.Context, person string) error {
	g.changing.Lock()
	defer g.changing.Unlock()
	if err := g.release(ctx, person); err != nil {
		return fmt.Errorf("abis: %s is not removed: %w", person, err)
	}
	return nil
}

// release has the ABIS delete all that it holds or may hold of a person.
func (g *Engine) release(ctx context.Context, person string) error {
	for _, e := range g.book.of(person) {
		g.book.leave(e)
		if err := g.delete(ctx, e); err != nil {
			return err
		}
		if err := g.book.forget(e); err != nil {
			return err
		}
	}
	return nil
}

// delete deletes a reference, which need not be there.
func (g *Engine) delete(ctx context.Context, e search.Enrolment) error {
	_, err := g.send(ctx, remove, func(r *request) { r.Reference = g.book.named(e) })
	if refused(err, notThere) {
		return nil
	}
	return err
}

func refused(err error, why Reason) bool {
	var r *Refusal
	return errors.As(err, &r) && r.Reason == why
}

func (g *Engine) insert(ctx context.Context, e search.Enrolment, sealed []byte) error {
	_, err := g.share(ctx, sealed, insert, func(r *request) { r.Reference = g.book.named(e) })
	return err
}

// seal makes templates ready for a reference URL.
func (g *Engine) seal(prints *fingerprint.TenPrint, purpose cbeff.Purpose) ([]byte, error) {
	plain, err := cbeff.Append(nil, prints, purpose)
	if err != nil {
		return nil, err
	}
	return datashare.Seal(g.config.Random, g.config.Certificate, plain)
}

// share sends a message with a reference URL, which gives what was sealed once and while the answer is awaited.
func (g *Engine) share(ctx context.Context, sealed []byte, k kind, add func(*request)) (*answer, error) {
	url, end, err := g.shares.add(sealed, g.config.Now().Add(g.config.Patience))
	if err != nil {
		return nil, err
	}
	defer end()
	return g.send(ctx, k, func(r *request) {
		r.ReferenceURL = url
		add(r)
	})
}
