package desk

import (
	"testing"

	"sallyport/internal/store"
	"sallyport/itl/ebts"
)

// TestTheGalleryIsChangedOnAuthority: by the records clerk, with a reason, and gone everywhere when it is to be gone.
func TestTheGalleryIsChangedOnAuthority(t *testing.T) {
	t.Parallel()
	d := newPair(t)
	ctx := t.Context()
	if d.Enrol(ctx, aClerk, "G-2", minutes(1), hands(2), " ") == nil || d.Enrol(ctx, anOfficer, "G-2", minutes(1), hands(2), "an order") == nil {
		t.Error("enrolled without authority, or by a field officer")
	}
	seen := ebts.Print{Finger: 2, Rolled: true, WSQ: []byte("as it was scanned")}
	must(t, d.Enrol(ctx, aClerk, "G-2", minutes(1), hands(2), "an order", seen))
	d.hasImages(t, "G-2", 1)
	must(t, d.Enrol(ctx, aClerk, "G-2", minutes(1), hands(2), "minutiae alone, of another print"))
	d.hasImages(t, "G-2", 0)
	must(t, d.Enrol(ctx, aClerk, "G-2", minutes(1), hands(2), "an order", seen), d.Enrol(ctx, aClerk, "G-2", minutes(2), hands(2), "better prints", seen))
	probe, err := tenPrint(hands(2))
	must(t, err)
	must(t, d.Follow(ctx))
	found, err := d.Gallery.Search(ctx, &probe, 1)
	must(t, err)
	if len(found) != 1 || found[0].ID != "G-2" {
		t.Fatal(found)
	}
	var sealed []byte // as a backup of the rows would have it
	must(t, d.Store.View(ctx, func(tx *store.Tx) (err error) {
		sealed, err = tx.Document(imagesOf("G-2"), imagesDocument)
		return err
	}))
	must(t, d.Unenrol(ctx, aClerk, "G-2", minutes(3), "sealed by a court"))
	if opened, err := d.Vault.Open(imagesOf("G-2"), imagesDocument, sealed); err == nil {
		t.Errorf("a copy of the images still opens: %s", opened)
	}
	d.hasImages(t, "G-2", 0)
	found, err = d.Gallery.Search(ctx, &probe, 1)
	must(t, err)
	if len(found) == 1 && found[0].ID == "G-2" {
		t.Error("found after removal")
	}
	var kinds []string
	must(t, d.Store.View(ctx, func(tx *store.Tx) error {
		lines, err := tx.Events(0, 100)
		for _, e := range lines {
			line, err := e.Decode()
			must(t, err)
			kinds = append(kinds, line.Kind)
		}
		return err
	}))
	if got := kinds[len(kinds)-3:]; kinds[len(kinds)-5] != "enrolled" || got[0] != "enrolment corrected" || got[1] != "enrolment corrected" || got[2] != "removed from the gallery" {
		t.Error(got)
	}
	must(t, d.Enrol(ctx, aClerk, "G-2", minutes(4), hands(2), "the order was reversed", seen))
	d.hasImages(t, "G-2", 1)
}

func (p *pair) hasImages(t *testing.T, person string, want int) {
	t.Helper()
	must(t, p.Store.View(t.Context(), func(tx *store.Tx) error {
		all, err := p.images(tx, person)
		if len(all) != want {
			t.Errorf("%s has %d images, not %d", person, len(all), want)
		}
		return err
	}))
}
