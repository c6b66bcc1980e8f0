package sqlite_test

import (
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"sallyport/internal/store"
	"sallyport/internal/store/sqlite"
	"sallyport/internal/store/storetest"
)

var crash = storetest.Crash{
	Place: func(t *testing.T) string { return filepath.Join(t.TempDir(), "db") },
	Open:  sqlite.Open,
}

func TestMain(m *testing.M) { crash.Main(m) }

func TestCrash(t *testing.T) {
	t.Parallel()
	crash.Test(t)
}

func TestReopen(t *testing.T) { crash.Reopen(t) }

func open(t *testing.T, path string) *store.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestExercise(t *testing.T) {
	t.Parallel()
	storetest.Exercise(t, func(t *testing.T) *store.Store {
		return open(t, filepath.Join(t.TempDir(), "a file with spaces & signs?.db"))
	})
}

func TestResidue(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	storetest.Residue(t, open(t, filepath.Join(dir, "db")), dir, "", func() {})
}

func TestMigrate(t *testing.T) {
	t.Parallel()
	storetest.Migrate(t, func(t *testing.T, text string) *store.Store {
		path := filepath.Join(t.TempDir(), "db")
		db, err := sql.Open("sqlite", path)
		if err == nil {
			_, err = db.ExecContext(t.Context(), text)
		}
		if err == nil {
			err = db.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		return open(t, path)
	})
}

// TestOnlyRead: what is only read has to be of the version that this program reads, and is told what to do where it is not.
func TestOnlyRead(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "db")
	open(t, path)
	says := func(change, want string) {
		t.Helper()
		db, err := sql.Open("sqlite", path)
		if err == nil {
			_, err = db.ExecContext(t.Context(), change)
		}
		if err := errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
		s, err := sqlite.OpenToRead(t.Context(), path)
		if err == nil {
			err = s.Close()
		}
		if got := fmt.Sprint(err); !strings.Contains(got, want) {
			t.Errorf("%s: %s", change, got)
		}
	}
	says("SELECT 1", "<nil>")
	says("INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, TRUE)", "use the newer sallyport")
	says("DELETE FROM goose_db_version WHERE version_id > 4", "its schema has version 4")
	says("DROP TABLE goose_db_version", "name the database of a node")
}
