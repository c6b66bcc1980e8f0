package record_test

import (
	"testing"

	"sallyport/record"
)

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
