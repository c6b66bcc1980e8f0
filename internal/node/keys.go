package node

import (
	"context"
	"crypto/rand"
	"errors"
	"path/filepath"
	"time"

	"sallyport/casework"
	"sallyport/internal/link"
	"sallyport/internal/store"
	"sallyport/internal/vault"
)

const (
	keyCare = time.Hour           // how often the node looks after its keys
	daily   = 24 * time.Hour      // between backups of them
	rotated = 90 * 24 * time.Hour // how long a key-encryption key is used
)

// openVault opens the node's keys. A vault that came back from a backup has first to lose again every key that was shredded since.
func openVault(ctx context.Context, c *Config, s *store.Store) (*vault.Vault, error) {
	path := filepath.Join(c.Dir, "vault")
	v, err := vault.Open(path, rand.Reader)
	if !errors.Is(err, vault.ErrRestored) {
		return v, err
	}
	purged, err := destroyed(ctx, c, s)
	if err != nil {
		return nil, err
	}
	if err := vault.Reapply(path, purged); err != nil {
		return nil, err
	}
	return vault.Open(path, rand.Reader)
}

// destroyed are the records whose keys are gone by what the store says: purged people, and messages that their peer has.
func destroyed(ctx context.Context, c *Config, s *store.Store) (records []string, err error) {
	peers, err := c.peers()
	if err != nil {
		return nil, err
	}
	err = s.View(ctx, func(tx *store.Tx) error {
		for _, stage := range []casework.Stage{casework.Purging, casework.Purged} {
			all, err := tx.Submissions(stage)
			if err != nil {
				return err
			}
			for _, one := range all {
				records = append(records, one.ID)
			}
		}
		for _, peer := range peers {
			sent, err := tx.OutgoingDigests(peer.Name)
			if err != nil {
				return err
			}
			for _, m := range sent {
				if !m.AckedAt.IsZero() {
					records = append(records, link.Record(peer.Name, m.Number))
				}
			}
		}
		return nil
	})
	return records, err
}

// keepKeys copies the keys each day, where there is a place for that, does away with copies past their age, and changes the key that they are wrapped with.
func (n *Node) keepKeys(ctx context.Context) error {
	for ctx.Err() == nil {
		if err := n.careForKeys(time.Now()); err != nil {
			n.Log.Error("the vault's keys", "error", err)
		}
		wait(ctx, keyCare, nil)
	}
	return nil
}

func (n *Node) careForKeys(now time.Time) error {
	made, err := n.vault.Wrapped()
	if err != nil {
		return err
	}
	if now.Sub(made) > rotated {
		err = n.vault.Rotate(now)
	}
	if n.Config.Backups == "" {
		return err
	}
	newest, there, wrong := vault.NewestBackup(n.Config.Backups)
	if err = errors.Join(err, wrong); err != nil {
		return err
	}
	if !there || now.Sub(newest) >= daily {
		err = n.vault.Backup(n.Config.Backups, now)
	}
	return errors.Join(err, vault.ExpireBackups(n.Config.Backups, now, vault.MaxBackupAge))
}
