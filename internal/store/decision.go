package store

import (
	"encoding/json"
	"fmt"

	"sallyport"
)

// Decision is a decision as kept for the record, with the step it was made at.
type Decision struct {
	Kind string
	sallyport.Decision
}

// AddDecision keeps what may be published of d: outcomes, rules, citations and paths, without the facts' values.
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
	return t.exec(`INSERT INTO decisions (submission, seq, kind, document)
		SELECT $1, COALESCE(MAX(seq) + 1, 0), $2, $3 FROM decisions WHERE submission = $1`, submission, kind, string(document))
}

// Decisions returns the decisions on a submission, in order.
func (t *Tx) Decisions(submission string) ([]Decision, error) {
	var all []Decision
	err := t.each(func(scan func(...any) error) error {
		var d Decision
		var document string
		if err := scan(&d.Kind, &document); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(document), &d.Decision); err != nil {
			return fmt.Errorf("decision on %s: %w", submission, err)
		}
		all = append(all, d)
		return nil
	}, "SELECT kind, document FROM decisions WHERE submission = $1 ORDER BY seq", submission)
	return all, err
}
