// Package desk is what people do with the exchange, one file per desk: intake, search, examiner, records, screen and officer at the hub; jail at the
// agency; challenge, purge and record at both. It is the only place that opens a transaction: each step changes the state, writes the record's
// entry, keeps the decision, queues what the other node has to be told and sets the clocks, in one. What a role may do is said by package
// casework's tables and by MayEnter; offices are checked here.
package desk

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/ledger"
	"sallyport/internal/link"
	"sallyport/internal/publish"
	"sallyport/internal/search"
	"sallyport/internal/stepup"
	"sallyport/internal/store"
	"sallyport/internal/tiles"
	"sallyport/internal/vault"
	"sallyport/law"
	"sallyport/law/sign"
)

// ErrOffice says that a person of one office tried to act in another's place.
var ErrOffice = errors.New("not this office's business")

// ErrNone is in the error for what is not at this node.
var ErrNone = store.ErrNone

// Node is what the desks of hub and agency have in common: one store, one book, one law.
type Node struct {
	Name      string // by which peers know it
	Store     *store.Store
	Vault     *vault.Vault
	Law       *law.Book
	Random    io.Reader
	Link      *link.Node // to the other nodes
	Backups   string     // where copies of the vault's keys are kept; "" where there are none
	Origin    string     // of the log, by which the codes of copies are stretched
	Published *tiles.Log // the log as anyone reads it; nil where none is kept

	// Alarm sets, within the step's transaction, when Wake is to be called. Nil where nobody waits for clocks.
	Alarm func(tx *store.Tx, at time.Time, kind, id string) error

	// Sign checks that somebody signed a statement with their passkey, by the answer that ctx carries, and returns what proves it. Nil where nobody can sign:
	// in a demonstration.
	Sign func(ctx context.Context, tx *store.Tx, st stepup.Statement) (evidence []byte, err error)

	// RemoveFile removes everything that there is of a file that a transaction arrived as. Nil where none do.
	RemoveFile func(name string) error

	// Publish tells an agency's own systems of an event, in the step's transaction. Nil where nobody asked.
	Publish func(tx *store.Tx, agency, id, kind string, at time.Time, body []byte) error

	// Written is called after each step that was kept. Nil where nobody listens.
	Written func()

	packs map[string]string // the law's versions, as the record names them: by PACK@VERSION
	// Board counts what the node's log has published. It keeps every line, so there is one for all who show it; NewHub and NewJail make it.
	Board *publish.Board

	life *casework.Life
	tell func(tx *store.Tx, s *store.Submission, was casework.State, e *casework.Event) error // after each step: what the other node has to hear
}

// Hub is the federal side's desk.
type Hub struct {
	Node
	Gallery search.Searcher   // follows what the store holds
	Jails   map[string]Agency // by the ORI that they submit under
	Backlog int64             // how many submissions may wait for their search; 40,000 where it is 0

	gate  gate
	crowd crowd
	first precedence

	following sync.Mutex
	followed  int64 // number of the last enrolment that the gallery has seen
}

// Agency is a jail as the hub knows it.
type Agency struct {
	Place string // us-oh/franklin
	Peer  string // its node; "" where it has none, and is asked by other ways
}

// Jail is the desk of one agency.
type Jail struct {
	Node
	Place string
	Hub   string // the hub's node

	codes *codes // of whoever asks
}

// NewHub and NewJail give a node the life that it leads.
func NewHub(n Node, gallery search.Searcher, jails map[string]Agency) *Hub {
	h := &Hub{Node: n, Gallery: gallery, Jails: jails}
	h.life, h.tell, h.packs = &casework.Submission, h.tellJail, sign.Shorts(n.Law)
	h.Board = &publish.Board{Store: n.Store}
	return h
}

// NewJail is NewHub's counterpart.
func NewJail(n Node, place, hub string) *Jail {
	j := &Jail{Node: n, Place: place, Hub: hub, codes: new(codes)}
	j.life, j.tell, j.packs = &casework.Request, j.tellHub, sign.Shorts(n.Law)
	j.Board = &publish.Board{Store: n.Store}
	return j
}

// Software is who receives, searches, applies rules and purges at this node.
func (n *Node) Software() sallyport.Actor {
	return sallyport.Actor{ID: "sallyport", Office: n.Name, Role: sallyport.Software}
}

// step is how anybody changes a submission or request. before may fill in e from what the store holds and write what belongs to the same
// step; after may take further steps. When any of these, or the table of steps, refuses, nothing is kept.
func (n *Node) step(ctx context.Context, id string, e casework.Event, before func(*store.Tx, *store.Submission, *casework.Event) error,
	after ...func(*store.Tx, *store.Submission) error) error {
	return n.inTx(ctx, func(tx *store.Tx) error {
		s, err := tx.Submission(id)
		if err != nil {
			return fmt.Errorf("submission %s: %w", id, err)
		}
		return n.steps(tx, s, e, before, after...)
	})
}

// inTx is a transaction of the store's, after which those who send and log are woken.
func (n *Node) inTx(ctx context.Context, do func(*store.Tx) error) error {
	err := n.Store.InTx(ctx, do)
	if err == nil && n.Written != nil {
		n.Written()
	}
	return err
}

func (n *Node) steps(tx *store.Tx, s *store.Submission, e casework.Event, before func(*store.Tx, *store.Submission, *casework.Event) error,
	after ...func(*store.Tx, *store.Submission) error) error {
	if err := n.mayTouch(e.Actor, s); err != nil {
		return err
	}
	if err := n.life.Admits(s.State, e); err != nil {
		return fmt.Errorf("submission %s: %w", s.ID, &NotNow{err})
	}
	if before != nil {
		if err := before(tx, s, &e); err != nil {
			return fmt.Errorf("submission %s: %w", s.ID, err)
		}
	}
	if err := n.advance(tx, s, e); err != nil {
		return err
	}
	for _, do := range after {
		if err := do(tx, s); err != nil {
			return fmt.Errorf("submission %s: %w", s.ID, err)
		}
	}
	return nil
}

// jailRoles are those of people who work in a jail.
var jailRoles = []sallyport.Role{sallyport.JailClerk, sallyport.JailSupervisor}

// mayTouch keeps a jail's people to their own jail, and everybody else out of it: the hub's people act at the hub only, and nobody of a jail acts there.
func (n *Node) mayTouch(who sallyport.Actor, s *store.Submission) error {
	atJail := n.life == &casework.Request
	switch {
	case who.Role == sallyport.Software || who.Role == sallyport.Person:
		return nil
	case !atJail && !slices.Contains(jailRoles, who.Role):
		return nil
	case atJail && who.Office == s.Agency:
		return nil
	}
	return fmt.Errorf("submission %s: %s of %s, as %s: %w", s.ID, who.ID, who.Office, who.Role, ErrOffice)
}

// advance takes a step of this node's own, and tells the other node what it has to hear of it.
func (n *Node) advance(tx *store.Tx, s *store.Submission, e casework.Event) error {
	was := s.State
	if err := n.apply(tx, s, e); err != nil {
		return err
	}
	return n.tell(tx, s, was, &e)
}

func (n *Node) apply(tx *store.Tx, s *store.Submission, e casework.Event) error {
	next, lines, err := n.life.Step(s.State, e)
	if err != nil {
		return fmt.Errorf("submission %s: %w", s.ID, &NotNow{err})
	}
	if err := tx.SetState(s.ID, next); err != nil {
		return err
	}
	for _, line := range lines {
		line.Submission, line.Place = s.ID, s.Agency
		if err := n.recordUnder(tx, line, e.Salt); err != nil {
			return err
		}
	}
	s.State = next
	if n.life == &casework.Request && !slices.Contains([]casework.Kind{casework.BeginPurge, casework.EndPurge}, e.Kind) {
		if err := n.publish(tx, s, &e); err != nil {
			return err
		}
	}
	return n.setClocks(tx, s.ID, next, e.At)
}

// record puts a line into the outbox of the log, with the salt of its commitment.
func (n *Node) record(tx *store.Tx, entry sallyport.Event) error {
	line, err := n.line(entry)
	if err != nil {
		return err
	}
	return tx.AddEvent(line.Submission, line.Body, line.Salt, line.At)
}

func (n *Node) line(entry sallyport.Event) (store.Line, error) {
	body, err := json.Marshal(entry)
	if err != nil {
		return store.Line{}, err
	}
	salt, err := ledger.NewSalt(n.Random)
	return store.Line{Submission: entry.Submission, Body: string(body), Salt: salt, At: entry.At}, err
}

// newID draws a reference that says nothing about the person.
func (n *Node) newID() (string, error) {
	id := make([]byte, 12)
	if _, err := io.ReadFull(n.Random, id); err != nil {
		return "", fmt.Errorf("drawing a reference: %w", err)
	}
	return hex.EncodeToString(id), nil
}
