package desk

import (
	"context"
	"slices"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/store"
)

// holdAmongCharges is the line about a hold that a jail's system lists as a charge.
const holdAmongCharges = "hold among the charges"

// CustodyFacts enters what a jail's own system exports, as far as it is new: an export says everything each time. Holds that it lists among the charges
// go on the record, each kind once; they are no charges, and nothing follows from them.
func (j *Jail) CustodyFacts(ctx context.Context, who sallyport.Actor, id string, at time.Time, facts []Fact, holds []string) error {
	changed, unnoted, err := j.news(ctx, id, facts, holds)
	if err != nil {
		return err
	}
	if len(unnoted) > 0 {
		err := j.inTx(ctx, func(tx *store.Tx) error {
			for _, kind := range unnoted {
				if err := j.record(tx, sallyport.Event{Submission: id, Place: j.Place, Kind: holdAmongCharges, Actor: who, At: at, Reason: kind}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	if len(changed) == 0 {
		return nil
	}
	return j.RecordFacts(ctx, who, id, at, changed)
}

// news is what is not known yet. Of a submission that is over nothing is entered any more.
func (j *Jail) news(ctx context.Context, id string, facts []Fact, holds []string) (changed []Fact, unnoted []string, err error) {
	err = j.Store.View(ctx, func(tx *store.Tx) error {
		s, err := tx.Submission(id)
		if err != nil || s.State.Over() || s.State.Stage == casework.New {
			return err
		}
		known, err := j.facts(tx, id)
		if err != nil {
			return err
		}
		values := latest(known)
		for _, f := range facts {
			if values[f.Path] != f.Value {
				changed = append(changed, f)
			}
		}
		lines, err := tx.EventsOf(id)
		if err != nil {
			return err
		}
		var noted []string
		for i := range lines {
			if line, err := lines[i].Decode(); err == nil && line.Kind == holdAmongCharges {
				noted = append(noted, line.Reason)
			}
		}
		for _, kind := range holds {
			if !slices.Contains(noted, kind) {
				unnoted, noted = append(unnoted, kind), append(noted, kind)
			}
		}
		return nil
	})
	return changed, unnoted, err
}
