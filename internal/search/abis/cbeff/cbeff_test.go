package cbeff_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport/fingerprint"
	"sallyport/internal/search/abis/cbeff"
	"sallyport/internal/search/searchtest"
)

// TestRoundTrip: what is written is read as it was, a missing finger too.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	for _, purpose := range []cbeff.Purpose{cbeff.Enroll, cbeff.Identify} {
		prints := searchtest.Person(4, 0)
		prints[6] = fingerprint.Template{}
		prints[7].Width, prints[8].Height = 1000, 1000
		data, err := cbeff.Append(nil, prints, purpose)
		if err != nil {
			t.Fatal(err)
		}
		again, for_, err := cbeff.Read(data)
		if err != nil || for_ != purpose {
			t.Fatal(for_, err)
		}
		if diff := cmp.Diff(prints, again); diff != "" {
			t.Error(diff)
		}
	}
	if _, err := cbeff.Append(nil, new(fingerprint.TenPrint), cbeff.Enroll); err == nil {
		t.Error("prints without minutiae were written")
	}
}

// TestEdge: minutiae on the lower edge of a template's image, which a record calls outside, are kept where they are.
func TestEdge(t *testing.T) {
	t.Parallel()
	prints := searchtest.Person(4, 0)
	prints[2].Minutiae[0].Y, prints[2].Height = 400, 400
	data, err := cbeff.Append(nil, prints, cbeff.Enroll)
	if err != nil {
		t.Fatal(err)
	}
	again, _, err := cbeff.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	prints[2].Height = 401
	if diff := cmp.Diff(prints, again); diff != "" {
		t.Error(diff)
	}
}

// sample is the head of the sample in MOSIP's ABIS API 0.9, with the optional elements that we do not write.
const sample = `<?xml version="1.0" encoding="UTF-8"?>
<BIR xmlns="http://standards.iso.org/iso-iec/19785/-3/ed-2/">
  <BIRInfo><Integrity>false</Integrity></BIRInfo>
  <!-- right index finger -->
  <BIR>
    <Version><Major>1</Major><Minor>1</Minor></Version>
    <CBEFFVersion><Major>1</Major><Minor>1</Minor></CBEFFVersion>
    <BIRInfo><Integrity>false</Integrity></BIRInfo>
    <BDBInfo>
      <Format><Organization>Mosip</Organization><Type>2</Type></Format>
      <CreationDate>2019-06-27T13:40:06.209Z</CreationDate>
      <Type>Finger</Type>
      <Subtype>Right IndexFinger</Subtype>
      <Level>Processed</Level>
      <Purpose>Enroll</Purpose>
      <Quality><Algorithm><Organization>HMAC</Organization><Type>SHA-256</Type></Algorithm><Score>100</Score></Quality>
    </BDBInfo>
    <BDB>
      RECORD
    </BDB>
  </BIR>
</BIR>`

// one is the base64 of the record of a right index finger.
func one(t testing.TB) string {
	t.Helper()
	var prints fingerprint.TenPrint
	prints[1] = searchtest.Person(1, 0)[1]
	data, err := cbeff.Append(nil, &prints, cbeff.Enroll)
	if err != nil {
		t.Fatal(err)
	}
	_, data64, _ := strings.Cut(string(data), "<BDB>")
	data64, _, _ = strings.Cut(data64, "</BDB>")
	return data64
}

// TestRead reads the specification's sample, and refuses what is not as it says.
func TestRead(t *testing.T) {
	t.Parallel()
	whole := strings.Replace(sample, "RECORD", one(t), 1)
	prints, purpose, err := cbeff.Read([]byte(whole))
	if err != nil || purpose != cbeff.Enroll || len(prints[1].Minutiae) == 0 {
		t.Fatal(purpose, err)
	}
	for _, c := range []struct{ name, old, new, want string }{
		{"an image", "<Type>2<", "<Type>7<", `BIR 1: is format "7"`},
		{"a face", "<Type>Finger<", "<Type>Face<", `of type "Face"`},
		{"no finger", "Right IndexFinger", "Right Nose", `"Right Nose" is no finger`},
		{"another finger", "Right IndexFinger", "Left IndexFinger", "the record says finger 2, the subtype Left IndexFinger"},
		{"another namespace", "19785", "1978", "of namespace"},
		{"no BIR", "<BIR xmlns", "<CIR xmlns", "cbeff: @"},
		{"no base64", "<BDB>", "<BDB>?", "BDB: illegal base64"},
		{"cut off", "</BIR>\n</BIR>", "", "cbeff: @"},
		{"no record", one(t), "AAAA", "BDB: @0: format"},
		{"something behind", "</BIR>\n</BIR>", "</BIR>\n</BIR><BIR/>", "something stands behind"},
	} {
		if _, _, err := cbeff.Read([]byte(strings.Replace(whole, c.old, c.new, 1))); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	begin, end := strings.Index(whole, "<!--"), strings.LastIndex(whole, "</BIR>")
	if _, _, err := cbeff.Read([]byte(whole[:begin] + whole[end:])); !errors.Is(err, cbeff.ErrEmpty) {
		t.Error(err)
	}
	twice := whole[:end] + whole[begin:]
	if _, _, err := cbeff.Read([]byte(twice)); err == nil || !strings.Contains(err.Error(), "BIR 2: subtype") {
		t.Error(err)
	}
	if _, _, err := cbeff.Read(make([]byte, cbeff.MaxBytes+1)); err == nil {
		t.Error("more than MaxBytes were read")
	}
}

// FuzzRead: no panic, and what is read is written and read again as it was.
func FuzzRead(f *testing.F) {
	f.Add([]byte(strings.Replace(sample, "RECORD", one(f), 1)))
	f.Add([]byte(sample))
	f.Fuzz(func(t *testing.T, data []byte) {
		prints, purpose, err := cbeff.Read(data)
		if err != nil || purpose != cbeff.Enroll {
			return
		}
		again, err := cbeff.Append(nil, prints, purpose)
		if err != nil {
			t.Fatal(err)
		}
		back, _, err := cbeff.Read(again)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(prints, back); diff != "" {
			t.Error(diff)
		}
	})
}
