package conform

import (
	"bytes"
	"errors"
	"fmt"
	"image/jpeg"
	"image/png"
	"strings"

	"sallyport/itl"
	"sallyport/itl/probe"
	"sallyport/wsq"
)

// Images decodes every WSQ, PNG and JPEG image whole and lists those that cannot be decoded, WSQ with the
// byte of the input at which decoding stopped. It costs some ten milliseconds an image, which is
// why Check reads headers only. JPEG 2000 and lossless JPEG are not decoded; Undecoded lists them.
func Images(t *itl.Transaction) []itl.Finding {
	c := &checker{t: t}
	for i := range t.Records {
		c.record = i
		img, ok := t.Records[i].Image()
		if !ok || img.HeaderError != nil || img.Header.Width*img.Header.Height > wsq.MaxPixels {
			continue
		}
		field, at := t.Records[i].DataAt()
		switch img.Format {
		case probe.WSQ:
			c.wsq(img.Data, at, field)
		case probe.PNG:
			_, err := png.Decode(bytes.NewReader(img.Data))
			c.pixels(err, at, field)
		case probe.JPEG:
			c.pixels(decodeJPEG(img.Data), at, field)
		}
	}
	return c.found.List()
}

// maxScans is how often a progressive JPEG image may go over its pixels: some ten times is usual, and each time costs as much
// as the whole of another image.
const maxScans = 100

func decodeJPEG(data []byte) error {
	if scans := bytes.Count(data, []byte{0xff, 0xda}); scans > maxScans { // SOS: never bytes of a scan, where 00 follows FF
		return fmt.Errorf("a JPEG image of %d scans, above the limit of %d", scans, maxScans)
	}
	_, err := jpeg.Decode(bytes.NewReader(data))
	return err
}

// paddings are bytes that mean nothing behind an image.
const paddings = "\x00\r\n \x1a"

func (c *checker) wsq(data []byte, at, field int) {
	_, info, err := wsq.DecodeBytes(data)
	if format, bad := errors.AsType[*wsq.FormatError](err); bad {
		c.add(itl.KindImageData, at+format.Offset, field, "WSQ "+format.Segment+": "+format.Problem, format.Remedy)
		return
	}
	if left := data[info.Size:]; strings.Trim(string(left), paddings) != "" {
		c.add(itl.KindImageTail, at+info.Size, field, fmt.Sprintf("%d bytes after the end of the WSQ image", len(left)), "end the record with the image")
	}
}

func (c *checker) pixels(err error, at, field int) {
	if err != nil {
		c.add(itl.KindImageData, at, field, err.Error(), "encode the image again")
	}
}

// Undecoded says which images Images leaves alone and why: record by record, one line each.
func Undecoded(t *itl.Transaction) []string {
	var lines []string
	for i := range t.Records {
		img, ok := t.Records[i].Image()
		switch {
		case !ok:
		case img.Format == probe.JPEG2000 || img.Format == probe.JPEGL:
			lines = append(lines, fmt.Sprintf("record %d: %s pixels are not decoded here; the header was read and compared", i+1, img.Format))
		case img.Header.Width*img.Header.Height > wsq.MaxPixels:
			lines = append(lines, fmt.Sprintf("record %d: an image of %dx%d is above the limit of %d pixels and was not decoded", i+1, img.Header.Width, img.Header.Height, wsq.MaxPixels))
		}
	}
	return lines
}
