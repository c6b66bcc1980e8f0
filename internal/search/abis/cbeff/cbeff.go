// Package cbeff writes and reads ten-prints as CBEFF XML, the form in which an ABIS gets them from a reference URL: one BIR
// for each finger, which holds a minutiae record of ISO/IEC 19794-2:2005 (package record).
//
// The form is the patron format of ISO/IEC 19785-3 (edition 2) as the MOSIP specifications have it: "CBEFF XML", whose schema is
// mosip-cbeff.xsd, and the sample in "ABIS API" 0.9. Written are the elements without which a reader of theirs refuses it, and the three
// that say what is in it (Subtype, Level, Purpose): no time, no device, no index, no quality, which nobody needs who is to compare prints.
package cbeff

import (
	"encoding/base64"
	"fmt"

	"sallyport/fingerprint"
	"sallyport/fingerprint/record"
)

// Purpose is what the prints are sent for.
type Purpose string

// The purposes of the schema that are used here.
const (
	Enroll   Purpose = "Enroll"
	Identify Purpose = "Identify"
)

const (
	namespace    = "http://standards.iso.org/iso-iec/19785/-3/ed-2/"
	organization = "Mosip" // as all samples of the specifications have it
	minutiae     = "2"     // finger minutiae, "CBEFF XML"; 7 is an image of a finger
	finger       = "Finger"
	processed    = "Processed"
)

// subtypes are the fingers by position of ANSI/NIST-ITL, less one.
var subtypes = [10]string{
	"Right Thumb", "Right IndexFinger", "Right MiddleFinger", "Right RingFinger", "Right LittleFinger",
	"Left Thumb", "Left IndexFinger", "Left MiddleFinger", "Left RingFinger", "Left LittleFinger",
}

const head = `<?xml version="1.0" encoding="UTF-8"?>
<BIR xmlns="` + namespace + `"><BIRInfo><Integrity>false</Integrity></BIRInfo>`

// Append appends the fingers that have minutiae. Where none has, and where a record cannot hold one, there is an error. A finger is that of
// its place, and an image as large as its template says, or as its minutiae need.
func Append(dst []byte, prints *fingerprint.TenPrint, purpose Purpose) ([]byte, error) {
	dst = append(dst, head...)
	there := false
	for n := range prints {
		if len(prints[n].Minutiae) == 0 {
			continue
		}
		t := roomy(prints[n])
		t.Finger = n + 1
		data, err := record.FromTemplate(t).Append(nil)
		if err != nil {
			return nil, fmt.Errorf("finger %d: %w", n+1, err)
		}
		dst = fmt.Appendf(dst, "<BIR><BIRInfo><Integrity>false</Integrity></BIRInfo><BDBInfo><Format><Organization>%s</Organization><Type>%s</Type></Format>"+
			"<Type>%s</Type><Subtype>%s</Subtype><Level>%s</Level><Purpose>%s</Purpose></BDBInfo><BDB>%s</BDB></BIR>",
			organization, minutiae, finger, subtypes[n], processed, purpose, base64.StdEncoding.EncodeToString(data))
		there = true
	}
	if !there {
		return nil, fmt.Errorf("prints: no finger has minutiae; there is nothing to compare")
	}
	return append(dst, "</BIR>"...), nil
}

// roomy is the template with an image that is large enough for its minutiae: a record must not have one outside, and a template may.
func roomy(t fingerprint.Template) *fingerprint.Template {
	for _, m := range t.Minutiae {
		t.Width, t.Height = max(t.Width, int(m.X)+1), max(t.Height, int(m.Y)+1)
	}
	return &t
}
