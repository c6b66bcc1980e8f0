package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"sallyport"
	"sallyport/fingerprint"
	"sallyport/internal/search"
	"sallyport/internal/store"
	"sallyport/itl/ebts"
	"sallyport/roles"
)

// inGallery is under which record a person of the gallery is sealed.
func inGallery(person string) string { return "gallery/" + person }

// imagesOf is what images of somebody's prints are kept under: a key of their own, destroyed when they leave the gallery, while on whose authority they were in it
// stays to be read.
func imagesOf(person string) string { return "gallery-images/" + person }

// Enrol enters a person's prints in the gallery on a named authority, or puts better ones in the place of those that are there. images, where the source
// has them, are what an examiner looks at; the search needs the minutiae alone.
func (h *Hub) Enrol(ctx context.Context, who sallyport.Actor, person string, at time.Time, prints []fingerprint.Template, authority string, images ...ebts.Print) error {
	if _, err := tenPrint(prints); err != nil || len(prints) == 0 {
		return errors.Join(err, errors.New("enrol: no prints are worse than bad ones; give at least one finger"))
	}
	return h.inTx(ctx, func(tx *store.Tx) error {
		act, kind := roles.Enrol, "enrolled"
		if was, err := h.enrolled(tx, person); err != nil {
			return err
		} else if len(was) > 0 {
			act, kind = roles.CorrectEnrolment, "enrolment corrected"
		}
		document, err := json.Marshal(prints)
		if err != nil {
			return err
		}
		return errors.Join(h.onAuthority(tx, who, act, person, authority, at, kind), h.keep(tx, inGallery(person), printsDocument, document), h.keepImages(tx, person, images), tx.Enrol(person))
	})
}

// Unenrol takes a person out of the gallery: at once, wherever their prints are.
func (h *Hub) Unenrol(ctx context.Context, who sallyport.Actor, person string, at time.Time, authority string) error {
	err := h.inTx(ctx, func(tx *store.Tx) error {
		err := h.onAuthority(tx, who, roles.RemoveEnrolment, person, authority, at, "removed from the gallery")
		id := inGallery(person)
		return errors.Join(err, tx.DeleteDocument(id, printsDocument), tx.DeleteDocument(imagesOf(person), imagesDocument), tx.Enrol(person))
	})
	if err != nil {
		return err
	}
	return h.Follow(ctx)
}

// onAuthority puts on the record that the gallery was changed, and keeps on whose authority.
func (h *Hub) onAuthority(tx *store.Tx, who sallyport.Actor, act roles.Act, person, authority string, at time.Time, kind string) error {
	if err := roles.Allows(who, act); err != nil {
		return err
	}
	if strings.TrimSpace(authority) == "" {
		return fmt.Errorf("%s: without an authority; name the order or the record that allows it", act)
	}
	if person == "" || len(person) > 100 {
		return fmt.Errorf("%s: give the person's reference, of 1 to 100 characters", act)
	}
	if err := h.keep(tx, inGallery(person), fmt.Sprintf("authority/%d", at.UnixMicro()), []byte(kind+" by "+who.ID+": "+authority)); err != nil {
		return err
	}
	return h.record(tx, sallyport.Event{Kind: kind, Actor: who, At: at})
}

func (h *Hub) enrolled(tx *store.Tx, person string) ([]fingerprint.Template, error) {
	prints, err := h.prints(tx, inGallery(person))
	if errors.Is(err, store.ErrNone) {
		return nil, nil
	}
	return prints, err
}

// keepImages keeps what an examiner will look at, in place of what was kept before: an older image would not fit newer minutiae.
func (h *Hub) keepImages(tx *store.Tx, person string, images []ebts.Print) error {
	if len(images) == 0 {
		return tx.DeleteDocument(imagesOf(person), imagesDocument)
	}
	document, err := json.Marshal(images)
	if err != nil {
		return err
	}
	return h.keep(tx, imagesOf(person), imagesDocument, document)
}

// images are those that the gallery has of somebody: none where only minutiae came.
func (h *Hub) images(tx *store.Tx, person string) (all []ebts.Print, err error) {
	document, err := h.kept(tx, imagesOf(person), imagesDocument)
	if errors.Is(err, ErrNone) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return all, json.Unmarshal(document, &all)
}

// InGallery says whether the person is enrolled.
func (h *Hub) InGallery(ctx context.Context, person string) (there bool, err error) {
	err = h.Store.View(ctx, func(tx *store.Tx) error {
		prints, err := h.enrolled(tx, person)
		there = len(prints) > 0
		return err
	})
	return there, err
}

// Follow brings the search engine to what the store holds. The engine may be slow, or another's: no transaction waits for it.
func (h *Hub) Follow(ctx context.Context) error {
	h.following.Lock()
	defer h.following.Unlock()
	var changed []search.Enrolment
	err := h.Store.View(ctx, func(tx *store.Tx) error {
		return tx.Enrolments(h.followed, func(person string, number int64) error {
			changed = append(changed, search.Enrolment{Person: person, Number: number})
			return nil
		})
	})
	if err != nil {
		return err
	}
	for _, e := range changed {
		if err := h.catchUp(ctx, e); err != nil {
			return fmt.Errorf("gallery, %s: %w", e.Person, err)
		}
		h.followed = e.Number
	}
	return nil
}

func (h *Hub) catchUp(ctx context.Context, e search.Enrolment) error {
	if h.Gallery.Has(e) {
		return nil
	}
	var templates []fingerprint.Template
	err := h.Store.View(ctx, func(tx *store.Tx) (err error) {
		templates, err = h.enrolled(tx, e.Person)
		return err
	})
	if err != nil {
		return err
	}
	if len(templates) == 0 { // the key first: after a kill the engine still has them, and both are done again
		if err := h.Vault.Shred(imagesOf(e.Person)); err != nil {
			return err
		}
		return h.Gallery.Remove(ctx, e.Person)
	}
	prints, err := tenPrint(templates)
	if err != nil {
		return err
	}
	return h.Gallery.Enrol(ctx, e, &prints)
}
