package desk

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"sallyport"
	"sallyport/internal/receipt"
	"sallyport/internal/store"
	"sallyport/proof"
)

// CodeSlip says what is wrong with a code as it was typed.
type CodeSlip struct{ Err error }

func (c *CodeSlip) Error() string { return c.Err.Error() }

func (c *CodeSlip) Unwrap() error { return c.Err }

// ErrCrowded says that so many codes are being looked up that no more are taken for the moment.
var ErrCrowded = errors.New("too many codes are being looked up at this moment; try again in a little while")

// ErrNoCopy says that no copy of this jail's has a code.
var ErrNoCopy = errors.New("no copy has this code; compare it with the paper, and see which agency the copy names")

// mostCodes is how many wait to be stretched: some ten seconds' worth.
const mostCodes = 100

// codes has one code of whoever asks stretched at a time: each takes 64 MiB, and anybody may ask.
type codes struct {
	one     sync.Mutex
	waiting atomic.Int64
}

// stretched reads a code as it was typed. It does the same work whether the code leads somewhere or not.
func (j *Jail) stretched(typed string) (proof.Stretched, error) {
	code, err := proof.ParseCode(typed)
	if err != nil {
		return proof.Stretched{}, &CodeSlip{err}
	}
	defer j.codes.waiting.Add(-1)
	if j.codes.waiting.Add(1) > mostCodes {
		return proof.Stretched{}, ErrCrowded
	}
	j.codes.one.Lock()
	defer j.codes.one.Unlock()
	return code.Stretch(j.Origin), nil
}

// LookUp finds what the code of a copy leads to, as somebody typed it, or says ErrNoCopy. It leaves no trace.
func (j *Jail) LookUp(ctx context.Context, typed string) (*receipt.Found, error) {
	code, err := j.stretched(typed)
	if err != nil {
		return nil, err
	}
	found, err := receipt.Find(ctx, j.Store, j.Published, code)
	return found, noCopy(err)
}

func noCopy(err error) error {
	if errors.Is(err, store.ErrNone) {
		return ErrNoCopy
	}
	return err
}

// ByCode finds the request that the code of a copy leads to, or says ErrNoCopy.
func (j *Jail) ByCode(ctx context.Context, typed string) (id string, err error) {
	code, err := j.stretched(typed)
	if err != nil {
		return "", err
	}
	err = j.Store.View(ctx, func(tx *store.Tx) error {
		id, err = tx.CaseOfCode(receipt.Key(code))
		return err
	})
	return id, noCopy(err)
}

// publicOffice stands where an office would, of whoever has no office here.
const publicOffice = "public"

// ChallengeByCode is Challenge for whoever has the copy: the person, or counsel for them.
func (j *Jail) ChallengeByCode(ctx context.Context, code string, at time.Time, about, statement string) error {
	id, err := j.ByCode(ctx, code)
	if err != nil {
		return err
	}
	who := sallyport.Actor{ID: "whoever has the served copy", Office: publicOffice, Role: sallyport.Person}
	return j.Challenge(ctx, who, id, at, about, statement)
}
