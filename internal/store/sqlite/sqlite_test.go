package sqlite_test

import (
	"database/sql"
	"path/filepath"
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
