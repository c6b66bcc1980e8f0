package main

import (
	"fmt"
	"image"

	"sallyport/fingerprint"
	"sallyport/fingerprint/extraction"
	"sallyport/fingerprint/picture"
)

// printCmd groups the commands on fingerprints.
type printCmd struct {
	Extract printExtractCmd `cmd:"" help:"Find the minutiae of a print and write them as a record."`
	Match   printMatchCmd   `cmd:"" help:"Compare two prints, records or images."`
	Convert printConvertCmd `cmd:"" help:"Write a record in another format, and say what is lost."`
	Show    printShowCmd    `cmd:"" help:"List the minutiae of a record, or draw them on its image."`
	Eval    printEvalCmd    `cmd:"" help:"Measure how well prints are told apart, on folders of prints."`
	Synth   printSynthCmd   `cmd:"" help:"Make prints of fingers that nobody has."`
	Gallery printGalleryCmd `cmd:"" help:"Add to, remove from, compact and check a gallery file."`
	Search  printSearchCmd  `cmd:"" help:"Find a person's ten-print in a gallery file."`
}

// readPicture reads an image file; dpi, where not 0, overrules what the file states.
func readPicture(path string, dpi int) (*image.Gray, int, error) {
	data, err := readInput(path)
	if err != nil {
		return nil, 0, err
	}
	img, stated, err := picture.Decode(data)
	if err != nil {
		return nil, 0, badInput(fmt.Errorf("%s:%w", path, err))
	}
	if dpi == 0 {
		dpi = stated
	}
	return img, dpi, nil
}

// readTemplate reads a minutiae record, or extracts the minutiae of an image.
func readTemplate(path string, dpi int) (fingerprint.Template, error) {
	if isRecord(path) {
		r, _, err := readRecord(path, false)
		if err != nil {
			return fingerprint.Template{}, err
		}
		return r.Template(0), nil
	}
	img, dpi, err := readPicture(path, dpi)
	if err != nil {
		return fingerprint.Template{}, err
	}
	return extract(path, img, dpi)
}

func extract(path string, img *image.Gray, dpi int) (fingerprint.Template, error) {
	e, err := examine(path, img, dpi)
	return e.Template, err
}

func examine(path string, img *image.Gray, dpi int) (extraction.Examination, error) {
	if dpi == 0 {
		return extraction.Examination{}, badInput(fmt.Errorf("%s:@0: resolution: the file does not state it; give it with --dpi", path))
	}
	e, err := extraction.Examine(img, dpi)
	if err != nil {
		return e, badInput(fmt.Errorf("%s:@0: %w", path, err))
	}
	return e, nil
}
