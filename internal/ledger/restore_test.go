package ledger

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sallyport/internal/store"
	"sallyport/record"
)

// keeper does to a record what docs/operate/log.md tells its keeper to.
func keeper(t *testing.T, s *store.Store, statements ...string) {
	t.Helper()
	err := s.InTx(t.Context(), func(tx *store.Tx) (err error) {
		for _, statement := range statements {
			_, failed := tx.SQL().ExecContext(t.Context(), statement)
			err = errors.Join(err, failed)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestLogIsMadeAgain loses the tiles, all of them or the newest: out of the record comes the same log, byte for byte.
func TestLogIsMadeAgain(t *testing.T) {
	t.Parallel()
	for _, whole := range []bool{true, false} {
		dir, c := t.TempDir(), small()
		c.Batch = told
		s, l := openStore(t, filepath.Join(dir, "db")), openLog(t, dir, c)
		tiles, copied := filepath.Join(dir, "tiles"), filepath.Join(dir, "copy")
		addEvents(t, s, 5, noon)
		catchUp(t, l, s, noon)
		closeLog(t, l)
		if err := os.CopyFS(copied, os.DirFS(tiles)); err != nil {
			t.Fatal(err)
		}
		l = openLog(t, dir, c)
		addEvents(t, s, 300, noon)
		before := catchUp(t, l, s, noon.AddDate(0, 0, 3))
		closeLog(t, l)
		err := os.RemoveAll(tiles)
		if !whole {
			err = errors.Join(err, os.Rename(copied, tiles))
		}
		if err != nil {
			t.Fatal(err)
		}
		l = openLog(t, dir, c)
		if _, err := l.CatchUp(t.Context(), s, noon.AddDate(0, 0, 3)); err == nil || !strings.Contains(err.Error(), "it has lost some") {
			t.Error(err)
		}
		keeper(t, s, "DELETE FROM checkpoints")
		after := catchUp(t, l, s, noon.AddDate(0, 0, 3))
		closeLog(t, l)
		if after.Size != before.Size || after.Root != before.Root {
			t.Errorf("%d entries under %v became %d under %v", before.Size, before.Root, after.Size, after.Root)
		}
		held(t, after, s)
	}
}

// TestBegunAnew gives a record a new log.
func TestBegunAnew(t *testing.T) {
	t.Parallel()
	dir, c := t.TempDir(), small()
	c.Batch = told
	s, l := openStore(t, filepath.Join(dir, "db")), openLog(t, dir, c)
	addEvents(t, s, 5, noon)
	first := catchUp(t, l, s, noon.AddDate(0, 0, 1))
	closeLog(t, l)
	for _, name := range []string{"tiles", keyFile, publicFile} {
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	keeper(t, s, "DELETE FROM commitments", "DELETE FROM slots", "DELETE FROM published", "DELETE FROM checkpoints", "UPDATE events SET batch = NULL")
	l = openLog(t, dir, c)
	second := catchUp(t, l, s, noon.AddDate(0, 0, 1))
	held(t, second, s)
	leaves := everything(t, l, second.Size)
	closeLog(t, l)
	if first.Root == second.Root || slices.ContainsFunc(leaves, func(leaf []byte) bool { return strings.Contains(string(leaf), `"n":5`) }) {
		t.Error("the new log is the old one, or publishes before a day is over")
	}
}

// TestOldLogGoesOn has a log from before there were slots, which a kill had left behind its record: what the migration plans of it comes first, as it always was.
func TestOldLogGoesOn(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s, l := openStore(t, filepath.Join(dir, "db")), openLog(t, dir, small())
	addEvents(t, s, 5, noon)
	keeper(t, s, "INSERT INTO commitments (idx, event, version) SELECT seq, seq, 1 FROM events", "UPDATE events SET day = 0")
	if err := l.appendPart(t.Context(), s, 0, 3, 0); err != nil {
		t.Fatal(err)
	}
	closeLog(t, l)
	addEvents(t, s, 2, noon)
	l = openLog(t, dir, small())
	c := catchUp(t, l, s, noon)
	held(t, c, s)
	leaves := everything(t, l, c.Size)
	closeLog(t, l)
	events := allEvents(t, s)
	salt, err := hex.DecodeString(events[4].Salt)
	mac := hmac.New(sha256.New, salt)
	mac.Write([]byte("sallyport event v1\n" + events[4].Body))
	if err != nil || c.Size != 5+1+4 || !bytes.Equal(leaves[4], mac.Sum(nil)) || len(leaves[5]) == record.Size || events[5].Old || events[5].Index < 6 {
		t.Errorf("%d entries; %v; %x, %s", c.Size, err, leaves[4], leaves[5])
	}
}
