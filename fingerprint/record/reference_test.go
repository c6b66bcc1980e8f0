package record

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport/internal/outside"
)

const sharedData = "../../../shared/data"

// shared reads a reference file, or skips where the reference folder is absent.
func shared(tb testing.TB, path ...string) []byte {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join(append([]string{sharedData}, path...)...))
	if err != nil {
		outside.Missing(tb, "reference data: %v; tests against it run where the shared folder is", err)
	}
	return data
}

// samples are the public records of one format each.
var samples = []string{"ansi378v2004", "ansi378v2009", "ansi378v2009am1", "iso19794p2v2005", "iso19794p2v2011"}

func TestReferencesRewrite(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(sharedData, "fingerprints/fvc2002-iso/DB*/*.iso"))
	for _, name := range samples {
		files = append(files, filepath.Join(sharedData, "itl/minutiae-templates", name+"-sample.dat"))
	}
	files = append(files, filepath.Join(sharedData, "itl/libbiomeval/fmr.ansi2007"))
	for _, file := range files {
		path, _ := filepath.Rel(sharedData, file)
		data := shared(t, path)
		r, err := Read(data)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		again, err := r.Append(nil)
		if err != nil || !bytes.Equal(data, again) {
			t.Errorf("%s: written again, the record differs (%v)", path, err)
		}
	}
	t.Logf("%d records written again as they were", len(files))
}

// TestReferencesWithDefects holds the two records of NIST's libbiomeval that are defective: strictly each is refused for
// what is wrong with it, leniently each is read whole.
func TestReferencesWithDefects(t *testing.T) {
	for _, c := range []struct {
		file, strict string
		repairs      []string
		minutiae     []int
	}{
		{"fmr.iso2005", "@328: view 2 extended data length: says 42 bytes and 41 are left", []string{"extended data length", "block length: says 42 bytes and 41 are left"}, []int{27, 22}},
		{"fmr.ansi2004", "@1196: view 3 block length: says 42 bytes, its cores and deltas take 44 and these are there", []string{"block length: says 42 bytes, its cores and deltas take 44"}, []int{27, 22, 28}},
	} {
		data := shared(t, "itl/libbiomeval", c.file)
		if _, err := Read(data); err == nil || !strings.Contains(err.Error(), c.strict) {
			t.Errorf("%s, strictly: %v; want %s", c.file, err, c.strict)
		}
		r, repairs, err := ReadLenient(data)
		if err != nil {
			t.Errorf("%s: %v", c.file, err)
			continue
		}
		for n, want := range c.repairs {
			if n >= len(repairs) || !strings.Contains(repairs[n].Error(), want) {
				t.Errorf("%s: repairs %v; want %q", c.file, repairs, c.repairs)
				break
			}
		}
		var counts []int
		for _, v := range r.Views {
			counts = append(counts, len(v.Minutiae))
		}
		last := r.Views[len(r.Views)-1]
		if diff := cmp.Diff(c.minutiae, counts); diff != "" || len(repairs) != len(c.repairs) {
			t.Errorf("%s: %d repairs, minutiae (-want +got):\n%s", c.file, len(repairs), diff)
		}
		p := last.Extended[len(last.Extended)-1].Points
		if p == nil || len(p.Cores) != 2 || len(p.Deltas) != 4 || len(p.Deltas[3].Angles) != 3 {
			t.Errorf("%s: cores and deltas %+v", c.file, p)
		}
	}
}
