package record

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport/fingerprint"
)

const sharedData = "../../../shared/data"

// shared reads a reference file, or skips where the reference folder is absent.
func shared(tb testing.TB, path ...string) []byte {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join(append([]string{sharedData}, path...)...))
	if err != nil && os.Getenv("SALLYPORT_REQUIRE_ALL") != "1" {
		tb.Skipf("reference data: %v; tests against it run where the shared folder is", err)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

// expected is the part of the reference JSON that every format shares.
type expected struct {
	Width, Height            int
	SensorID                 uint16 `json:"sensorId"`
	ResolutionX, ResolutionY int
	Fingerprints             []struct {
		View, Quality uint8
		Position      string
		Minutiae      []struct {
			Type                 string
			PositionX, PositionY uint16
			Angle, Quality       uint8
		}
		Extensions []struct {
			Type uint16
			Data []byte
		}
	}
}

var kinds = map[string]fingerprint.Kind{"ENDING": fingerprint.Ending, "BIFURCATION": fingerprint.Bifurcation, "OTHER": fingerprint.Other}

var fingers = map[string]uint8{"LEFT_INDEX": 7, "RIGHT_INDEX": 2}

func TestReadsReferenceRecord(t *testing.T) {
	var want expected
	if err := json.Unmarshal(shared(t, "itl/minutiae-templates/iso19794p2v2005-sample.json"), &want); err != nil {
		t.Fatal(err)
	}
	data := shared(t, "itl/minutiae-templates/iso19794p2v2005-sample.dat")
	r, err := ReadISO2005(data, false)
	if err != nil {
		t.Fatal(err)
	}
	expect := &Record{Equipment: want.SensorID, Width: want.Width, Height: want.Height, XDensity: want.ResolutionX, YDensity: want.ResolutionY}
	for _, f := range want.Fingerprints {
		v := View{Finger: fingers[f.Position], Number: f.View, Quality: f.Quality}
		for _, m := range f.Minutiae {
			v.Minutiae = append(v.Minutiae, Minutia{Kind: kinds[m.Type], X: m.PositionX, Y: m.PositionY, Angle: m.Angle, Quality: m.Quality})
		}
		for _, e := range f.Extensions {
			v.Extensions = append(v.Extensions, Extension{e.Type, e.Data})
		}
		expect.Views = append(expect.Views, v)
	}
	expect.Views[1].BareLengths = true
	if diff := cmp.Diff(expect, r); diff != "" {
		t.Errorf("record differs from the reference (-want +got):\n%s", diff)
	}
}

func TestWritesWhatItRead(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(sharedData, "fingerprints/fvc2002-iso/DB*/*.iso"))
	files = append(files, filepath.Join(sharedData, "itl/minutiae-templates/iso19794p2v2005-sample.dat"))
	for _, file := range files {
		path, _ := filepath.Rel(sharedData, file)
		data := shared(t, path)
		r, err := ReadISO2005(data, false)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		again, err := r.AppendISO2005(nil)
		if err != nil || !bytes.Equal(data, again) {
			t.Errorf("%s: written again, the record differs (%v)", file, err)
		}
	}
}

func TestShortRecord(t *testing.T) {
	data := shared(t, "itl/libbiomeval/fmr.iso2005")
	if _, err := ReadISO2005(data, false); err == nil {
		t.Error("strict reading accepts a record that is one byte short")
	}
	r, err := ReadISO2005(data, true)
	if err != nil || len(r.Views) == 0 || len(r.Views[0].Minutiae) == 0 {
		t.Errorf("lenient reading keeps nothing: %v", err)
	}
}

func TestTemplateRoundTrip(t *testing.T) {
	want := fingerprint.Template{Width: 300, Height: 400, Finger: 2, Quality: 61, Minutiae: []fingerprint.Minutia{
		{X: 10, Y: 20, Direction: 200, Kind: fingerprint.Bifurcation, Quality: 77}, {X: 299, Y: 399, Kind: fingerprint.Other}}}
	data, err := FromTemplate(&want).AppendISO2005(nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := ReadISO2005(data, false)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, r.Template(0)); diff != "" {
		t.Errorf("template changed on the way (-want +got):\n%s", diff)
	}
}

func FuzzReadISO2005(f *testing.F) {
	f.Add([]byte(magic2005), false)
	data, _ := FromTemplate(&fingerprint.Template{Width: 9, Height: 9, Minutiae: []fingerprint.Minutia{{X: 1, Y: 2}}}).AppendISO2005(nil)
	f.Add(data, false)
	f.Add(data[:len(data)-1], true)
	f.Fuzz(func(t *testing.T, data []byte, lenient bool) {
		r, err := ReadISO2005(data, lenient)
		if err != nil {
			return
		}
		for n := range r.Views {
			r.Template(n)
		}
		again, err := r.AppendISO2005(nil)
		if err != nil {
			t.Fatalf("a record that was read cannot be written: %v", err)
		}
		if !lenient && !bytes.Equal(data, again) {
			t.Fatalf("read and written again:\n%x\n%x", data, again)
		}
	})
}
