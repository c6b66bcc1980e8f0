package proof

import (
	"fmt"
	"strings"
)

// Fork is evidence against those who signed, which anyone can check again: two checkpoints that cannot both be true.
type Fork struct {
	Log       string // its origin; what it signed
	Sizes     [2]uint64
	Forked    bool     // the log showed two roots for one size
	Witnesses []string // names of those that cosigned both, or cosigned the smaller log later than the greater
}

// Compare reads two signed checkpoints of one log and says what they prove: nil where they prove nothing. That one log extends the other has to be shown by Extends.
//
// Two roots for one size prove that the log forked, and that each witness that cosigned both has lied: it vouched that it saw one log only. A witness that
// cosigned the smaller checkpoint at a later time than the greater has lied as well: it vouched each time that it had seen none greater.
func (p *Policy) Compare(a, b []byte) (*Fork, error) {
	first, by, err := p.checkLog(a)
	if err != nil {
		return nil, err
	}
	second, also, err := p.checkLog(b)
	if err != nil {
		return nil, err
	}
	if first.Origin != second.Origin {
		return nil, fmt.Errorf("proof: checkpoints of two logs, %s and %s, prove nothing against each other", first.Origin, second.Origin)
	}
	if first.Size > second.Size {
		first, second, by, also = second, first, also, by
	}
	f := &Fork{Log: first.Origin, Sizes: [2]uint64{first.Size, second.Size}, Forked: first.Size == second.Size && first.Root != second.Root}
	for _, one := range by {
		for _, other := range also {
			back := first.Size < second.Size && one.At.After(other.At)
			if one.Witness == other.Witness && (f.Forked || back) {
				f.Witnesses = append(f.Witnesses, one.Witness)
			}
		}
	}
	if !f.Forked && len(f.Witnesses) == 0 {
		return nil, nil
	}
	return f, nil
}

// checkLog checks signatures; evidence needs no quorum.
func (p *Policy) checkLog(signed []byte) (Checkpoint, Cosigned, error) {
	quorumless := *p
	quorumless.quorum = none
	return quorumless.Check(signed)
}

// String says it in a sentence.
func (f *Fork) String() string {
	var said []string
	if f.Forked {
		said = append(said, fmt.Sprintf("the log %s has signed two roots for %d entries", f.Log, f.Sizes[0]))
	}
	for _, name := range f.Witnesses {
		if f.Forked {
			said = append(said, fmt.Sprintf("the witness %s has cosigned both", name))
		} else {
			said = append(said, fmt.Sprintf("the witness %s has cosigned %s with %d entries after it had cosigned it with %d", name, f.Log, f.Sizes[0], f.Sizes[1]))
		}
	}
	return strings.Join(said, "; ")
}
