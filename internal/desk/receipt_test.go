package desk

import (
	"testing"
	"time"

	"sallyport/casework"
	"sallyport/internal/vault"
)

// TestTheReceiptWaitsForTheBackups: a copy of the keys that was begun before the key was found gone may hold it, even one that was begun after the purge was.
func TestTheReceiptWaitsForTheBackups(t *testing.T) {
	t.Parallel()
	d := newPair(t)
	d.Backups, d.RemoveFile = t.TempDir(), nil
	ctx := confirm(t, d)
	must(t, d.step(ctx, "s", casework.Event{Kind: casework.Lapse, Actor: d.Software(), At: minutes(6)}, nil))
	d.deliver(t)
	must(t, d.deleteRows(ctx, "s", minutes(7)), // killed before the key is destroyed
		d.Vault.Backup(d.Backups, minutes(8)), d.PurgeAll(ctx, minutes(9)), d.PurgeAll(ctx, minutes(10)))
	if d.stage(t) != casework.Purging {
		t.Fatal("a receipt while a copy holds the key:", d.stage(t))
	}
	must(t, vault.ExpireBackups(d.Backups, minutes(9), time.Second), d.PurgeAll(ctx, minutes(12)))
	if d.stage(t) != casework.Purged {
		t.Error(d.stage(t))
	}
}
