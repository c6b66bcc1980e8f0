package conform_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"sallyport/itl"
	"sallyport/itl/conform"
	"sallyport/itl/itltest"
)

// damage is one class of damage and what must be said of it.
type damage struct {
	name   string
	of     func() []byte // sample or pictures
	change func([]byte) []byte
	kind   itl.Kind
	want   string // of the line, less its remedy
}

// structural is damage that a strict reading stops at.
var structural = []damage{
	{"another format", itltest.Sample, func([]byte) []byte { return []byte("%PDF-1.4") }, itl.KindFormat, "@0: 1.001 E0005: does not begin with"},
	{"empty input", itltest.Sample, func([]byte) []byte { return nil }, itl.KindFormat, "@0: 1.001 E0005: does not begin with"},
	{"padding before", itltest.Sample, func(b []byte) []byte { return append([]byte("\xef\xbb\xbf\r\n"), b...) }, itl.KindBytesBefore, "@0: E0005: 5 bytes of padding before"},
	{"LEN of Type-1 too large", itltest.Sample, itltest.Replace("1.001:1", "1.001:2"), itl.KindLength, "1.001 E0004: LEN says 285 bytes and the record has 185"},
	{"LEN of Type-2 too small", itltest.Sample, itltest.Replace("2.001:7", "2.001:2"), itl.KindLength, "2.001 E0004: LEN says 25 bytes and the record has 75"},
	{"LEN beyond the end", itltest.Sample, itltest.Replace("14.001:160", "14.001:999"), itl.KindLength, "14.001 E0004: LEN says 999 bytes and the record has 160"},
	{"LEN leads into an image", itltest.Sample, itltest.Replace("14.001:160", "14.001:158"), itl.KindLength, "14.001 E0004: LEN says 158 bytes and the record has 160"},
	{"LEN of Type-4 too large", itltest.Sample, itltest.FromEnd(22, 0, 0, 0, 23), itl.KindTruncated, "4.001 E0004: LEN says 23 bytes where 18 to 22"},
	{"LEN of Type-4 too small", itltest.Sample, itltest.FromEnd(22, 0, 0, 0, 5), itl.KindLength, "4.001 E0004: LEN says 5 bytes where 18 to 22"},
	{"LEN of Type-4 huge", itltest.Sample, itltest.FromEnd(22, 0xff, 0xff, 0xff, 0xff), itl.KindTruncated, "4.001 E0004: LEN says 4294967295 bytes"},
	{"LEN is no number", itltest.Sample, itltest.Replace("1.001:", "1.001:x"), itl.KindLengthUnreadable, "1.001 E0005: LEN is not a number"},
	{"LEN has ten digits", itltest.Sample, itltest.Replace("1.001:185", "1.001:0000000185"), itl.KindLengthUnreadable, "1.001 E0005: LEN is not a number of one to nine"},
	{"LEN is a number and more", itltest.Sample, itltest.Replace("2.001:75\x1d2.002:00", "2.001:75 \x1d2.002:0"), itl.KindLengthUnreadable, "2.001 E0005: LEN is not a number"},
	{"FS in the place of the GS behind LEN", itltest.Sample, itltest.Replace("14.001:160\x1d", "14.001:160\x1c"), itl.KindLengthUnreadable, "14.001 E0005: LEN is not a number"},
	{"truncated in the last image", itltest.Sample, func(b []byte) []byte { return b[:len(b)-1] }, itl.KindTruncated, "record 4 4.001 E0004: LEN says 22 bytes where 18 to 21"},
	{"truncated in a header", itltest.Sample, func(b []byte) []byte { return b[:len(b)-10] }, itl.KindTruncated, "4.001 E0004: the input ends inside the header"},
	{"truncated between records", itltest.Sample, func(b []byte) []byte { return b[:len(b)-22] }, itl.KindTruncated, "record 4 E0004: CNT lists 3 records after the first; the input ends after 2"},
	{"truncated in text", itltest.Sample, func(b []byte) []byte { return b[:205] }, itl.KindTruncated, "record 2 2.001 E0004: LEN says 75 bytes and 20 are left"},
	{"FS missing before a record", itltest.Sample, itltest.Replace("AFFRAY\x1c14.", "AFFRAY14."), itl.KindSeparatorMissing, "record 2 2.001 E0004: the FS that ends the record is missing before"},
	{"FS replaced", itltest.Sample, itltest.Replace("AFFRAY\x1c14.", "AFFRAY\n14."), itl.KindSeparatorMissing, "record 2 2.001 E0004: the FS that ends the record is missing before"},
	{"CNT missing", itltest.Sample, itltest.Replace("1.003:", "1.103:"), itl.KindContentsMissing, "1.003 E0001: the list of records"},
	{"CNT count", itltest.Sample, itltest.Replace("1.003:1\x1f3", "1.003:1\x1f4"), itl.KindContentsCount, "1.003 E0004: CNT says 4 records and lists 3"},
	{"CNT count huge", itltest.Sample, itltest.Contents("1\x1f999999999\x1e2\x1f00"), itl.KindContentsCount, "1.003 E0004: CNT says 999999999 records and lists 1"},
	{"CNT count of ten digits", itltest.Sample, itltest.Contents("1\x1f9999999999\x1e2\x1f00"), itl.KindContentsUnreadable, "1.003 E0004: CNT begins with"},
	{"CNT begins wrongly", itltest.Sample, itltest.Replace("1.003:1\x1f3", "1.003:2\x1f3"), itl.KindContentsUnreadable, "1.003 E0004: CNT begins with"},
	{"CNT pair", itltest.Sample, itltest.Replace("\x1e2\x1f00", "\x1ex\x1f00"), itl.KindContentsUnreadable, `1.003 E0004: "x\x1f00" in CNT is not`},
	{"CNT of a type that cannot be", itltest.Sample, itltest.Replace("\x1e2\x1f00\x1e14", "\x1e0\x1f00\x1e14"), itl.KindContentsUnreadable, `1.003 E0004: "0\x1f00" in CNT is not`},
	{"CNT type", itltest.Sample, itltest.Replace("\x1e2\x1f00", "\x1e9\x1f00"), itl.KindContentsType, "record 2 E0004: CNT announces a Type-9 record and a Type-2"},
	{"CNT says binary", itltest.Sample, itltest.Replace("\x1e2\x1f00\x1e14\x1f01", "\x1e4\x1f00\x1e014\x1f1"), itl.KindContentsType, "record 2 E0004: CNT announces a Type-4 record and a Type-2"},
	{"CNT says tagged", itltest.Sample, itltest.Replace("\x1e4\x1f02", "\x1e9\x1f02"), itl.KindRecordStart, "record 4 9.001 E0004: a Type-9 record must begin here"},
	{"records in another order", itltest.Sample, itltest.Replace("\x1e2\x1f00\x1e14\x1f01", "\x1e14\x1f01\x1e2\x1f00"), itl.KindContentsType, "CNT announces a Type-14 record and a Type-2"},
	{"record that CNT does not list", itltest.Sample, itltest.Unlisted, itl.KindUnlisted, "record 3 E0004: a Type-14 record that CNT does not list"},
	{"another transaction after", itltest.Sample, func(b []byte) []byte { return append(b, b...) }, itl.KindBytesAfter, "another transaction begins here"},
	{"another transaction inside", itltest.Sample, itltest.Replace("\x1c2.001:", "\x1c1.001:"), itl.KindContentsType, "CNT announces a Type-2 record and a Type-1 stands"},
	{"bytes after", itltest.Sample, itltest.Append("more"), itl.KindBytesAfter, "E0004: 4 bytes after the last record"},
	{"line end after", itltest.Sample, itltest.Append("\r\n"), itl.KindBytesAfter, "2 line-end or padding bytes"},
	{"line ends between records", itltest.Sample, itltest.Replace("\x1c2.001:", "\x1c\r\n2.001:"), itl.KindTextMode, "record 2 E0005: line ends before the record"},
	{"line end before a tag", itltest.Sample, itltest.Replace("\x1d2.018:NOBODY,IDA", "\x1d\r\n2.018:NOBODY,I"), itl.KindTextMode, "E0005: line end before a tag"},
	{"text-mode transfer of text", itltest.Sample, func(b []byte) []byte { return itltest.TextMode(itltest.Replace("TRESPASS", "TRES\nASS")(b)) }, itl.KindTextMode, "2.001 E0005: LEN says 75 bytes and the record has 76: a transfer in text mode made CR LF of 1 line ends"},
	{"text-mode transfer of an image", itltest.Sample, func(b []byte) []byte {
		return itltest.TextMode(itltest.Replace("\x1c\x1d\x1e\x1f\xff\x00", "\x1c\n\n\x1f\xff\x00")(b))
	}, itl.KindTextMode, "14.001 E0005: LEN says 160 bytes and the record has 162: a transfer in text mode made CR LF of 2 line ends"},
	{"text-mode transfer of a binary record", itltest.Pictures, func(b []byte) []byte {
		lines := itltest.Rewrite(func(tx *itl.Transaction) {
			r := &tx.Records[1]
			r.Binary = append(bytes.Clone(r.Binary), "\n\n\n\n"...)
			tx.Records = append(tx.Records[:2], tx.Records[1:]...)
		})(b)
		return itltest.TextMode(lines)
	}, itl.KindTextMode, "line ends is CR LF, as a transfer in text mode makes them: images before this place are spoilt"},
	{"tag garbled", itltest.Sample, itltest.Replace("2.018:", "2_018:"), itl.KindTag, `E0005: "2_018:NOBODY" is not a tag`},
	{"tag without a number", itltest.Sample, itltest.Replace("2.018:", "2..18:"), itl.KindTag, `E0005: "2..18:NOBODY" is not a tag`},
	{"tag of number 0", itltest.Sample, itltest.Replace("2.018:", "2.000:"), itl.KindTag, "E0005: \"2.000:NOBODY\" is not a tag"},
	{"GS in a value", itltest.Sample, itltest.Replace("NOBODY,IDA", "NOBODY\x1dIDA"), itl.KindTag, `E0005: "IDA" is not a tag`},
	{"empty field", itltest.Sample, itltest.Replace("2.018:NOBODY,IDA\x1d2.047", "2.018:NOBODY,ID\x1d\x1d2.047"), itl.KindEmptyField, "an empty field, without a tag"},
	{"GS before FS", itltest.Sample, itltest.Replace("AFFRAY\x1c", "AFFRA\x1d\x1c"), itl.KindEmptyField, "an empty field, without a tag"},
	{"huge count of records", itltest.Sample, func([]byte) []byte {
		h := itltest.Header()
		h.SetText(3, "1\x1f5000"+strings.Repeat("\x1e9\x1f00", 5000))
		t := &itl.Transaction{Records: []itl.Record{h}}
		return append(t.Append(nil), bytes.Repeat([]byte("9.001:18\x1d9.002:00\x1c"), 5000)...)
	}, itl.KindLimit, "1.003 E0003: more than 4096 records"},
	{"huge count of fields", itltest.Sample, itltest.Set(1, 900, "x"+strings.Repeat("\x1d2.901:", itl.MaxFields+1)), itl.KindLimit, "record 2 E0003: more than 262144 fields"},
	{"huge count of fields before an image", itltest.Sample, itltest.Set(2, 900, "x"+strings.Repeat("\x1d14.901:", itl.MaxFields+1)), itl.KindLimit, "record 3 E0003: more than 262144 fields"},
	{"huge count of items", itltest.Sample, itltest.Set(1, 900, strings.Repeat("\x1f", itl.MaxItems+1)), itl.KindLimit, "record 2 E0003: more than 262144 fields or 1048576 items"},
}

// meaning is damage that a strict reading passes and Check, or CheckImages, finds.
var meaning = []damage{
	{"IDC differs from CNT", itltest.Sample, itltest.Replace("14.002:01", "14.002:07"), itl.KindContentsIDC, "record 3 14.002 E0004: the IDC is 7"},
	{"IDC of one digit", itltest.Sample, itltest.Replace("\x1e2\x1f00\x1e14\x1f01", "\x1e2\x1f0\x1e14\x1f001"), itl.KindIDCPadding, "1.003 E0002: an IDC in CNT"},
	{"CNT ends with RS", itltest.Sample, itltest.Replace("\x1f02\x1d1.004:CAR", "\x1f02\x1e\x1d1.004:CR"), itl.KindEmptySubfield, "1.003 E0005: an empty subfield"},
	{"IDC twice", itltest.Sample, func(b []byte) []byte {
		tx, _ := itl.Parse(b)
		return itl.New(tx.Records[0], tx.Records[1], tx.Records[2], tx.Records[2]).Append(nil)
	}, itl.KindIDCTwice, "record 4 14.002 E0004: IDC 01 is already that of record 3"},
	{"type not assigned", itltest.Sample, itltest.Rewrite(func(tx *itl.Transaction) { tx.Records = append(tx.Records, itl.NewRecord(50, 9)) }), itl.KindType, "record 5 E0002: Type-50 is not assigned"},
	{"another type's tag", itltest.Sample, itltest.Replace("2.018:", "9.018:"), itl.KindTagType, "2.018 E0005: tag 9.018"},
	{"two digits", itltest.Sample, itltest.Replace("2.018:NO", "2.18:NOO"), itl.KindTagDigits, "2.018 E0005: field number in tag 2.18"},
	{"field twice", itltest.Sample, itltest.Replace("2.047:", "2.018:"), itl.KindFieldTwice, "2.018 E0002: the field occurs twice"},
	{"IDC not second", itltest.Sample, itltest.Replace("2.002:00\x1d2.018:NOBODY,IDA", "2.018:NOBODY,IDA\x1d2.002:00"), itl.KindOrder, "2.018 E0002: field 2.018 stands second"},
	{"order of fields", itltest.Sample, itltest.Replace("1.007:WVIAFIS0Z\x1d1.008:XX0001000", "1.008:XX0001000\x1d1.007:WVIAFIS0Z"), itl.KindOrder, "1.007 E0002: fields are not in ascending"},
	{"LEN padded with zeros", itltest.Sample, itltest.Replace("2.001:75\x1d2.002:00\x1d2.018:NOBODY", "2.001:075\x1d2.002:00\x1d2.018:NOBOD"), itl.KindLengthZeros, "2.001 E0012: LEN has leading zeros"},
	{"empty subfield", itltest.Sample, itltest.Replace("AFFRAY", "AFFRA\x1e"), itl.KindEmptySubfield, "2.047 E0005: an empty subfield"},
	{"FS in a value", itltest.Sample, itltest.Replace("NOBODY", "NO\x1cODY"), itl.KindControl, "2.018 E0005: control character 1C"},
	{"control character", itltest.Sample, itltest.Replace("NOBODY", "NO\x07ODY"), itl.KindControl, "control character 07"},
	{"line end in Type-1", itltest.Sample, itltest.Replace("ALDER2", "ALDE\n2"), itl.KindTextMode, "1.009 E0005: a line end in text"},
	{"not ASCII in Type-1", itltest.Sample, itltest.Replace("WVIA", "WVI\xc4"), itl.KindASCII, "1.007 E0005: Type-1 holds"},
	{"not ASCII, no DCS", itltest.Sample, itltest.Replace("NOBODY", "N\xc3\x96BDY"), itl.KindCharset, "2.018 E0005: characters other than ASCII"},
	{"bad UTF-8", itltest.Sample, itltest.Rewrite(func(tx *itl.Transaction) {
		tx.Records[0].SetText(15, "003\x1fUTF-8")
		tx.Records[1].SetText(18, "N\xd6BODY")
	}), itl.KindUTF8, "2.018 E0005: the text is not valid UTF-8"},
	{"nested separators", itltest.Sample, itltest.Replace("1.004:CAR\x1d1.005:2015", "1.004:C\x1fA\x1eR\x1d1.005:15"), itl.KindValues, "1.004 E0002: TOT has 2 subfields"},
	{"nested items", itltest.Sample, itltest.Replace("1.004:CAR", "1.004:C\x1fR"), itl.KindValues, "1.004 E0002: TOT has 2 items"},
	{"VER", itltest.Sample, itltest.Replace("1.002:0500", "1.002:0599"), itl.KindValue, `1.002 E0002: VER is "0599"`},
	{"TOT empty", itltest.Sample, itltest.Replace("1.004:CAR\x1d1.005:2015", "1.004:\x1d1.005:2015070"), itl.KindMissing, "1.004 E0001: mandatory field TOT is empty"},
	{"date that cannot be", itltest.Sample, itltest.Replace("1.005:20150702", "1.005:20150732"), itl.KindValue, "1.005 E0002: DAT"},
	{"DAI too short", itltest.Sample, itltest.Replace("WVIAFIS0Z\x1d1.008:XX", "WVIAFIS0\x1d1.008:XXX"), itl.KindValue, "1.007 E0002: DAI"},
	{"ORI missing", itltest.Sample, itltest.Replace("1.008:", "1.108:"), itl.KindMissing, "1.008 E0001: mandatory field ORI is missing"},
	{"NSR", itltest.Sample, itltest.Replace("1.011:19.69", "1.011:19,69"), itl.KindValue, "1.011 E0002: NSR"},
	{"GMT", itltest.Sample, itltest.Replace("101500Z", "256000Z"), itl.KindValue, "1.014 E0002: GMT"},
	{"IDC missing", itltest.Sample, itltest.Replace("2.002:", "2.902:"), itl.KindMissing, "2.002 E0001: mandatory field IDC is missing"},
	{"impression type", itltest.Sample, itltest.Replace("14.003:0", "14.003:X"), itl.KindValue, "14.003 E0002: IMP"},
	{"SRC empty", itltest.Sample, itltest.Replace("14.004:ALDER COUNTY\x1d14.005:", "14.004:\x1d14.005:ALDER COUNTY"), itl.KindMissing, "14.004 E0001: mandatory field SRC is empty"},
	{"no width", itltest.Sample, itltest.Replace("14.006:3", "14.006:0"), itl.KindValue, "14.006 E0002: HLL"},
	{"scale units", itltest.Sample, itltest.Replace("14.008:1", "14.008:9"), itl.KindValue, "14.008 E0002: SLC"},
	{"pixels not square", itltest.Sample, itltest.Replace("14.010:500", "14.010:501"), itl.KindRelation, "14.010 E0006: THPS is 500 and TVPS 501"},
	{"compression unknown", itltest.Sample, itltest.Replace("14.011:NONE", "14.011:ZIPP"), itl.KindValue, "14.011 E0002: CGA"},
	{"compression untrue", itltest.Sample, itltest.Replace("14.011:NONE", "14.011:JP2L"), itl.KindImageFormat, "14.011 E0006: the record says jp2 and the bytes are raw"},
	{"bits a pixel", itltest.Sample, itltest.Replace("14.012:8", "14.012:1"), itl.KindValue, "14.012 E0002: BPX"},
	{"finger position", itltest.Sample, itltest.Replace("14.013:13", "14.013:XX"), itl.KindValue, "14.013 E0002: FGP"},
	{"no image field", itltest.Sample, itltest.Without(2, 999), itl.KindNoImage, "14.999 L0006: the record holds no image"},
	{"image empty", itltest.Sample, itltest.Set(2, 999, ""), itl.KindNoImage, "14.999 L0006: the record holds no image"},
	{"size of a raw image", itltest.Sample, itltest.FromEnd(6, 3), itl.KindRawLength, "4.009 E0012: 4 raw bytes for 2x3 pixels"},
	{"raw tagged image too long", itltest.Sample, itltest.Set(2, 999, "sevenbytes"), itl.KindRawLength, "14.999 E0012: 10 raw bytes for 3x2 pixels"},
	{"IHead before raw pixels", itltest.Sample, itltest.Set(2, 999, strings.Repeat("h", 288+6)), itl.KindRawLength, "14.999 E0012: 294 raw bytes for 3x2 pixels: an IHead header of 288 bytes"},
	{"no pixels", itltest.Sample, itltest.FromEnd(6, 0), itl.KindRange, "4.006 E0003: an image of 2x0"},
	{"compression code", itltest.Sample, itltest.FromEnd(5, 9), itl.KindRange, "4.008 E0003: compression code 9"},
	{"compression code untrue", itltest.Sample, itltest.FromEnd(5, 1), itl.KindImageFormat, "4.008 E0006: the record says wsq"},
	{"impression code", itltest.Sample, itltest.FromEnd(17, 99), itl.KindRange, "4.003 E0003: impression type 99"},
	{"finger code", itltest.Sample, itltest.FromEnd(16, 77), itl.KindRange, "4.004 E0003: 77 is not a finger"},
	{"no finger", itltest.Sample, itltest.FromEnd(16, 0xff), itl.KindMissing, "4.004 E0001: no finger position"},
	{"resolution code", itltest.Sample, itltest.FromEnd(10, 7), itl.KindRange, "4.005 E0003: scanning resolution code 7"},
	{"finger twice", itltest.Sample, itltest.Rewrite(func(tx *itl.Transaction) {
		second := tx.Records[3]
		second.Binary = bytes.Clone(second.Binary)
		second.Binary[4] = 9
		tx.Records = append(tx.Records, second)
	}), itl.KindFingerTwice, "record 5 4.004 L0059: position 1 is already in record 4"},

	{"dimensions lie", itltest.Pictures, itltest.Set(4, 6, "1601"), itl.KindImageSize, "14.006 E0006: the record says 1601x1500 and the image's header 1600x1500"},
	{"dimensions of a Type-4 lie", itltest.Pictures, itltest.Rewrite(func(tx *itl.Transaction) { tx.Records[1].Binary[14]++ }), itl.KindImageSize, "4.006 E0006: the record says 65x48 and the image's header 64x48"},
	{"resolution lies", itltest.Pictures, itltest.Rewrite(func(tx *itl.Transaction) {
		tx.Records[4].SetText(9, "500")
		tx.Records[4].SetText(10, "500")
	}), itl.KindImagePPI, "14.009 E0006: the record says 500 pixels per inch and the image's header 1000"},
	{"WSQ at 1000 ppi", itltest.Pictures, itltest.Rewrite(func(tx *itl.Transaction) {
		tx.Records[4].SetText(11, "WSQ20")
		tx.Records[4].SetData(tx.Records[1].Binary[18:])
	}), itl.KindCompression, "14.009 E0006: WSQ at 1000 pixels per inch"},
	{"lossless that is not", itltest.Pictures, itltest.Set(4, 11, "JP2L"), itl.KindImageFormat, "14.011 E0006: the record says lossless"},
	{"depth lies", itltest.Pictures, itltest.Set(5, 12, "16"), itl.KindImageDepth, "15.012 E0006: BPX says 16 bits a pixel and the image's header 8"},
	{"format unknown", itltest.Pictures, itltest.Set(5, 999, "BM a bitmap"), itl.KindImageUnknown, "15.999 L0006: the bytes are no image"},
	{"image behind a second tag", itltest.Pictures, itltest.Rewrite(func(tx *itl.Transaction) {
		f, _ := tx.Records[5].Field(999)
		tx.Records[5].SetData(append([]byte("011011\x1d15.999:"), f.Value...))
	}), itl.KindImageUnknown, "the tag stands in it once more, and a png image begins at"},
	{"image header cut", itltest.Pictures, itltest.Rewrite(func(tx *itl.Transaction) {
		f, _ := tx.Records[4].Field(999)
		tx.Records[4].SetData(f.Value[:len(f.Value)-30])
	}), itl.KindImageHeader, "14.999 L0009: the header of the jp2 image cannot be read"},
	{"WSQ header damaged", itltest.Pictures, itltest.Rewrite(func(tx *itl.Transaction) { tx.Records[1].Binary[20] = 0 }), itl.KindImageHeader, "4.009 L0009: the header of the wsq image cannot be read"},
	{"WSQ pixels damaged", itltest.Pictures, itltest.Rewrite(func(tx *itl.Transaction) {
		tx.Records[1].Binary = tx.Records[1].Binary[:len(tx.Records[1].Binary)-2]
	}), itl.KindImageData, "record 2 4.009 L0009: WSQ "},
	{"JPEG pixels damaged", itltest.Pictures, itltest.Rewrite(func(tx *itl.Transaction) {
		f, _ := tx.Records[3].Field(999)
		tx.Records[3].SetData(f.Value[:len(f.Value)-20])
	}), itl.KindImageData, "record 4 10.999 L0009: invalid JPEG format"},
	{"PNG pixels damaged", itltest.Pictures, itltest.Rewrite(func(tx *itl.Transaction) {
		f, _ := tx.Records[5].Field(999)
		bad := bytes.Clone(f.Value)
		bad[len(bad)-20] ^= 1
		tx.Records[5].SetData(bad)
	}), itl.KindImageData, "record 6 15.999 L0009: png: invalid format"},
	{"bytes after a WSQ image", itltest.Pictures, itltest.Rewrite(func(tx *itl.Transaction) { tx.Records[1].Binary = append(tx.Records[1].Binary, "rest"...) }), itl.KindImageTail, "4.009 E0012: 4 bytes after the end of the WSQ image"},
	{"minutiae miscounted", itltest.Pictures, itltest.Set(2, 136, "2"), itl.KindRelation, "9.136 E0006: 9.136 says 2 minutiae and 9.137 lists 1"},
	{"minutia of thirteen digits", itltest.Pictures, itltest.Set(2, 12, "1\x1f1250125011231\x1f2\x1fB\x1f1,0"), itl.KindValue, `9.012 E0002: item 2 of MRC is "1250125011231"`},
	{"type of minutia", itltest.Pictures, itltest.Set(2, 137, "1\x1f10\x1f20\x1f30\x1f5\x1f1"), itl.KindValue, `9.137 E0002: item 5 of FMD is "5"`},
	{"angle of a minutia", itltest.Pictures, itltest.Set(2, 137, "1\x1f10\x1f20\x1f180\x1f0\x1f1"), itl.KindValue, `9.137 E0002: item 4 of FMD is "180"`},
	{"core of seven digits", itltest.Pictures, itltest.Set(2, 8, "1234567"), itl.KindValue, `9.008 E0002: CRP is "1234567"`},
	{"format of minutiae", itltest.Pictures, itltest.Set(2, 4, "X"), itl.KindValue, `9.004 E0002: FMT is "X"`},
	{"kind of image missing", itltest.Pictures, itltest.Without(3, 3), itl.KindMissing, "10.003 E0001: mandatory field IMT is missing"},
	{"tattoo without a place", itltest.Pictures, itltest.Set(3, 3, "TATTOO"), itl.KindRelation, "10.040 E0006: IMT is TATTOO and SMT is missing"},
	{"joint not described", itltest.Pictures, itltest.Set(4, 13, "19"), itl.KindRelation, "14.014 E0006: FGP is 19 and PPD is missing"},
	{"description of no joint", itltest.Pictures, itltest.Rewrite(func(tx *itl.Transaction) { tx.Records[4].Set(14, []string{"2", "TIP"}) }), itl.KindRelation, "14.014 E0006: PPD describes"},
	{"segment outside", itltest.Pictures, itltest.Rewrite(func(tx *itl.Transaction) { tx.Records[4].Set(21, []string{"2", "10", "1700", "10", "900"}) }), itl.KindRelation, "14.021 E0006: the box of finger 2"},
	{"segment of another hand", itltest.Pictures, itltest.Rewrite(func(tx *itl.Transaction) { tx.Records[4].Set(21, []string{"7", "10", "400", "10", "900"}) }), itl.KindRelation, "14.021 E0006: finger 7 is not among those of position 13"},
	{"segment of four items", itltest.Pictures, itltest.Rewrite(func(tx *itl.Transaction) { tx.Records[4].Set(21, []string{"2", "10", "400", "10"}) }), itl.KindValue, `14.021 E0002: item 5 of SEG is ""`},
	{"missing finger of another hand", itltest.Pictures, itltest.Rewrite(func(tx *itl.Transaction) { tx.Records[4].Set(18, []string{"10", "XX"}) }), itl.KindRelation, "14.018 E0006: finger 10 is said to be missing from position 13"},
	{"amputation code", itltest.Pictures, itltest.Rewrite(func(tx *itl.Transaction) { tx.Records[4].Set(18, []string{"05", "NO"}) }), itl.KindValue, `14.018 E0002: item 2 of AMP is "NO"`},
	{"palm position", itltest.Pictures, itltest.Set(5, 13, "05"), itl.KindValue, "15.013 E0002: FGP"},
}

// findings reads damaged bytes as a person would: strictly, then by what they mean.
func findings(data []byte) []itl.Finding {
	tx, err := itl.Parse(data)
	if err != nil {
		if f, ok := errors.AsType[*itl.Finding](err); ok {
			return []itl.Finding{*f}
		}
		return nil
	}
	return append(conform.Check(tx), conform.Images(tx)...)
}

// TestDamage ends each class of damage in its own finding, with a code, a place inside the input and a reason.
func TestDamage(t *testing.T) {
	for _, d := range append(structural, meaning...) {
		t.Run(d.name, func(t *testing.T) {
			data := d.change(d.of())
			found := findings(data)
			hit := false
			for _, f := range found {
				hit = hit || f.Kind == d.kind && strings.Contains(f.Error(), d.want)
				if f.Code == "" || f.Why == "" || f.Remedy == "" || f.Offset < 0 || f.Offset > len(data) {
					t.Errorf("%+v: a finding has a code, a reason, a remedy and a place in the input", f)
				}
			}
			if !hit {
				t.Errorf("findings %v, want %s: %q", lines(found), d.kind, d.want)
			}
		})
	}
}

func lines(found []itl.Finding) []string {
	var all []string
	for _, f := range found {
		all = append(all, fmt.Sprintf("%s: %.200s", f.Kind, f.Error()))
	}
	return all
}

// TestDamageIsOfTheClassItSays: structural damage stops a strict reading; the rest does not.
func TestDamageIsOfTheClassItSays(t *testing.T) {
	for _, d := range structural {
		if _, err := itl.Parse(d.change(d.of())); err == nil {
			t.Errorf("%s: read strictly", d.name)
		}
	}
	for _, d := range meaning {
		if _, err := itl.Parse(d.change(d.of())); err != nil {
			t.Errorf("%s: %v", d.name, err)
		}
	}
}

// fbiKinds are those that package ebts alone finds, and notes.
var fbiKinds = []itl.Kind{itl.KindTransaction, itl.KindRecordCount, itl.KindFieldLength, itl.KindCharacters, itl.KindFieldUndefined, itl.KindFingerMissing, itl.KindFingerLacking, itl.KindEmptyItem}

// TestEveryKindIsFound: the catalogue holds no kind that nothing ends in.
func TestEveryKindIsFound(t *testing.T) {
	seen := map[itl.Kind]bool{}
	for _, d := range append(structural, meaning...) {
		seen[d.kind] = true
	}
	for _, k := range fbiKinds {
		seen[k] = true
	}
	for _, k := range itl.Kinds() {
		if !seen[k] {
			t.Errorf("nothing is damaged so that it ends in %q", k)
		}
	}
}

func TestSamplesAreClean(t *testing.T) {
	for _, of := range []func() []byte{itltest.Sample, itltest.Pictures} {
		tx, err := itl.Parse(of())
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range append(conform.Check(tx), append(conform.Images(tx), conform.Notes(tx)...)...) {
			t.Error(f.Error())
		}
	}
}
