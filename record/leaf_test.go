package record_test

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"sallyport/record"
)

var update = flag.Bool("update", false, "rewrite golden files")

// leaves has one of each kind, with everything that it can have.
var leaves = []record.Published{
	record.Settings{Node: "agency", Place: "us-ca/los-angeles", Slot: 60, Width: 8, Batch: "02:00", Volume: 300, Trial: true},
	record.Law{Pack: "us/pep", Version: "2015-01-05", Ends: "2017-02-20", Text: strings.Repeat("a", 64), Rules: strings.Repeat("b", 64), Cases: strings.Repeat("c", 64),
		Signed: []string{"counsel.example+0123abcd"}, Engine: "law 1", Removed: true, Loaded: "2015-08-03"},
	record.Day{Day: "2015-08-03", Lines: 1, Events: 3, Shared: 1, Common: 2, Digest: strings.Repeat("0", 64), Need: 1, Room: 4},
	record.Line{Kind: "hold-ended", Day: "2015-08-03", Place: "us-ca/los-angeles", Action: "hold", Form: "I-247D", Outcome: "unresolved", Rules: []string{"pep.1d.felony", "us.form"},
		Packs: []string{"us/pep@2015-01-05#8f88bad9a48acdb1"}, Engine: "law 1", Reason: "after-its-limit", About: "citizenship", Unresolved: []string{"convictions[].grade"}, Took: "4d", Kept: "no", N: 3},
	record.Line{Kind: "received", Day: "2015", Place: "us", N: 12},
	record.SharedLeaf{Common: []string{strings.Repeat("A", 43) + "=", strings.Repeat("B", 42) + "A="}},
}

// TestGoldenLeaves holds the bytes of each kind of leaf: logs have them for good.
func TestGoldenLeaves(t *testing.T) {
	const golden = "testdata/leaves.golden"
	var all []byte
	for _, p := range leaves {
		leaf, err := record.Encode(p)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, leaf...)
	}
	if *update {
		if err := os.WriteFile(golden, all, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || !bytes.Equal(want, all) {
		t.Errorf("%s is not what is encoded (%v):\n%s", golden, err, all)
	}
}

func TestWhatIsNoLine(t *testing.T) {
	good := record.Line{Kind: "received", Day: "2015-08-03", Place: "us", N: 1}
	for name, spoil := range map[string]func(*record.Line){
		"no kind": func(l *record.Line) { l.Kind = "" }, "no place": func(l *record.Line) { l.Place = "" }, "none": func(l *record.Line) { l.N = 0 },
		"a day that is none": func(l *record.Line) { l.Day = "2015-02-30" }, "a month": func(l *record.Line) { l.Day = "2015-08" }, "kept": func(l *record.Line) { l.Kept = "maybe" },
		"a space": func(l *record.Line) { l.Reason = "John Doe" }, "a quote": func(l *record.Line) { l.Kind = `a","n":5` }, "a letter beyond ASCII": func(l *record.Line) { l.Place = "us-nm/doña-ana" },
		"a long text": func(l *record.Line) { l.Form = strings.Repeat("a", 151) }, "unsorted": func(l *record.Line) { l.Rules = []string{"b", "a"} },
		"twice": func(l *record.Line) { l.Packs = []string{"a", "a"} }, "an empty entry": func(l *record.Line) { l.Unresolved = []string{""} },
		"a long list": func(l *record.Line) { l.Rules = strings.Fields(strings.Repeat("a ", 101)) },
	} {
		l := good
		spoil(&l)
		if leaf, err := record.Encode(l); err == nil {
			t.Errorf("%s: %q", name, leaf)
		}
	}
}

// TestSlotsHaveAnEnd: a slot that cannot be is in no log.
func TestSlotsHaveAnEnd(t *testing.T) {
	s := record.Settings{Node: "hub", Slot: 60, Width: record.MaxWidth, Batch: "02:00"}
	if _, err := record.Encode(s); err != nil {
		t.Error(err)
	}
	s.Width++
	if _, err := record.Encode(s); err == nil {
		t.Errorf("a width of %d", s.Width)
	}
	d := record.Day{Day: "2015-08-03", Need: 1, Room: record.MaxSlot, Digest: record.Digest(nil)}
	if _, err := record.Encode(d); err != nil {
		t.Error(err)
	}
	d.Room *= 2
	if _, err := record.Encode(d); err == nil {
		t.Errorf("a room of %d", d.Room)
	}
}

// FuzzDecode: whatever is read has one form, and makes the same leaf again.
func FuzzDecode(f *testing.F) {
	for _, p := range leaves {
		leaf, err := record.Encode(p)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(leaf)
		f.Add(bytes.Replace(leaf, []byte(`:`), []byte(`: `), 1))
	}
	f.Add([]byte("sallyport line v2\n{}\n"))
	f.Fuzz(func(t *testing.T, leaf []byte) {
		p, err := record.Decode(leaf)
		if err != nil {
			return
		}
		again, err := record.Encode(p)
		if err != nil || !bytes.Equal(again, leaf) {
			t.Errorf("%q became %q, %v", leaf, again, err)
		}
	})
}
