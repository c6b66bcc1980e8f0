package vault

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestBackupAndRestore: the vault comes back as it was, does not open before purges are re-applied, and then has no purged key.
func TestBackupAndRestore(t *testing.T) {
	t.Parallel()
	v, backups := opened(t, t.TempDir()), t.TempDir()
	sealed := map[string][]byte{}
	for n := range perChunk + 10 {
		record := fmt.Sprint("booking/", n)
		sealed[record] = seal(t, v, record, "name", record)
	}
	hash := v.Hash("tcn", "A1")
	if err := v.Backup(backups, someDay); err != nil {
		t.Fatal(err)
	}
	if err := v.Backup(backups, someDay); err == nil || !strings.Contains(err.Error(), "is there already") {
		t.Error(err)
	}
	if err := errors.Join(v.Shred("booking/3"), v.Rotate(someDay), v.Close()); err != nil {
		t.Fatal(err)
	}
	backup := filepath.Join(backups, "vault-2015-11-20T030000Z")
	if err := Restore(backup, v.dir); err == nil || !strings.Contains(err.Error(), "is not empty") {
		t.Error(err)
	}
	dir := filepath.Join(t.TempDir(), "vault")
	for range 2 { // a restore that was cut off is in the way of none
		if err := errors.Join(os.MkdirAll(dir+partSuffix, 0o700), writeFile(filepath.Join(dir+partSuffix, keysName), []byte("half"))); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(os.RemoveAll(dir), Restore(backup, dir)); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(dir, rand.Reader); !errors.Is(err, ErrRestored) {
			t.Errorf("%v; want it closed", err)
		}
	}
	for range 2 { // cut off and called again
		if err := Reapply(dir, []string{"booking/3", "of later", "booking/4", "booking/3"}); err != nil {
			t.Fatal(err)
		}
	}
	v = opened(t, dir)
	for record, text := range sealed {
		if record == "booking/3" || record == "booking/4" {
			isShredded(t, v, record, text)
		} else {
			opens(t, v, record, "name", text, record)
		}
	}
	if v.Hash("tcn", "A1") != hash {
		t.Error("the restored vault hashes otherwise")
	}
}

// TestRestoreOfNothing: what is no backup makes no vault.
func TestRestoreOfNothing(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "vault")
	if err := Restore(t.TempDir(), dir); err == nil {
		t.Error("restored from an empty folder")
	}
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v; want no vault", err)
	}
	if err := Reapply(t.TempDir(), nil); err == nil || !strings.Contains(err.Error(), "the backup has no keys") {
		t.Error(err)
	}
}

// TestExpireBackups: what is older than the age is overwritten and deleted, half-made ones too, and the oldest left is told.
func TestExpireBackups(t *testing.T) {
	t.Parallel()
	v, dir := opened(t, t.TempDir()), filepath.Join(t.TempDir(), "backups")
	oldest(t, dir, time.Time{})
	for day := range 4 {
		if err := v.Backup(dir, someDay.AddDate(0, 0, day)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Rename(filepath.Join(dir, "vault-2015-11-20T030000Z"), filepath.Join(dir, "vault-2015-11-20T030000Z.part")); err != nil {
		t.Fatal(err)
	}
	oldest(t, dir, someDay)
	gone, err := os.Open(filepath.Join(dir, "vault-2015-11-21T030000Z", keysName)) // still sees what is deleted
	if err != nil {
		t.Fatal(err)
	}
	defer gone.Close()
	if err := ExpireBackups(dir, someDay.AddDate(0, 0, 4), 2*24*time.Hour); err != nil {
		t.Fatal(err)
	}
	oldest(t, dir, someDay.AddDate(0, 0, 2))
	var b [headerBytes + 2*slotBytes]byte
	if _, err := gone.ReadAt(b[:], 0); err != nil || b != [len(b)]byte{} {
		t.Errorf("the deleted backup was not overwritten: %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 2 {
		t.Errorf("%d are left, %v; want 2", len(left), err)
	}
	if err := os.Mkdir(filepath.Join(dir, "vault-old"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := ExpireBackups(dir, someDay, time.Hour); err == nil || !strings.Contains(err.Error(), "vault-old: is named like a backup") {
		t.Error(err)
	}
}

func oldest(t *testing.T, dir string, want time.Time) {
	t.Helper()
	if got, there, err := OldestBackup(dir); err != nil || there != !want.IsZero() || !got.Equal(want) {
		t.Errorf("the oldest backup is of %v, %v, %v; want %v", got, there, err, want)
	}
}

// TestRetentionPage holds the page for operators to the age that holds where they state none.
func TestRetentionPage(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/operate/retention.md")
	want := fmt.Sprintf("| backup of the keys | %d days,", MaxBackupAge/(24*time.Hour))
	if err != nil || !strings.Contains(string(page), want) {
		t.Errorf("the page does not say %q: %v", want, err)
	}
}
