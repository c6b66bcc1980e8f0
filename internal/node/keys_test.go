package node

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sallyport/casework"
	"sallyport/internal/store"
	"sallyport/internal/vault"
	"sallyport/law/compile"
	"sallyport/law/packs"
)

func openHub(t *testing.T, c Config) *Hub {
	t.Helper()
	book, err := compile.Load(packs.FS)
	if err != nil {
		t.Fatal(err)
	}
	h, err := OpenHub(t.Context(), c, book, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// TestARestoreReappliesPurges: a key that a backup still had is gone before the node opens.
func TestARestoreReappliesPurges(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := Config{Dir: filepath.Join(dir, "hub"), Backups: filepath.Join(dir, "backups")}
	h := openHub(t, c)
	sealed, err := h.vault.Seal("purged", "f", []byte("x"))
	kept, err2 := h.vault.Seal("kept", "f", []byte("y"))
	now := time.Now()
	err3 := h.careForKeys(now)
	err4 := h.Store.InTx(t.Context(), func(tx *store.Tx) error {
		one := &store.Submission{ID: "purged", State: casework.State{Stage: casework.Purged}}
		one.TCN = "hash"
		return tx.AddSubmission(one)
	})
	if err := errors.Join(err, err2, err3, err4, h.vault.Shred("purged"), h.Close()); err != nil {
		t.Fatal(err)
	}
	copies, err := filepath.Glob(filepath.Join(c.Backups, "*"))
	if err != nil || len(copies) != 1 {
		t.Fatal(copies, err)
	}
	if err := errors.Join(os.RemoveAll(filepath.Join(c.Dir, "vault")), vault.Restore(copies[0], filepath.Join(c.Dir, "vault"))); err != nil {
		t.Fatal(err)
	}
	h = openHub(t, c)
	defer func() {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	}()
	if _, err := h.vault.Open("purged", "f", sealed); !errors.Is(err, vault.ErrShredded) {
		t.Errorf("what was purged opens after the restore: %v", err)
	}
	if text, err := h.vault.Open("kept", "f", kept); err != nil || string(text) != "y" {
		t.Errorf("%q, %v", text, err)
	}
	if err := h.careForKeys(now.Add(vault.MaxBackupAge + 25*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if copies, _ := filepath.Glob(filepath.Join(c.Backups, "*")); len(copies) != 1 {
		t.Errorf("%d copies; the old one is past its age and there is a new one", len(copies))
	}
}
