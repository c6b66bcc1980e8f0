// Package picture reads the pictures that prints come as, 8-bit grey, with the resolution where the file states it; and draws on
// them what was found: a print's minutiae, or the pairs that made a match.
//
// Colours become grey by their luminance. A picture larger than MaxPixels is refused before it is decoded.
package picture

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"sallyport/itl/probe"
	"sallyport/wsq"
)

// MaxPixels is four times a whole ten-print card's box of palms at 1,000 dpi: nothing printed with a finger is larger.
const MaxPixels = 40 << 20

// Decode reads a PNG, JPEG, PGM, TIFF, BMP or WSQ picture. JPEG 2000 is refused by name: nothing here decodes its pixels. dpi is 0 where the file does not state a resolution.
// The errors name the byte where the picture stops making sense, where that is known.
func Decode(data []byte) (img *image.Gray, dpi int, err error) {
	switch {
	case bytes.HasPrefix(data, []byte("\x89PNG")):
		img, err = decode(data, png.DecodeConfig, png.Decode)
		return img, pngDPI(data), err
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		img, err = decode(data, jpeg.DecodeConfig, jpeg.Decode)
		return img, headerDPI(data), err
	case bytes.HasPrefix(data, []byte("P5")):
		img, err = decodePGM(data)
		return img, 0, err
	case bytes.HasPrefix(data, []byte("II*\x00")), bytes.HasPrefix(data, []byte("MM\x00*")):
		img, err = decode(data, tiff.DecodeConfig, tiff.Decode)
		return img, tiffDPI(data), err
	case bytes.HasPrefix(data, []byte("BM")):
		img, err = decode(data, bmp.DecodeConfig, bmp.Decode)
		return img, bmpDPI(data), err
	case bytes.HasPrefix(data, []byte("\xff\xa0")):
		return decodeWSQ(data)
	}
	if h, _ := probe.Read(data); h.Format == probe.JPEG2000 {
		return nil, 0, fmt.Errorf("@0: picture: is JPEG 2000, %d × %d at %d dpi, whose pixels are not decoded here; decode it with OpenJPEG's opj_decompress", h.Width, h.Height, h.PPI)
	}
	return nil, 0, errors.New("@0: picture: is not PNG, JPEG, PGM (P5), TIFF, BMP or WSQ; convert it first")
}

// headerDPI is the resolution that the picture's own header states.
func headerDPI(data []byte) int {
	h, _ := probe.Read(data)
	return h.PPI
}

// decode checks the size a picture claims, then reads it.
func decode(data []byte, config configReader, read imageReader) (*image.Gray, error) {
	c, err := config(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("@0: picture: %w; the file is damaged", err)
	}
	if err := checkSize(c.Width, c.Height); err != nil {
		return nil, err
	}
	img, err := read(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("@0: picture: %w; the file is damaged", err)
	}
	return grey(img), nil
}

// decodeWSQ reads a WSQ stream; its errors name the byte themselves.
func decodeWSQ(data []byte) (*image.Gray, int, error) {
	info, err := wsq.DecodeConfigBytes(data)
	if err != nil {
		return nil, 0, err
	}
	if err := checkSize(info.Width, info.Height); err != nil {
		return nil, 0, err
	}
	img, info, err := wsq.DecodeBytes(data)
	return img, info.PPI, err
}

func checkSize(width, height int) error {
	if width <= 0 || height <= 0 || width > MaxPixels || height > MaxPixels/width {
		return fmt.Errorf("@0: picture: %d × %d pixels is no fingerprint; the most is %d million pixels", width, height, MaxPixels>>20)
	}
	return nil
}

// grey returns the picture in 8-bit grey, its upper left corner at (0, 0).
func grey(img image.Image) *image.Gray {
	if g, ok := img.(*image.Gray); ok && g.Rect.Min == (image.Point{}) {
		return g
	}
	b := img.Bounds()
	g := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(g, g.Rect, img, b.Min, draw.Src)
	return g
}
