package receipt

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"sallyport"
	"sallyport/casework"
	"sallyport/internal/ledger"
	"sallyport/internal/store"
	"sallyport/internal/store/sqlite"
	"sallyport/internal/tiles"
	"sallyport/proof"
	"sallyport/record"
)

const origin = "example.com/jail"

var morning = time.Date(2015, 8, 3, 9, 0, 0, 0, time.UTC)

// world is a record with its log. Slots are taken when the test says so.
type world struct {
	t       *testing.T
	dir     string
	store   *store.Store
	book    *ledger.Log
	code    proof.Code
	key     proof.Stretched
	minutes int
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, dir: t.TempDir(), code: proof.Code{1, 2, 3}}
	w.key = w.code.Stretch(origin)
	var err error
	w.store, err = sqlite.Open(t.Context(), filepath.Join(w.dir, "db"))
	w.must(err)
	w.book, err = ledger.Open(t.Context(), filepath.Join(w.dir, "log"), ledger.Config{Origin: origin,
		Settings: record.Settings{Node: "agency", Place: "us-oh/franklin", Slot: 60, Width: 4, Batch: "02:00"}})
	w.must(err)
	t.Cleanup(func() { w.must(errors.Join(w.book.Close(), w.store.Close())) })
	w.must(w.store.InTx(t.Context(), func(tx *store.Tx) error {
		for _, id := range []string{"s", "other"} {
			if err := tx.AddSubmission(&store.Submission{ID: id, Booking: sallyport.Booking{TCN: id, ORI: "O", At: morning}}); err != nil {
				return err
			}
		}
		return tx.AddReceiptCode(Key(w.key), "s")
	}))
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// happens records an event. "" draws a salt.
func (w *world) happens(id string, kind casework.Kind, salt string, said *sallyport.Statement) {
	w.t.Helper()
	w.minutes++
	at := morning.Add(time.Duration(w.minutes) * time.Minute)
	body, err := json.Marshal(sallyport.Event{Submission: id, Kind: string(kind), Actor: sallyport.Actor{ID: "j", Office: "o"}, At: at, Statement: said})
	w.must(err)
	if salt == "" {
		salt = fmt.Sprintf("%064x", w.minutes)
	}
	w.must(w.store.InTx(w.t.Context(), func(tx *store.Tx) error { return tx.AddEvent(id, string(body), salt, at) }))
}

// slot has the log take what waits; cosigned notes its checkpoint as witnessed.
func (w *world) slot(cosigned bool) {
	w.t.Helper()
	w.minutes++
	c, err := w.book.CatchUp(w.t.Context(), w.store, morning.Add(time.Duration(w.minutes)*time.Minute))
	w.must(err)
	if cosigned {
		w.must(w.store.InTx(w.t.Context(), func(tx *store.Tx) error {
			return tx.AddCheckpoint(store.Checkpoint{Size: c.Size, Note: c.Note, Witnessed: true})
		}))
	}
}

func (w *world) find() *Found {
	w.t.Helper()
	log, err := tiles.Open(w.t.Context(), filepath.Join(w.dir, "log"), "")
	w.must(err)
	found, err := Find(w.t.Context(), w.store, log, w.key)
	w.must(err)
	if found.Bundle == nil {
		return found
	}
	policy, err := proof.ParsePolicy([]byte("log " + log.Vkey + "\nquorum none\n"))
	w.must(err)
	if _, err := found.Bundle.Open(w.code, policy); err != nil {
		w.t.Error(err)
	}
	return found
}

// TestStates follows a copy and what came after it on their way into the log. A bundle rests on a witnessed checkpoint while that covers the statement.
func TestStates(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.slot(true)
	w.happens("s", casework.Register, "", nil)
	w.happens("s", casework.Serve, hex.EncodeToString(w.key.Salt[:]), &sallyport.Statement{Action: "notify"})
	w.happens("other", casework.Release, "", nil)
	w.happens("s", "read: facts", "", nil)
	w.happens("s", casework.Release, "", nil)
	is := func(step string, statement, later State, proven int) {
		t.Helper()
		found := w.find()
		if found.Statement.Kind != string(casework.Serve) || len(found.Later) == 0 || found.Later[0].Kind != string(casework.Release) {
			t.Fatalf("%s: %+v", step, found)
		}
		last := found.Later[len(found.Later)-1]
		if found.Statement.State != statement || last.State != later || (found.Statement.Index != 0) != (statement != Recorded) {
			t.Errorf("%s: %+v", step, found)
		}
		if got := found.Bundle; (got == nil) != (proven < 0) || got != nil && len(got.Later) != proven {
			t.Errorf("%s: %+v", step, got)
		}
	}
	is("nothing is in the log", Recorded, Recorded, -1)
	w.slot(false)
	is("in the log", Logged, Logged, 1)
	w.slot(true)
	is("witnessed", Public, Public, 1)
	w.happens("s", casework.EndPurge, "", nil)
	is("purged", Public, Recorded, 1)
	w.slot(false)
	is("a later checkpoint that nobody cosigned", Public, Logged, 1)
	w.slot(true)
	is("all witnessed", Public, Public, 2)
}

func TestCodeOfNoCopy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.happens("s", casework.Serve, "", &sallyport.Statement{})
	if _, err := Find(t.Context(), w.store, nil, proof.Code{9}.Stretch(origin)); !errors.Is(err, store.ErrNone) {
		t.Error(err)
	}
	if _, err := Find(t.Context(), w.store, nil, w.key); !errors.Is(err, store.ErrNone) { // noted, and no line has its salt
		t.Error(err)
	}
}
