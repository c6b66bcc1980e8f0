package desk

import (
	"cmp"
	"context"
	"slices"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/store"
)

// Unresolved lists what waits for the records clerk and for counsel, oldest first: never for the field office. It is the part behind a mark, most of it at most,
// and more says whether there is more.
func (n *Node) Unresolved(ctx context.Context, who sallyport.Actor, after Mark, most int) (all []Askable, more bool, err error) {
	if err := mayResolve(who); err != nil {
		return nil, false, err
	}
	err = n.Store.View(ctx, func(tx *store.Tx) error {
		waiting, err := merged(most+1, n.unresolved(tx, after))
		if err != nil {
			return err
		}
		more = len(waiting) > most
		for _, s := range waiting[:min(len(waiting), most)] {
			one := Askable{ID: s.ID, Agency: s.Agency, Since: s.At}
			decisions, err := tx.Decisions(s.ID)
			if err != nil {
				return err
			}
			if len(decisions) > 0 {
				one.Decision = decisions[len(decisions)-1]
			}
			all = append(all, one)
		}
		return nil
	})
	return all, more, err
}

// CountUnresolved is how many Unresolved lists in all.
func (n *Node) CountUnresolved(ctx context.Context, who sallyport.Actor) (count int64, err error) {
	if err := mayResolve(who); err != nil {
		return 0, err
	}
	err = n.Store.View(ctx, func(tx *store.Tx) error {
		for _, stage := range n.unresolvedAt() {
			some, err := tx.CountUnresolvedAt(stage)
			if err != nil {
				return err
			}
			count += some
		}
		return nil
	})
	return count, err
}

// unresolvedAt are the stages at which a case waits whose last decision was unresolved.
func (n *Node) unresolvedAt() []casework.Stage {
	if n.life == &casework.Request {
		return []casework.Stage{casework.Closed}
	}
	return []casework.Stage{casework.Unresolved, casework.Confirmed}
}

func (n *Node) unresolved(tx *store.Tx, after Mark) (lists []oldest) {
	for _, stage := range n.unresolvedAt() {
		lists = append(lists, func(most int) ([]*store.Submission, error) { return tx.UnresolvedAt(stage, after.Due, after.ID, most) })
	}
	return lists
}

// oldest reads the oldest submissions of a list, most of them at most.
type oldest func(most int) ([]*store.Submission, error)

// merged are the oldest submissions of several lists, most of them at most, each once.
func merged(most int, lists []oldest) (all []*store.Submission, err error) {
	for _, list := range lists {
		some, err := list(most)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	slices.SortFunc(all, func(a, b *store.Submission) int { return compareMarks(markOf(a), markOf(b)) })
	all = slices.CompactFunc(all, func(a, b *store.Submission) bool { return a.ID == b.ID })
	return all[:min(len(all), most)], nil
}

// markOf is where a list that goes by when cases were received has a case.
func markOf(s *store.Submission) Mark { return Mark{s.At, s.ID} }

func compareMarks(a, b Mark) int {
	return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.ID, b.ID))
}
