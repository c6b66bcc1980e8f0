package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/store/query"
)

// Submission is a booking with its place in the life that package casework describes.
type Submission struct {
	ID string // random; says nothing about the person
	sallyport.Booking
	File  string // name in the watched folder
	State casework.State

	// Outcome is what the last decision came to, "" while there is none. AddDecision sets it.
	Outcome sallyport.Outcome
}

// ErrNone says that there is no such submission, document or message.
var ErrNone = errors.New("store: there is none")

// none is what was asked for, or ErrNone.
func none(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNone
	}
	return from(err)
}

// AddSubmission inserts a new submission.
func (t *Tx) AddSubmission(s *Submission) error {
	state, err := json.Marshal(s.State)
	if err != nil {
		return err
	}
	return from(t.query.AddSubmission(t.ctx, query.AddSubmissionParams{ID: s.ID, Tcn: s.TCN, Ori: s.ORI, Agency: s.Agency,
		ReceivedAt: s.At.UnixMicro(), File: s.File, Stage: string(s.State.Stage), State: string(state), Challenged: int64(len(s.State.Challenges))}))
}

// Submission returns the submission with this id, or ErrNone.
func (t *Tx) Submission(id string) (*Submission, error) {
	row, err := t.query.Submission(t.ctx, id)
	return submission(row, err)
}

// SubmissionByKey returns the submission of this transaction, or ErrNone. Where it was purged, only the hash of its control number is left: see Forget.
func (t *Tx) SubmissionByKey(tcn, hashed, ori string) (*Submission, error) {
	row, err := t.query.SubmissionByKey(t.ctx, query.SubmissionByKeyParams{Tcn: tcn, Hashed: hashed, Ori: ori})
	return submission(row, err)
}

// Submissions returns all submissions at a stage, or all there are where stage is New, oldest first.
func (t *Tx) Submissions(stage casework.Stage) ([]*Submission, error) {
	return submissions(t.query.Submissions(t.ctx, string(stage)))
}

// SubmissionsAfter returns the oldest submissions at a stage behind one that was received at a time, most of them at most.
func (t *Tx) SubmissionsAfter(stage casework.Stage, after time.Time, id string, most int) ([]*Submission, error) {
	return submissions(t.query.SubmissionsAfter(t.ctx, query.SubmissionsAfterParams{Stage: string(stage), After: orFirst(after), ID: id, Most: int64(most)}))
}

// UnresolvedAt is SubmissionsAfter of those whose last decision was unresolved.
func (t *Tx) UnresolvedAt(stage casework.Stage, after time.Time, id string, most int) ([]*Submission, error) {
	return submissions(t.query.UnresolvedAt(t.ctx, query.UnresolvedAtParams{Stage: string(stage), After: orFirst(after), ID: id, Most: int64(most)}))
}

// CountUnresolvedAt returns how many submissions at a stage there are whose last decision was unresolved.
func (t *Tx) CountUnresolvedAt(stage casework.Stage) (int64, error) {
	count, err := t.query.CountUnresolvedAt(t.ctx, string(stage))
	return count, from(err)
}

// Challenged returns the oldest submissions of which the person says that something is wrong that nobody has answered: those behind one that was received at
// a time, most of them at most.
func (t *Tx) Challenged(after time.Time, id string, most int) ([]*Submission, error) {
	return submissions(t.query.Challenged(t.ctx, query.ChallengedParams{After: orFirst(after), ID: id, Most: int64(most)}))
}

// Registered returns the newest submissions whose File is "register", before one that was received at a time, most of them at most; from the newest on where at is zero.
func (t *Tx) Registered(at time.Time, id string, most int) ([]*Submission, error) {
	return submissions(t.query.Registered(t.ctx, query.RegisteredParams{Before: orLast(at), ID: id, Most: int64(most)}))
}

// Numbered returns the newest submissions with a control number, or with an id, which is hexadecimal, that begins so; most of them at most.
func (t *Tx) Numbered(number Key, id string, most int) ([]*Submission, error) {
	p := query.NumberedParams{Tcn: number.TCN, Hashed: number.Hashed, First: id, Behind: id + "g", Most: int64(most)}
	return submissions(t.query.Numbered(t.ctx, p))
}

// Newest returns the newest submissions at a stage, before one that was received at a time, most of them at most; from the newest on where before is zero.
func (t *Tx) Newest(stage casework.Stage, before time.Time, id string, most int) ([]*Submission, error) {
	return submissions(t.query.NewestAt(t.ctx, query.NewestAtParams{Stage: string(stage), Before: orLast(before), ID: id, Most: int64(most)}))
}

// orFirst is a time as the database has it; the zero time is before every other.
func orFirst(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return at.UnixMicro()
}

// orLast is a time as the database has it; the zero time is behind every other.
func orLast(at time.Time) int64 {
	if at.IsZero() {
		return math.MaxInt64
	}
	return at.UnixMicro()
}

func submissions(rows []query.Submission, err error) ([]*Submission, error) {
	if err != nil {
		return nil, from(err)
	}
	all := make([]*Submission, len(rows))
	for i, row := range rows {
		if all[i], err = submission(row, nil); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// CountAt returns how many submissions are at a stage.
func (t *Tx) CountAt(stage casework.Stage) (int64, error) {
	count, err := t.query.CountAt(t.ctx, string(stage))
	return count, from(err)
}

// IDsAt returns the oldest submissions at a stage, at most so many.
func (t *Tx) IDsAt(stage casework.Stage, most int) ([]string, error) {
	ids, err := t.query.IDsAt(t.ctx, query.IDsAtParams{Stage: string(stage), Most: int64(most)})
	return ids, from(err)
}

func submission(row query.Submission, err error) (*Submission, error) {
	if err != nil {
		return nil, none(err)
	}
	s := &Submission{ID: row.ID, File: row.File, Outcome: sallyport.Outcome(row.Outcome),
		Booking: sallyport.Booking{TCN: row.Tcn, ORI: row.Ori, Agency: row.Agency, At: moment(row.ReceivedAt)}}
	if err := json.Unmarshal([]byte(row.State), &s.State); err != nil {
		return nil, fmt.Errorf("store: state of submission %s: %w", s.ID, err)
	}
	return s, nil
}

// SetState replaces the state of the submission.
func (t *Tx) SetState(id string, state casework.State) error {
	document, err := json.Marshal(state)
	if err != nil {
		return err
	}
	return from(t.query.SetState(t.ctx, query.SetStateParams{ID: id, Stage: string(state.Stage), State: string(document), Challenged: int64(len(state.Challenges))}))
}

// SetCandidates records whom the search found, and the control.
func (t *Tx) SetCandidates(id string, candidates []sallyport.Candidate) error {
	for _, c := range candidates {
		row := query.AddCandidateParams{Submission: id, Person: c.Person, Score: c.Score, Control: bit(c.Control)}
		if err := t.query.AddCandidate(t.ctx, row); err != nil {
			return from(err)
		}
	}
	return nil
}

// Candidates returns them in the order of the persons' references, which says nothing about the scores.
func (t *Tx) Candidates(id string) ([]sallyport.Candidate, error) {
	rows, err := t.query.Candidates(t.ctx, id)
	all := make([]sallyport.Candidate, len(rows))
	for i, row := range rows {
		all[i] = sallyport.Candidate{Person: row.Person, Score: row.Score, Control: row.Control != 0}
	}
	return all, from(err)
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
