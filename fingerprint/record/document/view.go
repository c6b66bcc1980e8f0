package document

import "sallyport/fingerprint/record"

func ofView(r *record.Record, v *record.View) viewDoc {
	d := viewDoc{
		Position: FingerName(v.Finger), View: v.Number, Impression: impressionName(r.Format, v.Impression),
		Minutiae: make([]minutiaDoc, len(v.Minutiae)), Extensions: []extensionDoc{},
	}
	if sizeInViews(r.Format) {
		d.sizeDoc = sizeOfImage(v)
	}
	switch {
	case r.Format == record.ISO2011:
		d.captureDoc = ofCapture(v)
		d.EndingType = "VALLEY_SKELETON_BIFURCATION"
		if v.RidgeEnds {
			d.EndingType = "RIDGE_SKELETON_ENDPOINT"
		}
	case len(v.Qualities) > 0:
		q := v.Qualities[0]
		d.qualityDoc = &qualityDoc{q.Score}
		if sizeInViews(r.Format) {
			d.algorithmDoc = &algorithmDoc{q.Vendor, q.Algorithm}
		}
	}
	for n, m := range v.Minutiae {
		d.Minutiae[n] = minutiaDoc{kindName(r.Format, uint8(m.Kind)), m.X, m.Y, units(r, m.Angle), m.Quality}
	}
	addExtended(&d, r, v)
	return d
}

// units is an angle in the units of the record's format.
func units(r *record.Record, a record.Angle) int {
	if isISO(r.Format) || r.Example && r.Format == record.ANSI2004 {
		return a.Steps(256)
	}
	return a.Steps(180)
}

func ofCapture(v *record.View) *captureDoc {
	d := &captureDoc{
		Time: timeDoc(v.Captured), Technology: named(technologyNames, v.Device.Technology),
		Vendor: v.Device.Vendor, Sensor: v.Device.ID, Qualities: []qualityOfDoc{}, Certificates: []certificateDoc{},
	}
	for _, q := range v.Qualities {
		d.Qualities = append(d.Qualities, qualityOfDoc{q.Score, q.Vendor, q.Algorithm})
	}
	for _, c := range v.Certificates {
		d.Certificates = append(d.Certificates, certificateDoc{c.Authority, named(schemeNames, c.Scheme)})
	}
	return d
}

// null is written as JSON's null, where a format has a part and the record does not.
var null *struct{}

func addExtended(d *viewDoc, r *record.Record, v *record.View) {
	if isISO(r.Format) {
		d.Zones = null
	}
	for _, b := range v.Extended {
		switch {
		case b.Counts != nil:
			d.Counts = &countsDoc{named(methodNames, b.Counts.Method), []edgeDoc{}}
			for _, c := range b.Counts.Counts {
				d.Counts.Edges = append(d.Counts.Edges, edgeDoc(c))
			}
		case b.Points != nil:
			d.CoreDelta = ofPoints(r, b.Points)
		case b.Zones != nil:
			z := b.Zones
			zones := zonesDoc{Width: z.CellWidth, Height: z.CellHeight, Bits: z.Bits, Quality: z.Qualities(v.Width, v.Height)}
			if r.Format == record.ISO2011 {
				zones.Vendor, zones.Algorithm = &z.Vendor, &z.Algorithm
			}
			d.Zones = zones
		default:
			d.Extensions = append(d.Extensions, extensionDoc{b.Type, b.Data})
		}
	}
}

func ofPoints(r *record.Record, p *record.CoresDeltas) *coreDeltaDoc {
	d := &coreDeltaDoc{Cores: []coreDoc{}, Deltas: []deltaDoc{}}
	for _, core := range p.Cores {
		c := coreDoc{X: core.X, Y: core.Y}
		if len(core.Angles) > 0 {
			angle := units(r, core.Angles[0])
			c.Angle = &angle
		}
		d.Cores = append(d.Cores, c)
	}
	for _, delta := range p.Deltas {
		c := deltaDoc{X: delta.X, Y: delta.Y}
		for _, a := range delta.Angles {
			c.Angles = append(c.Angles, units(r, a))
		}
		d.Deltas = append(d.Deltas, c)
	}
	return d
}
