package record_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"sallyport/record"
)

func TestLawChangesAreWhatTheLogLacks(t *testing.T) {
	a := record.Law{Pack: "us-oh/millbrook/4-12", Version: "2015-03-01", Ends: "2016-12-31", Text: "t1", Rules: "r1", Cases: "c1", Engine: "law 1"}
	b := record.Law{Pack: "us-oh/millbrook/4-12", Version: "2017-01-01", Text: "t2", Rules: "r2", Cases: "c1", Engine: "law 1"}
	log := record.LawChanges(nil, []record.Law{b, a}, "2026-01-05")
	a.Loaded, b.Loaded = "2026-01-05", "2026-01-05"
	if diff := cmp.Diff([]record.Law{a, b}, log); diff != "" {
		t.Fatal(diff)
	}
	if more := record.LawChanges(log, []record.Law{a, b}, "2026-01-06"); more != nil {
		t.Errorf("the same law is a change: %v", more)
	}
	changed := []func(*record.Law){
		func(l *record.Law) { l.Text = "t" }, func(l *record.Law) { l.Rules = "r" }, func(l *record.Law) { l.Cases = "c" }, func(l *record.Law) { l.Ends = "2016-11-30" },
		func(l *record.Law) { l.Engine = "law 2" }, func(l *record.Law) { l.Signed = []string{"somebody"} },
	}
	for i, change := range changed {
		c := a
		change(&c)
		more := record.LawChanges(log, []record.Law{c, b}, "2026-01-06")
		c.Loaded = "2026-01-06"
		if diff := cmp.Diff([]record.Law{c}, more); diff != "" {
			t.Errorf("change %d: %s", i, diff)
		}
	}
	gone := a
	gone.Removed, gone.Loaded = true, "2026-01-07"
	more := record.LawChanges(log, []record.Law{b}, "2026-01-07")
	if diff := cmp.Diff([]record.Law{gone}, more); diff != "" {
		t.Error(diff)
	}
	log = append(log, more...)
	if more := record.LawChanges(log, []record.Law{b}, "2026-01-08"); more != nil {
		t.Errorf("what was taken out is taken out again: %v", more)
	}
	back := a
	back.Loaded = "2026-01-09"
	if diff := cmp.Diff([]record.Law{back}, record.LawChanges(log, []record.Law{a, b}, "2026-01-09")); diff != "" {
		t.Error(diff)
	}
}

func TestLawsOnADay(t *testing.T) {
	a := record.Law{Pack: "a/b", Version: "2015-03-01", Ends: "2016-12-31", Text: "t1", Loaded: "2016-01-05"}
	mended := a
	mended.Text, mended.Loaded = "t2", "2016-06-01"
	gone := mended
	gone.Removed, gone.Loaded = true, "2016-09-01"
	log := []record.Law{a, mended, gone}
	for _, c := range []struct{ day, text string }{
		{"2016-01-04", ""}, {"2016-01-05", "t1"}, {"2016-05-31", "t1"}, {"2016-06-01", "t2"}, {"2016-08-31", "t2"}, {"2016-09-01", ""},
	} {
		text := ""
		for _, l := range record.LawsOn(log, c.day) {
			text += l.Text
		}
		if text != c.text {
			t.Errorf("on %s: %q, and not %q", c.day, text, c.text)
		}
	}
	for _, c := range []struct {
		day string
		n   int
	}{{"2016-12-31", 1}, {"2017-01-01", 0}, {"2015-02-28", 0}} {
		early := a
		early.Loaded = "2015-01-01"
		if got := record.LawsOn([]record.Law{early}, c.day); len(got) != c.n {
			t.Errorf("on %s: %v", c.day, got)
		}
	}
}
