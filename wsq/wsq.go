// Package wsq reads and writes fingerprint images in the FBI's Wavelet Scalar Quantization format
// (IAFIS-IC-0110, WSQ Gray-scale Fingerprint Image Compression Specification, version 3.1).
//
// It promises that decoded pixels equal those of NIST's NBIS 5.0.0 on every stream it was tested
// with, on every processor: arithmetic is in float32, in NBIS's order, and never fused. A damaged
// or shortened stream is an error that names the byte; it is never returned as noise.
//
// Of an image with a side of 48 pixels or less NBIS reads past bands of one sample, and makes other pixels from what lies there.
//
// It does not promise certification: nothing here has been certified by the FBI.
package wsq

import (
	"fmt"
	"image"
	"image/color"
	"io"
)

// Limits that hold before anything is allocated.
const (
	// MaxBytes is the longest stream that is read: above any ten-print or palm image in use.
	MaxBytes = 64 << 20
	// MaxPixels is the largest image that is decoded, width times height.
	MaxPixels = 1 << 25
)

// Info is what a WSQ stream says of itself.
type Info struct {
	Width, Height int
	// PPI is the resolution in pixels per inch from a NISTCOM comment; 0 where the stream states none.
	PPI int
	// Encoder is the algorithm number Ev of the frame header, Software the encoder's number Sf.
	Encoder  uint8
	Software uint16
	// Comments are the comment segments met, in order, as they stand.
	Comments []string
	// Size is how many bytes were read: in a decoded image, through its end-of-image marker.
	Size int
}

// FormatError says what is wrong with a stream, where, and what to do.
type FormatError struct {
	Offset  int    // bytes from the start of the stream
	Segment string // the segment's name in the specification: SOI, DTT, DQT, SOF, DHT, SOB, …
	Problem string
	Remedy  string
}

func (e *FormatError) Error() string {
	return fmt.Sprintf("@%d: WSQ %s: %s; %s", e.Offset, e.Segment, e.Problem, e.Remedy)
}

// Decode reads a whole WSQ stream and returns its image, a *image.Gray. Errors about the stream are *FormatError.
//
// Decode and DecodeConfig have the form that package image asks for. Nothing is registered; a program that wants to open
// WSQ by image.Decode calls
//
//	image.RegisterFormat("wsq", "\xff\xa0", wsq.Decode, wsq.DecodeConfig)
func Decode(r io.Reader) (image.Image, error) {
	data, err := readAll(r)
	if err != nil {
		return nil, err
	}
	gray, _, err := DecodeBytes(data)
	if err != nil {
		return nil, err
	}
	return gray, nil
}

// DecodeConfig reads the segments up to the first block of image data and returns the image's size;
// no pixel is decoded.
func DecodeConfig(r io.Reader) (image.Config, error) {
	data, err := readAll(r)
	if err != nil {
		return image.Config{}, err
	}
	info, err := DecodeConfigBytes(data)
	return image.Config{ColorModel: color.GrayModel, Width: info.Width, Height: info.Height}, err
}

// DecodeBytes decodes a stream in memory, which it neither keeps nor changes, and returns its image and what the stream
// says of itself. Errors are *FormatError.
func DecodeBytes(data []byte) (*image.Gray, Info, error) {
	d := decoder{stream: stream{data: data}}
	if err := d.readHeader(); err != nil {
		return nil, d.info, err
	}
	plane, err := d.readBlocks()
	d.info.Size = d.pos
	if err != nil {
		return nil, d.info, err
	}
	reconstruct(plane, d.info.Width, d.info.Height, d.filters, d.bins)
	return toGray(plane, d.info.Width, d.info.Height, d.shift, d.scale), d.info, nil
}

// DecodeConfigBytes reads the segments up to the first block of image data and returns what they say.
func DecodeConfigBytes(data []byte) (Info, error) {
	d := decoder{stream: stream{data: data}}
	err := d.readHeader()
	d.info.Size = d.pos
	return d.info, err
}

func readAll(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read WSQ stream: %w", err)
	}
	if len(data) > MaxBytes {
		return nil, &FormatError{MaxBytes, "stream", fmt.Sprintf("longer than %d bytes", MaxBytes), "check that this is one WSQ image"}
	}
	return data, nil
}

// toGray maps wavelet samples back to grey levels: scale, shift, round half up, clip.
func toGray(plane []float32, width, height int, shift, scale float32) *image.Gray {
	gray := image.NewGray(image.Rect(0, 0, width, height))
	pix := gray.Pix[:len(plane)]
	for i, sample := range plane {
		v := float32(sample*scale) + shift
		v += 0.5
		level := int32(v)
		if uint32(level) > 255 {
			level = clip(v)
		}
		pix[i] = uint8(level)
	}
	return gray
}

// clip is written so that a value that is not a number becomes black on every processor.
func clip(v float32) int32 {
	switch {
	case v > 255:
		return 255
	case v >= 0:
		return int32(v)
	}
	return 0
}
