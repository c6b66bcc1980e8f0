package desk

import (
	"strings"
	"testing"

	"sallyport/internal/link"
	"sallyport/internal/store"
)

// TestNothingQuotedStaysOnTheRecord: whatever another node says of why it refused a message, the record has one of the known reasons.
func TestNothingQuotedStaysOnTheRecord(t *testing.T) {
	t.Parallel()
	n := newNode(t, "jail")
	for _, c := range []struct{ said, want string }{
		{cameBefore, cameBefore},
		{"transaction TRIAL-2015-000009 of OH0250000 came before, as 1f2e", anotherReason},
		{cameBefore + " TRIAL-2015-000009", anotherReason},
	} {
		var events []store.Event
		err := n.Store.InTx(t.Context(), func(tx *store.Tx) error {
			before, err := tx.Events(0, 100)
			if err != nil {
				return err
			}
			if err := n.Settle(tx, link.Settled{Peer: "hub", Number: 1, Case: "s", Refusal: c.said, At: morning}); err != nil {
				return err
			}
			events, err = tx.Events(uint64(len(before)), 100)
			return err
		})
		if err != nil || len(events) != 1 || !strings.Contains(events[0].Body, `"reason":"`+c.want+`"`) || strings.Contains(events[0].Body, "TRIAL") {
			t.Errorf("%q: %v, %+v", c.said, err, events)
		}
	}
}
