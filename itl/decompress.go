package itl

import (
	"errors"

	"sallyport/wsq"
)

// CheckImages decodes every WSQ image whole and lists those that cannot be decoded, each with the
// byte of the input at which decoding stopped. It costs some ten milliseconds an image, which is
// why Check reads headers only.
func CheckImages(t *Transaction) []Finding {
	var found []Finding
	for i := range t.Records {
		r := &t.Records[i]
		img, ok := r.Image()
		if !ok || img.Format != "wsq" {
			continue
		}
		_, _, err := wsq.DecodeBytes(img.Data)
		format, bad := errors.AsType[*wsq.FormatError](err)
		if !bad {
			continue
		}
		field, at := r.dataAt()
		found = append(found, Finding{at + format.Offset, i + 1, name(r.Type, field), CodeDecompress,
			"WSQ " + format.Segment + ": " + format.Problem, format.Remedy})
	}
	return found
}

// dataAt is the number of the field that holds the image and the image's offset in the input.
func (r *Record) dataAt() (field, offset int) {
	if r.Binary != nil {
		parts, header := layout(r.Type)
		return len(parts) + 1, r.Offset + header
	}
	f, _ := r.Field(999)
	return 999, f.Offset + len(f.Tag) + 1
}
