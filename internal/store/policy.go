package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"sallyport/internal/store/query"
)

// Policy is a version of an agency's own written policy.
type Policy struct {
	Number    int64             // 0 until it is kept
	Begins    string            // YYYY-MM-DD
	Says      map[string]string // forbid or allow, by action; an action that is not there is one that it does not speak to
	Written   string            // where: the title and the section
	EnteredBy string
	EnteredAt time.Time
	AgreedBy  string // "" until the second person has
	AgreedAt  time.Time
}

// written is what the database keeps without looking into it.
type written struct {
	Says    map[string]string `json:"says"`
	Written string            `json:"written"`
}

// AddPolicy keeps a version that one person has put in.
func (t *Tx) AddPolicy(p *Policy) error {
	document, err := json.Marshal(written{p.Says, p.Written})
	if err != nil {
		return err
	}
	return from(t.query.AddPolicy(t.ctx, query.AddPolicyParams{Begins: p.Begins, Document: string(document), EnteredBy: p.EnteredBy, EnteredAt: p.EnteredAt.UnixMicro()}))
}

// AgreePolicy notes the second person.
func (t *Tx) AgreePolicy(number int64, by string, at time.Time) error {
	return from(t.query.AgreePolicy(t.ctx, query.AgreePolicyParams{Number: number, AgreedBy: sql.NullString{String: by, Valid: true}, AgreedAt: nullable(at)}))
}

// Policies returns every version, in the order in which they were put in.
func (t *Tx) Policies() ([]Policy, error) {
	rows, err := t.query.Policies(t.ctx)
	all := make([]Policy, len(rows))
	for i, row := range rows {
		var w written
		if err := json.Unmarshal([]byte(row.Document), &w); err != nil {
			return nil, fmt.Errorf("store: policy %d: %w", row.Number, err)
		}
		all[i] = Policy{row.Number, row.Begins, w.Says, w.Written, row.EnteredBy, moment(row.EnteredAt), row.AgreedBy.String, perhaps(row.AgreedAt)}
	}
	return all, from(err)
}
