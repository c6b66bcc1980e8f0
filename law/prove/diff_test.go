package prove_test

import (
	"fmt"
	"slices"
	"testing"

	"sallyport"
	"sallyport/law"
	"sallyport/law/prove"
)

// TestDiff: the two texts of Boston come apart as the ordinances say, and every case of a difference runs.
func TestDiff(t *testing.T) {
	b := book(t)
	old, amended := b.Pack("us-ma/boston/trust").At("2014-10-01"), b.Pack("us-ma/boston/trust").At("2020-06-01")
	differences, err := prove.Diff(old, amended)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i := range differences {
		d := &differences[i]
		got = append(got, fmt.Sprint(d.Action, " ", d.Outcomes))
		if d.Cases.Sign() <= 0 || d.Cases.Cmp(d.Of) >= 0 {
			t.Errorf("%s: %v of %v cases", d.Action, d.Cases, d.Of)
		}
		texts := []*law.Version{old, amended}
		for j, v := range texts {
			if o := v.Judge(&d.Case).Outcome; o != d.Outcomes[j] {
				t.Errorf("%s: %s says %s, the proof %s", d.Action, prove.Name(v), o, d.Outcomes[j])
			}
		}
		runs(t, b, texts[d.Laxer], &prove.Example{Case: d.Case, Outcomes: []sallyport.Outcome{d.Outcomes[d.Laxer]}})
	}
	for _, want := range []string{"hold [permitted refused]", "notify [silent permitted]", "transfer [silent refused]"} {
		if !slices.Contains(got, want) {
			t.Errorf("no %s among %v", want, got)
		}
	}
	if slices.Contains(got, "hold [refused permitted]") {
		t.Error("the amended text is laxer on holds")
	}
}

func TestATextDoesNotDifferFromItself(t *testing.T) {
	for _, p := range book(t).Packs {
		for _, v := range p.Versions {
			if differences, err := prove.Diff(v, v); len(differences) > 0 || err != nil {
				t.Errorf("%s: %d differences, %v", prove.Name(v), len(differences), err)
			}
		}
	}
}

// TestEveryNeighbourCanBeCompared: no two texts of a pack that follow one another are too rich for the proof, and whatever
// sets them apart runs.
func TestEveryNeighbourCanBeCompared(t *testing.T) {
	b := book(t)
	for _, p := range b.Packs {
		for i := 1; i < len(p.Versions); i++ {
			texts := []*law.Version{p.Versions[i-1], p.Versions[i]}
			differences, err := prove.Diff(texts[0], texts[1])
			if err != nil {
				t.Errorf("%s and %s: %v", prove.Name(texts[0]), prove.Name(texts[1]), err)
			}
			for _, d := range differences {
				runs(t, b, texts[d.Laxer], &prove.Example{Case: d.Case, Outcomes: []sallyport.Outcome{d.Outcomes[d.Laxer]}})
			}
		}
	}
}
