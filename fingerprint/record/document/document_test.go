package document_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport/fingerprint"
	"sallyport/fingerprint/record"
	"sallyport/fingerprint/record/document"
	"sallyport/internal/outside"
)

// TestReferenceContent compares what is said of five public records with what FingerprintIO says of them.
func TestReferenceContent(t *testing.T) {
	for name, format := range map[string]record.Format{
		"ansi378v2004": record.ANSI2004, "ansi378v2009": record.ANSI2009, "ansi378v2009am1": record.ANSI2009Am1,
		"iso19794p2v2005": record.ISO2005, "iso19794p2v2011": record.ISO2011,
	} {
		t.Run(format.String(), func(t *testing.T) {
			r, err := record.Read(shared(t, name+"-sample.dat"))
			if err != nil {
				t.Fatal(err)
			}
			if r.Format != format {
				t.Fatalf("read as %v", r.Format)
			}
			written, err := json.Marshal(document.Of(r))
			if err != nil {
				t.Fatal(err)
			}
			var want, got any
			for target, source := range map[*any][]byte{&want: shared(t, name+"-sample.json"), &got: written} {
				if err := json.Unmarshal(source, target); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("content differs from the reference (-want +got):\n%s", diff)
			}
		})
	}
}

// shared reads a reference record, or skips where the reference folder is absent.
func shared(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../../../shared/data/itl/minutiae-templates", name))
	if err != nil {
		outside.Missing(t, "reference data: %v; tests against it run where the shared folder is", err)
	}
	return data
}

// FuzzOf: whatever a lenient reader makes of an input can be shown.
func FuzzOf(f *testing.F) {
	made := record.FromTemplate(&fingerprint.Template{Width: 9, Height: 9, Finger: 7, Minutiae: []fingerprint.Minutia{{X: 1, Y: 2, Direction: 3}}})
	for _, format := range []record.Format{record.ANSI2004, record.ISO2005, record.ANSI2007, record.ANSI2009, record.ANSI2009Am1, record.ISO2011} {
		r, _, err := made.Convert(format)
		if err != nil {
			f.Fatal(err)
		}
		data, err := r.Append(nil)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, _, err := record.ReadLenient(data)
		if err != nil {
			return
		}
		if _, err := json.Marshal(document.Of(r)); err != nil {
			t.Error(err)
		}
	})
}
