package wsq

import (
	"bytes"
	"encoding/binary"
	"testing"
)

// evenTable is a transform table with the even-length filters (8 and 8 taps) of the specification's annex.
func evenTable() []byte {
	low := []float64{0.85269867900940344, -0.09789296778409587, -0.12335584105275092, 0.07565691101399093}
	high := []float64{-0.60328894481393847, 0.18870142780632693, 0.05261415011924844, -0.03226944131446922}
	table := []byte{0xff, 0xa4, 0, 52, 8, 8}
	for _, v := range append(low, high...) {
		sign := byte(0)
		if v < 0 {
			sign, v = 1, -v
		}
		table = append(table, sign, 9)
		table = binary.BigEndian.AppendUint32(table, uint32(v*1e9+0.5))
	}
	return table
}

// withEvenFilters replaces the transform table of a stream.
func withEvenFilters(t *testing.T, stream []byte) []byte {
	t.Helper()
	at := bytes.Index(stream, []byte{0xff, 0xa4, 0, 58})
	if at < 0 {
		t.Fatal("no transform table")
	}
	return append(append(append([]byte{}, stream[:at]...), evenTable()...), stream[at+60:]...)
}

// TestEvenFilters decodes reference streams as if made with even filters. The hashes are of the
// pixels that NBIS 5.0.0 (gcc -O2, x86-64) made of the same streams.
func TestEvenFilters(t *testing.T) {
	want := map[string]string{
		"libbiomeval-img.wsq.wsq":                            "5e0279c6e4f96f2b054ec22959d83a4b8e0f4f29afb8ed90ea2a5d7f404a6c53",
		"libbiomeval-type9-15.an2k-t15-i1.wsq":               "90657acbf7f9a74d76b0b31a85e65bf9081a319abe29a802278c07d35aaada12",
		"nbis-old-style-valid1.14.an2-t4-i1.wsq":             "229b20a696fa1761295a6f46e8dd2ad55f985f5f9a9e5454076b2cd8daeb3d89",
		"nist-reference-type-13-tip-eji-wsq.an2-t13-i2.wsq":  "df4fe89619bfb0c5fe722bab97e6780d7ac66ee9163a7f1eed1dfe20fe455625",
		"nist-reference-type-14-amp-nqm-utf8.an2-t14-i1.wsq": "1a9cc2ccff7cd3f453e784c5498ce453a6bd27f1946e07a36eb6bba628fa3d4c",
	}
	for _, e := range expectations(t) {
		if want[e.name] == "" {
			continue
		}
		gray, _, err := DecodeBytes(withEvenFilters(t, referenceStream(t, e)))
		if err != nil {
			t.Fatal(err)
		}
		if got := hash(gray.Pix); got != want[e.name] {
			t.Errorf("%s: pixels hash to %s, NBIS's to %s", e.name, got, want[e.name])
		}
	}
}
