package desk

import (
	"fmt"
	"strings"
	"testing"

	"sallyport/internal/store"
)

// TestTheStatuteSettlesWhatTheClerkLeftOut: entry is entry by its section, and the decision says where that is from.
func TestTheStatuteSettlesWhatTheClerkLeftOut(t *testing.T) {
	t.Parallel()
	d := newPair(t)
	ctx := confirm(t, d)
	facts := []Fact{{Path: "convictions[0].statute", Value: `"8 U.S.C. § 1325(a)(1)"`}, {Path: "convictions[0].court", Value: `"federal"`},
		{Path: "convictions[0].place", Value: `"us"`}, {Path: "convictions[0].grade", Value: `"misdemeanor"`}}
	for _, flag := range cleanFlags {
		facts = append(facts, Fact{Path: "convictions[0]." + flag, Value: "false"})
	}
	var said string
	err := d.Store.View(ctx, func(tx *store.Tx) error {
		s, err := tx.Submission("s")
		if err != nil {
			return err
		}
		decision, err := d.decide(tx, s, minutes(4), append(facts, holdUnder("us/secure-communities", minutes(4))...))
		said = fmt.Sprint(decision)
		return err
	})
	must(t, err)
	if !strings.Contains(said, "convictions[0].category = illegal_entry (from 8 USC 1325(a), by its statute)") {
		t.Error(said)
	}
}
