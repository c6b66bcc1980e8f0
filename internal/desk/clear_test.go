package desk

import (
	"testing"

	"sallyport/internal/store"
)

// TestWhatWasInTheClearIsSealed opens a store as a program wrote it before there was a vault.
func TestWhatWasInTheClearIsSealed(t *testing.T) {
	t.Parallel()
	n := newNode(t, "hub")
	h := NewHub(n, nil, nil)
	must(t, n.Store.InTx(t.Context(), func(tx *store.Tx) error {
		_, err := tx.SQL().ExecContext(t.Context(), `INSERT INTO submissions (id, tcn, ori, agency, received_at, file, stage, state) VALUES ('s1', 't', 'o', 'a', 0, '', 'received', '{}');
			INSERT INTO facts (submission, seq, path, value, source, entered_by, office, entered_at) VALUES ('s1', 0, 'person.removable', 'true', 'record 1', 'clerk', 'hub', 0);
			INSERT INTO prints (submission, finger, template) VALUES ('s1', 1, '{"Finger":1}');
			INSERT INTO gallery (person, finger, template) VALUES ('G-1', 2, '{"Finger":2}')`)
		return err
	}))
	must(t, h.SealEarlier(t.Context()), h.SealEarlier(t.Context()))
	must(t, n.Store.View(t.Context(), func(tx *store.Tx) error {
		facts, err := h.facts(tx, "s1")
		must(t, err)
		if len(facts) != 1 || facts[0].Value != "true" || facts[0].Source != "record 1" {
			t.Error(facts)
		}
		raw, err := tx.Facts("s1")
		must(t, err)
		if raw[0].Value == "true" || raw[0].Source != "" {
			t.Error("in the clear:", raw)
		}
		prints, err := h.prints(tx, "s1")
		must(t, err)
		enrolled, err := h.enrolled(tx, "G-1")
		must(t, err)
		if len(prints) != 1 || prints[0].Finger != 1 || len(enrolled) != 1 || enrolled[0].Finger != 2 {
			t.Error(prints, enrolled)
		}
		return nil
	}))
}
