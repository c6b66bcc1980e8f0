package desk

import (
	"fmt"
	"image"
	"strconv"

	"sallyport/fingerprint"
	"sallyport/fingerprint/picture"
	"sallyport/itl"
	"sallyport/wsq"
)

// impression is one finger's image in a transaction.
type impression struct {
	record *itl.Record
	finger int
	data   []byte
	format string // as the record names it
}

// tenPrints finds the ten single fingers of Type-4 and Type-14 records and extracts their minutiae.
func tenPrints(t *itl.Transaction) ([]fingerprint.Template, error) {
	var prints []fingerprint.Template
	var seen [11]bool
	for i := range t.Records {
		in, ok := singleFinger(&t.Records[i])
		if !ok {
			continue
		}
		if seen[in.finger] {
			return nil, fmt.Errorf("@%d: record of type %d: finger %d a second time; send each once", in.record.Offset, in.record.Type, in.finger)
		}
		seen[in.finger] = true
		template, err := in.extract()
		if err != nil {
			return nil, fmt.Errorf("@%d: record of type %d, finger %d: %w", in.record.Offset, in.record.Type, in.finger, err)
		}
		prints = append(prints, template)
	}
	for finger := 1; finger <= 10; finger++ {
		if !seen[finger] {
			return nil, fmt.Errorf("@0: no print of finger %d; a booking takes ten single prints", finger)
		}
	}
	return prints, nil
}

// singleFinger reads a record as the image of one finger; slaps, palms and other records are passed over.
func singleFinger(r *itl.Record) (in impression, ok bool) {
	fingerField, formatField, dataField := 13, 11, 999
	switch r.Type {
	case 4:
		fingerField, formatField, dataField = 4, 8, 9
	case 14:
	default:
		return in, false
	}
	in.record = r
	for _, f := range r.AllFields() {
		switch f.Number {
		case fingerField:
			in.finger, _ = strconv.Atoi(f.Items()[0][0])
		case formatField:
			in.format = string(f.Value)
		case dataField:
			in.data = f.Value
		}
	}
	return in, in.finger >= 1 && in.finger <= 10
}

func (in *impression) extract() (fingerprint.Template, error) {
	img, err := in.decode()
	if err != nil {
		return fingerprint.Template{}, err
	}
	template, err := fingerprint.Extract(img, fingerprint.Resolution)
	template.Finger = in.finger
	return template, err
}

// decode reads the compressions that EBTS allows at 500 ppi and that are read here.
func (in *impression) decode() (*image.Gray, error) {
	switch in.format {
	case "1", "WSQ20", "WSQ":
		img, _, err := wsq.DecodeBytes(in.data)
		return img, err
	case "6", "PNG":
		img, _, err := picture.Decode(in.data)
		return img, err
	}
	return nil, fmt.Errorf("compression %q is not read here; send WSQ", in.format)
}
