package node

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"path/filepath"
	"slices"
	"sync"

	"golang.org/x/mod/sumdb/note"

	"sallyport/internal/feed"
	"sallyport/internal/lasting"
	"sallyport/internal/publiclog"
	"sallyport/internal/store"
	"sallyport/internal/tiles"
	"sallyport/record"
)

// logPath is where a node's pages have its log, for anyone; as a source, http(s)://HOST/log.
const logPath = "/log"

// public puts before the pages what is for everyone, whoever they are: the log.
func (n *Node) public(pages http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle(logPath+"/", http.StripPrefix(logPath, publiclog.Handler(n.logDir())))
	mux.Handle("/", pages)
	return mux
}

// KnownLaw is what the log says of law, as anyone can read it.
func (n *Node) KnownLaw(ctx context.Context) (k feed.Known, err error) {
	c, err := n.published.Checkpoint(ctx)
	if err != nil {
		return k, err
	}
	k = feed.Known{Origin: n.Config.Origin(), Size: c.Size, Root: c.Root.String()}
	err = n.Store.View(ctx, func(tx *store.Tx) error {
		laws, err := tx.LastPublished(string(record.KindLaw), math.MaxInt32)
		if err != nil {
			return err
		}
		k.Leaves, err = leavesOf(laws)
		return err
	})
	k.Leaves = slices.DeleteFunc(k.Leaves, func(l feed.Leaf) bool { return l.Index >= k.Size })
	return k, err
}

func (n *Node) logDir() string { return filepath.Join(n.Config.Dir, "log") }

// counsel are the keys of counsel whose signatures the node's log tells of.
func (c *Config) counsel() (keys []note.Verifier, err error) {
	for i, text := range c.Counsel {
		key, wrong := note.NewVerifier(text)
		if wrong != nil {
			return nil, fmt.Errorf("counsel[%d]: not a public key; give the line that sallyport law key printed", i)
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// Counsel are the keys of counsel that the node trusts. They were read when it opened.
func (n *Node) Counsel() []note.Verifier {
	keys, _ := n.Config.counsel()
	return keys
}

// feedFile is how far the log's feed has told of it.
type feedFile struct {
	one  sync.Mutex
	told uint64 // entries
}

// writeFeed writes the log's feed anew where the log has a law or a day that it does not tell of, and beside it the key, so that a web server needs the one
// folder only.
func (n *Node) writeFeed(ctx context.Context) error {
	n.feed.one.Lock()
	defer n.feed.one.Unlock()
	leaves, err := n.toTell(ctx)
	if err != nil || len(leaves) == 0 {
		return err
	}
	c, err := n.published.Checkpoint(ctx)
	if err != nil {
		return err
	}
	text, err := feed.Make(feed.OfLog(ctx, c), leaves)
	if err != nil {
		return err
	}
	for name, text := range map[string][]byte{feed.File: text, tiles.KeyFile: []byte(n.published.Vkey + "\n")} {
		if err := lasting.Replace(filepath.Join(n.logDir(), "tiles", name), text, 0o644); err != nil {
			return err
		}
	}
	n.feed.told = c.Size
	return nil
}

// toTell are the laws and days of the log, in order; none where the feed tells of the last of them.
func (n *Node) toTell(ctx context.Context) (leaves []feed.Leaf, err error) {
	err = n.Store.View(ctx, func(tx *store.Tx) error {
		var all []store.Published
		for _, most := range []int{1, math.MaxInt32} {
			laws, errLaws := tx.LastPublished(string(record.KindLaw), most)
			days, errDays := tx.LastPublished(string(record.KindDay), most)
			if err := errors.Join(errLaws, errDays); err != nil {
				return err
			}
			all = append(laws, days...)
			if !slices.ContainsFunc(all, func(p store.Published) bool { return p.Index >= n.feed.told }) {
				return nil
			}
		}
		leaves, err = leavesOf(all)
		return err
	})
	return leaves, err
}

// leavesOf are leaves as the log has them, in its order.
func leavesOf(all []store.Published) (leaves []feed.Leaf, err error) {
	slices.SortFunc(all, func(a, b store.Published) int { return cmp.Compare(a.Index, b.Index) })
	for _, p := range all {
		says, err := record.Decode([]byte(p.Body))
		if err != nil {
			return nil, err
		}
		leaves = append(leaves, feed.Leaf{Index: p.Index, Says: says})
	}
	return leaves, nil
}
