package desk

import (
	"context"
	"encoding/base64"

	"sallyport/internal/store"
)

// SealEarlier seals what a database from before there was a vault holds in the clear, and overwrites that. It is called before anything else is done.
func (n *Node) SealEarlier(ctx context.Context) error {
	sealed := 0
	for {
		more, err := n.sealSome(ctx)
		if err != nil {
			return err
		}
		sealed += more
		if more == 0 {
			break
		}
	}
	if sealed == 0 {
		return nil
	}
	return n.Store.Shrink(ctx)
}

func (n *Node) sealSome(ctx context.Context) (sealed int, err error) {
	err = n.Store.InTx(ctx, func(tx *store.Tx) error {
		facts, err := tx.ClearFacts()
		if err != nil {
			return err
		}
		for i := range facts {
			f := &facts[i]
			value, err := n.Vault.Seal(f.Submission, "fact/"+f.Path, []byte(f.Value+"\n"+f.Source))
			if err != nil {
				return err
			}
			if err := tx.SealFact(f, base64.StdEncoding.EncodeToString(value)); err != nil {
				return err
			}
		}
		prints, err := n.sealPrints(tx)
		sealed = len(facts) + prints
		return err
	})
	return sealed, err
}

func (n *Node) sealPrints(tx *store.Tx) (sealed int, err error) {
	submissions, gallery, err := tx.ClearPrints()
	if err != nil {
		return 0, err
	}
	for id, prints := range submissions {
		if err := n.keepPrints(tx, id, prints); err != nil {
			return 0, err
		}
		if err := tx.DeleteClearPrints(id, false); err != nil {
			return 0, err
		}
	}
	for person, prints := range gallery {
		if err := n.keepPrints(tx, inGallery(person), prints); err != nil {
			return 0, err
		}
		if err := tx.DeleteClearPrints(person, true); err != nil {
			return 0, err
		}
	}
	return len(submissions) + len(gallery), nil
}
