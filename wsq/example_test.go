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
	back, info, err := wsq.Decode(&out)
	fmt.Println(back.Rect, info.PPI, err)
	// Output: (0,0)-(800,750) 500 <nil>
}

func ExampleDecodeBytes() {
	_, _, err := wsq.DecodeBytes([]byte("\xff\xd8 a JPEG image"))
	fmt.Println(err)
	// Output: @0: WSQ SOI: no start-of-image marker FFA0; check that the data is WSQ and not another compression
}
