package picture

import (
	"fmt"
	"image"
)

// decodePGM reads a raw portable greymap (P5) of at most 8 bits a pixel.
func decodePGM(data []byte) (*image.Gray, error) {
	at := 2
	var header [3]int // width, height, greatest value
	for n := range header {
		v, next, err := pgmNumber(data, at)
		if err != nil {
			return nil, err
		}
		header[n], at = v, next
	}
	width, height, most := header[0], header[1], header[2]
	if err := checkSize(width, height); err != nil {
		return nil, err
	}
	if most < 1 || most > 255 {
		return nil, fmt.Errorf("@%d: PGM: greatest value %d; only 8 bits a pixel (1 to 255) are read", at, most)
	}
	at++ // one white space
	if len(data)-at < width*height {
		return nil, fmt.Errorf("@%d: PGM: %d × %d pixels need %d bytes, there are %d; the file is cut short", at, width, height, width*height, max(len(data)-at, 0))
	}
	img := image.NewGray(image.Rect(0, 0, width, height))
	for n, v := range data[at : at+width*height] {
		img.Pix[n] = uint8(min(int(v)*255/most, 255))
	}
	return img, nil
}

// pgmNumber reads a decimal number after white space and comments.
func pgmNumber(data []byte, at int) (v, next int, err error) {
	for at < len(data) && (data[at] <= ' ' || data[at] == '#') {
		if data[at] == '#' {
			for at < len(data) && data[at] != '\n' {
				at++
			}
			continue
		}
		at++
	}
	start := at
	for at < len(data) && data[at] >= '0' && data[at] <= '9' && at-start < 9 {
		v = v*10 + int(data[at]-'0')
		at++
	}
	if at == start {
		return 0, 0, fmt.Errorf("@%d: PGM: a number is missing in the header", at)
	}
	return v, at, nil
}
