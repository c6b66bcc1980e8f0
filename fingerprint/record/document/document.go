// Package document shows a minutiae record to people and to programs: its content for encoding/json, and the names of its codes.
package document

import "sallyport/fingerprint/record"

// Document is the content of a record for encoding/json, in the shape that FingerprintIO gives a record of its format:
// what a format lacks is absent. Angles are in the format's units: 360/256 degrees (ISO) or 2 degrees (the others, but
// for a record made as the example of ANSI INCITS 378-2004).
type Document struct {
	Vendor       *uint16   `json:"vendorId,omitempty"`
	Subformat    *uint16   `json:"subformat,omitempty"`
	Certified    *bool     `json:"sensorCertified,omitempty"`
	Sensor       *uint16   `json:"sensorId,omitempty"`
	*sizeDoc               // one for all views, in the formats of 2004 and 2005
	Fingerprints []viewDoc `json:"fingerprints"`
}

type sizeDoc struct {
	Width       int `json:"width"`
	Height      int `json:"height"`
	ResolutionX int `json:"resolutionX"`
	ResolutionY int `json:"resolutionY"`
}

type viewDoc struct {
	*captureDoc
	Position   string `json:"position"`
	View       uint8  `json:"view"`
	Impression string `json:"scanType"`
	*qualityDoc
	*algorithmDoc
	*sizeDoc
	EndingType string         `json:"endingType,omitempty"`
	Minutiae   []minutiaDoc   `json:"minutiae"`
	Counts     *countsDoc     `json:"counts"`
	CoreDelta  *coreDeltaDoc  `json:"coredelta"`
	Zones      any            `json:"zones,omitempty"`
	Extensions []extensionDoc `json:"extensions"`
}

// captureDoc is what ISO/IEC 19794-2:2011 says of how a view was taken.
type captureDoc struct {
	Time         timeDoc          `json:"datetime"`
	Technology   string           `json:"sensorType"`
	Vendor       uint16           `json:"sensorVendor"`
	Sensor       uint16           `json:"sensorId"`
	Qualities    []qualityOfDoc   `json:"qrecords"`
	Certificates []certificateDoc `json:"certificates"`
}

type timeDoc struct {
	Year        uint16 `json:"year"`
	Month       uint8  `json:"month"`
	Day         uint8  `json:"day"`
	Hour        uint8  `json:"hour"`
	Minute      uint8  `json:"minute"`
	Second      uint8  `json:"second"`
	Millisecond uint16 `json:"millisecond"`
}

type qualityOfDoc struct {
	Quality   uint8  `json:"quality"`
	Vendor    uint16 `json:"vendor"`
	Algorithm uint16 `json:"algorithm"`
}

type certificateDoc struct {
	Authority uint16 `json:"authority"`
	Scheme    string `json:"scheme"`
}

type qualityDoc struct {
	Quality uint8 `json:"quality"`
}

type algorithmDoc struct {
	Vendor    uint16 `json:"qualityVendorId"`
	Algorithm uint16 `json:"qualityAlgorithmId"`
}

type minutiaDoc struct {
	Type    string `json:"type"`
	X       int    `json:"positionX"`
	Y       int    `json:"positionY"`
	Angle   int    `json:"angle"`
	Quality uint8  `json:"quality"`
}

type countsDoc struct {
	Type  string    `json:"type"`
	Edges []edgeDoc `json:"edges"`
}

type edgeDoc struct {
	From  uint16 `json:"from"`
	To    uint16 `json:"to"`
	Count uint8  `json:"count"`
}

type coreDeltaDoc struct {
	Cores  []coreDoc  `json:"cores"`
	Deltas []deltaDoc `json:"deltas"`
}

type coreDoc struct {
	X     int  `json:"positionX"`
	Y     int  `json:"positionY"`
	Angle *int `json:"angle"`
}

type deltaDoc struct {
	X      int   `json:"positionX"`
	Y      int   `json:"positionY"`
	Angles []int `json:"angles"`
}

type zonesDoc struct {
	Vendor    *uint16 `json:"vendor,omitempty"`
	Algorithm *uint16 `json:"algorithm,omitempty"`
	Width     uint8   `json:"zoneWidth"`
	Height    uint8   `json:"zoneHeight"`
	Bits      uint8   `json:"bits"`
	Quality   []int   `json:"quality"`
}

type extensionDoc struct {
	Type uint16 `json:"type"`
	Data []byte `json:"data"`
}

// Of returns the content of a record.
func Of(r *record.Record) Document {
	var d Document
	if len(r.Views) == 0 {
		return d
	}
	first := &r.Views[0]
	if r.Format != record.ISO2011 {
		certified := first.Device.Certification&0x80 != 0
		d.Certified, d.Sensor = &certified, &first.Device.ID
	}
	if !isISO(r.Format) {
		d.Vendor, d.Subformat = &r.Product.Owner, &r.Product.Type
	}
	if !sizeInViews(r.Format) {
		d.sizeDoc = sizeOfImage(first)
	}
	for n := range r.Views {
		d.Fingerprints = append(d.Fingerprints, ofView(r, &r.Views[n]))
	}
	return d
}

func sizeOfImage(v *record.View) *sizeDoc { return &sizeDoc{v.Width, v.Height, v.XDensity, v.YDensity} }

func isISO(f record.Format) bool { return f == record.ISO2005 || f == record.ISO2011 }

// sizeInViews says whether the size of the image stands in each view, not once for all.
func sizeInViews(f record.Format) bool { return f != record.ANSI2004 && f != record.ISO2005 }
