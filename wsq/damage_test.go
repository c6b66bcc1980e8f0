package wsq

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// smallStream is the 256x256 reference image.
func smallStream(t testing.TB) []byte {
	t.Helper()
	for _, e := range expectations(t) {
		if e.width == 256 {
			return referenceStream(t, e)
		}
	}
	t.Fatal("no 256x256 stream")
	return nil
}

// TestEveryShortenedStreamIsAnError cuts the stream at every length.
func TestEveryShortenedStreamIsAnError(t *testing.T) {
	stream := smallStream(t)
	for n := 0; n < len(stream); n += 1 + n/200 {
		_, _, err := DecodeBytes(stream[:n])
		var format *FormatError
		if !errors.As(err, &format) {
			t.Fatalf("cut at %d: error %v, want a *FormatError", n, err)
		}
		if format.Offset > n {
			t.Errorf("cut at %d: offset %d lies outside the stream", n, format.Offset)
		}
	}
}

// TestDamageNamesItsPlace changes single places of a good stream.
func TestDamageNamesItsPlace(t *testing.T) {
	stream := smallStream(t)
	find := func(marker ...byte) int { return bytes.Index(stream, marker) }
	sof, sob, dht := find(0xff, 0xa2), find(0xff, 0xa3), find(0xff, 0xa6)
	tests := []struct {
		name  string
		at    int
		bytes []byte
		want  string
	}{
		{"not WSQ", 0, []byte{0xff, 0xd8}, "@0: WSQ SOI: no start-of-image marker"},
		{"no pixels", sof + 6, []byte{0, 0}, "has no pixels"},
		{"huge", sof + 6, []byte{0xff, 0xff, 0xff, 0xff}, "exceeds the limit"},
		{"taller", sof + 6, []byte{2, 0}, "coefficients missing"},
		{"narrower", sof + 8, []byte{0, 128}, "more than the"},
		{"Huffman table unknown", sob + 4, []byte{5}, "Huffman table 5 has not been defined"},
		{"Huffman table too short", dht + 5, []byte{9}, "shorter than its content"},
		{"segment past the end", sof + 2, []byte{0xff, 0xf0}, "runs past the end"},
		{"segment too long", sof + 2, []byte{0, 18}, "1 bytes longer than its content"},
		{"a marker out of place", sof, []byte{0xff, 0xa1}, "marker FFA1 cannot stand here"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			bad := bytes.Clone(stream)
			copy(bad[test.at:], test.bytes)
			_, _, err := DecodeBytes(bad)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %q, want it to say %q", err, test.want)
			}
		})
	}
}

// TestDamagedDataIsRarelyAccepted inverts one bit of entropy-coded data at a time. A single changed
// coefficient leaves a valid stream, so some must pass; a stream whose count is off never does.
func TestDamagedDataIsRarelyAccepted(t *testing.T) {
	stream := smallStream(t)
	start := bytes.Index(stream, []byte{0xff, 0xa3}) + 5
	random := rand.New(rand.NewPCG(1, 2))
	refused := 0
	const trials = 300
	for range trials {
		bad := bytes.Clone(stream)
		bad[start+random.IntN(len(bad)-start)] ^= 1 << random.IntN(8)
		if _, _, err := DecodeBytes(bad); err != nil {
			refused++
		}
	}
	if refused < trials/2 {
		t.Errorf("only %d of %d damaged streams were refused", refused, trials)
	}
}

func TestOverfullHuffmanTable(t *testing.T) {
	if _, ok := newCodebook([]byte{3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, []byte{1, 2, 3}); ok {
		t.Error("three codes of one bit were accepted")
	}
}

func TestConfigAndComment(t *testing.T) {
	config, err := DecodeConfig(bytes.NewReader(smallStream(t)))
	if err != nil || config.Width != 256 || config.Height != 256 {
		t.Fatalf("config %+v, %v", config, err)
	}
	info, err := DecodeConfigBytes(smallStream(t))
	if err != nil {
		t.Fatal(err)
	}
	if info.Width != 256 || info.Height != 256 || len(info.Comments) == 0 {
		t.Errorf("info = %+v", info)
	}
	ppi, ok := nistcomPPI("NIST_COM 9\nPIX_WIDTH 256\nPPI 500\n")
	if ppi != 500 || !ok {
		t.Errorf("PPI = %d, %v, want 500", ppi, ok)
	}
	if ppi, ok := nistcomPPI("NIST_COM 9\nPPI 255\n"); ok { // -1 in a byte: unknown
		t.Errorf("PPI = %d, want none", ppi)
	}
}

func FuzzDecode(f *testing.F) {
	for _, size := range []int{16, 64, 131} {
		var out bytes.Buffer
		if err := Encode(&out, ridges(size, size), Options{}); err != nil {
			f.Fatal(err)
		}
		f.Add(out.Bytes())
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		info, err := DecodeConfigBytes(data)
		if err == nil && info.Width*info.Height > 1<<18 {
			t.Skip("slow: a large image")
		}
		gray, info, err := DecodeBytes(data)
		if err == nil && (gray.Rect.Dx() != info.Width || gray.Rect.Dy() != info.Height) {
			t.Errorf("image of %v, header says %dx%d", gray.Rect, info.Width, info.Height)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	for _, rate := range []float64{0.75, 2.25} {
		b.Run(fmt.Sprintf("800x750 at %v", rate), func(b *testing.B) {
			var stream bytes.Buffer
			if err := Encode(&stream, ridges(800, 750), Options{BitRate: rate}); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := DecodeBytes(stream.Bytes()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	for _, e := range expectations(b) {
		if e.width != 804 {
			continue
		}
		stream := referenceStream(b, e)
		b.Run(e.name, func(b *testing.B) {
			for b.Loop() {
				if _, _, err := DecodeBytes(stream); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
