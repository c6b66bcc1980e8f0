package fingerprint

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func stored(tb testing.TB) (Template, []byte) {
	tb.Helper()
	t := Template{Width: 388, Height: 374, Finger: 7, Quality: 80, Minutiae: []Minutia{
		{X: 2047, Y: 0, Direction: 255, Kind: Bifurcation, Quality: 100}, {X: 3, Y: 370, Kind: Ending}}}
	data, err := AppendTemplate(nil, &t)
	if err != nil {
		tb.Fatal(err)
	}
	return t, data
}

func TestStoredTemplate(t *testing.T) {
	want, data := stored(t)
	got, err := DecodeTemplate(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("template changed in store (-want +got):\n%s", diff)
	}
	for n := range data {
		damaged := bytes.Clone(data)
		damaged[n] ^= 0x10
		if _, err := DecodeTemplate(damaged); err == nil {
			t.Errorf("byte %d damaged: accepted", n)
		}
		if _, err := DecodeTemplate(data[:n]); err == nil {
			t.Errorf("cut to %d bytes: accepted", n)
		}
	}
}

// A gallery may spend 1,300 bytes on a finger, whatever the finger.
func TestLongestStoredTemplate(t *testing.T) {
	data, err := AppendTemplate(nil, &Template{Minutiae: make([]Minutia, MaxMinutiae)})
	if err != nil || len(data) != MaxTemplateBytes || len(data) > 1300 {
		t.Errorf("%d bytes (%v), want %d", len(data), err, MaxTemplateBytes)
	}
}

func TestStoreRefuses(t *testing.T) {
	for name, bad := range map[string]Template{
		"too many":       {Minutiae: make([]Minutia, 256)},
		"left of image":  {Minutiae: []Minutia{{X: -1}}},
		"far down":       {Minutiae: []Minutia{{Y: 2048}}},
		"too good":       {Minutiae: []Minutia{{Quality: 101}}},
		"unknown kind":   {Minutiae: []Minutia{{Kind: 3}}},
		"eleven fingers": {Finger: 11},
		"too wide":       {Width: 1 << 14},
	} {
		if _, err := AppendTemplate(nil, &bad); err == nil {
			t.Errorf("%s: stored", name)
		}
	}
}

func FuzzDecodeTemplate(f *testing.F) {
	_, data := stored(f)
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		template, err := DecodeTemplate(data)
		if err != nil {
			return
		}
		again, err := AppendTemplate(nil, &template)
		if err != nil || !bytes.Equal(data, again) {
			t.Fatalf("read and stored again (%v):\n%x\n%x", err, data, again)
		}
		NewMatcher().Score(Prepare(&template), Prepare(&template))
	})
}
