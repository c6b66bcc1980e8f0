package desk

import (
	"context"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/store"
	"sallyport/roles"
)

// Wanting are the cases that wait for a records clerk, oldest first: those that want facts, and those of which the person says that something is wrong. It is the
// part behind a mark, most of it at most; more says whether there is more. It names nobody.
func (h *Hub) Wanting(ctx context.Context, who sallyport.Actor, after Mark, most int) (all []*store.Submission, more bool, err error) {
	if err := roles.Allows(who, roles.ReadRecord); err != nil {
		return nil, false, err
	}
	err = h.Store.View(ctx, func(tx *store.Tx) error {
		lists := []oldest{func(most int) ([]*store.Submission, error) { return tx.Challenged(after.Due, after.ID, most) }}
		for _, stage := range []casework.Stage{casework.Confirmed, casework.Unresolved} {
			lists = append(lists, func(most int) ([]*store.Submission, error) {
				return tx.SubmissionsAfter(stage, after.Due, after.ID, most)
			})
		}
		all, err = merged(most+1, lists)
		return err
	})
	more = len(all) > most
	return all[:min(len(all), most)], more, err
}
