package proof

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"sallyport"
	"sallyport/record"
)

// Entry is an event that is shown to be in a log.
type Entry struct {
	Index uint64
	sallyport.Event
}

// Receipt is what a bundle proves to whoever has the code.
type Receipt struct {
	Checkpoint Checkpoint
	Cosigned   Cosigned // the policy's witnesses that saw this log
	Statement  Entry    // what the copy says: its Statement is not nil
	Later      []Entry  // what happened to the request since, as far as the bundle tells; it may leave events out
	Quorum     error    // nil where enough witnesses cosigned; else what is missing, as Policy.Check says it
}

// Open checks a bundle against the code of a served copy and a policy, which has to believe the log. It shows that a log of this key has committed to this very
// statement under the salt that only this code gives, and to each later line, and that all are of one request. Nothing in the bundle is believed, its key least of all.
func (b *Bundle) Open(code Code, policy *Policy) (*Receipt, error) {
	c, cosigned, err := policy.Check([]byte(b.Checkpoint))
	if err != nil && !errors.Is(err, ErrQuorum) {
		return nil, err
	}
	if c.Origin != b.Origin {
		return nil, fmt.Errorf("proof: the bundle says that it is of %q, and its checkpoint is of %q", b.Origin, c.Origin)
	}
	r := &Receipt{Checkpoint: c, Cosigned: cosigned, Quorum: err}
	stretched := code.Stretch(c.Origin)
	if r.Statement, err = b.Statement.open(c, stretched.Salt[:]); err != nil {
		return nil, fmt.Errorf("%w; is it the code of this copy?", err)
	}
	if r.Statement.Statement == nil {
		return nil, fmt.Errorf("proof: entry %d is no copy's: %q", r.Statement.Index, r.Statement.Kind)
	}
	for _, line := range b.Later {
		salt, err := hex.DecodeString(line.Salt)
		if err != nil || len(salt) != len(stretched.Salt) {
			return nil, fmt.Errorf("proof: entry %d: its salt is not 32 bytes in hexadecimal", line.Index)
		}
		entry, err := line.open(c, salt)
		if err != nil {
			return nil, err
		}
		if entry.Submission != r.Statement.Submission {
			return nil, fmt.Errorf("proof: entry %d is about another request than the copy", line.Index)
		}
		r.Later = append(r.Later, entry)
	}
	return r, nil
}

// open shows that the log has the line, and reads what it says.
func (l *Line) open(c Checkpoint, salt []byte) (e Entry, err error) {
	path, err := ParseHashes(l.Path)
	if err != nil {
		return e, fmt.Errorf("proof: entry %d: %w", l.Index, err)
	}
	leaf := record.Commit(salt, c.Origin, l.Body)
	if err := c.Includes(l.Index, leaf[:], path); err != nil {
		return e, err
	}
	e.Index = l.Index
	if err := json.Unmarshal([]byte(l.Body), &e.Event); err != nil {
		return e, fmt.Errorf("proof: entry %d: the log has it, and it is no event of the record", l.Index)
	}
	return e, nil
}
