package proof

import (
	"errors"
	"fmt"
	"strings"
	"time"

	cosignature "github.com/transparency-dev/formats/note"
)

// Cosigned are the policy's witnesses that have cosigned a checkpoint, in the policy's order.
type Cosigned []Cosignature

// Cosignature says that a witness saw the log with this root, growing from all that it had seen before, and no greater one until then.
type Cosignature struct {
	Witness string // its name in the policy
	Key     string // the name of its key
	At      time.Time
}

// ErrQuorum is in the error of Policy.Check for a checkpoint that its log has signed, but too few witnesses.
var ErrQuorum = errors.New("not witnessed")

// Check reads a signed checkpoint: one of the policy's logs must have signed it, and enough of its witnesses must have cosigned. With an error that has ErrQuorum in
// it, and with that alone, the checkpoint and those who did cosign come all the same. Signatures by keys that the policy does not have are not looked at; one
// wrong signature by a key that it has makes the whole checkpoint worthless (c2sp.org/signed-note).
func (p *Policy) Check(signed []byte) (Checkpoint, Cosigned, error) {
	if len(p.Logs) == 0 {
		return Checkpoint{}, nil, errors.New("proof: the policy has no log; say whose checkpoints are believed: log KEY")
	}
	c, n, err := open(signed, p.logKeys(), p.witnessKeys())
	if err != nil {
		return Checkpoint{}, nil, err
	}
	var cosigned Cosigned
	by := map[string]bool{}
	for _, witness := range p.Witnesses {
		s := signature(n, witness.by)
		if s == nil {
			continue
		}
		at, err := cosignature.CoSigV1Timestamp(*s)
		if err != nil || at.Unix() <= 0 { // without a time, nothing is said of what is newest
			continue
		}
		cosigned = append(cosigned, Cosignature{witness.Name, witness.by.Name(), at.UTC()})
		by[witness.Name] = true
	}
	if p.quorum != none && !p.met(p.quorum, by) {
		return c, cosigned, fmt.Errorf("proof: checkpoint of %s with %d entries: %w: the quorum is %s, cosigned %s", c.Origin, c.Size, ErrQuorum, p.quorum, cosigned)
	}
	return c, cosigned, nil
}

// Asks says whether the policy asks for witnesses at all.
func (p *Policy) Asks() bool { return p.quorum != none }

func (p *Policy) met(name string, by map[string]bool) bool {
	g := p.groups[name]
	if g.witness {
		return by[name]
	}
	have := 0
	for _, member := range g.members {
		if p.met(member, by) {
			have++
		}
	}
	return have >= g.need
}

// String lists who cosigned, for people.
func (c Cosigned) String() string {
	if len(c) == 0 {
		return "nobody"
	}
	names := make([]string, len(c))
	for i, one := range c {
		names[i] = one.Witness + " at " + one.At.Format(time.RFC3339)
	}
	return strings.Join(names, ", ")
}
