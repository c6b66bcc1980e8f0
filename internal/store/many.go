package store

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// What is written here for many submissions takes as many statements as for one: under load a database answers each as slowly as the processors are
// shared out, and no one else writes meanwhile. The statements are made here, of as many rows as there are; sqlc has no word for that.

// Key is what names a transaction: its control number, the hash of that, and who submits.
type Key struct{ TCN, Hashed, ORI string }

// IDsByKey returns the references of these transactions, "" for those that are not there; see SubmissionByKey.
func (t *Tx) IDsByKey(keys []Key) ([]string, error) {
	values := make([]any, 0, 4*len(keys))
	for _, k := range keys {
		values = append(values, k.TCN, k.ORI, k.Hashed, k.ORI)
	}
	rows, err := t.tx.QueryContext(t.ctx, "SELECT tcn, ori, id FROM submissions WHERE (tcn, ori) IN (VALUES "+rowsOf(2, len(values))+")", values...)
	if err != nil {
		return nil, from(err)
	}
	defer rows.Close()
	there := map[[2]string]string{}
	for rows.Next() {
		var tcn, ori, id string
		if err := rows.Scan(&tcn, &ori, &id); err != nil {
			return nil, from(err)
		}
		there[[2]string{tcn, ori}] = id
	}
	ids := make([]string, len(keys))
	for i, k := range keys {
		ids[i] = cmp.Or(there[[2]string{k.TCN, k.ORI}], there[[2]string{k.Hashed, k.ORI}])
	}
	return ids, from(rows.Err())
}

// AddSubmissions inserts new submissions.
func (t *Tx) AddSubmissions(all []*Submission) error {
	var values []any
	for _, s := range all {
		state, err := json.Marshal(s.State)
		if err != nil {
			return err
		}
		values = append(values, s.ID, s.TCN, s.ORI, s.Agency, s.At.UnixMicro(), s.File, string(s.State.Stage), string(state), len(s.State.Challenges))
	}
	return t.insert("submissions (id, tcn, ori, agency, received_at, file, stage, state, challenged)", 9, values)
}

// Document is a sealed document of a case.
type Document struct {
	Case, Kind string
	Sealed     []byte
}

// statementBytes is how many bytes of documents go into one statement at most, but for a longer one: PostgreSQL takes a statement of megabytes slowly.
const statementBytes = 256 << 10

// AddDocuments keeps documents of cases that have none of the kind.
func (t *Tx) AddDocuments(all []Document) error {
	var values []any
	bytes := 0
	for i, d := range all {
		values = append(values, d.Case, d.Kind, d.Sealed)
		bytes += len(d.Sealed)
		if i+1 < len(all) && bytes+len(all[i+1].Sealed) <= statementBytes {
			continue
		}
		if err := t.insert("documents (case_id, kind, sealed)", 3, values); err != nil {
			return err
		}
		values, bytes = nil, 0
	}
	return nil
}

// Line is a line for the record, not yet numbered, of something that happened at a time.
type Line struct {
	Submission, Body, Salt string
	At                     time.Time
}

// AddEvents appends lines to the record, in order.
func (t *Tx) AddEvents(all []Line) error {
	var values []any
	for _, l := range all {
		count, err := t.number("events")
		if err != nil {
			return err
		}
		values = append(values, count-1, l.Submission, l.Body, l.Salt, DayOf(l.At))
		if err := t.mark(count-1, l.Body); err != nil {
			return err
		}
	}
	return t.insert("events (seq, submission, body, salt, day)", 5, values)
}

func (t *Tx) insert(into string, width int, values []any) error {
	if len(values) == 0 {
		return nil
	}
	_, err := t.tx.ExecContext(t.ctx, "INSERT INTO "+into+" VALUES "+rowsOf(width, len(values)), values...)
	return from(err)
}

// rowsOf is ($1,$2),($3,$4) …
func rowsOf(width, values int) string {
	var text strings.Builder
	for n := range values {
		switch {
		case n == 0:
			text.WriteByte('(')
		case n%width == 0:
			text.WriteString("),(")
		default:
			text.WriteByte(',')
		}
		fmt.Fprintf(&text, "$%d", n+1)
	}
	text.WriteByte(')')
	return text.String()
}
