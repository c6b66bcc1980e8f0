package desk

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/store"
)

// ResolveCitizenship takes one named person's finding on recorded evidence. The second person who finds the same
// settles it; they may not be the same, and neither may be a field officer.
func (n *Node) ResolveCitizenship(ctx context.Context, who sallyport.Actor, id string, at time.Time, citizen bool, evidence string) error {
	e := casework.Event{Kind: casework.Resolve, Actor: who, At: at, Citizen: citizen}
	return n.step(ctx, id, e, func(tx *store.Tx, s *store.Submission, e *casework.Event) error {
		known, err := n.facts(tx, id)
		if err != nil {
			return err
		}
		if latest(known)[indicated] != "true" {
			return &NotNow{errors.New("there is no indication of citizenship to resolve")}
		}
		next, _, err := n.life.Step(s.State, *e)
		if err != nil {
			return &NotNow{err}
		}
		if len(next.Resolutions) > 0 {
			return nil
		}
		return n.enter(tx, s, *e, []Fact{{"person.us_citizen", fmt.Sprint(citizen), evidence}, {indicated, "false", evidence}})
	}, n.judgeAgain(at))
}

// Challenge takes what the person, or counsel for them, says is wrong. That the citizenship is wrong is an indication of it, and stops everything until two people
// have resolved it; an identity or a conviction goes to the records clerk, and nothing new is asked meanwhile.
func (n *Node) Challenge(ctx context.Context, who sallyport.Actor, id string, at time.Time, about, statement string) error {
	e := casework.Event{Kind: casework.Challenge, Actor: who, At: at, About: about}
	return n.step(ctx, id, e, func(tx *store.Tx, s *store.Submission, e *casework.Event) error {
		if err := n.keep(tx, id, fmt.Sprintf("challenge/%s/%d", about, at.UnixMicro()), []byte(statement)); err != nil {
			return err
		}
		if about != casework.Citizenship {
			return nil
		}
		return n.addFact(tx, id, n.own(*e, Fact{indicated, "true", "the person's own word, with the receipt of the served copy"}))
	}, n.judgeAgain(at))
}

// Reply answers a challenge of an identity or a conviction: what was found, and the facts that are other now.
func (n *Node) Reply(ctx context.Context, who sallyport.Actor, id string, at time.Time, about, finding string, facts []Fact) error {
	e := casework.Event{Kind: casework.Reply, Actor: who, At: at, About: about}
	return n.step(ctx, id, e, func(tx *store.Tx, s *store.Submission, e *casework.Event) error {
		if err := n.keep(tx, id, fmt.Sprintf("finding/%s/%d", about, at.UnixMicro()), []byte(finding)); err != nil {
			return err
		}
		return n.enter(tx, s, *e, facts)
	}, n.judgeAgain(at))
}

// Correct says, on the record, what an earlier entry got wrong; that entry stays.
func (n *Node) Correct(ctx context.Context, who sallyport.Actor, id string, at time.Time, entry uint64, what string) error {
	return n.step(ctx, id, casework.Event{Kind: casework.Correct, Actor: who, At: at}, func(tx *store.Tx, _ *store.Submission, _ *casework.Event) error {
		return n.keep(tx, id, fmt.Sprintf("correction/%d/%d", entry, at.UnixMicro()), []byte(what))
	})
}
