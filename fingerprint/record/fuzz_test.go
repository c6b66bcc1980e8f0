package record

import (
	"bytes"
	"errors"
	"testing"

	"sallyport/fingerprint"
)

// fuzzOne holds reading to what the package promises: an exact copy of what is read strictly; a sound record of what is
// read leniently; every defect in its place; a conversion to another format, or an error that says why not.
func fuzzOne(t *testing.T, data []byte) {
	strict, err := Read(data)
	if err == nil {
		again, err := strict.Append(nil)
		if err != nil || !bytes.Equal(data, again) {
			t.Fatalf("read and written again (%v):\n%x\n%x", err, data, again)
		}
	} else if d, ok := errors.AsType[*Defect](err); !ok || d.Offset < 0 || d.Offset > len(data) || d.Field == "" || d.Problem == "" || d.Remedy == "" {
		t.Fatalf("a defect without its place: %#v", err)
	}
	r, repairs, err := ReadLenient(data)
	if err != nil {
		if strict != nil {
			t.Fatalf("read strictly, and not leniently: %v", err)
		}
		return
	}
	if strict != nil && (len(repairs) > 0 || sameRecord(strict, r) != "") || len(repairs) > maxRepairs+1 {
		t.Fatalf("a lenient reader sees another record: %d repairs", len(repairs))
	}
	again, err := r.Append(nil)
	if err != nil {
		t.Fatalf("a repaired record cannot be written: %v", err)
	}
	if got, err := Read(again); err != nil || sameRecord(r, got) != "" {
		t.Fatalf("a repaired record changed on the way: %v\n%s", err, sameRecord(r, got))
	}
	for n := range r.Views {
		r.Template(n)
	}
	to := ANSI2004 + Format(len(repairs)+len(data))%Type9 // each in its turn: all of them at once are slow
	other, _, err := r.Convert(to)
	if err != nil || to == Type9 {
		return
	}
	if _, err := other.Append(nil); err != nil {
		t.Fatalf("converted to %v it cannot be written: %v", to, err)
	}
}

func fuzz(f *testing.F, format Format) {
	f.Add(written(f, format))
	plain, _, err := FromTemplate(&fingerprint.Template{Width: 9, Height: 9, Minutiae: []fingerprint.Minutia{{X: 1, Y: 2}}}).Convert(format)
	if err != nil {
		f.Fatal(err)
	}
	data, err := plain.Append(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add(data[:len(data)-1])
	f.Fuzz(fuzzOne)
}

func FuzzANSI2004(f *testing.F)    { fuzz(f, ANSI2004) }
func FuzzISO2005(f *testing.F)     { fuzz(f, ISO2005) }
func FuzzANSI2007(f *testing.F)    { fuzz(f, ANSI2007) }
func FuzzANSI2009(f *testing.F)    { fuzz(f, ANSI2009) }
func FuzzANSI2009Am1(f *testing.F) { fuzz(f, ANSI2009Am1) }
func FuzzISO2011(f *testing.F)     { fuzz(f, ISO2011) }
