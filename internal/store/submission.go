package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"sallyport"
	"sallyport/casework"
)

// Submission is a booking with its place in the life that package casework describes.
type Submission struct {
	ID string // random; says nothing about the person
	sallyport.Booking
	File  string // name in the watched folder
	State casework.State
}

// ErrNone says that there is no such submission.
var ErrNone = errors.New("no such submission")

const submissionColumns = "id, tcn, ori, agency, received_at, file, state"

// AddSubmission inserts a new submission.
func (t *Tx) AddSubmission(s *Submission) error {
	state, err := json.Marshal(s.State)
	if err != nil {
		return err
	}
	return t.exec("INSERT INTO submissions (id, tcn, ori, agency, received_at, file, stage, state) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		s.ID, s.TCN, s.ORI, s.Agency, s.At.UnixMicro(), s.File, string(s.State.Stage), string(state))
}

// Submission returns the submission with this id, or ErrNone.
func (t *Tx) Submission(id string) (*Submission, error) {
	return t.submission("SELECT "+submissionColumns+" FROM submissions WHERE id = $1", id)
}

// SubmissionByKey returns the submission of this transaction, or ErrNone.
func (t *Tx) SubmissionByKey(tcn, ori string) (*Submission, error) {
	return t.submission("SELECT "+submissionColumns+" FROM submissions WHERE tcn = $1 AND ori = $2", tcn, ori)
}

func (t *Tx) submission(query string, args ...any) (*Submission, error) {
	s, err := scanSubmission(t.tx.QueryRowContext(t.ctx, query, args...).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrNone
	}
	return s, err
}

// Submissions returns all submissions at a stage, or all there are where stage is New, oldest first.
func (t *Tx) Submissions(stage casework.Stage) ([]*Submission, error) {
	var all []*Submission
	err := t.each(func(scan func(...any) error) error {
		s, err := scanSubmission(scan)
		all = append(all, s)
		return err
	}, "SELECT "+submissionColumns+" FROM submissions WHERE $1 = '' OR stage = $1 ORDER BY received_at, id", string(stage))
	return all, err
}

func scanSubmission(scan func(...any) error) (*Submission, error) {
	var s Submission
	var received int64
	var state string
	if err := scan(&s.ID, &s.TCN, &s.ORI, &s.Agency, &received, &s.File, &state); err != nil {
		return nil, err
	}
	s.At = time.UnixMicro(received).UTC()
	if err := json.Unmarshal([]byte(state), &s.State); err != nil {
		return nil, fmt.Errorf("store: state of submission %s: %w", s.ID, err)
	}
	return &s, nil
}

// SetState replaces the state of the submission.
func (t *Tx) SetState(id string, state casework.State) error {
	document, err := json.Marshal(state)
	if err != nil {
		return err
	}
	return t.exec("UPDATE submissions SET stage = $2, state = $3 WHERE id = $1", id, string(state.Stage), string(document))
}

// SetCandidates records whom the search found, and the control.
func (t *Tx) SetCandidates(id string, candidates []sallyport.Candidate) error {
	for _, c := range candidates {
		if err := t.exec("INSERT INTO candidates (submission, person, score, control) VALUES ($1, $2, $3, $4)",
			id, c.Person, c.Score, bit(c.Control)); err != nil {
			return err
		}
	}
	return nil
}

// Candidates returns them in the order of the persons' references, which says nothing about the scores.
func (t *Tx) Candidates(id string) ([]sallyport.Candidate, error) {
	var all []sallyport.Candidate
	err := t.each(func(scan func(...any) error) error {
		var c sallyport.Candidate
		var control int64
		err := scan(&c.Person, &c.Score, &control)
		c.Control = control != 0
		all = append(all, c)
		return err
	}, "SELECT person, score, control FROM candidates WHERE submission = $1 ORDER BY person", id)
	return all, err
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
