package receipt

import (
	"regexp"
	"slices"
	"testing"

	"sallyport/casework"
	"sallyport/internal/receipt"
	"sallyport/internal/web/words"
)

// TestWords: every language has every text, with the same names to be replaced in it, and every kind of line that a receipt shows has words.
func TestWords(t *testing.T) {
	t.Parallel()
	names := regexp.MustCompile(`\{\w+\}`)
	sorted := func(text string) []string { found := names.FindAllString(text, -1); slices.Sort(found); return found }
	for _, l := range words.All {
		for key, english := range texts[words.English] {
			if !texts.Has(l, key) || !slices.Equal(sorted(texts[l][key]), sorted(english)) {
				t.Errorf("%s: %q: %q", l, key, texts[l][key])
			}
		}
		if len(texts[l]) != len(texts[words.English]) {
			t.Errorf("%s has %d texts", l, len(texts[l]))
		}
	}
	for _, kind := range []casework.Kind{casework.SetAside, casework.LocalDoor, casework.Answer, casework.Serve, casework.GiveCopy, receipt.Again, casework.BothDoors, casework.Release,
		casework.StartHold, casework.EndHold, casework.Withdraw, casework.Lapse, casework.Age, casework.Challenge, casework.Reply, casework.EndPurge} {
		if !texts.Has(words.English, "kind "+string(kind)) {
			t.Errorf("no words for %q", kind)
		}
	}
}
