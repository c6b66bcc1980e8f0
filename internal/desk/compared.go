package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"sallyport"
	"sallyport/internal/store"
	"sallyport/roles"
)

// What an examiner says of one person who was shown.
const (
	SamePerson   = "same"
	NotSame      = "not the same"
	Inconclusive = "inconclusive"
)

// Limits of what an examiner keeps with an answer.
const (
	mostNotes = 4000
	mostMarks = 200
)

// Compared is an examiner's answer about one person, with the examiner's own notes and marks.
type Compared struct {
	Person string  `json:"person"`
	Answer string  `json:"answer"`
	Notes  string  `json:"notes,omitempty"`
	Marks  []Point `json:"marks,omitempty"`
}

// Point is a place that an examiner marked on a print, in pixels at 500 dpi from the upper left.
type Point struct {
	Finger    int  `json:"finger"`
	Candidate bool `json:"candidate,omitempty"` // on the other person's print, not on the booking's
	X         int  `json:"x"`
	Y         int  `json:"y"`
}

// Examination is what one examiner answered, and what the software had found.
type Examination struct {
	*Bench
	Compared []Compared            // in the order of Shown
	Found    []sallyport.Candidate // in the order of Shown
}

// examinationDocument is an examiner's answer; a purge destroys it with the rest.
func examinationDocument(who sallyport.Actor) string { return "examination/" + who.ID }

// Compare is Examine with an answer for each person shown, and the examiner's notes and marks, which are kept sealed.
func (h *Hub) Compare(ctx context.Context, who sallyport.Actor, id string, at time.Time, compared []Compared) error {
	var same []string
	for i := range compared {
		if err := compared[i].check(); err != nil {
			return &Unfit{err}
		}
		if compared[i].Answer == SamePerson {
			same = append(same, compared[i].Person)
		}
	}
	if len(same) > 1 {
		return &Unfit{errors.New("two of those shown cannot both be the person: say of one at most that it is the same")}
	}
	document, err := json.Marshal(compared)
	if err != nil {
		return err
	}
	return h.examine(ctx, who, id, at, same, func(tx *store.Tx, candidates []sallyport.Candidate) error {
		if len(candidates) != len(compared) {
			return &Unfit{errors.New("answer about each person who is shown, once")}
		}
		for _, c := range candidates {
			if !slices.ContainsFunc(compared, func(a Compared) bool { return a.Person == c.Person }) {
				return &Unfit{errors.New("answer about each person who is shown, once")}
			}
		}
		return h.keep(tx, id, examinationDocument(who), document)
	})
}

func (c *Compared) check() error {
	switch {
	case !slices.Contains([]string{SamePerson, NotSame, Inconclusive}, c.Answer):
		return fmt.Errorf("answer %q: it is %q, %q or %q", c.Answer, SamePerson, NotSame, Inconclusive)
	case len(c.Notes) > mostNotes:
		return fmt.Errorf("notes: %d bytes; %d are kept", len(c.Notes), mostNotes)
	case len(c.Marks) > mostMarks:
		return fmt.Errorf("marks: %d; %d are kept for one person", len(c.Marks), mostMarks)
	}
	return nil
}

// Answered returns what this examiner answered, with the scores and the people mixed in, and nothing of the other's answer. Before there is an answer of
// theirs, it is a *NotNow.
func (h *Hub) Answered(ctx context.Context, who sallyport.Actor, id string, at time.Time) (x *Examination, err error) {
	if err := roles.Allows(who, roles.ExaminePrints); err != nil {
		return nil, err
	}
	err = h.inTx(ctx, func(tx *store.Tx) error {
		s, err := tx.Submission(id)
		if err != nil {
			return fmt.Errorf("submission %s: %w", id, err)
		}
		if x, err = h.examination(tx, who, id); err != nil {
			return err
		}
		return h.read(tx, who, s, at, "prints")
	})
	return x, err
}

func (h *Hub) examination(tx *store.Tx, who sallyport.Actor, id string) (*Examination, error) {
	document, err := h.kept(tx, id, examinationDocument(who))
	if errors.Is(err, store.ErrNone) {
		return nil, &NotNow{errors.New("what the software found is shown to whoever has answered")}
	}
	if err != nil {
		return nil, err
	}
	var compared []Compared
	if err := json.Unmarshal(document, &compared); err != nil {
		return nil, err
	}
	found, err := tx.Candidates(id)
	if err != nil {
		return nil, err
	}
	x := new(Examination)
	if x.Bench, err = h.bench(tx, who, id); err != nil {
		return nil, err
	}
	for _, shown := range x.Shown {
		for _, c := range compared {
			if c.Person == shown.Person {
				x.Compared = append(x.Compared, c)
			}
		}
		for _, c := range found {
			if c.Person == shown.Person {
				x.Found = append(x.Found, c)
			}
		}
	}
	return x, nil
}
