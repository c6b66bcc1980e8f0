package desk

import (
	"context"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/store"
)

// Unresolved lists what waits for the records clerk and for counsel, oldest first: never for the field office.
func (n *Node) Unresolved(ctx context.Context, who sallyport.Actor) (all []Askable, err error) {
	if err := mayResolve(who); err != nil {
		return nil, err
	}
	stages := []casework.Stage{casework.Unresolved, casework.Confirmed}
	if n.life == &casework.Request {
		stages = []casework.Stage{casework.Closed}
	}
	err = n.Store.View(ctx, func(tx *store.Tx) error {
		for _, stage := range stages {
			waiting, err := tx.Submissions(stage)
			if err != nil {
				return err
			}
			for _, s := range waiting {
				one := Askable{ID: s.ID, Agency: s.Agency}
				decisions, err := tx.Decisions(s.ID)
				if err != nil {
					return err
				}
				if len(decisions) > 0 {
					one.Decision = decisions[len(decisions)-1]
				}
				if one.Decision.Outcome == sallyport.Unresolved {
					all = append(all, one)
				}
			}
		}
		return nil
	})
	return all, err
}
