package store

import (
	"encoding/json"
	"fmt"

	"sallyport"
	"sallyport/internal/store/query"
)

// Decision is a decision as kept for the record, with the step it was made at.
type Decision struct {
	Kind string
	sallyport.Decision
}

// AddDecision keeps what may be published of d: outcomes, rules, citations and paths, without the facts' values. Its outcome is the submission's from then on.
func (t *Tx) AddDecision(submission, kind string, d sallyport.Decision) error {
	doors := make([]sallyport.Door, len(d.Doors))
	for i, door := range d.Doors {
		rules := make([]sallyport.AppliedRule, len(door.Rules))
		for j, rule := range door.Rules {
			rule.Because = nil
			rules[j] = rule
		}
		door.Rules = rules
		doors[i] = door
	}
	d.Doors = doors
	document, err := json.Marshal(d)
	if err != nil {
		return err
	}
	if err := t.query.AddDecision(t.ctx, query.AddDecisionParams{Submission: submission, Kind: kind, Document: string(document)}); err != nil {
		return from(err)
	}
	return from(t.query.SetOutcome(t.ctx, query.SetOutcomeParams{ID: submission, Outcome: string(d.Outcome)}))
}

// Decisions returns the decisions on a submission, in order.
func (t *Tx) Decisions(submission string) ([]Decision, error) {
	rows, err := t.query.Decisions(t.ctx, submission)
	all := make([]Decision, len(rows))
	for i, row := range rows {
		all[i].Kind = row.Kind
		if err := json.Unmarshal([]byte(row.Document), &all[i].Decision); err != nil {
			return nil, fmt.Errorf("store: decision on %s: %w", submission, err)
		}
	}
	return all, from(err)
}
