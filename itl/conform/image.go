package conform

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"sallyport/itl"
	"sallyport/itl/probe"
)

// imageTypes are the tagged types that are of no use without an image (ITL 1-2011, clauses 8.10 to 8.19).
var imageTypes = map[int]bool{10: true, 13: true, 14: true, 15: true, 16: true, 17: true, 19: true}

// image checks a record's image against what the record says of it.
func (c *checker) image(r *itl.Record) {
	if r.Binary == nil && !imageTypes[r.Type] {
		return
	}
	img, ok := r.Image()
	field, at := r.DataAt()
	if !ok {
		if _, elsewhere := r.Field(994); !elsewhere { // EFR: the image is in a file of its own
			c.add(itl.KindNoImage, at, field, "the record holds no image", "add the image, or leave the record out")
		}
		return
	}
	if r.Type == 8 { // signatures are vectors, facsimile or bits: nothing to compare
		return
	}
	c.binaryCodes(r)
	if img.Format != itl.Bilevel {
		c.compression(r, img, at, field)
	}
	c.size(r, img, at, field)
	c.depth(r, img)
	c.resolution(r, img)
}

// binaryCodes checks the code bytes of Types 3 to 7.
func (c *checker) binaryCodes(r *itl.Record) {
	if r.Binary == nil {
		return
	}
	if impression := r.Binary[5]; impression > 29 {
		c.add(itl.KindRange, r.Offset+5, 3, fmt.Sprintf("impression type %d is not assigned", impression), "use 0 to 29")
	}
	if r.Type == 7 {
		return // position codes of user-defined images are agreed between the parties
	}
	positions := r.Binary[6:12]
	if positions[0] == 0xff {
		c.add(itl.KindMissing, r.Offset+6, 4, "no finger position", "write the position first, FF in the other bytes")
	}
	for i, p := range positions {
		if p > 19 && p != 0xff && !(p >= 40 && p <= 50) {
			c.add(itl.KindRange, r.Offset+6+i, 4, fmt.Sprintf("%d is not a finger position", p), "use 0 to 14, and FF for unused bytes")
		}
	}
	if r.Binary[12] > 1 {
		c.add(itl.KindRange, r.Offset+12, 5, fmt.Sprintf("scanning resolution code %d", r.Binary[12]), "use 0 for 19.69 pixels per mm, 1 for the resolution in 1.011 and 1.012")
	}
}

// compression compares what the record says with what the bytes are.
func (c *checker) compression(r *itl.Record, img itl.Image, at, field int) {
	stated := img.Stated()
	algorithm := 8
	if r.Binary == nil {
		algorithm = 11
	}
	switch {
	case img.Compression != "" && stated == "":
		if r.Binary != nil {
			c.add(itl.KindRange, at-1, 8, fmt.Sprintf("compression code %s is not assigned", img.Compression), "use 0 to 6")
		}
	case img.Format == probe.Unknown && stated == itl.Raw: // its size is checked
	case img.Format == probe.Unknown:
		c.add(itl.KindImageUnknown, at, field, "the bytes are no image in a format this standard allows"+innerTag(img.Data, at), "encode it as the record says")
	case stated != "" && stated != img.Format:
		c.add(itl.KindImageFormat, at, algorithm, fmt.Sprintf("the record says %s and the bytes are %s", stated, img.Format), "correct the compression code")
	case saysLossless(img) && img.Header.Coding == "lossy":
		c.add(itl.KindImageFormat, at, algorithm, "the record says lossless and the image was coded with loss, by the 9-7 wavelet", "write JP2, or code the original again with the 5-3 wavelet")
	}
	if bad := (*probe.Error)(nil); errors.As(img.HeaderError, &bad) {
		c.add(itl.KindImageHeader, at+bad.Offset, field, fmt.Sprintf("the header of the %s image cannot be read: %s", bad.Format, bad.Problem), "encode the image again")
	}
}

// saysLossless is about JP2L and its code: the record promises that nothing was lost.
func saysLossless(img itl.Image) bool {
	says := strings.ToUpper(strings.TrimSpace(img.Compression))
	return says == "JP2L" || says == "5"
}

// innerTag says where an image begins that stands behind a second tag of its own field.
func innerTag(data []byte, at int) string {
	const tag = ".999:"
	i := bytes.LastIndex(data[:min(len(data), 256)], []byte(tag))
	if i < 0 {
		return ""
	}
	inner := i + len(tag)
	if h, _ := probe.Read(data[inner:]); h.Format != probe.Unknown {
		return fmt.Sprintf(": the tag stands in it once more, and a %s image begins at @%d", h.Format, at+inner)
	}
	return ""
}

// size compares HLL and VLL with the image's own header, or with the number of raw bytes.
func (c *checker) size(r *itl.Record, img itl.Image, at, field int) {
	head := img.Header
	switch {
	case img.Width == 0 || img.Height == 0:
		c.add(itl.KindRange, at, 6, fmt.Sprintf("an image of %dx%d has no pixels", img.Width, img.Height), "write the image's width and height")
	case head.Width != 0 && (head.Width != img.Width || head.Height != img.Height):
		c.add(itl.KindImageSize, at, 6, fmt.Sprintf("the record says %dx%d and the image's header %dx%d", img.Width, img.Height, head.Width, head.Height), "write the header's size into HLL and VLL")
	case img.Format == probe.Unknown && img.Stated() == itl.Raw:
		c.rawLength(r, img, at, field)
	}
}

// iHeads are the lengths of the header that some programs leave before raw pixels (NIST's IHead).
var iHeads = map[int]bool{288: true, 296: true}

func (c *checker) rawLength(r *itl.Record, img itl.Image, at, field int) {
	depth := 8
	if bits, ok := r.Number(12); ok && r.Type != 10 {
		depth = bits
	}
	pixels := (img.Width*img.Height*depth + 7) / 8
	switch extra := len(img.Data) - pixels; {
	case extra == 0, r.Type == 10: // a colour space says nothing of the bytes a pixel
	case iHeads[extra]:
		c.add(itl.KindRawLength, at, field, fmt.Sprintf("%d raw bytes for %dx%d pixels: an IHead header of %d bytes stands before them", len(img.Data), img.Width, img.Height, extra), "send the pixels alone")
	default:
		c.add(itl.KindRawLength, at, field, fmt.Sprintf("%d raw bytes for %dx%d pixels", len(img.Data), img.Width, img.Height), "write one byte for each pixel, and no header before them")
	}
}

// depth compares BPX with the image's own header.
func (c *checker) depth(r *itl.Record, img itl.Image) {
	stated, ok := r.Number(12)
	head := img.Header
	if r.Binary != nil || r.Type == 10 || !ok || head.Bits == 0 || stated == head.Bits || stated == head.Bits*head.Components {
		return
	}
	f, _ := r.Field(12)
	c.add(itl.KindImageDepth, f.Offset, 12, fmt.Sprintf("BPX says %d bits a pixel and the image's header %d", stated, head.Bits*head.Components), "write the header's depth into BPX")
}

// resolution: what resolutions go together, and WSQ is for 500 pixels per inch (NIST SP 500-290, clause 7.7.9.1).
// A JPEG's density is mostly what a program wrote for want of anything better, and proves nothing.
func (c *checker) resolution(r *itl.Record, img itl.Image) {
	if img.Format == probe.WSQ && img.PPI > 520 {
		c.add(itl.KindCompression, r.Offset, 9, fmt.Sprintf("WSQ at %d pixels per inch", img.PPI), "use JPEG 2000 above 500 pixels per inch")
	}
	isPrint := r.Type == 4 || r.Type == 14 || r.Type == 15
	if isPrint && img.PPI >= 480 && img.PPI <= 520 && img.Header.Width > 0 && img.Format != probe.WSQ {
		c.note(itl.KindCompression, r.Offset, 9, fmt.Sprintf("%s at %d pixels per inch", img.Format, img.PPI), "the FBI takes WSQ at 500 pixels per inch")
	}
	horizontal, ok1 := r.Number(9)
	vertical, ok2 := r.Number(10)
	if units, ok := r.Number(8); ok && units > 0 && ok1 && ok2 && horizontal != vertical {
		c.add(itl.KindRelation, r.Offset, 10, fmt.Sprintf("THPS is %d and TVPS %d", horizontal, vertical), "scan with square pixels")
	}
	if head := img.Header.PPI; isPrint && img.Format != probe.JPEG && img.PPI > 0 && head > 0 && (head*100 < img.PPI*98 || head*98 > img.PPI*100) {
		c.add(itl.KindImagePPI, r.Offset, 9, fmt.Sprintf("the record says %d pixels per inch and the image's header %d", img.PPI, head), "find out which is true, and write it in both places")
	}
}

// fingers finds a finger that two impressions of one type show.
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
			c.add(itl.KindFingerTwice, r.Offset, number, fmt.Sprintf("position %d is already in record %d", p.finger, earlier), "send each finger once, or correct the position")
		}
		seen[p] = i + 1
	}
}
