package desk

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/store"
	"sallyport/roles"
)

// crockford is base 32 without letters that are read for digits (Crockford, 2002).
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// newCode draws the code of a served copy: 80 random bits as sixteen characters in fours.
func (n *Node) newCode() (string, error) {
	var raw [16]byte
	if _, err := io.ReadFull(n.Random, raw[:]); err != nil {
		return "", fmt.Errorf("drawing a receipt code: %w", err)
	}
	var code strings.Builder
	for i, b := range raw {
		if i > 0 && i%4 == 0 {
			code.WriteByte('-')
		}
		code.WriteByte(crockford[b%32])
	}
	return code.String(), nil
}

// plainCode is a code as somebody typed it: with other letters for digits, in small letters, with or without its dashes.
func plainCode(typed string) string {
	return strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(typed))
}

// ServeAgain gives the person another copy, with another code: the first was lost, or its code never reached the printer. Both codes hold.
func (j *Jail) ServeAgain(ctx context.Context, who sallyport.Actor, id string, at time.Time) (code string, err error) {
	if err := roles.Allows(who, roles.ServeCopy); err != nil {
		return "", err
	}
	if code, err = j.newCode(); err != nil {
		return "", err
	}
	return code, j.inTx(ctx, func(tx *store.Tx) error {
		s, err := tx.Submission(id)
		if err != nil {
			return fmt.Errorf("submission %s: %w", id, err)
		}
		if err := j.mayTouch(who, s); err != nil {
			return err
		}
		if !slices.Contains([]casework.Stage{casework.Served, casework.ToNotify, casework.ToHold, casework.Held}, s.State.Stage) {
			return fmt.Errorf("submission %s: no copy was served, or it is over: it is %q", id, s.State.Stage)
		}
		if err := tx.AddReceiptCode(j.codeHash(code), id); err != nil {
			return err
		}
		return j.record(tx, sallyport.Event{Submission: id, Place: s.Agency, Kind: "copy served again", Actor: who, At: at})
	})
}

func (n *Node) codeHash(code string) string { return n.Vault.Hash("receipt code", plainCode(code)) }

// ByCode finds what the code of a served copy leads to, or says store.ErrNone.
func (n *Node) ByCode(ctx context.Context, code string) (id string, err error) {
	err = n.Store.View(ctx, func(tx *store.Tx) error {
		id, err = tx.CaseOfCode(n.codeHash(code))
		return err
	})
	return id, err
}

// ChallengeByCode is Challenge for whoever has the served copy: the person, or counsel for them.
func (n *Node) ChallengeByCode(ctx context.Context, code string, at time.Time, about, statement string) error {
	id, err := n.ByCode(ctx, code)
	if err != nil {
		return fmt.Errorf("no served copy has this code: %w", err)
	}
	who := sallyport.Actor{ID: "whoever has the served copy", Office: "public", Role: sallyport.Person}
	return n.Challenge(ctx, who, id, at, about, statement)
}

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
