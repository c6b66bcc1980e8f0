package node

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sallyport/internal/alarm"
	"sallyport/internal/desk"
	"sallyport/internal/folder"
	"sallyport/internal/identity"
	"sallyport/internal/ledger"
	"sallyport/internal/link"
	"sallyport/internal/store"
	"sallyport/internal/store/postgres"
	"sallyport/internal/store/sqlite"
	"sallyport/internal/tiles"
	"sallyport/internal/vault"
	"sallyport/internal/webhook"
	"sallyport/internal/witness"
	"sallyport/law"
)

// Node is what hub and agency have in common while they run.
type Node struct {
	Config Config
	Store  *store.Store
	Log    *slog.Logger

	vault     *vault.Vault
	book      *ledger.Log
	published *tiles.Log       // the book as anyone reads it
	feed      feedFile         // of the book
	witness   *witness.Witness // of the logs of others
	alone     bool             // too few witnesses have cosigned the last checkpoint
	link      *link.Node
	receiver  *link.Receiver
	folder    *folder.Folder
	alarms    *alarm.Alarms
	people    *identity.Service // nil where nobody signs in
	desks     *desk.Node        // what the hub's and the agency's have in common
	tls       *tls.Config       // of the pages; nil where they are served without
	senders   []*link.Sender
	listener  net.Listener      // for peers; nil until there is one
	woken     chan struct{}     // something was written: messages, lines or searches may wait
	told      []chan<- struct{} // who else is told of it
}

// open opens everything that the node keeps. What is opened is closed again where something fails.
func open(ctx context.Context, c Config, book *law.Book, log *slog.Logger) (n *Node, err error) {
	n = &Node{Config: c, Log: log, woken: make(chan struct{}, 1)}
	defer func() {
		if err != nil {
			err = errors.Join(err, n.close())
		}
	}()
	if n.tls, err = c.pagesTLS(); err != nil {
		return n, err
	}
	for _, dir := range []string{c.Dir, c.Folder} {
		if err := os.MkdirAll(dir, 0o750); err != nil {
			return n, err
		}
	}
	if n.Store, err = openStore(ctx, c); err != nil {
		return n, err
	}
	if n.vault, err = openVault(ctx, &c, n.Store); err != nil {
		return n, err
	}
	if n.book, err = n.openLog(ctx, book); err != nil {
		return n, err
	}
	if n.published, err = tiles.Open(ctx, filepath.Join(c.Dir, "log"), ""); err != nil {
		return n, err
	}
	if err := n.openWitness(); err != nil {
		return n, err
	}
	identity, err := Identity(c.Dir, c.Name)
	if err != nil {
		return n, err
	}
	if err := n.subscribe(ctx); err != nil {
		return n, err
	}
	engine := n.Store.Engine()
	if n.alarms, err = alarm.Open(ctx, engine.Write, engine.Name, time.Now, quietly(log)); err != nil {
		return n, err
	}
	if err := n.signIn(ctx); err != nil {
		return n, err
	}
	n.link = &link.Node{Identity: identity, Store: n.Store, Vault: desk.SealedOutbox(n.vault), Now: time.Now, Random: rand.Reader, Log: log, Alarm: n.linkAlarm}
	return n, nil
}

func openStore(ctx context.Context, c Config) (*store.Store, error) {
	if c.onServer() {
		return postgres.Open(ctx, c.Database)
	}
	return sqlite.Open(ctx, filepath.Join(c.Dir, databaseFile))
}

// OpenToRead opens a node's record for reading alone: nothing is migrated, and the node may be running.
func (c Config) OpenToRead(ctx context.Context) (*store.Store, error) {
	if c.onServer() {
		return postgres.OpenToRead(ctx, c.Database)
	}
	return sqlite.OpenToRead(ctx, filepath.Join(c.Dir, databaseFile))
}

// databaseFile is the record's, in the node's folder, where no server keeps it.
const databaseFile = "sallyport.db"

func (c Config) onServer() bool {
	return strings.HasPrefix(c.Database, "postgres://") || strings.HasPrefix(c.Database, "postgresql://")
}

// Identity is a node's keys, made the first time.
func Identity(dir, name string) (*link.Identity, error) {
	folder := filepath.Join(dir, "identity")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	identity, err := link.LoadIdentity(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return link.NewIdentity(folder, name, rand.Reader, time.Now())
	}
	return identity, err
}

// desk is what package desk needs of the node.
func (n *Node) desk(book *law.Book) desk.Node {
	d := desk.Node{
		Name: n.Config.Name, Store: n.Store, Vault: n.vault, Law: book, Random: rand.Reader, Link: n.link, Origin: n.Config.Origin(), Published: n.published,
		Alarm: n.setAlarm, RemoveFile: n.removeFile, Backups: n.Config.Backups, Written: n.wake, Publish: n.publish,
	}
	if n.people != nil {
		d.Sign = n.sign
	}
	return d
}

func (n *Node) setAlarm(tx *store.Tx, at time.Time, kind, id string) error {
	return n.alarms.Set(context.Background(), tx.SQL(), at, kind, id)
}

// ring answers alarms until ctx ends: the desk does what the software may do by itself, and says what a person has to see to.
func (n *Node) ring(d *desk.Node) func(context.Context) error {
	return func(ctx context.Context) error {
		return n.alarms.Run(ctx, func(ctx context.Context, kind, id string, _ time.Time) error {
			near, err := d.Wake(ctx, kind, id, time.Now())
			switch {
			case near != nil && near.Over:
				n.Log.Error("a clock has run out", "clock", kind, "submission", id, "due", near.Due)
			case near != nil:
				n.Log.Warn("a clock runs out soon", "clock", kind, "submission", id, "due", near.Due)
			}
			return err
		})
	}
}

// purgeEvery is how long somebody's last copy may wait for the others that are due with it.
const purgeEvery = 10 * time.Second

// purge does away with what is due, until ctx ends.
func (n *Node) purge(d *desk.Node) func(context.Context) error {
	return func(ctx context.Context) error {
		for ctx.Err() == nil {
			if err := d.PurgeAll(ctx, time.Now()); err != nil && ctx.Err() == nil {
				n.Log.Error("a purge is not complete; it goes on", "error", err)
			}
			wait(ctx, purgeEvery, nil)
		}
		return nil
	}
}

// quietly keeps the word of a library to what went wrong.
func quietly(log *slog.Logger) *slog.Logger {
	return slog.New(warnings{log.Handler()})
}

type warnings struct{ slog.Handler }

func (h warnings) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && h.Handler.Enabled(ctx, level)
}

func (n *Node) removeFile(name string) error { return n.folder.Remove(name) }

func (n *Node) publish(tx *store.Tx, agency, id, kind string, at time.Time, body []byte) error {
	key, err := webhook.NewID(rand.Reader)
	if err != nil {
		return err
	}
	return webhook.Queue(context.Background(), tx.SQL(), webhook.Event{ID: key, Kind: kind, Agency: agency, Case: id, At: at, Body: body})
}

// connect makes what sends to each peer and what receives of them.
func (n *Node) connect(take desk.Taker) error {
	peers, err := n.Config.peers()
	if err != nil {
		return err
	}
	for _, peer := range peers {
		if peer.URL == "" {
			continue
		}
		sender, err := n.link.Send(peer, take.Settle)
		if err != nil {
			return err
		}
		n.senders = append(n.senders, sender)
	}
	n.receiver, err = n.link.Receive(peers, link.Desk{Accept: take.Take, Refuse: take.Refuse})
	return err
}

// linkAlarm says what a person has to look into.
func (n *Node) linkAlarm(a link.Alarm) {
	n.Log.Error("link: "+string(a.Kind), "peer", a.Peer, "detail", a.Detail)
}

// wake tells the senders and the log that something was written.
func (n *Node) wake() {
	select {
	case n.woken <- struct{}{}:
	default:
	}
}

// ServeLink answers peers until ctx ends.
func (n *Node) ServeLink(ctx context.Context) error {
	if n.listener == nil {
		listener, err := new(net.ListenConfig).Listen(ctx, "tcp", n.Config.Listen)
		if err != nil {
			return err
		}
		n.listener = listener
	}
	n.Log.Info("peers are answered", "address", n.listener.Addr())
	server := n.receiver.Server()
	server.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n.receiver.ServeHTTP(w, r)
		n.wake() // what was taken has been written by now, and may have left something to send
	})
	stop := context.AfterFunc(ctx, func() { _ = server.Close() }) // there is nobody left to tell
	defer stop()
	err := server.ServeTLS(n.listener, "", "")
	if errors.Is(err, http.ErrServerClosed) && ctx.Err() != nil {
		return nil
	}
	return err
}

// Drain sends whatever waits for peers, once, and says how much there was.
func (n *Node) Drain(ctx context.Context) error {
	for _, sender := range n.senders {
		if err := sender.Drain(ctx); err != nil {
			return err
		}
	}
	return nil
}

// CatchUp brings the log level with the record, as of a time.
func (n *Node) CatchUp(ctx context.Context, at time.Time) (*ledger.Checkpoint, error) {
	c, err := n.book.CatchUp(ctx, n.Store, at)
	if err != nil {
		return c, err
	}
	return c, n.writeFeed(ctx)
}

func (n *Node) close() (err error) {
	if n.listener != nil {
		if closing := n.listener.Close(); !errors.Is(closing, net.ErrClosed) {
			err = errors.Join(err, closing)
		}
	}
	if n.book != nil {
		err = errors.Join(err, n.book.Close())
	}
	if n.witness != nil {
		err = errors.Join(err, n.witness.Close())
	}
	if n.folder != nil {
		err = errors.Join(err, n.folder.Close())
	}
	if n.vault != nil {
		err = errors.Join(err, n.vault.Close())
	}
	if n.Store != nil {
		err = errors.Join(err, n.Store.Close())
	}
	return err
}

// Certificate and Key are what peers pin of this node.
func (n *Node) Certificate() string { return n.link.Identity.Pin().String() }

// Key is Certificate's companion: with it the node signs its messages.
func (n *Node) Key() string { return n.link.Identity.PublicKey().String() }
