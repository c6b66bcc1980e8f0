package itl

import (
	"bytes"
	"strings"

	"sallyport/itl/probe"
)

// Formats of Image beyond those of package probe.
const (
	Raw     = "raw"     // no header: one or more bytes a pixel
	Bilevel = "bilevel" // one bit a pixel, packed or as a facsimile
)

// Image is the image of one record. Data aliases the input.
type Image struct {
	Data          []byte
	Format        string       // wsq, jpeg, jpegl (lossless), jp2, png, Raw, bilevel or unknown: what the bytes are
	Compression   string       // what the record says: GCA (Types 3-8) or CGA (Types 10-99), as written
	Width, Height int          // what the record says: HLL and VLL
	Header        probe.Header // what the image's own header says; its Width is 0 where it has none or it cannot be read
	HeaderError   error        // why the header cannot be read
	PPI           int          // pixels per inch that the record says; 0 where it does not
	Fingers       []int        // finger or palm positions of Types 4 and 13 to 15 (FGP)
	Impression    int          // how it was taken (IMP); -1 where the record does not say
}

// Image returns the record's image; ok is false where the record has none or it is empty.
func (r *Record) Image() (img Image, ok bool) {
	switch {
	case r.Binary != nil:
		img = r.binaryImage()
	case holdsData(r.Type):
		img = r.taggedImage()
	}
	if len(img.Data) == 0 {
		return Image{}, false
	}
	if r.Type == 5 || r.Type == 6 { // ITL 1-2007, clause 12
		img.Format = Bilevel
		return img, true
	}
	img.Header, img.HeaderError = probe.Read(img.Data)
	img.Format = img.Header.Format
	if img.Format == probe.Unknown && r.Type != 8 && len(img.Data) == img.Width*img.Height {
		img.Format = Raw
	}
	return img, true
}

func (r *Record) binaryImage() Image {
	_, header := layout(r.Type)
	if len(r.Binary) < header {
		return Image{}
	}
	img := Image{Data: r.Binary[header:], Impression: -1}
	if r.Type == 8 {
		img.Width, img.Height = int(r.bigEndian(8, 2)), int(r.bigEndian(10, 2))
		return img
	}
	img.Impression = int(r.Binary[5])
	for _, finger := range r.Binary[6:12] {
		if finger != 0xff {
			img.Fingers = append(img.Fingers, int(finger))
		}
	}
	if r.Binary[12] == 0 {
		img.PPI = 500
	}
	img.Width, img.Height = int(r.bigEndian(13, 2)), int(r.bigEndian(15, 2))
	img.Compression = string('0' + r.Binary[17])
	return img
}

func (r *Record) taggedImage() Image {
	data, _ := r.Field(999)
	img := Image{Data: data.Value, Compression: r.Text(11), Impression: -1}
	img.Width, _ = r.Number(6)
	img.Height, _ = r.Number(7)
	img.PPI = r.ppi()
	if r.Type < 13 || r.Type > 15 {
		return img
	}
	if impression, ok := r.Number(3); ok {
		img.Impression = impression
	}
	for _, items := range r.Items(13) {
		if position, ok := number([]byte(items[0])); ok {
			img.Fingers = append(img.Fingers, position)
		}
	}
	return img
}

// ppi is the resolution from SLC and THPS (fields 008 and 009).
func (r *Record) ppi() int {
	scale, ok1 := r.Number(9)
	units, ok2 := r.Number(8)
	switch {
	case !ok1 || !ok2:
		return 0
	case units == 1:
		return scale
	case units == 2:
		return (scale*254 + 50) / 100
	}
	return 0
}

// Number is a field's value as a number; ok is false where it is not digits alone.
func (r *Record) Number(field int) (n int, ok bool) {
	f, found := r.Field(field)
	if !found {
		return 0, false
	}
	return number(bytes.TrimSpace(f.Value))
}

// formatSays maps what a record may say of its compression (GCA digits and CGA words, with the
// variants that EBTS 8.001 prints) to the formats of Image.
var formatSays = map[string]string{
	"0": Raw, "NONE": Raw, "1": probe.WSQ, "WSQ": probe.WSQ, "WSQ20": probe.WSQ, "2": probe.JPEG, "JPEGB": probe.JPEG,
	"3": probe.JPEGL, "JPEGL": probe.JPEGL, "4": probe.JPEG2000, "JP2": probe.JPEG2000, "5": probe.JPEG2000, "JP2L": probe.JPEG2000,
	"6": probe.PNG, "PNG": probe.PNG,
}

// Stated is the format that the record says; "" where it says none that is known.
func (img Image) Stated() string {
	return formatSays[strings.ToUpper(strings.TrimSpace(img.Compression))]
}

// DataAt is the number of the field that holds the image and the image's offset in the input.
func (r *Record) DataAt() (field, offset int) {
	if r.Binary != nil {
		parts, header := layout(r.Type)
		return len(parts) + 1, r.Offset + header
	}
	f, ok := r.Field(999)
	if !ok {
		return 999, r.Offset
	}
	return 999, f.Offset + len(f.Tag) + 1
}
