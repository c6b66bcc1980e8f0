package itl

import "fmt"

// image checks a record's image against what the record says of it.
func (c *checker) image(r *Record) {
	if r.Binary == nil && (r.Type < 10 || r.Type == 99 || r.Type == 98) {
		return
	}
	img, ok := r.Image()
	dataField, at := r.dataAt()
	if !ok {
		c.add(r.Offset, dataField, CodeImage, "the record holds no image", "add the image, or leave the record out")
		return
	}
	if r.Type == 8 { // signatures are vectors, facsimile or bits: nothing to compare
		return
	}
	c.binaryCodes(r)
	if img.Format != "bilevel" {
		c.compression(img, at, dataField)
	}
	c.size(img, at, dataField)
	c.resolution(r, img)
}

// binaryCodes checks the code bytes of Types 3 to 7.
func (c *checker) binaryCodes(r *Record) {
	if r.Binary == nil {
		return
	}
	if impression := r.Binary[5]; impression > 29 {
		c.add(r.Offset+5, 3, CodeRange, fmt.Sprintf("impression type %d is not assigned", impression), "use 0 to 29")
	}
	if r.Type == 7 {
		return // position codes of user-defined images are agreed between the parties
	}
	positions := r.Binary[6:12]
	if positions[0] == 0xff {
		c.add(r.Offset+6, 4, CodeMissing, "no finger position", "write the position first, FF in the other bytes")
	}
	for i, p := range positions {
		if p > 19 && p != 0xff && !(p >= 40 && p <= 50) {
			c.add(r.Offset+6+i, 4, CodeRange, fmt.Sprintf("%d is not a finger position", p), "use 0 to 14, and FF for unused bytes")
		}
	}
	if r.Binary[12] > 1 {
		c.add(r.Offset+12, 5, CodeRange, fmt.Sprintf("scanning resolution code %d", r.Binary[12]), "use 0 for 19.69 pixels per mm, 1 for the resolution in 1.011 and 1.012")
	}
}

// compression compares what the record says with what the bytes are.
func (c *checker) compression(img Image, at, dataField int) {
	stated := img.stated()
	algorithm := 8
	if dataField == 999 {
		algorithm = 11
	}
	switch {
	case img.Compression != "" && stated == "":
		if algorithm == 8 {
			c.add(at-1, 8, CodeRange, fmt.Sprintf("compression code %s is not assigned", img.Compression), "use 0 to 6")
		}
	case img.Format == "unknown" && stated == "raw": // its size is checked
	case img.Format == "unknown":
		c.add(at, dataField, CodeImage, "the bytes are no image in a format this standard allows", "encode it as the record says")
	case stated != "" && stated != img.Format:
		c.add(at, algorithm, CodeRelation, fmt.Sprintf("the record says %s and the bytes are %s", stated, img.Format), "correct the compression code")
	}
	if img.Format != "raw" && img.Format != "unknown" && img.HeaderWidth == 0 {
		c.add(at, dataField, CodeDecompress, fmt.Sprintf("the header of the %s image cannot be read", img.Format), "encode the image again")
	}
}

// size compares HLL and VLL with the image's own header, or with the number of raw bytes.
func (c *checker) size(img Image, at, dataField int) {
	switch {
	case img.Width == 0 || img.Height == 0:
		c.add(at, 6, CodeRange, fmt.Sprintf("an image of %dx%d has no pixels", img.Width, img.Height), "write the image's width and height")
	case img.HeaderWidth != 0 && (img.HeaderWidth != img.Width || img.HeaderHeight != img.Height):
		c.add(at, 6, CodeRelation, fmt.Sprintf("the record says %dx%d and the image's header %dx%d", img.Width, img.Height, img.HeaderWidth, img.HeaderHeight), "write the header's size into HLL and VLL")
	case img.Format == "unknown" && img.stated() == "raw" && dataField != 999 && len(img.Data) != img.Width*img.Height:
		c.add(at, dataField, CodeLength, fmt.Sprintf("%d raw bytes for %dx%d pixels", len(img.Data), img.Width, img.Height), "write one byte for each pixel, and no header before them")
	}
}

// resolution: WSQ is for 500 pixels per inch (EBTS; NIST SP 500-290, clause 7.7.9.1).
func (c *checker) resolution(r *Record, img Image) {
	if img.Format == "wsq" && img.PPI > 520 {
		c.add(r.Offset, 9, CodeRelation, fmt.Sprintf("WSQ at %d pixels per inch", img.PPI), "use JPEG 2000 above 500 pixels per inch")
	}
	horizontal, ok1 := r.Number(9)
	vertical, ok2 := r.Number(10)
	if units, ok := r.Number(8); ok && units > 0 && ok1 && ok2 && horizontal != vertical {
		c.add(r.Offset, 10, CodeRelation, fmt.Sprintf("THPS is %d and TVPS %d", horizontal, vertical), "scan with square pixels")
	}
}

// fingers finds a finger that two rolled impressions of one type show.
func (c *checker) fingers() {
	type print struct{ recordType, finger, impression int }
	seen := map[print]int{}
	for i := range c.t.Records {
		r := &c.t.Records[i]
		if r.Type != 4 && r.Type != 14 {
			continue
		}
		img, ok := r.Image()
		if !ok || len(img.Fingers) != 1 || img.Fingers[0] == 0 || img.Fingers[0] > 14 {
			continue
		}
		p := print{r.Type, img.Fingers[0], img.Impression}
		if earlier, twice := seen[p]; twice {
			c.record = i
			number := 4
			if r.Type == 14 {
				number = 13
			}
			c.add(r.Offset, number, CodeFingersTwice, fmt.Sprintf("position %d is already in record %d", p.finger, earlier), "send each finger once, or correct the position")
		}
		seen[p] = i + 1
	}
}
