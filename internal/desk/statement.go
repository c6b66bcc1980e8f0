package desk

import (
	"errors"
	"slices"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/store"
)

// statement is what a copy says of a request now. It is made of the record and of the decisions that were kept, which hold no value of a fact, so that it can be made
// after the end as well.
func (j *Jail) statement(tx *store.Tx, s *store.Submission, now ...sallyport.Decision) (*sallyport.Statement, error) {
	said := &sallyport.Statement{Place: s.Agency, Answer: sallyport.AnswerOpen, HoldUntil: s.State.HoldUntil, Ended: s.State.Reason}
	events, err := tx.EventsOf(s.ID)
	if err != nil {
		return nil, err
	}
	for _, e := range events {
		line, err := j.decode(&e)
		if err != nil {
			return nil, err
		}
		take(said, &line)
	}
	if said.Action == "" {
		return nil, &NotNow{errors.New("copy given: the record has no request")}
	}
	decisions, err := tx.Decisions(s.ID)
	if err != nil {
		return nil, err
	}
	for _, d := range now {
		decisions = append(decisions, store.Decision{Kind: string(casework.BothDoors), Decision: d})
	}
	said.Doors = judgements(s.State.Stage, decisions)
	if n := len(now); n > 0 && now[n-1].Outcome == sallyport.Permitted && now[n-1].Hold != nil && said.Action == "hold" {
		said.HoldUntil = now[n-1].Hold.Until
	}
	return said, nil
}

// take takes over what a line of the record tells.
func take(said *sallyport.Statement, line *sallyport.Event) {
	switch casework.Kind(line.Kind) {
	case casework.Register:
		said.Action, said.Form, said.Received = line.Request.Action, line.Request.Form, line.At
	case casework.Answer:
		said.Answer, said.Answered = sallyport.AnswerRefuses, line.At
		if line.Answer.Agrees {
			said.Answer = sallyport.AnswerAgrees
		}
	}
}

// judgements are the last words of the local door and of both. A request that waits to be judged anew has none that holds.
func judgements(stage casework.Stage, decisions []store.Decision) (all []sallyport.Judgement) {
	if stage == casework.Registered {
		return nil
	}
	for _, door := range []struct {
		name string
		step casework.Kind
	}{{"local", casework.LocalDoor}, {"both", casework.BothDoors}} {
		for _, d := range slices.Backward(decisions) {
			if d.Kind == string(door.step) {
				all = append(all, sallyport.Judgement{Door: door.name, At: d.At, Outcome: d.Outcome, Grounds: grounds(&d.Decision)})
				break
			}
		}
	}
	return all
}

func grounds(d *sallyport.Decision) (all []sallyport.Ground) {
	for _, door := range d.Doors {
		for _, rule := range door.Rules {
			all = append(all, sallyport.Ground{Rule: rule.ID, Effect: rule.Effect, Cite: rule.Cite})
		}
	}
	return all
}
