package desk

import (
	"context"
	"time"

	"sallyport/casework"
	"sallyport/internal/store"
)

// Screen asks the federal door whether a notice may be asked at all about a person whom two examiners confirmed. Beside
// it are kept, for comparison, the answers of other programmes; nothing follows from those.
func (h *Hub) Screen(ctx context.Context, id string, at time.Time, beside ...string) error {
	e := casework.Event{Kind: casework.FederalDoor, Actor: h.Software(), At: at}
	return h.step(ctx, id, e, func(tx *store.Tx, s *store.Submission, e *casework.Event) error {
		for _, program := range beside {
			decision, err := h.decide(tx, s, at, holdUnder(program, at))
			if err != nil {
				return err
			}
			if err := tx.AddDecision(id, program, decision); err != nil {
				return err
			}
		}
		decision, err := h.decide(tx, s, at, notice)
		if err != nil {
			return err
		}
		return h.pass(tx, s, e, only(decision, "federal"))
	})
}
