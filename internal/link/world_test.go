package link

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/tls"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"pgregory.net/rapid"

	"sallyport/internal/ledger"
	"sallyport/internal/store"
	"sallyport/internal/store/sqlite"
)

// tester is a test, or one draw of rapid's.
type tester interface {
	rapid.TB
	Context() context.Context
	Cleanup(func())
}

// side is a node of a test: its identity and vault last, its store and server are opened again after each restart.
type side struct {
	t        tester
	path     string
	identity *Identity
	vault    *keys
	ahead    atomic.Int64 // nanoseconds, of its clock
	trouble  func() error // what keeps its desk from taking or settling a message now; nil for nothing
	taken    chan string  // told of each message that took effect, where a test listens

	mu     sync.Mutex
	alarms []Alarm
	log    strings.Builder

	node     *Node
	receiver *Receiver
	server   *http.Server
	listener net.Listener
	proxy    *proxy // its address stays the same through restarts
}

func newSide(t tester, name string) *side {
	t.Helper()
	dir, err := os.MkdirTemp("", "link")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	identity, err := NewIdentity(dir, name, rand.Reader, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	s := &side{t: t, path: filepath.Join(dir, "store.db"), identity: identity, vault: &keys{keys: map[string][]byte{}}}
	s.open()
	t.Cleanup(func() { s.shut() })
	return s
}

// open opens the store.
func (s *side) open() {
	s.t.Helper()
	opened, err := sqlite.Open(context.Background(), s.path)
	if err == nil {
		err = opened.InTx(context.Background(), func(tx *store.Tx) error {
			_, err := tx.SQL().Exec(`CREATE TABLE IF NOT EXISTS effects (seq INTEGER PRIMARY KEY, peer TEXT, number BIGINT, what TEXT);
				CREATE TABLE IF NOT EXISTS book (seq INTEGER PRIMARY KEY, body TEXT, salt TEXT)`)
			return err
		})
	}
	if err != nil {
		s.t.Fatal(err)
	}
	s.node = &Node{
		Identity: s.identity, Store: opened, Random: rand.Reader, Log: slog.New(slog.NewTextHandler(s, nil)),
		Vault: Vault{s.vault.seal, s.vault.open, s.vault.shred},
		Now:   func() time.Time { return time.Now().Add(time.Duration(s.ahead.Load())) },
		Alarm: s.alarm,
	}
}

func (s *side) shut() {
	if s.server != nil {
		s.listener.Close()
		s.server.Close()
	}
	if err := s.node.Store.Close(); err != nil {
		s.t.Error(err)
	}
}

// restart closes the store and the server, and opens them again.
func (s *side) restart(peers ...Peer) {
	s.t.Helper()
	s.shut()
	s.open()
	if s.server != nil {
		s.serve(peers...)
	}
}

// serve receives on loopback, behind a proxy.
func (s *side) serve(peers ...Peer) {
	s.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.t.Fatal(err)
	}
	if s.proxy == nil {
		s.proxy = newProxy(s.t)
	}
	s.proxy.lead(listener.Addr().String())
	s.serveOn(listener, peers...)
}

func (s *side) serveOn(listener net.Listener, peers ...Peer) {
	s.t.Helper()
	receiver, err := s.node.Receive(peers, Desk{s.accept, s.refuse})
	if err != nil {
		s.t.Fatal(err)
	}
	s.receiver, s.server, s.listener = receiver, receiver.Server(), listener
	server := s.server
	go func() {
		if err := server.ServeTLS(listener, "", ""); !errors.Is(err, http.ErrServerClosed) && !errors.Is(err, net.ErrClosed) {
			s.t.Error(err)
		}
	}()
}

// peer is how others configure this node.
func (s *side) peer() Peer {
	p := Peer{Name: s.identity.Name, Certificates: []Pin{s.identity.Pin()}, Keys: []PublicKey{s.identity.PublicKey()}}
	if s.proxy != nil {
		p.URL = "https://" + s.proxy.listener.Addr().String()
	}
	return p
}

func (s *side) sender(to Peer) *Sender {
	s.t.Helper()
	sender, err := s.node.Send(to, s.settle)
	if err != nil {
		s.t.Fatal(err)
	}
	return sender
}

// body is what messages of the tests say. A desk refuses what says so, after it has done half of it.
type body struct {
	Text   string `json:"text"`
	Refuse string `json:"refuse,omitempty"`
}

func (s *side) queue(to string, b body) *Message {
	s.t.Helper()
	var m *Message
	err := s.node.Store.InTx(s.t.Context(), func(tx *store.Tx) (err error) {
		if m, err = s.node.Queue(tx, Draft{To: to, Case: "case-1", Kind: "test", At: s.node.Now(), Body: b}); err != nil {
			return err
		}
		return write(tx, m)
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return m
}

// write writes a message's line into the book.
func write(tx *store.Tx, m *Message) error {
	text, salt, err := m.Line()
	if err != nil {
		return err
	}
	_, err = tx.SQL().Exec("INSERT INTO book (body, salt) VALUES ($1, $2)", text, salt)
	return err
}

func note(tx *store.Tx, peer string, number int64, what string) error {
	_, err := tx.SQL().Exec("INSERT INTO effects (peer, number, what) VALUES ($1, $2, $3)", peer, number, what)
	return err
}

func (s *side) accept(tx *store.Tx, m *Message) error {
	var b body
	if err := json.Unmarshal(m.Body, &b); err != nil {
		return err
	}
	if err := note(tx, m.From, m.Number, b.Text); err != nil {
		return err
	}
	if err := write(tx, m); err != nil {
		return err
	}
	if b.Refuse != "" {
		return fmt.Errorf("the desk: %w", &Refusal{b.Refuse})
	}
	if s.taken != nil {
		s.taken <- b.Text
	}
	return s.troubled()
}

func (s *side) refuse(tx *store.Tx, m *Message, reason string) error {
	return errors.Join(note(tx, m.From, m.Number, "refused: "+reason), write(tx, m), s.troubled())
}

func (s *side) settle(tx *store.Tx, done Settled) error {
	return errors.Join(note(tx, "to "+done.Peer, done.Number, done.Refusal), s.troubled())
}

func (s *side) troubled() error {
	if s.trouble == nil {
		return nil
	}
	return s.trouble()
}

func (s *side) alarm(a Alarm) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.alarms = append(s.alarms, a)
}

// rang returns the kinds of alarms since it was last asked.
func (s *side) rang() (kinds []AlarmKind) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.alarms {
		kinds = append(kinds, a.Kind)
	}
	s.alarms = nil
	return kinds
}

// Write takes the log.
func (s *side) Write(text []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.log.Write(text)
}

func (s *side) logged(text string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Contains(s.log.String(), text)
}

// effect is a row of the test's own that a message made.
type effect struct {
	Number int64
	What   string
}

// effects returns what messages did here, in order; with "to " and a name, what was settled.
func (s *side) effects(peer string) (all []effect) {
	s.t.Helper()
	s.rows("SELECT number, what FROM effects WHERE peer = '"+peer+"' ORDER BY seq", func(rows *sql.Rows) error {
		var e effect
		err := rows.Scan(&e.Number, &e.What)
		all = append(all, e)
		return err
	})
	return all
}

// leaves returns what the log would hold of the book.
func (s *side) leaves() (all []string) {
	s.t.Helper()
	s.rows("SELECT body, salt FROM book ORDER BY seq", func(rows *sql.Rows) error {
		var e store.Event
		if err := rows.Scan(&e.Body, &e.Salt); err != nil {
			return err
		}
		leaf, err := ledger.Leaf("one", &e)
		all = append(all, fmt.Sprintf("%x", leaf))
		return err
	})
	return all
}

func (s *side) rows(query string, each func(*sql.Rows) error) {
	s.t.Helper()
	rows, err := s.node.Store.Engine().Read.Query(query)
	if err != nil {
		s.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			s.t.Fatal(err)
		}
	}
	if err := rows.Err(); err != nil {
		s.t.Fatal(err)
	}
}

// keys is a vault in a few lines: AES-256-GCM, a key for each record.
type keys struct {
	mu   sync.Mutex
	keys map[string][]byte
}

func (k *keys) aead(record string) (cipher.AEAD, error) {
	key := k.keys[record]
	if key == nil {
		return nil, errors.New("no key for " + record)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

func (k *keys) seal(record string, text []byte) ([]byte, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.keys[record] == nil {
		k.keys[record] = make([]byte, 32)
		rand.Read(k.keys[record])
	}
	aead, err := k.aead(record)
	if err != nil {
		return nil, err
	}
	return aead.Seal(nil, nil, text, []byte(record)), nil
}

func (k *keys) open(record string, sealed []byte) ([]byte, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	aead, err := k.aead(record)
	if err != nil {
		return nil, err
	}
	return aead.Open(nil, nil, sealed, []byte(record))
}

func (k *keys) shred(record string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.keys, record)
	return nil
}

func (k *keys) left() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.keys)
}

// clientOf shows itself with this node's certificate to any server.
func clientOf(id *Identity) *http.Client {
	settings := &tls.Config{InsecureSkipVerify: true}
	if id != nil {
		settings.Certificates = []tls.Certificate{id.Certificate}
	}
	return &http.Client{Transport: &http.Transport{TLSClientConfig: settings, DisableKeepAlives: true}}
}
