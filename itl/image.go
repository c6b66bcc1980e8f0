package itl

import (
	"bytes"
	"strings"

	"sallyport/wsq"
)

// Image is the image of one record. Data aliases the input.
type Image struct {
	Data          []byte
	Format        string // wsq, jpeg, jpegl (lossless), jp2, png, raw, bilevel or unknown: what the bytes are
	Compression   string // what the record says: GCA (Types 3-8) or CGA (Types 10-99), as written
	Width, Height int    // what the record says: HLL and VLL
	HeaderWidth   int    // what the image's own header says; 0 where it has none
	HeaderHeight  int
	PPI           int   // pixels per inch that the record says; 0 where it does not
	Fingers       []int // finger positions of Types 4 and 14 (FGP)
	Impression    int   // how it was taken (IMP); -1 where the record does not say
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
	img.Format, img.HeaderWidth, img.HeaderHeight = probe(img.Data)
	switch {
	case r.Type == 5 || r.Type == 6: // one bit a pixel, packed or as a facsimile (ITL 1-2007, clause 12)
		img.Format, img.HeaderWidth, img.HeaderHeight = "bilevel", 0, 0
	case img.Format == "unknown" && len(img.Data) == img.Width*img.Height:
		img.Format = "raw"
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
	if impression, ok := r.Number(3); ok && r.Type >= 13 && r.Type <= 15 {
		img.Impression = impression
	}
	for _, items := range r.Items(13) {
		if finger, ok := number([]byte(items[0])); ok && (r.Type == 14 || r.Type == 13) {
			img.Fingers = append(img.Fingers, finger)
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

// probe tells an image's format by its first bytes and its size by its header.
func probe(b []byte) (format string, width, height int) {
	switch {
	case bytes.HasPrefix(b, []byte{0xff, 0xa0}):
		info, err := wsq.DecodeConfigBytes(b)
		if err != nil {
			return "wsq", 0, 0
		}
		return "wsq", info.Width, info.Height
	case bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n")) && len(b) >= 24:
		return "png", int(be32(b[16:])), int(be32(b[20:]))
	case bytes.HasPrefix(b, []byte("\x00\x00\x00\x0cjP  ")), bytes.HasPrefix(b, []byte{0xff, 0x4f, 0xff, 0x51}):
		width, height = jp2Size(b)
		return "jp2", width, height
	case bytes.HasPrefix(b, []byte{0xff, 0xd8}):
		return jpegSize(b)
	}
	return "unknown", 0, 0
}

// jp2Size reads the SIZ marker segment (ISO/IEC 15444-1, A.5.1), which begins the codestream.
func jp2Size(b []byte) (width, height int) {
	at := bytes.Index(b[:min(len(b), 4096)], []byte{0xff, 0x4f, 0xff, 0x51})
	if at < 0 || len(b) < at+24 {
		return 0, 0
	}
	siz := b[at+8:]
	return int(be32(siz)) - int(be32(siz[8:])), int(be32(siz[4:])) - int(be32(siz[12:]))
}

// jpegSize walks JPEG segments to the frame header (ITU-T T.81, B.2.2); SOF3 is lossless.
func jpegSize(b []byte) (format string, width, height int) {
	for at := 2; at+9 <= len(b) && b[at] == 0xff; {
		marker := b[at+1]
		length := int(b[at+2])<<8 | int(b[at+3])
		if marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc {
			format = "jpeg"
			if marker == 0xc3 {
				format = "jpegl"
			}
			return format, int(b[at+7])<<8 | int(b[at+8]), int(b[at+5])<<8 | int(b[at+6])
		}
		at += 2 + length
	}
	return "jpeg", 0, 0
}

// formatSays maps what a record may say of its compression (GCA digits and CGA words, with the
// variants that EBTS 8.001 prints) to the formats of Image.
var formatSays = map[string]string{
	"0": "raw", "NONE": "raw", "1": "wsq", "WSQ": "wsq", "WSQ20": "wsq", "2": "jpeg", "JPEGB": "jpeg",
	"3": "jpegl", "JPEGL": "jpegl", "4": "jp2", "JP2": "jp2", "5": "jp2", "JP2L": "jp2", "6": "png", "PNG": "png",
}

// stated is the format that the record says; "" where it says none that is known.
func (img Image) stated() string {
	return formatSays[strings.ToUpper(strings.TrimSpace(img.Compression))]
}
