package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/store"
	"sallyport/roles"
)

// Dossier is a case as those see it who enter its facts at the hub.
type Dossier struct {
	Sheet
	Would sallyport.Decision // what the doors would say of a notice, from the facts as they are; nothing follows from it
	Said  map[string]string  // what the person says is wrong, by what it is about, in their words
}

// Dossier returns all that is held of a case with what is missing for which door, and puts on the record that it was read.
func (h *Hub) Dossier(ctx context.Context, who sallyport.Actor, id string, at time.Time) (d Dossier, err error) {
	if err := roles.Allows(who, roles.ReadRecord); err != nil {
		return d, err
	}
	err = h.inTx(ctx, func(tx *store.Tx) error {
		if d.Sheet, err = h.sheet(tx, who, id, at); err != nil {
			return err
		}
		if d.Submission.State.Over() {
			return nil
		}
		if d.Would, err = h.decide(tx, d.Submission, at, notice); err != nil {
			return err
		}
		d.Said, err = h.said(tx, &d.Record)
		return err
	})
	return d, err
}

// said are the words of challenges that nobody has answered. One that was made at the jail has its words there.
func (n *Node) said(tx *store.Tx, r *Record) (map[string]string, error) {
	all := map[string]string{}
	for _, about := range r.Submission.State.Challenges {
		for _, e := range r.Entries {
			if e.Kind != string(casework.Challenge) || e.About != about {
				continue
			}
			text, err := n.kept(tx, r.Submission.ID, fmt.Sprintf("challenge/%s/%d", about, e.At.UnixMicro()))
			if err != nil && !errors.Is(err, store.ErrNone) {
				return nil, err
			}
			all[about] = string(text)
		}
	}
	return all, nil
}
