package probe

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport/wsq"
)

// aBox is a JP2 box with a plain length.
func aBox(kind string, content []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(8+len(content)))
	return append(append(b, kind...), content...)
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

// codestream is the beginning of a JPEG 2000 codestream of grey pixels: SOC, SIZ, COD, SOT.
func codestream(width, height, originX uint32, wavelet byte) []byte {
	siz := []byte{0xff, 0x4f, 0xff, 0x51, 0, 41, 0, 0}
	for _, v := range []uint32{width + originX, height, originX, 0, width + originX, height, 0, 0} {
		siz = binary.BigEndian.AppendUint32(siz, v)
	}
	siz = append(siz, 0, 1, 7, 1, 1)
	comment := []byte{0xff, 0x64, 0, 6, 0, 1, 'h', 'i'}
	cod := []byte{0xff, 0x52, 0, 12, 0, 2, 0, 5, 0, 6, 4, 4, 0, wavelet}
	return join(siz, comment, cod, []byte{0xff, 0x90, 0, 10, 0, 0, 0, 0, 0, 0, 0, 1})
}

var signature = []byte("\x00\x00\x00\x0cjP  \r\n\x87\n\x00\x00\x00\x14ftypjp2 \x00\x00\x00\x00jp2 ")

func ihdr(width, height uint32) []byte {
	b := binary.BigEndian.AppendUint32(nil, height)
	b = binary.BigEndian.AppendUint32(b, width)
	return aBox("ihdr", append(b, 0, 1, 7, 7, 0, 0))
}

// captured is a resolution box of 39370 pixels per metre, which is 1000 per inch.
var captured = aBox("resc", []byte{0x99, 0xca, 0, 1, 0x99, 0xca, 0, 1, 0, 0})

// displayed is 1181 × 10 + 0 pixels per metre, 300 per inch.
var displayed = aBox("resd", []byte{0x04, 0x9d, 0, 1, 0x04, 0x9d, 0, 1, 1, 1})

func pngOf(img image.Image, extra []byte) []byte {
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		panic(err)
	}
	b := out.Bytes()
	return join(b[:33], extra, b[33:])
}

var physical = join([]byte{0, 0, 0, 9}, []byte("pHYs"), []byte{0, 0, 0x4c, 0xe5, 0, 0, 0x4c, 0xe5, 1}, make([]byte, 4))

func jpegOf(img image.Image, extra []byte) []byte {
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, nil); err != nil {
		panic(err)
	}
	return join(out.Bytes()[:2], extra, out.Bytes()[2:])
}

func jfif(units byte, density byte) []byte {
	return append([]byte{0xff, 0xe0, 0, 16}, "JFIF\x00\x01\x02"+string([]byte{units, 0, density, 0, density, 0, 0})...)
}

func wsqOf(t testing.TB, width, height int) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := wsq.Encode(&out, image.NewGray(image.Rect(0, 0, width, height)), wsq.Options{}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestRead(t *testing.T) {
	grey, colour := image.NewGray(image.Rect(0, 0, 30, 20)), image.NewRGBA(image.Rect(0, 0, 30, 20))
	lossless := join([]byte{0xff, 0xd8, 0xff, 0xff, 0x01, 0xff, 0xc3, 0, 11, 16, 0, 20, 0, 30, 1, 1, 17, 0})
	xl := join([]byte{0, 0, 0, 1}, []byte("jp2c"), binary.BigEndian.AppendUint64(nil, uint64(16+len(codestream(30, 20, 0, 1)))), codestream(30, 20, 0, 1))
	toEnd := join([]byte{0, 0, 0, 0}, []byte("jp2c"), codestream(30, 20, 5, 0))
	thousand := Header{JPEG2000, 30, 20, 8, 1, 1000, 1000, "lossless", 6, 5}
	tests := []struct {
		name string
		data []byte
		want Header
	}{
		{"WSQ", wsqOf(t, 30, 20), Header{WSQ, 30, 20, 8, 1, 500, 500, "lossy", 0, 0}},
		{"PNG", pngOf(grey, nil), Header{PNG, 30, 20, 8, 1, 0, 0, "lossless", 0, 0}},
		{"PNG in colour, 500 ppi", pngOf(colour, physical), Header{PNG, 30, 20, 8, 4, 500, 500, "lossless", 0, 0}},
		{"JPEG", jpegOf(grey, nil), Header{JPEG, 30, 20, 8, 1, 0, 0, "lossy", 0, 0}},
		{"JPEG, 100 ppi", jpegOf(colour, jfif(1, 100)), Header{JPEG, 30, 20, 8, 3, 100, 100, "lossy", 0, 0}},
		{"JPEG, 197 per centimetre", jpegOf(colour, jfif(2, 197)), Header{JPEG, 30, 20, 8, 3, 500, 500, "lossy", 0, 0}},
		{"JPEG lossless", lossless, Header{JPEGL, 30, 20, 16, 1, 0, 0, "lossless", 0, 0}},
		{"codestream alone", codestream(30, 20, 0, 1), Header{JPEG2000, 30, 20, 8, 1, 0, 0, "lossless", 6, 5}},
		{"JP2 of 1000 ppi", join(signature, aBox("jp2h", join(ihdr(30, 20), aBox("res ", captured))), xl), thousand},
		{"capture before display", join(signature, aBox("jp2h", aBox("res ", join(captured, displayed))), xl), thousand},
		{"display alone", join(signature, aBox("jp2h", aBox("res ", displayed)), toEnd), Header{JPEG2000, 30, 20, 8, 1, 300, 300, "lossy", 6, 5}},
		{"junk after the codestream", join(signature, xl, []byte("junk")), Header{JPEG2000, 30, 20, 8, 1, 0, 0, "lossless", 6, 5}},
		{"no resolution that can be", join(signature, aBox("jp2h", aBox("res ", aBox("resc", make([]byte, 10)))), xl), Header{JPEG2000, 30, 20, 8, 1, 0, 0, "lossless", 6, 5}},
		{"none of these", []byte("GIF89a"), Header{Format: Unknown}},
		{"nothing", nil, Header{Format: Unknown}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := Read(test.data)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("header (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDamagedHeaders(t *testing.T) {
	good := wsqOf(t, 30, 20)
	tests := []struct {
		name string
		data []byte
		want string
	}{
		{"WSQ cut", good[:40], "@4: wsq header: COM: length 120"},
		{"PNG cut", pngOf(image.NewGray(image.Rect(0, 0, 3, 2)), nil)[:20], "@8: png header: no whole IHDR"},
		{"PNG without pixels", append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"), make([]byte, 17)...), "@16: png header: an image of 0x0"},
		{"PNG colour type", append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"), 0, 0, 0, 1, 0, 0, 0, 1, 8, 9, 0, 0, 0, 0, 0, 0, 0), "@25: png header: no such colour type"},
		{"JPEG cut", []byte{0xff, 0xd8, 0xff, 0xdb, 0, 67}, "@4: jpeg header: a segment of 67 bytes where 2 are left"},
		{"JPEG ends", []byte{0xff, 0xd8, 0xff, 0xdb, 0, 2}, "@6: jpeg header: the image ends before its frame"},
		{"JPEG no marker", []byte{0xff, 0xd8, 0xff, 0xdb, 0, 2, 0, 0, 0, 0}, "@6: jpeg header: 00 where a marker"},
		{"JPEG no frame", []byte{0xff, 0xd8, 0xff, 0xda, 0, 2}, "@2: jpeg header: no frame header"},
		{"JPEG frame cut", []byte{0xff, 0xd8, 0xff, 0xc0, 0, 4, 8, 0}, "@2: jpeg header: the frame header (SOF) is too short"},
		{"JPEG without pixels", []byte{0xff, 0xd8, 0xff, 0xc0, 0, 8, 8, 0, 0, 0, 0, 1}, "@7: jpeg header: an image of 0x0"},
		{"JP2 cut in a box header", signature[:20], "@12: jp2 header: a box of 20 bytes where 8 are left"},
		{"JP2 without codestream", signature, "@32: jp2 header: there is no codestream"},
		{"JP2 box too short", join(signature, []byte{0, 0, 0, 7, 0, 0, 0, 0}), "@32: jp2 header: a box of 7 bytes"},
		{"JP2 four bytes", join(signature, []byte{0, 0, 0, 9}), "@32: jp2 header: the file ends inside a box"},
		{"JP2 huge box", join(signature, []byte{0, 0, 0, 1, 'j', 'p', '2', 'c', 1, 0, 0, 0, 0, 0, 0, 20}), "@32: jp2 header: the extended length"},
		{"JP2 ihdr", join(signature, aBox("jp2h", aBox("ihdr", []byte{1}))), "@40: jp2 header: the image header box"},
		{"JP2 two sizes", join(signature, aBox("jp2h", ihdr(31, 20)), aBox("jp2c", codestream(30, 20, 0, 1))), "@0: jp2 header: its header box says 31x20 and its codestream 30x20"},
		{"JP2 no SIZ", join(signature, aBox("jp2c", make([]byte, 50))), "@40: jp2 header: the codestream does not begin"},
		{"JP2 without pixels", codestream(0, 20, 0, 1), "@8: jp2 header: an image of 0x20"},
		{"JP2 origin beyond", codestream(1<<32-40, 20, 39, 1), "@8: jp2 header: an image of 4294967256x20"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			h, err := Read(test.data)
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Fatalf("%+v, error %v; want %q", h, err, test.want)
			}
			if h.Format == Unknown {
				t.Error("the format is not named")
			}
		})
	}
}

// TestReadAllocatesNothingThatGrows: a header that promises four gigapixels costs no more than one of a thumb.
func TestReadAllocatesNothingThatGrows(t *testing.T) {
	small, huge := codestream(30, 20, 0, 1), codestream(1<<31-1, 1<<31-1, 0, 1)
	count := func(data []byte) float64 {
		return testing.AllocsPerRun(10, func() {
			if _, err := Read(data); err != nil {
				t.Fatal(err)
			}
		})
	}
	if a, b := count(small), count(huge); a != b || a > 2 {
		t.Errorf("%v allocations for a small image, %v for a huge one", a, b)
	}
}

func FuzzRead(f *testing.F) {
	grey := image.NewGray(image.Rect(0, 0, 30, 20))
	f.Add(wsqOf(f, 30, 20)[:300])
	f.Add(pngOf(grey, physical))
	f.Add(jpegOf(grey, jfif(1, 100))[:200])
	f.Add(join(signature, aBox("jp2h", join(ihdr(30, 20), aBox("res ", captured))), aBox("jp2c", codestream(30, 20, 0, 1))))
	f.Add(codestream(30, 20, 0, 0))
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := Read(data)
		var format *Error
		switch {
		case err != nil && (!errors.As(err, &format) || format.Offset > len(data)):
			t.Errorf("error %v", err)
		case err == nil && h.Format != Unknown && (h.Width < 1 || h.Height < 1):
			t.Errorf("%+v without an error", h)
		}
	})
}
