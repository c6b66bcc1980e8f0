package itl

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

// sample is a small transaction that has nothing wrong: Types 1, 2, 14 and 4.
func sample(t testing.TB) []byte {
	t.Helper()
	first := NewRecord(1, 0)
	for number, value := range map[int]string{2: "0500", 4: "CAR", 5: "20150702", 7: "WVIAFIS0Z", 8: "XX0001000",
		9: "ALDER20150702-17", 11: "19.69", 12: "19.69", 13: "NORAM"} {
		first.SetText(number, value)
	}
	second := NewRecord(2, 0)
	second.SetText(18, "NOBODY,IDA")
	second.Set(47, []string{"20150702", "TRESPASS"}, []string{"20150703", "AFFRAY"})
	flat := NewRecord(14, 1)
	for number, value := range map[int]string{3: "0", 4: "ALDER COUNTY", 5: "20150702", 6: "3", 7: "2", 8: "1", 9: "500",
		10: "500", 11: "NONE", 12: "8", 13: "13"} {
		flat.SetText(number, value)
	}
	flat.SetData([]byte{0x1c, 0x1d, 0x1e, 0x1f, 0xff, 0}) // every separator is legal in an image
	rolled, err := Type4{IDC: 2, Impression: 1, Fingers: []int{1}, Width: 2, Height: 2, Data: []byte{1, 2, 3, 4}}.Record()
	if err != nil {
		t.Fatal(err)
	}
	return New(first, second, flat, rolled).Append(nil)
}

func TestSampleIsClean(t *testing.T) {
	tx, err := Parse(sample(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range Check(tx) {
		t.Error(f.Error())
	}
}

// TestEveryTruncationIsAnError cuts the sample at every byte.
func TestEveryTruncationIsAnError(t *testing.T) {
	data := sample(t)
	for n := range data {
		_, err := Parse(data[:n])
		var f *Finding
		if !errors.As(err, &f) {
			t.Fatalf("cut at %d: error %v, want a *Finding", n, err)
		}
		if n >= 6 && f.Code != CodeRecord && f.Code != CodeUnparsable && f.Code != CodeMissing {
			t.Errorf("cut at %d: %v", n, f)
		}
	}
}

// TestDefects changes one thing at a time; strict reading or checking must name it.
func TestDefects(t *testing.T) {
	replace := func(old, new string) func([]byte) []byte {
		return func(b []byte) []byte { return bytes.Replace(b, []byte(old), []byte(new), 1) }
	}
	tests := []struct {
		name   string
		change func([]byte) []byte
		want   string // of the first finding, less its remedy
	}{
		{"not this format", func([]byte) []byte { return []byte("%PDF-1.4") }, "@0: 1.001 E0005: does not begin with"},
		{"LEN lies", replace("1.001:1", "1.001:2"), "1.001 E0004: LEN says"},
		{"LEN is no number", replace("1.001:", "1.001:x"), "1.001 E0005: LEN is not a number"},
		{"CNT missing", replace("1.003:", "1.103:"), "1.003 E0001: the list of records"},
		{"CNT count", replace("1.003:1\x1f3", "1.003:1\x1f4"), "1.003 E0004: CNT says 4 records and lists 3"},
		{"CNT begins wrongly", replace("1.003:1\x1f3", "1.003:2\x1f3"), "1.003 E0004: CNT begins with"},
		{"CNT pair", replace("\x1e2\x1f00", "\x1ex\x1f00"), "1.003 E0004: \"x\\x1f00\" in CNT is not"},
		{"CNT type", replace("\x1e2\x1f00", "\x1e9\x1f00"), "record 2 E0004: CNT announces a Type-9 record and a Type-2"},
		{"tag garbled", replace("2.018:", "2_018:"), "E0005: \"2_018:NOBODY\" is not a tag"},
		{"empty field", replace("2.018:NOBODY,IDA\x1d2.047", "2.018:NOBODY,ID\x1d\x1d2.047"), "an empty field, without a tag"},
		{"bytes at the end", func(b []byte) []byte { return append(b, "more"...) }, "E0004: 4 bytes after the last record"},
		{"line end at the end", func(b []byte) []byte { return append(b, "\r\n"...) }, "2 line-end or padding bytes"},
		{"truncated", func(b []byte) []byte { return b[:len(b)-1] }, "record 4 4.001 E0004: LEN says 22 bytes where 18 to 21"},
		{"LEN leads into an image", replace("14.001:", "14.001:0"), "14.001 E0004"},

		{"IDC differs from CNT", replace("14.002:01", "14.002:07"), "record 3 14.002 E0004: the IDC is 7"},
		{"IDC of one digit", replace("\x1e2\x1f00\x1e14\x1f01", "\x1e2\x1f0\x1e14\x1f001"), "1.003 E0002: an IDC in CNT"},
		{"another type's tag", replace("2.018:", "9.018:"), "2.018 E0005: tag 9.018"},
		{"two digits", replace("2.018:NO", "2.18:NOO"), "2.018 E0005: field number in tag 2.18"},
		{"field twice", replace("2.047:", "2.018:"), "2.018 E0002: the field occurs twice"},
		{"IDC not second", replace("2.002:00\x1d2.018:NOBODY,IDA", "2.018:NOBODY,IDA\x1d2.002:00"), "2.018 E0002: field 2.018 stands second"},
		{"order", replace("1.007:WVIAFIS0Z\x1d1.008:XX0001000", "1.008:XX0001000\x1d1.007:WVIAFIS0Z"), "1.007 E0002: fields are not in ascending"},
		{"empty subfield", replace("AFFRAY", "AFFRA\x1e"), "2.047 E0005: an empty subfield"},
		{"empty item", replace("AFFRAY", "AFFRA\x1f"), "2.047 E0005: an empty item"},
		{"control character", replace("NOBODY", "NO\x07ODY"), "control character 07"},
		{"line end in Type-1", replace("ALDER2", "ALDE\n2"), "1.009 E0005: a line end in text"},
		{"not ASCII in Type-1", replace("WVIA", "WVI\xc4"), "1.007 E0005: Type-1 holds"},
		{"not ASCII, no DCS", replace("NOBODY", "N\xc3\x96BDY"), "2.018 E0005: characters other than ASCII"},
		{"VER", replace("1.002:0500", "1.002:0599"), "1.002 E0002: VER is \"0599\""},
		{"TOT empty", replace("1.004:CAR\x1d1.005:2015", "1.004:\x1d1.005:2015070"), "1.004 E0001: mandatory field TOT is empty"},
		{"DAT", replace("1.005:20150702", "1.005:20150732"), "1.005 E0002: DAT"},
		{"DAI", replace("WVIAFIS0Z\x1d1.008:XX", "WVIAFIS0\x1d1.008:XXX"), "1.007 E0002: DAI"},
		{"ORI missing", replace("1.008:", "1.108:"), "1.008 E0001: mandatory field ORI is missing"},
		{"TCN", replace("1.009:ALDER20150702-17\x1d1.011:19.69", "1.009:A\x1d1.011:19.69000000000000000"), "1.009 E0002: TCN"},
		{"NSR", replace("1.011:19.69", "1.011:19,69"), "1.011 E0002: NSR"},
		{"IMP", replace("14.003:0", "14.003:X"), "14.003 E0002: IMP"},
		{"SRC empty", replace("14.004:ALDER COUNTY\x1d14.005:", "14.004:\x1d14.005:ALDER COUNTY"), "14.004 E0001: mandatory field SRC is empty"},
		{"FCD", replace("14.005:2015", "14.005:x015"), "14.005 E0002: date of capture"},
		{"HLL", replace("14.006:3", "14.006:0"), "14.006 E0002: HLL"},
		{"SLC", replace("14.008:1", "14.008:9"), "14.008 E0002: SLC"},
		{"not square", replace("14.010:500", "14.010:501"), "14.010 E0006: THPS is 500 and TVPS 501"},
		{"CGA unknown", replace("14.011:NONE", "14.011:ZIPP"), "14.011 E0002: CGA"},
		{"CGA untrue", replace("14.011:NONE", "14.011:JP2L"), "14.011 E0006: the record says jp2 and the bytes are raw"},
		{"BPX", replace("14.012:8", "14.012:1"), "14.012 E0002: BPX"},
		{"FGP", replace("14.013:13", "14.013:XX"), "14.013 E0002: FGP"},
		{"no image", replace("14.999:\x1c\x1d\x1e\x1f\xff\x00", "14.998:aaaaaa"), "14.999 L0006: the record holds no image"},
		{"size of raw image", func(b []byte) []byte { b[len(b)-6] = 3; return b }, "4.009 E0012: 4 raw bytes for 2x3 pixels"},
		{"no pixels", func(b []byte) []byte { b[len(b)-6] = 0; return b }, "4.006 E0003: an image of 2x0"},
		{"GCA", func(b []byte) []byte { b[len(b)-5] = 9; return b }, "4.008 E0003: compression code 9"},
		{"GCA untrue", func(b []byte) []byte { b[len(b)-5] = 1; return b }, "4.008 E0006: the record says wsq"},
		{"impression", func(b []byte) []byte { b[len(b)-17] = 99; return b }, "4.003 E0003: impression type 99"},
		{"finger", func(b []byte) []byte { b[len(b)-16] = 77; return b }, "4.004 E0003: 77 is not a finger"},
		{"no finger", func(b []byte) []byte { b[len(b)-16] = 0xff; return b }, "4.004 E0001: no finger position"},
		{"ISR", func(b []byte) []byte { b[len(b)-10] = 7; return b }, "4.005 E0003: scanning resolution code 7"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			data := test.change(sample(t))
			tx, err := Parse(data)
			var all []string
			if err != nil {
				all = append(all, err.Error())
			} else {
				for _, f := range Check(tx) {
					all = append(all, f.Error())
				}
			}
			if !strings.Contains(strings.Join(all, "\n"), test.want) {
				t.Errorf("findings %q, want one that says %q", all, test.want)
			}
		})
	}
}

// TestNormalize rewrites old files in one form that reads strictly and says the same.
func TestNormalize(t *testing.T) {
	for _, row := range indexed(t) {
		tx, err := Parse(readReference(t, row[0]))
		if err != nil {
			t.Fatal(err)
		}
		tot, records := tx.TOT(), len(tx.Records)
		tx.Normalize()
		again, err := Parse(tx.Append(nil))
		if err != nil {
			t.Errorf("%s: %v", row[0], err)
			continue
		}
		if again.TOT() != tot || len(again.Records) != records {
			t.Errorf("%s: %s with %d records became %s with %d", row[0], tot, records, again.TOT(), len(again.Records))
		}
		for _, f := range Check(again) {
			if strings.Contains(f.Remedy, "--normalize") {
				t.Errorf("%s: %v", row[0], f.Error())
			}
		}
	}
}

func BenchmarkParse(b *testing.B) {
	data := readReference(b, "nist-reference/type-4-tpcard.an2")
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseType14(b *testing.B) {
	data := readReference(b, "nist-reference/type-14-tpcard-nqm.an2")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(data); err != nil {
			b.Fatal(err)
		}
	}
}
