package storetest

import (
	"strings"
	"testing"

	"sallyport/internal/store"
)

// Reopen checks that a database opens again, by several programs where several may, with all that is in it, and that one
// which a newer program has migrated does not.
func (c Crash) Reopen(t *testing.T) {
	place := c.Place(t)
	for n := range 3 {
		s, err := c.Open(t.Context(), place)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if n == 0 {
			addSubmission(t, s, "s1")
			write(t, s, func(tx *store.Tx) error { return everything(tx, "s1") })
		}
		view(t, s, func(tx *store.Tx) error {
			same(t, "what was there", booked("s1"))(tx.Submission("s1"))
			return nil
		})
		if n == 2 {
			write(t, s, func(tx *store.Tx) error {
				_, err := tx.SQL().ExecContext(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, TRUE)")
				return err
			})
		}
	}
	if s, err := c.Open(t.Context(), place); err == nil || !strings.Contains(err.Error(), "newer sallyport") {
		t.Error("a newer schema opened:", s, err)
	}
}
