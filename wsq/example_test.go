package wsq_test

import (
	"bytes"
	"fmt"
	"image"

	"sallyport/wsq"
)

func ExampleEncode() {
	img := image.NewGray(image.Rect(0, 0, 800, 750))
	var out bytes.Buffer
	if err := wsq.Encode(&out, img, wsq.Options{BitRate: 0.75, PPI: 500}); err != nil {
		fmt.Println(err)
		return
	}
	back, info, err := wsq.DecodeBytes(out.Bytes())
	fmt.Println(back.Rect, info.PPI, err)
	// Output: (0,0)-(800,750) 500 <nil>
}

func ExampleDecodeBytes() {
	_, _, err := wsq.DecodeBytes([]byte("\xff\xd8 a JPEG image"))
	fmt.Println(err)
	// Output: @0: WSQ SOI: no start-of-image marker FFA0; check that the data is WSQ and not another compression
}

// A program that opens images of any kind registers the format itself.
func ExampleDecode() {
	image.RegisterFormat("wsq", "\xff\xa0", wsq.Decode, wsq.DecodeConfig)
	var stream bytes.Buffer
	if err := wsq.Encode(&stream, image.NewGray(image.Rect(0, 0, 64, 48)), wsq.Options{}); err != nil {
		fmt.Println(err)
		return
	}
	img, format, err := image.Decode(&stream)
	fmt.Println(img.Bounds(), format, err)
	// Output: (0,0)-(64,48) wsq <nil>
}
