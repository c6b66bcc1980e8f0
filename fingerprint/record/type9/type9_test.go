package type9

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport/fingerprint"
	"sallyport/fingerprint/record"
	"sallyport/internal/outside"
	"sallyport/itl"
)

// shared reads a reference transaction, or skips where the reference folder is absent.
func shared(tb testing.TB, path string) *itl.Transaction {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("../../../../shared/data/itl", path))
	if err != nil {
		outside.Missing(tb, "reference data: %v; tests against it run where the shared folder is", err)
	}
	tx, err := itl.Parse(data)
	if err != nil {
		tb.Fatal(err)
	}
	return tx
}

func read(tb testing.TB, path string) *record.Record {
	tb.Helper()
	r, err := Read(shared(tb, path))
	if err != nil {
		tb.Fatalf("%s: %v", path, err)
	}
	return r
}

// TestBlocksAgree holds the three blocks to one picture: NIST has the same minutiae in each. The INCITS ones were made
// from the others in whole steps of 2 degrees.
func TestBlocksAgree(t *testing.T) {
	for _, c := range []struct {
		incits string
		view   int
		other  string
	}{
		{"nist-reference/type-9-13-9-14-m1.an2", 0, "nist-reference/type-9-13-std.an2"},
		{"nist-reference/type-9-14-m1.an2", 0, "nist-reference/type-9-14-std.an2"},
		{"nist-reference/type-9-13-9-14-m1.an2", 1, "nist-reference/type-9-10-14.an2"},
		{"nist-reference/type-9-14-m1.an2", 0, "nist-reference/type-9-4-iafis.an2"},
	} {
		want, got := read(t, c.incits).Views[c.view], read(t, c.other).Views[0]
		if len(want.Minutiae) != 48 || len(got.Minutiae) != 48 {
			t.Fatalf("%s: %d minutiae, %s: %d; want 48", c.incits, len(want.Minutiae), c.other, len(got.Minutiae))
		}
		for n, m := range got.Minutiae {
			w := want.Minutiae[n]
			if turn := (int(m.Angle) - int(w.Angle) + record.Turn) % record.Turn; m.X != w.X || m.Y != w.Y || m.Kind != w.Kind || turn > 32 {
				t.Errorf("%s: minutia %d is %+v; the INCITS block has %+v", c.other, n+1, m, w)
			}
		}
		a, b := want.Extended[0].Counts, got.Extended[0].Counts
		slices.SortStableFunc(a.Counts, func(x, y record.RidgeCount) int { return int(x.From) - int(y.From) })
		if diff := cmp.Diff(a.Counts, b.Counts); diff != "" {
			t.Errorf("%s: ridge counts (-INCITS +%s):\n%s", c.incits, c.other, diff)
		}
		p, q := want.Extended[1].Points, got.Extended[1].Points
		if p.Cores[0].X != q.Cores[0].X || p.Cores[0].Y != q.Cores[0].Y || p.Deltas[0].X != q.Deltas[0].X || p.Deltas[0].Y != q.Deltas[0].Y {
			t.Errorf("%s: cores and deltas %+v; the INCITS block has %+v", c.other, q, p)
		}
	}
}

// TestReferences reads every Type-9 record that has a block of minutiae.
func TestReferences(t *testing.T) {
	for path, minutiae := range map[string][]int{
		"nist-reference/type-9-13-m1.an2": {48}, "nist-reference/type-9-13-9-14-m1.an2": {48, 48},
		"libbiomeval/type9.an2k": {28}, "libbiomeval/type9-13.an2k": {28}, "libbiomeval/type9-15.an2k": {28},
	} {
		var got []int
		for _, v := range read(t, path).Views {
			got = append(got, len(v.Minutiae))
		}
		if diff := cmp.Diff(minutiae, got); diff != "" {
			t.Errorf("%s: minutiae (-want +got):\n%s", path, diff)
		}
	}
	if _, err := Read(shared(t, "libbiomeval/type9-efs.an2k")); err == nil || !strings.Contains(err.Error(), "extended features") {
		t.Errorf("a record of extended features alone: %v", err)
	}
}

// made is a record of nobody's finger with everything that the INCITS block has.
func made(tb testing.TB) *record.Record {
	tb.Helper()
	full := &record.Record{Format: record.ANSI2009, Product: record.Product{Owner: 0x42, Type: 0x11}, Views: []record.View{{
		Finger: 7, Number: 1, Impression: 1, Qualities: []record.Quality{{Score: 80, Vendor: 15, Algorithm: 9}},
		Width: 300, Height: 400, XDensity: 197, YDensity: 197, Device: record.Device{Certification: 0x80, ID: 77},
		Minutiae: []record.Minutia{
			{X: 10, Y: 20, Angle: record.AngleOf(0, 180), Kind: fingerprint.Ending, Quality: 90},
			{X: 299, Y: 399, Angle: record.AngleOf(179, 180), Kind: fingerprint.Bifurcation, Quality: 1},
		},
		Extended: []record.Block{
			{Type: 1, Counts: &record.RidgeCounts{Method: 1, Counts: []record.RidgeCount{{From: 1, To: 2, Count: 7}, {From: 1}}}},
			{Type: 2, Points: &record.CoresDeltas{
				Cores:  []record.Point{{X: 100, Y: 110, Angles: []record.Angle{record.AngleOf(90, 180)}}},
				Deltas: []record.Point{{X: 40, Y: 300, Angles: []record.Angle{0, record.AngleOf(60, 180), record.AngleOf(120, 180)}}},
			}},
		},
	}}}
	r, lost, err := full.Convert(record.Type9)
	if err != nil || len(lost) > 0 {
		tb.Fatal(err, lost)
	}
	return r
}

// transaction puts a record's views into a transaction and edits its first Type-9 record.
func transaction(tb testing.TB, r *record.Record, edit func(*itl.Record)) *itl.Transaction {
	tb.Helper()
	list, err := Records(r, 1)
	if err != nil {
		tb.Fatal(err)
	}
	if edit != nil {
		edit(&list[0])
	}
	tx, err := itl.Parse(itl.New(itl.NewRecord(1, 0), list...).Append(nil))
	if err != nil {
		tb.Fatal(err)
	}
	return tx
}

func TestMadeRecord(t *testing.T) {
	want := made(t)
	got, err := Read(transaction(t, want, nil))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the record changed on the way (-want +got):\n%s", diff)
	}
}

// old is a record with one of the older blocks, of two minutiae and an image of 300 × 400 pixels at 500 an inch.
func old(b block) itl.Record {
	r := itl.NewRecord(9, 1)
	r.SetText(3, "1")
	r.SetText(4, "S")
	r.SetText(b.finger, "07")
	r.SetText(b.count, "2")
	ridges := []string{"002,07", "255,15"}
	if !b.flipped {
		ridges = []string{"00207", "25515", "10000000"}
	}
	r.Set(b.minutiae, append([]string{"001", "02540508090", "02", "A"}, ridges...), []string{"002", "05080254270", "63", "B"})
	r.Set(b.cores, []string{"01000100", "180", "0000"})
	r.Set(b.deltas, []string{"02000200", "010", "120", "240", "0000"})
	return r
}

func withImage(r itl.Record) *itl.Transaction {
	image := itl.NewRecord(14, 1)
	for field, value := range map[int]string{6: "300", 7: "400", 8: "1", 9: "500", 10: "500", 11: "NONE", 12: "8"} {
		image.SetText(field, value)
	}
	image.SetData(make([]byte, 300*400))
	return itl.New(itl.NewRecord(1, 0), r, image)
}

func TestOlderBlocks(t *testing.T) {
	for name, c := range map[string]struct {
		block block
		want  []record.Minutia
	}{
		"standard": {standardBlock, []record.Minutia{
			{X: 50, Y: 299, Angle: record.AngleOf(270, 360), Kind: fingerprint.Ending, Quality: 100},
			{X: 100, Y: 349, Angle: record.AngleOf(90, 360), Kind: fingerprint.Bifurcation, Quality: 1},
		}},
		"IAFIS": {iafisBlock, []record.Minutia{
			{X: 50, Y: 100, Angle: record.AngleOf(90, 360), Kind: fingerprint.Ending, Quality: 100},
			{X: 100, Y: 50, Angle: record.AngleOf(270, 360), Kind: fingerprint.Bifurcation, Quality: 1},
		}},
	} {
		r, err := Read(withImage(old(c.block)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		v := r.Views[0]
		if diff := cmp.Diff(c.want, v.Minutiae); diff != "" {
			t.Errorf("%s: minutiae (-want +got):\n%s", name, diff)
		}
		counts := []record.RidgeCount{{From: 1, To: 2, Count: 7}, {From: 1, To: 255, Count: 15}}
		if diff := cmp.Diff(counts, v.Extended[0].Counts.Counts); diff != "" {
			t.Errorf("%s: ridge counts (-want +got):\n%s", name, diff)
		}
	}
}

// TestWithoutImage places minutiae among themselves: the picture is as large as they need.
func TestWithoutImage(t *testing.T) {
	r, err := Read(itl.New(itl.NewRecord(1, 0), old(standardBlock)))
	if err != nil {
		t.Fatal(err)
	}
	v := r.Views[0]
	if v.Width != 101 || v.Height != 101 || v.Minutiae[0].Y != 0 || v.Minutiae[1].Y != 50 {
		t.Errorf("%d × %d, minutiae %+v", v.Width, v.Height, v.Minutiae)
	}
}
