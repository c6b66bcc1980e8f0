package postgres_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"sallyport/internal/outside/postgrestest"
	"sallyport/internal/store"
	"sallyport/internal/store/postgres"
	"sallyport/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Crash{Open: postgres.Open}.Main(m) }

// crash kills processes that write to a server of the test's own, and the server.
func crash(t *testing.T) storetest.Crash {
	server := postgrestest.Start(t)
	return storetest.Crash{
		Open:    postgres.Open,
		Place:   func(t *testing.T) string { return server.Database(t) },
		Restart: func(t *testing.T) { server.Restart(t) },
	}
}

func TestCrash(t *testing.T) { crash(t).Test(t) }

func TestReopen(t *testing.T) { crash(t).Reopen(t) }

func open(t *testing.T, url string) *store.Store {
	t.Helper()
	s, err := postgres.Open(t.Context(), url)
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
	server := postgrestest.Start(t)
	storetest.Exercise(t, func(t *testing.T) *store.Store { return open(t, server.Database(t)) })
}

// TestResidue looks everywhere but in the write-ahead log. It lets the planner take its samples first.
func TestResidue(t *testing.T) {
	server := postgrestest.Start(t)
	s := open(t, server.Database(t))
	storetest.Residue(t, s, server.Data, filepath.Join(server.Data, "pg_wal"), func() {
		for _, statement := range []string{"ANALYZE", "CHECKPOINT"} {
			if _, err := s.Engine().Write.ExecContext(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestMigrate(t *testing.T) {
	server := postgrestest.Start(t)
	storetest.Migrate(t, func(t *testing.T, text string) *store.Store {
		url := server.Database(t)
		db, err := sql.Open("pgx", url)
		if err == nil {
			_, err = db.ExecContext(t.Context(), text)
		}
		if err == nil {
			err = db.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
		return open(t, url)
	})
}
