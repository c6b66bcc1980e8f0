package cbeff

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"sallyport/fingerprint"
	"sallyport/fingerprint/record"
)

// MaxBytes bounds the XML that is read. Ten full fingers make 30 kB.
const MaxBytes = 1 << 20

// ErrEmpty says that the XML is whole and holds no prints.
var ErrEmpty = errors.New("cbeff: holds no prints; ask the sender for them")

// bir is a BIR as it is read. What else the schema allows in it is passed over.
type bir struct {
	XMLName xml.Name
	Inner   []struct {
		Format struct {
			Organization string
			Type         string
		} `xml:"BDBInfo>Format"`
		Type    string  `xml:"BDBInfo>Type"`
		Subtype string  `xml:"BDBInfo>Subtype"`
		Purpose Purpose `xml:"BDBInfo>Purpose"`
		BDB     string
	} `xml:"BIR"`
}

// Read reads what Append writes, and any other CBEFF XML whose BIRs are fingers with one minutiae record of ISO/IEC 19794-2:2005 each,
// all for one purpose. The error names the BIR, or is ErrEmpty.
func Read(data []byte) (*fingerprint.TenPrint, Purpose, error) {
	if len(data) > MaxBytes {
		return nil, "", fmt.Errorf("cbeff: %d bytes; at most %d are read", len(data), MaxBytes)
	}
	var outer bir
	d := xml.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(&outer); err != nil {
		return nil, "", fmt.Errorf("cbeff: @%d: %w", d.InputOffset(), err)
	}
	if outer.XMLName != (xml.Name{Space: namespace, Local: "BIR"}) {
		return nil, "", fmt.Errorf("cbeff: begins with %q of namespace %q, not with BIR of %s", outer.XMLName.Local, outer.XMLName.Space, namespace)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, "", fmt.Errorf("cbeff: @%d: something stands behind the BIR", d.InputOffset())
	}
	if len(outer.Inner) == 0 {
		return nil, "", ErrEmpty
	}
	var prints fingerprint.TenPrint
	for n, b := range outer.Inner {
		if b.Format.Type != minutiae || b.Type != finger || b.Purpose != outer.Inner[0].Purpose {
			return nil, "", fmt.Errorf("cbeff: BIR %d: is format %q of type %q for %q; finger minutiae (format %s) for one purpose are read", n+1, b.Format.Type, b.Type, b.Purpose, minutiae)
		}
		at := slices.Index(subtypes[:], strings.Join(strings.Fields(b.Subtype), " "))
		if at < 0 || len(prints[at].Minutiae) > 0 {
			return nil, "", fmt.Errorf("cbeff: BIR %d: subtype %q is no finger, or is there twice", n+1, b.Subtype)
		}
		t, err := template(b.BDB)
		if err == nil && t.Finger != at+1 {
			err = fmt.Errorf("the record says finger %d, the subtype %s", t.Finger, subtypes[at])
		}
		if err != nil {
			return nil, "", fmt.Errorf("cbeff: BIR %d: %w", n+1, err)
		}
		prints[at] = t
	}
	return &prints, outer.Inner[0].Purpose, nil
}

func template(bdb string) (fingerprint.Template, error) {
	data, err := base64.StdEncoding.DecodeString(strings.TrimSpace(bdb))
	if err != nil {
		return fingerprint.Template{}, fmt.Errorf("BDB: %w", err)
	}
	r, err := record.Read(data)
	if err != nil {
		return fingerprint.Template{}, fmt.Errorf("BDB: %w", err)
	}
	if r.Format != record.ISO2005 || len(r.Views) != 1 || len(r.Views[0].Minutiae) == 0 {
		return fingerprint.Template{}, fmt.Errorf("BDB: is %s with %d views; one of %s with minutiae is read", r.Format.Title(), len(r.Views), record.ISO2005.Title())
	}
	return r.Template(0), nil
}
