// Package itltest makes invented transactions for tests, and damages them.
//
// Nobody is in them: names are made up and images are blank.
package itltest

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/jpeg"
	"image/png"

	"sallyport/itl"
	"sallyport/wsq"
)

// record makes a tagged record of texts.
func record(recordType, idc int, texts map[int]string) itl.Record {
	r := itl.NewRecord(recordType, idc)
	for number, text := range texts {
		r.SetText(number, text)
	}
	return r
}

// Header is a Type-1 record that has nothing wrong.
func Header() itl.Record {
	return record(1, 0, map[int]string{2: "0500", 4: "CAR", 5: "20150702", 7: "WVIAFIS0Z", 8: "XX0001000",
		9: "ALDER20150702-17", 11: "19.69", 12: "19.69", 13: "NORAM", 14: "20150702101500Z"})
}

// flat is a Type-14 record of a slap without its image.
func flat(idc int, compression string, ppi string, width, height string) itl.Record {
	return record(14, idc, map[int]string{3: "0", 4: "ALDER COUNTY", 5: "20150702", 6: width, 7: height, 8: "1", 9: ppi,
		10: ppi, 11: compression, 12: "8", 13: "13"})
}

// Sample is a small transaction that has nothing wrong: Types 1, 2, 14 and 4.
func Sample() []byte {
	second := itl.NewRecord(2, 0)
	second.SetText(18, "NOBODY,IDA")
	second.Set(47, []string{"20150702", "TRESPASS"}, []string{"20150703", "AFFRAY"})
	slap := flat(1, "NONE", "500", "3", "2")
	slap.SetData([]byte{0x1c, 0x1d, 0x1e, 0x1f, 0xff, 0}) // every separator is legal in an image
	rolled, err := itl.Type4{IDC: 2, Impression: 1, Fingers: []int{1}, Width: 2, Height: 2, Data: []byte{1, 2, 3, 4}}.Record()
	if err != nil {
		panic(err)
	}
	return itl.New(Header(), second, slap, rolled).Append(nil)
}

// Pictures is a transaction with an image in each format, nothing wrong with any: a rolled thumb in WSQ, a face in JPEG, a
// slap at 1000 pixels per inch in JPEG 2000 (its headers alone), a palm in PNG, and minutiae.
func Pictures() []byte {
	grey := image.NewGray(image.Rect(0, 0, 64, 48))
	var thumb, face, palm bytes.Buffer
	for _, err := range []error{wsq.Encode(&thumb, grey, wsq.Options{}), jpeg.Encode(&face, grey, nil), png.Encode(&palm, grey)} {
		if err != nil {
			panic(err)
		}
	}
	rolled, err := itl.Type4{IDC: 1, Impression: 1, Fingers: []int{1}, Width: 64, Height: 48, Compression: 1, Data: thumb.Bytes()}.Record()
	if err != nil {
		panic(err)
	}
	minutiae := record(9, 2, map[int]string{3: "1", 4: "U", 136: "1", 137: "1\x1f10\x1f20\x1f30\x1f0\x1f1"})
	mugshot := record(10, 3, map[int]string{3: "FACE", 4: "ALDER COUNTY", 5: "20150702", 6: "64", 7: "48", 8: "1", 9: "72", 10: "72", 11: "JPEGB", 12: "GRAY"})
	mugshot.SetData(face.Bytes())
	slap := flat(4, "JP2", "1000", "1600", "1500")
	slap.Set(18, []string{"05", "XX"})
	slap.Set(21, []string{"2", "10", "400", "10", "900"})
	slap.Set(22, []string{"2", "1"})
	slap.SetData(codestream(1600, 1500))
	hand := record(15, 5, map[int]string{3: "10", 4: "ALDER COUNTY", 5: "20150702", 6: "64", 7: "48", 8: "1", 9: "1000", 10: "1000", 11: "PNG", 12: "8", 13: "21"})
	hand.SetData(palm.Bytes())
	return itl.New(Header(), rolled, minutiae, mugshot, slap, hand).Append(nil)
}

// codestream is the beginning of a JPEG 2000 codestream of grey pixels coded with loss, in JP2 boxes that say 1000 ppi.
func codestream(width, height uint32) []byte {
	siz := []byte{0xff, 0x4f, 0xff, 0x51, 0, 41, 0, 0}
	for _, v := range []uint32{width, height, 0, 0, width, height, 0, 0} {
		siz = binary.BigEndian.AppendUint32(siz, v)
	}
	siz = append(siz, 0, 1, 7, 1, 1)
	siz = append(siz, 0xff, 0x52, 0, 12, 0, 2, 0, 1, 0, 5, 4, 4, 0, 0, 0xff, 0x90)
	boxes := "\x00\x00\x00\x0cjP  \r\n\x87\n\x00\x00\x00\x14ftypjp2 \x00\x00\x00\x00jp2 " +
		"\x00\x00\x00\x22jp2h\x00\x00\x00\x1ares \x00\x00\x00\x12resc\x99\xca\x00\x01\x99\xca\x00\x01\x00\x00\x00\x00\x00\x00jp2c"
	return append([]byte(boxes), siz...)
}
