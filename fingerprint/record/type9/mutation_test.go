package type9

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport/itl"
)

func set(field int, subfields ...[]string) func(*itl.Record) {
	return func(r *itl.Record) { r.Set(field, subfields...) }
}

func text(field int, value string) func(*itl.Record) {
	return func(r *itl.Record) { r.SetText(field, value) }
}

var mutations = []struct {
	name string
	edit func(*itl.Record)
	want string
}{
	{"impression", text(3, "30"), `9.003: is "30", must be a number from 0 to 29`},
	{"no width", text(128, "0"), `9.128: is "0", must be a number from 1 to 99999`},
	{"width in words", text(128, "wide"), `9.128: is "wide"`},
	{"units", text(130, "3"), `9.130: is "3", must be a number from 1 to 2`},
	{"resolution", text(131, "0"), `9.131: is "0"`},
	{"view number", text(133, "16"), `9.133: is "16"`},
	{"finger", text(134, "100"), `9.134: is "100"`},
	{"quality", set(135, []string{"101", "000F", "1"}), `9.135: "101" is no quality`},
	{"number of minutiae", text(136, "3"), "9.136: says 3 minutiae and there are 2"},
	{"too few items", set(137, []string{"001", "10", "20"}), "9.137: minutia 1 is not a number, a position"},
	{"angle", set(137, []string{"001", "10", "20", "180", "1", "90"}), "9.137: minutia 1 is not a number, a position"},
	{"quality of a minutia", set(137, []string{"001", "10", "20", "0", "1", "101"}), "9.137: minutia 1 has no quality"},
	{"own number", set(137, []string{"002", "10", "20", "0", "1", "90"}), "9.137: minutia 1 calls itself number 2"},
	{"outside", set(137, []string{"001", "300", "20", "0", "1", "90"}), "9.137: (300, 20) lies outside the image of 300 × 400 pixels"},
	{"ridge count method", set(138, []string{"3", "0", "0"}), "9.138: does not begin with a method"},
	{"ridge count", set(138, []string{"1", "0", "0"}, []string{"001", "x", "1"}), "9.138: ridge count 1 is not two minutiae"},
	{"ridge count of nobody", set(138, []string{"1", "0", "0"}, []string{"001", "009", "1"}), "9.138: a ridge count runs from minutia 1 to 9"},
	{"core", set(139, []string{"x", "1", "1"}), "9.139: 1 is no position"},
	{"core angle", set(139, []string{"1", "1", "180"}), "9.139: 1 has an angle that is not 0 to 179"},
	{"more angles", set(141, []string{"1"}), "9.141: is not two angles to 179 for each delta"},
}

var oldMutations = []struct {
	name string
	edit func(*itl.Record)
	want string
}{
	{"short coordinates", set(12, []string{"001", "0254050809", "02", "A"}), "9.012: minutia 1 is not a number, XXXXYYYYTTT"},
	{"angle", set(12, []string{"001", "02540508360", "02", "A"}), "9.012: minutia 1 is not a number, XXXXYYYYTTT"},
	{"quality", set(12, []string{"001", "02540508090", "64", "A"}), "9.012: minutia 1 has no quality from 0 to 63"},
	{"type", set(12, []string{"001", "02540508090", "02", "E"}), `9.012: minutia 1 is of type "E"`},
	{"above", set(12, []string{"001", "02549999090", "02", "A"}), "9.012: minutia 1 lies 1569 pixels above the image"},
	{"ridge count", func(r *itl.Record) {
		r.Set(12, []string{"001", "02540508090", "02", "A", "2;7"})
		r.SetText(10, "1")
	}, `9.012: ridge count "2;7" of minutia 1`},
	{"number of minutiae", text(10, "9"), "9.010: says 9 minutiae and there are 2"},
	{"core", text(8, "123"), "9.008: 1 is no position XXXXYYYY"},
}

func TestMutations(t *testing.T) {
	for _, m := range mutations {
		damaged(t, m.name, m.want, transaction(t, made(t), m.edit))
	}
	for _, m := range oldMutations {
		r := old(standardBlock)
		m.edit(&r)
		damaged(t, "standard block: "+m.name, m.want, withImage(r))
	}
	t.Logf("%d classes of damage", len(mutations)+len(oldMutations))
}

// damaged holds a strict reader to refusing the transaction for that reason, and a lenient one to making a sound record.
func damaged(t *testing.T, name, want string, tx *itl.Transaction) {
	t.Helper()
	if _, err := Read(tx); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%s: strict reading says %v, want %s", name, err, want)
	}
	r, repairs, err := ReadLenient(tx)
	if err != nil || len(repairs) == 0 {
		t.Errorf("%s: lenient reading: %v, %d repairs", name, err, len(repairs))
		return
	}
	got, err := Read(transaction(t, r, nil))
	if err != nil {
		t.Errorf("%s: the repaired record is refused: %v", name, err)
		return
	}
	if diff := cmp.Diff(r, got); diff != "" && !strings.HasPrefix(name, "standard") {
		t.Errorf("%s: the repaired record changed on the way (-want +got):\n%s", name, diff)
	}
}

func FuzzRead(f *testing.F) {
	fields := []int{fieldMinutiae, fieldRidges, fieldCores, fieldDeltas, fieldMoreAngles}
	add := func(r itl.Record, fields []int) {
		var values []string
		for _, n := range fields {
			values = append(values, r.Text(n))
		}
		f.Add(values[0], values[1], values[2], values[3], values[4])
	}
	list, err := Records(made(f), 1)
	if err != nil {
		f.Fatal(err)
	}
	add(list[0], fields)
	add(old(standardBlock), []int{12, 0, 8, 9, 0})
	add(old(iafisBlock), []int{23, 0, 21, 22, 0})
	f.Fuzz(func(t *testing.T, minutiae, ridges, cores, deltas, more string) {
		for _, b := range []block{{minutiae: fieldMinutiae, cores: fieldCores, deltas: fieldDeltas}, standardBlock, iafisBlock} {
			r := itl.NewRecord(9, 1)
			for field, value := range map[int]string{b.minutiae: minutiae, b.cores: cores, b.deltas: deltas} {
				r.SetText(field, value)
			}
			if b.minutiae == fieldMinutiae {
				r.SetText(fieldRidges, ridges)
				r.SetText(fieldMoreAngles, more)
			}
			tx := itl.New(itl.NewRecord(1, 0), r)
			got, repairs, err := ReadLenient(tx)
			if err != nil || len(repairs) > maxRepairs {
				t.Fatalf("a lenient reader refuses a record with a block: %v, %d repairs", err, len(repairs))
			}
			fits, _, err := got.Convert(got.Format)
			if err != nil {
				t.Fatalf("the repaired record does not fit its format: %v", err)
			}
			list, err := Records(fits, 1)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Read(itl.New(itl.NewRecord(1, 0), list...)); err != nil {
				t.Fatalf("the repaired record is refused: %v", err)
			}
		}
	})
}
