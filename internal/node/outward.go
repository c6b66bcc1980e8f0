package node

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"sallyport/internal/folder"
	"sallyport/internal/store"
	"sallyport/internal/webhook"
	"sallyport/itl"
	"sallyport/itl/ebts"
)

// Subscription is a system that is told what happens, by signed posts (docs/operate/intake.md).
type Subscription struct {
	ID      string   `yaml:"id"`
	Agency  string   `yaml:"agency"` // of a hub: whose; an agency's own unless given
	URL     string   `yaml:"url"`
	Secrets []string `yaml:"secrets"` // whsec_…, the new one first while it changes
}

const (
	folderEvery  = 2 * time.Second
	webhookEvery = time.Second
)

// subscribe makes the tables of events and puts the configured subscriptions there.
func (n *Node) subscribe(ctx context.Context) error {
	if _, err := n.Store.Engine().Write.ExecContext(ctx, webhook.Schema); err != nil {
		return fmt.Errorf("events: %w", err)
	}
	return n.Store.InTx(ctx, func(tx *store.Tx) error {
		for _, s := range n.Config.Subscriptions {
			if s.Agency == "" {
				s.Agency = n.Config.Place
			}
			if err := webhook.Subscribe(ctx, tx.SQL(), webhook.Subscription{ID: s.ID, Agency: s.Agency, URL: s.URL}); err != nil {
				return err
			}
		}
		return nil
	})
}

// secrets are those that a subscription's posts are signed with.
func (n *Node) secrets(subscription string) (all []webhook.Secret, err error) {
	for _, s := range n.Config.Subscriptions {
		if s.ID != subscription {
			continue
		}
		for _, text := range s.Secrets {
			secret, wrong := webhook.ParseSecret(text)
			err = errors.Join(err, wrong)
			all = append(all, secret)
		}
	}
	return all, err
}

// post sends events to their subscribers until ctx ends.
func (n *Node) post(ctx context.Context) error {
	reach := webhook.Reach{}
	for _, text := range n.Config.Reach {
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			return fmt.Errorf("reach: %w", err)
		}
		reach.Private = append(reach.Private, prefix)
	}
	inTx := func(ctx context.Context, do func(*sql.Tx) error) error {
		return n.Store.InTx(ctx, func(tx *store.Tx) error { return do(tx.SQL()) })
	}
	sender := webhook.NewSender(reach, inTx, n.secrets, rand.Reader)
	return ended(sender.Run(ctx, webhookEvery, func(err error) { n.Log.Error("events could not be posted", "error", err) }))
}

// ended takes the end of a context for a good end.
func ended(err error) error {
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// openFolder opens the watched folder, whose files take accepts. Each that is accepted is answered: the answer is not final, and says nothing of the person.
func (n *Node) openFolder(take func(ctx context.Context, name string, data []byte) error) (err error) {
	n.folder, err = folder.Open(n.Config.Folder, n.Config.ORI, func(ctx context.Context, name string, data []byte) ([]byte, error) {
		if err := take(ctx, name, data); err != nil {
			return nil, err
		}
		return n.pending(data)
	})
	return err
}

// watch takes transactions from the watched folder until ctx ends.
func (n *Node) watch(ctx context.Context) error {
	return ended(n.folder.Watch(ctx, folderEvery, func(err error) { n.Log.Error("the watched folder", "error", err) }))
}

// pending is the SRE that every accepted transaction gets.
func (n *Node) pending(data []byte) ([]byte, error) {
	transaction, err := itl.Parse(data)
	if err != nil {
		return nil, err
	}
	car, err := ebts.ParseCAR(transaction)
	if err != nil {
		return nil, err
	}
	answer, err := car.Answer(ebts.Pending, ebts.Control{TCN: "A" + car.TCN[:min(len(car.TCN), 39)], ORI: n.Config.ORI, Date: time.Now(), Priority: car.Priority}).Transaction()
	if err != nil {
		return nil, err
	}
	return answer.Append(nil), nil
}
