package main

import (
	"fmt"
	"image"
	"slices"

	"sallyport/fingerprint"
	"sallyport/fingerprint/extraction"
	"sallyport/fingerprint/picture"
	"sallyport/fingerprint/record"
	"sallyport/fingerprint/record/type9"
	"sallyport/itl"
)

// readFingers reads every finger of a record or a transaction, or the one of an image.
func readFingers(path string, dpi int) ([]fingerprint.Template, error) {
	templates, err := readTemplates(path, dpi)
	if err != nil {
		return nil, err
	}
	_, named := nameOf(path)
	for n := range templates {
		t := &templates[n]
		if t.Finger == 0 && len(templates) == 1 {
			t.Finger = named
		}
		if t.Finger == 0 {
			return nil, badInput(fmt.Errorf("%s:@0: finger: is stated neither by the file nor by its name; name it PERSON_FINGER.EXT, finger 1 to 10", path))
		}
	}
	return templates, nil
}

func readTemplates(path string, dpi int) (templates []fingerprint.Template, err error) {
	if !isRecord(path) {
		t, err := readTemplate(path, dpi)
		return []fingerprint.Template{t}, err
	}
	data, err := readInput(path)
	if err != nil {
		return nil, err
	}
	var tx *itl.Transaction
	var r *record.Record
	if !isTransaction(data) {
		r, err = record.Read(data)
	} else if tx, err = itl.Parse(data); err == nil {
		if !hasMinutiae(tx) {
			return readCard(path, tx)
		}
		r, err = type9.Read(tx)
	}
	if err != nil {
		return nil, badInput(fmt.Errorf("%s:%w", path, err))
	}
	for n := range r.Views {
		templates = append(templates, r.Template(n))
	}
	return templates, nil
}

// hasMinutiae says whether a transaction brings Type-9 records; without them its images are taken.
func hasMinutiae(tx *itl.Transaction) bool {
	return slices.ContainsFunc(tx.Records, func(r itl.Record) bool { return r.Type == 9 })
}

// readCard extracts the minutiae of every single finger that a transaction has an image of (Types 4 and 14). Slaps and plain
// thumbs, positions above 10, are left out.
func readCard(path string, tx *itl.Transaction) (templates []fingerprint.Template, err error) {
	for i := range tx.Records {
		r := &tx.Records[i]
		img, ok := r.Image()
		if !ok || r.Type != 4 && r.Type != 14 || len(img.Fingers) != 1 || img.Fingers[0] < 1 || img.Fingers[0] > 10 {
			continue
		}
		_, at := r.DataAt()
		wrong := func(err error) error {
			return badInput(fmt.Errorf("%s:@%d: finger %d: %w", path, at, img.Fingers[0], err))
		}
		pixels, dpi, err := cardImage(&img)
		if err != nil {
			return nil, wrong(err)
		}
		t, err := extraction.Template(pixels, dpi)
		if err != nil {
			return nil, wrong(err)
		}
		t.Finger = img.Fingers[0]
		templates = append(templates, t)
	}
	if len(templates) == 0 {
		return nil, badInput(fmt.Errorf("%s:@0: transaction: has neither minutiae nor the image of a single finger; name one that has", path))
	}
	return templates, nil
}

// cardImage decodes an image; the resolution is that of the record, or else the image's own.
func cardImage(img *itl.Image) (*image.Gray, int, error) {
	if img.Format == itl.Raw {
		return &image.Gray{Pix: img.Data, Stride: img.Width, Rect: image.Rect(0, 0, img.Width, img.Height)}, img.PPI, nil
	}
	pixels, dpi, err := picture.Decode(img.Data)
	if img.PPI > 0 {
		dpi = img.PPI
	}
	return pixels, dpi, err
}
