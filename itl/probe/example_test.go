package probe_test

import (
	"fmt"

	"sallyport/itl/probe"
)

// The beginning of a JPEG 2000 codestream is enough to describe it.
func ExampleRead() {
	codestream := "\xff\x4f\xff\x51\x00\x29\x00\x00" + // SOC, SIZ
		"\x00\x00\x06\x40\x00\x00\x05\xdc\x00\x00\x00\x00\x00\x00\x00\x00" + // 1600 x 1500, origin 0, 0
		"\x00\x00\x06\x40\x00\x00\x05\xdc\x00\x00\x00\x00\x00\x00\x00\x00" + // in one tile
		"\x00\x01\x07\x01\x01" // one component of 8 bits
	header, err := probe.Read([]byte(codestream))
	fmt.Println(header.Format, header.Width, header.Height, header.Bits, err)

	_, err = probe.Read([]byte(codestream[:20]))
	fmt.Println(err)
	// Output:
	// jp2 1600 1500 8 <nil>
	// @0: jp2 header: the codestream does not begin with SOC and a whole SIZ; encode the image again
}
