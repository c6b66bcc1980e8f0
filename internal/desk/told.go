package desk

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/link"
	"sallyport/internal/store"
	"sallyport/internal/vault"
)

// Told is what one node tells another about a submission: what happened there, and the facts that belong to it.
type Told struct {
	Event       casework.Event `json:"event"`
	TCN         string         `json:"tcn,omitempty"`
	ORI         string         `json:"ori,omitempty"`
	Transaction []byte         `json:"transaction,omitempty"` // EBTS, with Book
	Facts       []Claim        `json:"facts,omitempty"`
}

// Claim is a fact as the other node has it.
type Claim struct {
	Path   string          `json:"path"`
	Value  json.RawMessage `json:"value"`
	Source string          `json:"source"`
	By     sallyport.Actor `json:"by"`
	At     int64           `json:"at"` // microseconds, UTC
}

// send queues a message in the transaction of what it tells of, and puts its line on the record.
func (n *Node) send(tx *store.Tx, peer, id string, told *Told) error {
	kind := strings.ReplaceAll(string(told.Event.Kind), " ", "-")
	m, err := n.Link.Queue(tx, link.Draft{To: peer, Case: id, Kind: kind, At: told.Event.At, Body: told})
	if err != nil {
		return err
	}
	return n.recordMessage(tx, m)
}

// recordMessage puts the line about a message on the record, which the other node's record has alike.
func (n *Node) recordMessage(tx *store.Tx, m *link.Message) error {
	body, salt, err := m.Line()
	if err != nil {
		return err
	}
	return tx.AddEvent(m.Case, body, salt, m.At)
}

// Refuse puts on the record that a message came and had no effect here.
func (n *Node) Refuse(tx *store.Tx, m *link.Message, _ string) error { return n.recordMessage(tx, m) }

// Taker is a desk as its links see it.
type Taker interface {
	Take(tx *store.Tx, m *link.Message) error
	Refuse(tx *store.Tx, m *link.Message, reason string) error
	Settle(tx *store.Tx, s link.Settled) error
}

// Settle puts on the record that a message was refused at the other node, and which of the known reasons it gave: what else it says would stay for good.
func (n *Node) Settle(tx *store.Tx, s link.Settled) error {
	if s.Refusal == "" {
		return nil
	}
	return n.record(tx, sallyport.Event{Submission: s.Case, Kind: "message refused", Reason: why(s.Refusal), At: s.At,
		Actor: sallyport.Actor{ID: "sallyport", Office: s.Peer, Role: sallyport.Software}})
}

// open reads a message, and finds the submission that it is about, where there is one.
func (n *Node) open(tx *store.Tx, m *link.Message) (told *Told, s *store.Submission, err error) {
	if err := n.recordMessage(tx, m); err != nil {
		return nil, nil, err
	}
	if err := json.Unmarshal(m.Body, &told); err != nil || told == nil {
		return nil, nil, refusal(notReadable)
	}
	if told.Event.Actor.ID == "" || told.Event.At.IsZero() {
		return nil, nil, refusal(notSigned)
	}
	s, err = tx.Submission(m.Case)
	if errors.Is(err, store.ErrNone) {
		return told, nil, nil
	}
	return told, s, err
}

// hear takes a step that happened at the other node. A clock there that is a little behind this one's does not stop it: order is the messages'.
func (n *Node) hear(tx *store.Tx, s *store.Submission, e casework.Event) error {
	if e.At.Before(s.State.Last) {
		e.At = s.State.Last
	}
	if err := n.life.Admits(s.State, e); err != nil {
		return refusal(outOfTurn)
	}
	return n.apply(tx, s, e)
}

// claims are a node's facts as it tells them to another: those of some paths, the last of each.
func claims(facts []store.Fact, tells func(*store.Fact) bool) (all []Claim) {
	at := map[string]int{}
	for i := range facts {
		f := &facts[i]
		if !tells(f) {
			continue
		}
		c := Claim{f.Path, json.RawMessage(f.Value), f.Source, sallyport.Actor{ID: f.By, Office: f.Office}, f.At.UnixMicro()}
		if n, ok := at[f.Path]; ok {
			all[n] = c
			continue
		}
		at[f.Path] = len(all)
		all = append(all, c)
	}
	return all
}

// claim keeps what the other node told; accepted names the person whose word counts for it here, "" while nobody has.
func (n *Node) claim(tx *store.Tx, s *store.Submission, told []Claim, accepted func(Claim) string) error {
	known, err := n.facts(tx, s.ID)
	if err != nil {
		return err
	}
	for _, c := range told {
		if sallyport.CaseFact(c.Path) < 0 && !strings.HasPrefix(c.Path, "convictions") && !strings.HasPrefix(c.Path, "charges") {
			return refusal(noFact)
		}
		if !json.Valid(c.Value) || slices.Contains(c.Value, '\n') {
			return refusal(noValue)
		}
		f := store.Fact{Path: c.Path, Value: string(c.Value), Source: c.Source, By: c.By.ID, Office: c.By.Office, At: micro(c.At), Accepted: accepted(c)}
		same := func(k store.Fact) bool {
			return k.Path == f.Path && k.Value == f.Value && k.By == f.By && k.At.Equal(f.At)
		}
		if slices.ContainsFunc(known, same) {
			continue
		}
		if err := n.addFact(tx, s.ID, f); err != nil {
			return err
		}
	}
	if err := n.makeACase(tx, s, s.State.Last); err != nil {
		return refusal(noCase)
	}
	return nil
}

// SealedOutbox seals each waiting message under a key of its own.
func SealedOutbox(v *vault.Vault) link.Vault {
	const field = "envelope"
	return link.Vault{
		Seal:  func(record string, text []byte) ([]byte, error) { return v.Seal(record, field, text) },
		Open:  func(record string, sealed []byte) ([]byte, error) { return v.Open(record, field, sealed) },
		Shred: v.Shred,
	}
}

// publish tells the agency's own systems what happened, by reference and without facts. What only reads or purges is nobody's news.
func (n *Node) publish(tx *store.Tx, s *store.Submission, e *casework.Event) error {
	if n.Publish == nil {
		return nil
	}
	body, err := json.Marshal(struct {
		Stage  casework.Stage     `json:"stage"`
		Reason string             `json:"reason,omitempty"`
		Ask    *sallyport.Request `json:"request,omitempty"`
		Rules  []string           `json:"rules,omitempty"`
	}{s.State.Stage, s.State.Reason, e.Request, e.Rules})
	if err != nil {
		return err
	}
	return n.Publish(tx, s.Agency, s.ID, strings.ReplaceAll(string(e.Kind), " ", "."), e.At, body)
}
