package desk

import (
	"fmt"
	"testing"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/store"
)

// TestTheFilesWait while many wait for their search: the key is gone at once, the receipt comes when the files were gone through, after an hour at most.
func TestTheFilesWait(t *testing.T) {
	t.Parallel()
	d := newPair(t)
	d.RemoveFile = nil
	ctx := confirm(t, d)
	must(t, d.step(ctx, "s", casework.Event{Kind: casework.Lapse, Actor: d.Software(), At: minutes(6)}, nil))
	d.deliver(t)
	must(t, d.Store.InTx(ctx, func(tx *store.Tx) error {
		for n := range manyWaiting {
			one := &store.Submission{ID: fmt.Sprint(n), Booking: sallyport.Booking{TCN: fmt.Sprint(n), ORI: "OHFRTRY01", At: minutes(6)},
				State: casework.State{Stage: casework.Received, Last: minutes(6)}}
			must(t, tx.AddSubmission(one))
		}
		return nil
	}))
	for _, step := range []struct {
		minute int
		want   casework.Stage
	}{{7, casework.Purging}, {66, casework.Purging}, {67, casework.Purged}} {
		must(t, d.PurgeAll(ctx, minutes(step.minute)))
		must(t, d.Store.View(ctx, func(tx *store.Tx) error {
			s, err := tx.Submission("s")
			must(t, err)
			if s.State.Stage != step.want || d.Vault.Has("s") {
				t.Errorf("after %d minutes: %q, want %q; key there: %v", step.minute, s.State.Stage, step.want, d.Vault.Has("s"))
			}
			return nil
		}))
	}
}
