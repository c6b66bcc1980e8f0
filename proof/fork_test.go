package proof

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestFork shows a log that forked, and names the witness that went along and only that one.
func TestFork(t *testing.T) {
	t.Parallel()
	log, key := logKey(t, "example.com/log")
	liar, honest := newCosigner(t, "liar.example.com"), newCosigner(t, "honest.example.com")
	p := policy(t, fmt.Sprintf("log %s\nwitness liar %s\nwitness honest %s\ngroup both all liar honest\nquorum both\n", key, liar.key, honest.key))
	one := grown(t, 3).checkpoint(t, "example.com/log", 3)
	other := one
	other.Root[0] ^= 1
	a, b := signed(t, one.String(), log, liar, honest), signed(t, other.String(), log, liar)
	f, err := p.Compare(a, b)
	if err != nil || f == nil || !f.Forked || !slices.Equal(f.Witnesses, []string{"liar"}) {
		t.Fatal(f, err)
	}
	if said := f.String(); !strings.Contains(said, "example.com/log has signed two roots for 3") || !strings.Contains(said, "liar has cosigned both") || strings.Contains(said, "honest") {
		t.Error(said)
	}
	if f, err := p.Compare(a, a); err != nil || f != nil {
		t.Error("the same checkpoint twice:", f, err)
	}
	if f, err := p.Compare(a, signed(t, other.String(), log)); err != nil || f == nil || len(f.Witnesses) != 0 {
		t.Error("a fork that no witness saw:", f, err)
	}
	forged := slices.Clone(b)
	forged[len(forged)-10] ^= 1
	if _, err := p.Compare(a, forged); err == nil {
		t.Error("forged evidence")
	}
}

// TestWitnessGoesBack shows a witness that vouched for an old checkpoint after it had seen a newer one.
func TestWitnessGoesBack(t *testing.T) {
	t.Parallel()
	log, key := logKey(t, "example.com/log")
	w := newCosigner(t, "w.example.com")
	p := policy(t, fmt.Sprintf("log %s\nwitness w %s\nquorum w\n", key, w.key))
	all := grown(t, 9)
	later := *w
	later.at = w.at.Add(time.Second)
	small, great := all.checkpoint(t, "example.com/log", 4).String(), all.checkpoint(t, "example.com/log", 9).String()
	f, err := p.Compare(signed(t, great, log, w), signed(t, small, log, &later))
	if err != nil || f == nil || f.Forked || !slices.Equal(f.Witnesses, []string{"w"}) || f.Sizes != [2]uint64{4, 9} {
		t.Error(f, err)
	}
	if f != nil && !strings.Contains(f.String(), "w has cosigned example.com/log with 4 entries after it had cosigned it with 9") {
		t.Error(f)
	}
	for _, first := range []*cosigner{w, &later} {
		if f, err := p.Compare(signed(t, small, log, w), signed(t, great, log, first)); err != nil || f != nil {
			t.Error("a log that grew:", f, err)
		}
	}
}
