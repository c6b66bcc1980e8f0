package record

import (
	"bytes"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport/fingerprint"
)

var binaryFormats = []Format{ANSI2004, ISO2005, ANSI2007, ANSI2009, ANSI2009Am1, ISO2011}

// made is a record of nobody's fingers with everything that its format has.
func made(tb testing.TB, format Format) *Record {
	tb.Helper()
	full := &Record{Format: ISO2011, Certified: true, Views: []View{
		{
			Finger: 7, Impression: 1, Qualities: []Quality{{80, 0x0103, 1}}, Width: 300, Height: 400, XDensity: 197, YDensity: 197,
			Device: Device{Technology: 14, Vendor: 0xABC, ID: 0x123}, Captured: Captured{2024, 2, 29, 23, 59, 0, 999},
			Certificates: []Certificate{{0x17, 1}, {0x18, 3}},
			Minutiae: []Minutia{
				{X: 10, Y: 20, Angle: AngleOf(0, 256), Kind: fingerprint.Ending, Quality: 90},
				{X: 299, Y: 399, Angle: AngleOf(64, 256), Kind: fingerprint.Bifurcation, Quality: 1},
				{X: 150, Y: 200, Angle: AngleOf(192, 256), Kind: fingerprint.Other, Quality: 254},
			},
			Extended: []Block{
				{Type: 1, Counts: &RidgeCounts{Method: 1, Counts: []RidgeCount{{1, 2, 7}, {1, 255, 255}, {2, 3, 12}}}},
				{Type: 2, Points: &CoresDeltas{
					Cores:  []Point{{100, 110, []Angle{AngleOf(128, 256)}}},
					Deltas: []Point{{40, 300, []Angle{AngleOf(0, 256), AngleOf(64, 256), AngleOf(192, 256)}}},
				}},
				{Type: 3, Zones: &Zones{0x0103, 1, 100, 100, 4, []byte{0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC}}},
				{Type: 0x4401, Data: []byte("kept")},
			},
		},
		{
			Finger: 2, Impression: 0, Qualities: []Quality{{100, 0x0103, 1}}, Width: 300, Height: 400, XDensity: 197, YDensity: 197,
			Device: Device{Technology: 14, Vendor: 0xABC, ID: 0x123}, Captured: notCaptured,
			Minutiae: []Minutia{{X: 1, Y: 2, Angle: AngleOf(128, 256), Kind: fingerprint.Ending, Quality: 50}},
		},
	}}
	if format == ISO2011 {
		return full
	}
	r, _, err := full.Convert(format)
	if err != nil {
		tb.Fatal(err)
	}
	for n := range r.Views {
		r.Views[n].Device.Certification = 0x80
	}
	return r
}

func written(tb testing.TB, format Format) []byte {
	tb.Helper()
	data, err := made(tb, format).Append(nil)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

// sameRecord returns how records differ; a list that is empty is one that is absent.
func sameRecord(a, b *Record) string {
	if a, b = tidy(a), tidy(b); reflect.DeepEqual(a, b) {
		return ""
	}
	return cmp.Diff(a, b)
}

// tidy is a copy without empty lists.
func tidy(r *Record) *Record {
	out := *r
	out.Views = slices.Clone(r.Views)
	for n := range out.Views {
		v := &out.Views[n]
		v.Qualities, v.Certificates, v.Minutiae = none(v.Qualities), none(v.Certificates), none(v.Minutiae)
		v.Extended = slices.Clone(none(v.Extended))
		for m, b := range v.Extended {
			v.Extended[m].Data = none(b.Data)
			if b.Counts != nil {
				v.Extended[m].Counts = &RidgeCounts{b.Counts.Method, none(b.Counts.Counts), none(b.Counts.Rest)}
			}
			if b.Points != nil {
				p := *b.Points
				p.Cores, p.Deltas = none(p.Cores), none(p.Deltas)
				v.Extended[m].Points = &p
			}
			if b.Zones != nil {
				z := *b.Zones
				z.Packed = none(z.Packed)
				v.Extended[m].Zones = &z
			}
		}
	}
	return &out
}

func none[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}

// TestMadeRecords writes and reads a record with everything in each format, and again.
func TestMadeRecords(t *testing.T) {
	for _, format := range binaryFormats {
		want := made(t, format)
		data := written(t, format)
		got, err := Read(data)
		if err != nil {
			t.Errorf("%v: %v", format, err)
			continue
		}
		if diff := sameRecord(want, got); diff != "" {
			t.Errorf("%v: the record changed on the way (-want +got):\n%s", format, diff)
		}
		again, err := got.Append(nil)
		if err != nil || !bytes.Equal(data, again) {
			t.Errorf("%v: written again, the record differs (%v)", format, err)
		}
		same, repairs, err := ReadLenient(data)
		if err != nil || len(repairs) > 0 || sameRecord(got, same) != "" {
			t.Errorf("%v: a lenient reader sees another record: %v %v", format, repairs, err)
		}
	}
}

// TestLongRecord has more than the 65535 bytes that two bytes of length can say.
func TestLongRecord(t *testing.T) {
	r := made(t, ANSI2004)
	for n := range r.Views {
		r.Views[n].Extended = append(r.Views[n].Extended, Block{Type: 0x100, Data: make([]byte, 40_000)})
	}
	data, err := r.Append([]byte("before"))
	if err != nil {
		t.Fatal(err)
	}
	data = data[len("before"):]
	got, err := Read(data)
	if err != nil || data[8] != 0 || data[9] != 0 {
		t.Fatalf("%v, length % x", err, data[8:14])
	}
	if diff := sameRecord(r, got); diff != "" {
		t.Error(diff)
	}
}

// TestBareLengths writes extended data with the lengths of the data alone only where they cannot be taken for the others.
func TestBareLengths(t *testing.T) {
	r := made(t, ISO2005)
	if !r.Views[0].BareLengths {
		t.Error("converted, the record has not the lengths of the standard's example")
	}
	// Its length is 14, with its head 18: read as 14 with the head, the last four bytes would be a block of their own.
	data := append(make([]byte, 10), 0x44, 2, 0, 4)
	r.Views[0].Extended = []Block{{Type: 0x4401, Data: data}}
	first, err := r.Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Read(first)
	if err != nil || len(got.Views[0].Extended) != 1 || !bytes.Equal(got.Views[0].Extended[0].Data, data) {
		t.Errorf("%v: %+v", err, got.Views[0])
	}
}
