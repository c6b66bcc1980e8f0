package node

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"

	"sallyport/casework"
	"sallyport/internal/desk"
	"sallyport/internal/ledger"
	"sallyport/internal/link"
	"sallyport/internal/store"
	"sallyport/internal/vault"
	"sallyport/record"
)

// kept is what a node has at the end of the walk, without what is drawn by chance: references and salts.
type kept struct {
	Histories []history
	messages  map[string]message // by direction and number
}

// history is what is left of a booking.
type history struct {
	Lines     []string // of the record
	State     casework.State
	Decisions string
	Receipt   string
	Clocks    []string
}

// message is what a book has of a message.
type message struct {
	digest, shared string // shared is what both logs publish of it
	leaf           string // what this log holds of it, and the other must not
	settled        bool   // acknowledged, or received and not refused
}

// shelf is what a node keeps, opened without the node.
type shelf struct {
	config Config
	store  *store.Store
	vault  *vault.Vault
}

// audit opens what a node keeps, and checks all that has to hold of it by itself.
func (p *pair) audit(side string) *kept {
	p.t.Helper()
	s := p.open(side)
	k := &kept{messages: map[string]message{}}
	if err := clocksAgree(p.t.Context(), s.store); err != nil {
		p.t.Error(side, err)
	}
	err := s.store.View(p.t.Context(), func(tx *store.Tx) error {
		all, err := tx.Submissions("")
		if len(all) != len(p.bookings) {
			p.t.Errorf("%s: %d submissions of %d bookings", side, len(all), len(p.bookings))
		}
		for _, one := range all {
			p.purged(s, one)
		}
		return errors.Join(err, s.logged(tx, k), s.exchanged(tx, k))
	})
	if err != nil {
		p.t.Fatal(side, err)
	}
	for i := range p.bookings {
		h, err := s.historyOf(&p.bookings[i])
		if err != nil {
			p.t.Fatal(side, err)
		}
		k.Histories = append(k.Histories, h)
	}
	if err := errors.Join(s.store.Close(), s.vault.Close()); err != nil {
		p.t.Fatal(side, err)
	}
	p.nothingLeft(side)
	return k
}

func (p *pair) open(side string) *shelf {
	p.t.Helper()
	s := &shelf{config: p.orders[side].Config}
	var err error
	if s.store, err = openStore(p.t.Context(), s.config); err != nil {
		p.t.Fatal(err)
	}
	if s.vault, err = vault.Open(filepath.Join(s.config.Dir, "vault"), rand.Reader); err != nil {
		p.t.Fatal(errors.Join(err, s.store.Close()))
	}
	return s
}

// purged: the receipt is there, and the key of everything that was sealed is not.
func (p *pair) purged(of *shelf, s *store.Submission) {
	p.t.Helper()
	if s.State.Stage != casework.Purged || of.vault.Has(s.ID) || strings.HasPrefix(s.TCN, "TRIAL") {
		p.t.Errorf("%s: %s is %q; its key is there: %v", of.config.Name, s.TCN, s.State.Stage, of.vault.Has(s.ID))
	}
}

// logged: the log holds every line of the record, each once and at its place, and knows it; and no more leaves than are planned.
func (s *shelf) logged(tx *store.Tx, k *kept) error {
	checkpoint, err := ledger.Read(context.Background(), filepath.Join(s.config.Dir, "log"))
	if err != nil {
		return err
	}
	events, err := tx.Events(0, 1<<20)
	if err != nil {
		return err
	}
	if end, err := tx.PlanEnd(); err != nil || checkpoint.Size != end {
		return errors.Join(err, fmt.Errorf("the log has %d leaves, of %d that are planned", checkpoint.Size, end))
	}
	places := map[uint64]bool{}
	for i := range events {
		e := &events[i]
		if e.Seq != uint64(i) || !e.Logged || places[e.Index] {
			return fmt.Errorf("line %d of the record is number %d, at index %d; in the log: %v; there is another: %v", i, e.Seq, e.Index, e.Logged, places[e.Index])
		}
		places[e.Index] = true
		if err := checkpoint.Holds(e); err != nil {
			return err
		}
		line, ok := link.ParseLine(e.Body)
		if !ok {
			continue
		}
		leaf, err := ledger.Leaf(s.config.Origin(), e)
		salt, errSalt := hex.DecodeString(e.Salt)
		if err := errors.Join(err, errSalt); err != nil {
			return err
		}
		shared := record.Shared(salt, e.Body)
		name := fmt.Sprintf("%s to %s, %d", line.From, line.To, line.Number)
		if _, twice := k.messages[name]; twice {
			return fmt.Errorf("message %s is on the record twice", name)
		}
		k.messages[name] = message{digest: line.Digest, shared: hex.EncodeToString(shared[:]), leaf: hex.EncodeToString(leaf)}
	}
	return nil
}

// exchanged: the outbox and the inbox have each message once, without a gap, as the record has it; what was sent is acknowledged and its key destroyed.
func (s *shelf) exchanged(tx *store.Tx, k *kept) error {
	self, peer := s.config.Name, other(s.config.Name)
	sent, err := tx.OutgoingDigests(peer)
	if err != nil {
		return err
	}
	for i, m := range sent {
		if m.Number != int64(i+1) || m.AckedAt.IsZero() || s.vault.Has(fmt.Sprintf("link/%s/%d", peer, m.Number)) {
			return fmt.Errorf("message %d to %s: number %d, acknowledged at %v, or its key is left", i+1, peer, m.Number, m.AckedAt)
		}
		if err := k.settle(fmt.Sprintf("%s to %s, %d", self, peer, m.Number), m.Digest); err != nil {
			return err
		}
	}
	received, err := tx.IncomingFrom(peer)
	if err != nil {
		return err
	}
	for i, m := range received {
		if m.Number != int64(i+1) || m.Refusal != "" {
			return fmt.Errorf("message %d of %s: number %d, refused: %q", i+1, peer, m.Number, m.Refusal)
		}
		if err := k.settle(fmt.Sprintf("%s to %s, %d", peer, self, m.Number), m.Digest); err != nil {
			return err
		}
	}
	for name, m := range k.messages {
		if !m.settled {
			return fmt.Errorf("message %s is on the record, and in no box", name)
		}
	}
	return nil
}

func (k *kept) settle(name string, digest []byte) error {
	m, there := k.messages[name]
	if !there || m.digest != hex.EncodeToString(digest) {
		return fmt.Errorf("message %s: the record has digest %q, the box %x", name, m.digest, digest)
	}
	m.settled = true
	k.messages[name] = m
	return nil
}

// historyOf is what is left of a booking at a node.
func (s *shelf) historyOf(b *booking) (h history, err error) {
	d, ctx := desk.Node{Name: s.config.Name, Store: s.store, Vault: s.vault}, context.Background()
	one, err := d.Find(ctx, b.tcn(), ori)
	if err != nil {
		return h, err
	}
	r, err := d.Record(ctx, one.ID)
	if err != nil {
		return h, err
	}
	for _, e := range r.Entries {
		e.Submission = ""
		text, err := json.Marshal(e.Event)
		if err != nil {
			return h, err
		}
		h.Lines = append(h.Lines, string(text))
	}
	decisions, err := json.Marshal(r.Decisions)
	if err != nil {
		return h, err
	}
	h.State, h.Decisions = one.State, strings.ReplaceAll(string(decisions), one.ID, "ID")
	h.Receipt = strings.ReplaceAll(r.Receipt, one.ID, "ID")
	return h, d.Store.View(ctx, func(tx *store.Tx) error {
		clocks, err := tx.Clocks(one.ID)
		for _, c := range clocks {
			h.Clocks = append(h.Clocks, fmt.Sprint(c.Kind, " due ", c.Due, ", ended ", c.Ended))
		}
		return err
	})
}

// nothingLeft looks through every file of a node for what a purge has to do away with: control numbers, and the name on the transactions.
func (p *pair) nothingLeft(side string) {
	p.t.Helper()
	err := filepath.WalkDir(p.orders[side].Config.Dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		if strings.HasPrefix(entry.Name(), "TRIAL") {
			p.t.Errorf("%s is left", path)
		}
		data, err := os.ReadFile(path)
		for _, word := range []string{"TRIAL-2015", "BODY,NO"} {
			if bytes.Contains(data, []byte(word)) {
				p.t.Errorf("%s still holds %s", path, word)
			}
		}
		return err
	})
	if err != nil {
		p.t.Error(err)
	}
}

// reconcile compares what the two books say of messages.
func (p *pair) reconcile(all map[string]*kept) {
	p.t.Helper()
	hub, jail := all[hubSide].messages, all[jailSide].messages
	published := cmp.FilterPath(func(path cmp.Path) bool { return path.Last().String() == ".leaf" }, cmp.Ignore())
	if diff := cmp.Diff(hub, jail, cmp.AllowUnexported(message{}), published); diff != "" {
		p.t.Errorf("the books of hub (-) and jail (+):\n%s", diff)
	}
	for name, m := range hub {
		if m.leaf == jail[name].leaf || m.leaf == m.shared {
			p.t.Errorf("message %s: both logs hold %s", name, m.leaf)
		}
	}
}

// end stops both sides, checks each and both together, and that all came out as it does when nothing happens. Where loose, lines about messages may stand elsewhere among
// the others: two nodes that run by themselves do not wait for each other.
func (p *pair) end(want map[string]*kept, loose bool) map[string]*kept {
	p.t.Helper()
	p.stop()
	p.level()
	got := map[string]*kept{}
	for _, side := range sides {
		got[side] = p.audit(side)
	}
	p.reconcile(got)
	for side := range want {
		a, b := want[side].Histories[:len(p.bookings)], got[side].Histories
		if loose {
			a, b = parted(a), parted(b)
		}
		if diff := cmp.Diff(a, b); diff != "" {
			p.t.Errorf("%s, when nothing happens (-) and now (+):\n%s", side, diff)
		}
	}
	return got
}

// parted has the lines about messages first, in their order, and then the others in theirs.
func parted(all []history) []history {
	all = slices.Clone(all)
	for i := range all {
		told, others := []string{}, []string{}
		for _, line := range all[i].Lines {
			if strings.Contains(line, `"kind":"told `) {
				told = append(told, line)
			} else {
				others = append(others, line)
			}
		}
		all[i].Lines = append(told, others...)
	}
	return all
}
