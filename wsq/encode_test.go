package wsq

import (
	"bytes"
	"image"
	"math"
	"testing"
)

// TestEncodeEqualsNBIS compares whole streams with those that NBIS's encoder (gcc -O2, x86-64) made
// of the same pixels: the decoded reference streams.
func TestEncodeEqualsNBIS(t *testing.T) {
	tests := []struct {
		name string
		rate float64
		want string
	}{
		{"libbiomeval-img.wsq.wsq", 0.75, "51dd9dfcad13432b8cf3acc275b131ae0e13e7f46a70894de61dbd6265cd3f90"},
		{"libbiomeval-img.wsq.wsq", 2.25, "e057cf899547fd955dfaae40bbbd0e4a01d7685182373522a773676972cf8314"},
		{"libbiomeval-type9-15.an2k-t15-i1.wsq", 0.75, "bc9a84c4b25d03b9dcff47cd13a8666a253759cb7f36350f14d132ec7c07312a"},
		{"libbiomeval-type9-15.an2k-t15-i1.wsq", 2.25, "8dba49261cde7429d9dee7c2c7d68827177f7330a85eae9fb100a771ec5a7e29"},
		{"nbis-old-style-valid1.1.an2-t4-i1.wsq", 0.75, "7f63322d3424a4a942da8313a065f56ad1820991ab78718fe4549f4ac8ece4fe"},
		{"nbis-old-style-valid1.1.an2-t4-i1.wsq", 2.25, "9d68822cf17e41347ba6b29755b680c46ec1de91108c21a59d6341b2c5534092"},
		{"nbis-old-style-valid1.14.an2-t4-i1.wsq", 0.75, "bec78c2cc754f5bf3a537fd2659109ba8e354caa3c21c7b199c795210e94bad0"},
		{"nbis-old-style-valid1.14.an2-t4-i1.wsq", 2.25, "51d11a962e2db46a0b048d2ff4b4c49055ab53704c4d78db0a0dcfa4f57cef67"},
		{"nist-reference-type-13-tip-eji-wsq.an2-t13-i1.wsq", 0.75, "8a1068e7d576df6b7be1369c51fe1e6a247c76bb23b37b25bcdef40d4517e880"},
		{"nist-reference-type-13-tip-eji-wsq.an2-t13-i1.wsq", 2.25, "32746ba5e6b3c54c6f380075e1ce7c39ba86d1790bb5f22a36770d65e6493054"},
		{"nist-reference-type-13-tip-eji-wsq.an2-t13-i3.wsq", 0.75, "f865939bc2578e46f3b6297421b621a0566783ab8d8ba4a14d07e530eb75b7da"},
		{"nist-reference-type-13-tip-eji-wsq.an2-t13-i3.wsq", 2.25, "d009b8d599643a0c334de6927b93cc1d27480bb4f4d11b7452735da635949a67"},
		{"nist-reference-type-14-amp-nqm-utf8.an2-t14-i1.wsq", 0.75, "7888870d17152d88fa8510f84ee34d9fa70970b88c2699100f836758943d5ea7"},
		{"nist-reference-type-14-amp-nqm-utf8.an2-t14-i1.wsq", 2.25, "21a9ed9d40a3aee91dee108c4b4cd62f389629391c1230c8a12e292994bc4675"},
	}
	images := map[string]*image.Gray{}
	for _, e := range expectations(t) {
		gray, _, err := DecodeBytes(referenceStream(t, e))
		if err != nil {
			t.Fatal(err)
		}
		images[e.name] = gray
	}
	for _, test := range tests {
		var out bytes.Buffer
		if err := Encode(&out, images[test.name], Options{BitRate: test.rate}); err != nil {
			t.Fatal(err)
		}
		if got := hash(out.Bytes()); got != test.want {
			t.Errorf("%s at %v: stream hashes to %s, NBIS's to %s", test.name, test.rate, got, test.want)
		}
	}
}

// ridges is an image of width x height with ridges of nine pixels, as a 500 ppi print has.
func ridges(width, height int) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			r := math.Hypot(float64(x-width/2), float64(y-height/3))
			img.Pix[y*img.Stride+x] = uint8(140 + 90*math.Sin(2*math.Pi*r/9+math.Sin(float64(x)/40)))
		}
	}
	return img
}

// TestRoundTrip decodes what was encoded, at sizes and rates that stress the tree and the tables.
func TestRoundTrip(t *testing.T) {
	tests := []struct {
		img  *image.Gray
		rate float64
		want float64 // dB
	}{
		{ridges(500, 500), 0.75, 30}, {ridges(800, 750), 0.75, 30}, {ridges(333, 257), 2.25, 40}, {ridges(64, 64), 8, 34},
		{ridges(1, 1), 0.75, 20}, {ridges(2, 3), 0.75, 0}, {ridges(17, 5), 8, 0}, {ridges(40, 3), 8, 20}, {ridges(500, 500), 0.01, 0},
		{image.NewGray(image.Rect(0, 0, 300, 200)), 0.75, 90}, // one grey level
	}
	for _, test := range tests {
		var out bytes.Buffer
		if err := Encode(&out, test.img, Options{BitRate: test.rate, PPI: 500}); err != nil {
			t.Fatal(err)
		}
		size := out.Len()
		back, info, err := DecodeBytes(out.Bytes())
		if err != nil {
			t.Fatalf("%v at %v: %v", test.img.Rect, test.rate, err)
		}
		if info.PPI != 500 {
			t.Errorf("resolution %d, want 500", info.PPI)
		}
		db := psnr(test.img, back)
		t.Logf("%v at %v: %d bytes, %.2f dB", test.img.Rect, test.rate, size, db)
		if db < test.want {
			t.Errorf("%v at %v: %.2f dB, want %v", test.img.Rect, test.rate, db, test.want)
		}
	}
}

func TestEncodeRefusesBadOptions(t *testing.T) {
	for _, rate := range []float64{-1, 0.001, 9, math.NaN()} {
		if err := Encode(&bytes.Buffer{}, ridges(64, 64), Options{BitRate: rate}); err == nil {
			t.Errorf("bit rate %v was accepted", rate)
		}
	}
	if err := Encode(&bytes.Buffer{}, &image.Gray{}, Options{}); err == nil {
		t.Error("an empty image was accepted")
	}
}

func FuzzRoundTrip(f *testing.F) {
	f.Add([]byte("ridge and valley"), uint16(7), 0.75)
	f.Fuzz(func(t *testing.T, pix []byte, width uint16, rate float64) {
		w := int(width)%100 + 1
		h := len(pix) / w
		if h == 0 {
			return
		}
		img := &image.Gray{Pix: pix[:w*h], Stride: w, Rect: image.Rect(0, 0, w, h)}
		var out bytes.Buffer
		if err := Encode(&out, img, Options{BitRate: rate}); err != nil {
			return
		}
		if _, err := Decode(&out); err != nil {
			t.Errorf("what was encoded does not decode: %v", err)
		}
	})
}

func BenchmarkEncode(b *testing.B) {
	img := ridges(800, 750)
	for b.Loop() {
		if err := Encode(&bytes.Buffer{}, img, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// psnr is the peak signal-to-noise ratio in decibels, 99 for equal images.
func psnr(a, b *image.Gray) float64 {
	var sum float64
	for i := range a.Pix {
		d := float64(a.Pix[i]) - float64(b.Pix[i])
		sum += d * d
	}
	if sum == 0 {
		return 99
	}
	return 10 * math.Log10(255*255*float64(len(a.Pix))/sum)
}
