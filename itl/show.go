package itl

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"sallyport/itl/probe"
)

// Document is a transaction for people and scripts, in the shape that `itl show --json` prints.
type Document struct {
	Records []DocumentRecord `json:"records"`
}

// DocumentRecord is one record of a Document.
type DocumentRecord struct {
	Type   int             `json:"type"`
	IDC    *int            `json:"idc,omitempty"`
	Offset int             `json:"offset"`
	Length int             `json:"length"`
	Fields []DocumentField `json:"fields"`
}

// DocumentField has either Items, by subfield, or Image.
type DocumentField struct {
	Tag   string
	Items [][]string
	Image *DocumentImage
}

// DocumentImage says what an image field holds; width, height and resolution are those of the image's own
// header where it states them, else the record's.
type DocumentImage struct {
	SHA256 string `json:"sha256"`
	Bytes  int    `json:"bytes"`
	Format string `json:"format"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Bits   int    `json:"bits,omitempty"` // a pixel, of a JPEG 2000 image
	PPI    int    `json:"ppi,omitempty"`  // pixels per inch, of a JPEG 2000 image
}

// MarshalJSON writes {"tag", "items"} or, for an image, {"tag", "sha256", "bytes", …}.
func (f DocumentField) MarshalJSON() ([]byte, error) {
	if f.Image != nil {
		return json.Marshal(struct {
			Tag string `json:"tag"`
			*DocumentImage
		}{f.Tag, f.Image})
	}
	return json.Marshal(struct {
		Tag   string     `json:"tag"`
		Items [][]string `json:"items"`
	}{f.Tag, f.Items})
}

// Document describes the transaction.
func (t *Transaction) Document() Document {
	d := Document{Records: make([]DocumentRecord, 0, len(t.Records))}
	for i := range t.Records {
		d.Records = append(d.Records, t.Records[i].document())
	}
	return d
}

func (r *Record) document() DocumentRecord {
	d := DocumentRecord{Type: r.Type, Offset: r.Offset, Length: r.size()}
	if idc, ok := r.IDC(); ok {
		d.IDC = &idc
	}
	fields := r.AllFields()
	d.Fields = make([]DocumentField, 0, len(fields))
	for _, f := range fields {
		field := DocumentField{Tag: Tag(r.Type, f.Number)}
		if r.IsData(f.Number) {
			field.Image = describe(r, f.Value)
		} else {
			field.Items = f.Items()
		}
		d.Fields = append(d.Fields, field)
	}
	return d
}

func describe(r *Record, data []byte) *DocumentImage {
	sum := sha256.Sum256(data)
	d := &DocumentImage{SHA256: hex.EncodeToString(sum[:]), Bytes: len(data), Format: "none"}
	if img, ok := r.Image(); ok {
		head := img.Header
		d.Format, d.Width, d.Height = img.Format, head.Width, head.Height
		if d.Width == 0 {
			d.Width, d.Height = img.Width, img.Height
		}
		if img.Format == probe.JPEG2000 { // whose pixels are not decoded: what its header says is all there is to know
			d.Bits, d.PPI = head.Bits*head.Components, cmp.Or(head.PPI, img.PPI)
		}
	}
	return d
}

// WriteText writes a line for each record and, under it, one for each field; subfields are divided
// by " ; ", items by " | ".
func (d Document) WriteText(w io.Writer) error {
	out := bufio.NewWriter(w)
	for i, r := range d.Records {
		fmt.Fprintf(out, "record %d: Type-%d @%d, %d bytes\n", i+1, r.Type, r.Offset, r.Length)
		for _, f := range r.Fields {
			fmt.Fprintf(out, "  %-9s %s\n", f.Tag, f.text())
		}
	}
	return out.Flush()
}

func (f DocumentField) text() string {
	if img := f.Image; img != nil {
		return fmt.Sprintf("%s image %s, %d bytes, sha256 %s", img.Format, img.measures(), img.Bytes, img.SHA256)
	}
	var subfields []string
	for _, items := range f.Items {
		subfields = append(subfields, strings.Join(items, " | "))
	}
	return strings.ToValidUTF8(strings.Join(subfields, " ; "), "�")
}

// measures are an image's size and, where they are known, its depth and resolution.
func (img *DocumentImage) measures() string {
	text := fmt.Sprintf("%dx%d", img.Width, img.Height)
	if img.Bits > 0 {
		text += fmt.Sprintf(", %d bits", img.Bits)
	}
	if img.PPI > 0 {
		text += fmt.Sprintf(", %d ppi", img.PPI)
	}
	return text
}
