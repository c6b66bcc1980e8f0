// Package tamper_test lays hands on the logs and databases of nodes, and has a program that others wrote read their logs. It is a folder of its own because
// what makes a node's log is heavy.
package tamper_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sallyport"
	"sallyport/internal/audit"
	"sallyport/internal/ledger"
	"sallyport/internal/publish"
	"sallyport/internal/reconcile"
	"sallyport/internal/store"
	"sallyport/internal/store/sqlite"
	"sallyport/internal/tiles"
	"sallyport/internal/tiles/tilestest"
	"sallyport/record"
)

// nodeLog is a node's record and log, made by the code that a node makes them by.
type nodeLog struct {
	t        *testing.T
	name     string
	dir      string // of the log
	key      tilestest.Key
	store    *store.Store
	database string // its file
	log      *ledger.Log
	now      time.Time
	events   int
	first    string // the checkpoint after the first day
}

const place = "us-oh/franklin"

var trust = record.Law{Pack: "us-ca/trust", Version: "2014-01-01", Text: strings.Repeat("a", 64), Rules: strings.Repeat("b", 64), Cases: strings.Repeat("c", 64),
	Signed: []string{"counsel.invalid"}, Engine: "law 1", Loaded: "2015-08-03"}

// newNode opens a node's log. Its key is the test's, so that a test can sign as its operator could.
func newNode(t *testing.T, name string) *nodeLog {
	t.Helper()
	n := &nodeLog{t: t, name: name, dir: filepath.Join(t.TempDir(), "log"), key: tilestest.NewKey(t, "trial.sallyport.invalid/"+name), now: time.Date(2015, 8, 3, 9, 0, 0, 0, time.UTC)}
	for file, text := range map[string]string{"log.key": n.key.Secret, tiles.KeyFile: n.key.Vkey} {
		if err := os.MkdirAll(n.dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(n.dir, file), []byte(text+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	n.store, n.database = openStore(t)
	settings := record.Settings{Node: "hub", Slot: 60, Width: 8, Batch: "02:00", Trial: true}
	if name != "hub" {
		settings.Node, settings.Place = "agency", place
	}
	rules := publish.Rules{Place: settings.Place, Volume: settings.Volume}
	var err error
	n.log, err = ledger.Open(t.Context(), n.dir, ledger.Config{Origin: n.key.Name(), Settings: settings, Laws: []record.Law{trust},
		Batch: func(tx *store.Tx, day int64) (record.Batch, error) { return publish.Batch(tx, day, rules) }})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func openStore(t *testing.T) (*store.Store, string) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "node.db")
	s, err := sqlite.Open(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, name
}

func (n *nodeLog) tx(do func(*store.Tx) error) {
	n.t.Helper()
	if err := n.store.InTx(n.t.Context(), do); err != nil {
		n.t.Fatal(err)
	}
}

// add puts a line on record.
func (n *nodeLog) add(id string, body any) {
	n.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		n.t.Fatal(err)
	}
	n.events++
	salt := sha256.Sum256(fmt.Append(nil, n.name, n.events))
	n.tx(func(tx *store.Tx) error { return tx.AddEvent(id, string(text), hex.EncodeToString(salt[:]), n.now) })
}

// book books somebody, and lets the case go through a door.
func (n *nodeLog) book() {
	id := fmt.Sprintf("%s-%d", n.name, n.events)
	n.tx(func(tx *store.Tx) error {
		return tx.AddSubmission(&store.Submission{ID: id, Booking: sallyport.Booking{TCN: id, ORI: "OH0250000", Agency: place, At: n.now}})
	})
	kind := "received"
	if n.name != "hub" {
		kind = "booked"
	}
	n.add(id, sallyport.Event{Submission: id, Kind: kind, At: n.now, Place: place})
	n.add(id, sallyport.Event{Submission: id, Kind: "local door", At: n.now, Place: place, Outcome: "permitted", Packs: []string{"us-ca/trust@2014-01-01#bbbbbbbbbbbbbbbb"}, Engine: "law 1"})
}

// slot lets the log grow by a slot, a minute later.
func (n *nodeLog) slot() {
	n.t.Helper()
	n.now = n.now.Add(time.Minute)
	if _, err := n.log.Slot(n.t.Context(), n.store, n.now); err != nil {
		n.t.Fatal(err)
	}
}

// days lets some days pass, with a few bookings each.
func (n *nodeLog) days(count int) *nodeLog {
	n.t.Helper()
	for day := range count {
		n.now = time.Date(2015, 8, 3+day, 9, 0, 0, 0, time.UTC)
		for range 2 {
			n.book()
			n.slot()
		}
		if day == 0 {
			n.first = n.checkpoint()
		}
	}
	n.now = time.Date(2015, 8, 3+count, 2, 0, 0, 0, time.UTC)
	n.slot()
	return n
}

func (n *nodeLog) checkpoint() string {
	n.t.Helper()
	text, err := os.ReadFile(filepath.Join(n.dir, "tiles", "checkpoint"))
	if err != nil {
		n.t.Fatal(err)
	}
	return string(text)
}

// close ends the log's work, so that a test can lay hands on it.
func (n *nodeLog) close() *nodeLog {
	n.t.Helper()
	if err := n.log.Close(); err != nil {
		n.t.Fatal(err)
	}
	return n
}

func (n *nodeLog) open() *tiles.Log {
	n.t.Helper()
	log, err := tiles.Open(n.t.Context(), n.dir, n.key.Vkey)
	if err != nil {
		n.t.Fatal(err)
	}
	return log
}

// leaves are those of the log as it is published.
func (n *nodeLog) leaves() (all [][]byte) {
	n.t.Helper()
	c, err := n.open().Checkpoint(n.t.Context())
	if err != nil {
		n.t.Fatal(err)
	}
	for e, err := range c.Entries(n.t.Context(), 0) {
		if err != nil {
			n.t.Fatal(err)
		}
		all = append(all, e.Leaf)
	}
	return all
}

// rewrite publishes another log under the node's key, as its operator could.
func (n *nodeLog) rewrite(leaves [][]byte) {
	n.t.Helper()
	if err := os.RemoveAll(filepath.Join(n.dir, "tiles")); err != nil {
		n.t.Fatal(err)
	}
	n.key.Publish(n.t, n.dir, leaves)
}

// at is the index of the first leaf that begins so, after some index.
func at(t *testing.T, leaves [][]byte, after int, begins string) int {
	t.Helper()
	for i := after + 1; i < len(leaves); i++ {
		if strings.HasPrefix(string(leaves[i]), begins) {
			return i
		}
	}
	t.Fatalf("no leaf begins %q behind %d", begins, after)
	return 0
}

// exported is the node's book, by way of its file.
func (n *nodeLog) exported() *audit.Book {
	n.t.Helper()
	var file bytes.Buffer
	if err := reconcile.Export(n.t.Context(), n.store, n.open(), n.now, &file); err != nil {
		n.t.Fatal(err)
	}
	book, err := reconcile.ReadBook(&file, "test.book")
	if err != nil {
		n.t.Fatal(err)
	}
	empty, _ := openStore(n.t)
	return &audit.Book{Book: book, Empty: empty}
}

func (n *nodeLog) verify(given audit.Given) *audit.Report {
	n.t.Helper()
	r, err := audit.Verify(n.t.Context(), n.open(), given)
	if err != nil {
		n.t.Fatal(err)
	}
	return r
}
