package main

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io"
	"path/filepath"
	"strings"

	"sallyport/itl/probe"
	"sallyport/wsq"
)

// wsqCmd groups the commands on WSQ images.
type wsqCmd struct {
	Decode wsqDecodeCmd `cmd:"" help:"Turn a WSQ image into PGM or PNG."`
	Encode wsqEncodeCmd `cmd:"" help:"Compress a grey image as WSQ."`
}

type wsqDecodeCmd struct {
	In  string `arg:"" help:"WSQ file."`
	Out string `arg:"" help:"File to write, .pgm or .png."`
}

// Help is the example on the command's help page.
func (wsqDecodeCmd) Help() string { return "Example: sallyport wsq decode finger.wsq finger.png" }

// Run decodes the image.
func (c wsqDecodeCmd) Run() error {
	write, err := pictureWriter(c.Out)
	if err != nil {
		return badInput(err)
	}
	data, err := readInput(c.In)
	if err != nil {
		return err
	}
	gray, _, err := wsq.DecodeBytes(data)
	if err != nil {
		return badInput(fmt.Errorf("%s:%w", c.In, notWSQ(data, err)))
	}
	return writeFile(c.Out, func(w io.Writer) error { return write(w, gray) })
}

// notWSQ says what an image is that is no WSQ: the pixels of JPEG 2000 before all, which nothing here decodes.
func notWSQ(data []byte, err error) error {
	h, _ := probe.Read(data)
	switch h.Format {
	case probe.Unknown, probe.WSQ:
		return err
	case probe.JPEG2000:
		return fmt.Errorf("@0: picture: is JPEG 2000, %dx%d, %d bits, %d ppi, whose pixels are not decoded here; decode it with OpenJPEG's opj_decompress", h.Width, h.Height, h.Bits*h.Components, h.PPI)
	}
	return fmt.Errorf("@0: picture: is %s and not WSQ; open it as it is", h.Format)
}

// pictureWriter picks the encoder by the file's ending.
func pictureWriter(path string) (func(io.Writer, *image.Gray) error, error) {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".png":
		return func(w io.Writer, img *image.Gray) error { return png.Encode(w, img) }, nil
	case ".pgm":
		return writePGM, nil
	}
	return nil, fmt.Errorf("%s:@0: file name: no picture format has this ending; name it .pgm or .png", path)
}

// writePGM writes a portable grey map, binary.
func writePGM(w io.Writer, img *image.Gray) error {
	if _, err := fmt.Fprintf(w, "P5\n%d %d\n255\n", img.Rect.Dx(), img.Rect.Dy()); err != nil {
		return err
	}
	for y := range img.Rect.Dy() {
		if _, err := w.Write(img.Pix[y*img.Stride : y*img.Stride+img.Rect.Dx()]); err != nil {
			return err
		}
	}
	return nil
}

type wsqEncodeCmd struct {
	In  string  `arg:"" help:"Grey image, .pgm or .png."`
	Out string  `arg:"" help:"WSQ file to write."`
	BPP float64 `name:"bpp" default:"0.75" help:"Bits per pixel; 0.75 is the FBI's nominal 15:1."`
	DPI int     `name:"dpi" help:"Pixels per inch, where the image does not state it; 500 without."`
}

// Help is the example on the command's help page.
func (wsqEncodeCmd) Help() string {
	return "Example: sallyport wsq encode finger.png finger.wsq --bpp 0.75"
}

// Run encodes the image.
func (c wsqEncodeCmd) Run() error {
	gray, dpi, err := readPicture(c.In, c.DPI)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := wsq.Encode(&out, gray, wsq.Options{BitRate: c.BPP, PPI: dpi}); err != nil {
		return badInput(fmt.Errorf("%s:@0: %w", c.In, err))
	}
	return writeFile(c.Out, func(w io.Writer) error {
		_, err := out.WriteTo(w)
		return err
	})
}
