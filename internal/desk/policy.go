package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"sallyport"
	"sallyport/internal/store"
	"sallyport/law/tree"
	"sallyport/roles"
)

// What the record says of a change of the agency's own policy.
const (
	policyEntered = "policy entered"
	policyAgreed  = "policy agreed"
)

// PolicyActions are what a policy can speak to.
var PolicyActions = sallyport.CaseFacts[sallyport.CaseFact("request.action")].Values

// ofPolicy begins the source of a fact that the agency's own policy gave.
const ofPolicy = "the county's own policy, version "

// Policies returns every version of the agency's own written policy, in the order in which they were put in.
func (j *Jail) Policies(ctx context.Context, who sallyport.Actor) (all []store.Policy, err error) {
	if err := j.ofThisJail(who, roles.ReadRecord); err != nil {
		return nil, err
	}
	err = j.Store.View(ctx, func(tx *store.Tx) (err error) {
		all, err = tx.Policies()
		return err
	})
	return all, err
}

// EnterPolicy puts in a version, from which nothing follows until a second person has agreed to it. Earlier versions stay.
func (j *Jail) EnterPolicy(ctx context.Context, who sallyport.Actor, at time.Time, p store.Policy) error {
	if err := j.ofThisJail(who, roles.ChangePolicy); err != nil {
		return err
	}
	p.EnteredBy, p.EnteredAt = who.ID, at
	return j.inTx(ctx, func(tx *store.Tx) error {
		all, err := tx.Policies()
		if err != nil {
			return err
		}
		if err := j.fits(&p, InForce(all, p.Begins), at); err != nil {
			return &Unfit{err}
		}
		return errors.Join(tx.AddPolicy(&p), j.record(tx, sallyport.Event{Kind: policyEntered, Place: j.Place, Actor: who, At: at}))
	})
}

// fits checks a version against the one that holds when it begins.
func (j *Jail) fits(p, before *store.Policy, at time.Time) error {
	if _, err := time.Parse(time.DateOnly, p.Begins); err != nil {
		return fmt.Errorf("begins: %q is not a day; write 2015-05-06", p.Begins)
	}
	if today := j.day(at); p.Begins < today {
		return fmt.Errorf("begins: %s is over; a version begins today, %s, or later, since what was answered before stays as it was", p.Begins, today)
	}
	if strings.TrimSpace(p.Written) == "" {
		return errors.New("written: say where it is written, such as the order's title, section and day")
	}
	if len(p.Says) == 0 {
		return errors.New("says: a version says allow or forbid of one action at least")
	}
	for action, said := range p.Says {
		if !slices.Contains(PolicyActions, action) || said != "forbid" && said != "allow" {
			return fmt.Errorf("says: %q of %q; say forbid or allow, of one of %q", said, action, PolicyActions)
		}
	}
	if before == nil {
		return nil
	}
	for action := range before.Says {
		if p.Says[action] == "" {
			return fmt.Errorf("says: the version of %s speaks to %s, so this one has to say forbid or allow of it too", before.Begins, action)
		}
	}
	return nil
}

// AgreePolicy is the second person's word: from its first day on, the version holds.
func (j *Jail) AgreePolicy(ctx context.Context, who sallyport.Actor, at time.Time, number int64) error {
	if err := j.ofThisJail(who, roles.ChangePolicy); err != nil {
		return err
	}
	return j.inTx(ctx, func(tx *store.Tx) error {
		all, err := tx.Policies()
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(p store.Policy) bool { return p.Number == number })
		switch {
		case i < 0:
			return fmt.Errorf("policy %d: %w", number, store.ErrNone)
		case all[i].AgreedBy != "":
			return &NotNow{fmt.Errorf("policy agreed: %s has agreed to this version already", all[i].AgreedBy)}
		case all[i].EnteredBy == who.ID:
			return &NotNow{errors.New("policy agreed: you put this version in, so a different person has to agree to it")}
		case all[i].Begins < j.day(at):
			return &NotNow{fmt.Errorf("policy agreed: its first day, %s, is over; put it in again with a later one", all[i].Begins)}
		}
		return errors.Join(tx.AgreePolicy(number, who.ID, at), j.record(tx, sallyport.Event{Kind: policyAgreed, Place: j.Place, Actor: who, At: at}))
	})
}

// InForce is the version that holds on a day, or nil: of those that two people put in, the one that began last, and of two that began on one day the later.
func InForce(all []store.Policy, day string) (holds *store.Policy) {
	for i := range all {
		p := &all[i]
		if p.AgreedBy != "" && p.Begins <= day && (holds == nil || p.Begins >= holds.Begins) {
			holds = p
		}
	}
	return holds
}

// day is the day at a time where the jail is.
func (j *Jail) day(at time.Time) string { return dayAt(j.Place, at) }

func dayAt(place string, at time.Time) string {
	return at.In(tree.Zone(place, at.Location())).Format(time.DateOnly)
}

// followPolicy enters what the agency's own policy says that day as facts of the case, under the names of the two who put it in. A narrower word about this one
// case stands.
func (n *Node) followPolicy(tx *store.Tx, s *store.Submission, at time.Time) error {
	all, err := tx.Policies()
	if err != nil {
		return err
	}
	p := InForce(all, dayAt(s.Agency, at))
	if p == nil {
		return nil
	}
	known, err := n.facts(tx, s.ID)
	if err != nil {
		return err
	}
	last := map[string]store.Fact{}
	for _, f := range known {
		last[f.Path] = f
	}
	for _, action := range PolicyActions {
		if p.Says[action] == "" {
			continue
		}
		f := store.Fact{Path: "local_policy." + action, Value: strconv.Quote(p.Says[action]), Source: ofPolicy + p.Begins + ": " + p.Written,
			By: p.EnteredBy, Office: s.Agency, At: at, Accepted: p.AgreedBy}
		was, there := last[f.Path]
		own := there && was.Value == `"forbid"` && !strings.HasPrefix(was.Source, ofPolicy)
		if own || was.Value == f.Value && was.Source == f.Source {
			continue
		}
		if err := n.addFact(tx, s.ID, f); err != nil {
			return err
		}
	}
	return nil
}
