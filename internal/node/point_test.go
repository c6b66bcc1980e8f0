package node

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"io"
	"os"
	"sync"

	"sallyport/fingerprint"
	"sallyport/internal/search"
	"sallyport/internal/store"
)

// points counts, in a process that may be killed, the places where a kill could leave something half done: before and after each commit, each
// destruction of a key, each change of the gallery and each overwriting of what was deleted. At one of them the process kills itself.
type points struct {
	mu     sync.Mutex
	killAt int // from 1; 0 for never
	seen   []string
	told   io.Writer // where the last point of a process is said
}

func (p *points) at(what string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seen = append(p.seen, what)
	if len(p.seen) != p.killAt {
		return
	}
	fmt.Fprintln(p.told, struck, p.killAt, what)
	self, err := os.FindProcess(os.Getpid())
	if err == nil {
		err = self.Kill()
	}
	if err != nil {
		panic(err)
	}
	select {}
}

// struck begins the last line of a process that kills itself.
const struck = "struck at"

func (p *points) all() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string{}, p.seen...)
}

// around is what has a point before and one after it.
func (p *points) around(what string, do func() error) error {
	p.at("before " + what)
	err := do()
	p.at("after " + what)
	return err
}

// watch puts points around everything that a node makes last. The store's own connections stay in use: each is held for the one that stands before it.
func (p *points) watch(n *Node) {
	engine := n.Store.Engine()
	from := engine.Write
	from.SetMaxOpenConns(2 * max(1, from.Stats().MaxOpenConnections)) // as many again, for what does not go through the store's transactions
	engine.Write = sql.OpenDB(&watched{from, p})
	engine.Write.SetMaxOpenConns(max(1, from.Stats().MaxOpenConnections/2))
	shrink := engine.Shrink
	engine.Shrink = func(ctx context.Context) error { return p.around("shrink", func() error { return shrink(ctx) }) }
	*n.Store = *store.New(engine) // whoever has the store has it with its points from here on
	shred := n.link.Vault.Shred
	n.link.Vault.Shred = func(record string) error {
		return p.around("shred of a message", func() error { return shred(record) })
	}
}

// watched connects to a database through another's connections.
type watched struct {
	from *sql.DB
	p    *points
}

func (w *watched) Driver() driver.Driver { return w.from.Driver() }

func (w *watched) Connect(ctx context.Context) (driver.Conn, error) {
	held, err := w.from.Conn(ctx)
	if err != nil {
		return nil, err
	}
	c := &watchedConn{held: held, p: w.p}
	err = held.Raw(func(raw any) error {
		var ok bool
		if c.able, ok = raw.(able); !ok {
			return fmt.Errorf("connections of %T cannot be watched", w.from.Driver())
		}
		return nil
	})
	return c, err
}

// able is what the drivers of both engines can do.
type able interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.SessionResetter
}

type watchedConn struct {
	able
	held *sql.Conn
	p    *points
}

func (c *watchedConn) Close() error { return c.held.Close() }

// CheckNamedValue leaves it to the driver which values it takes.
func (c *watchedConn) CheckNamedValue(v *driver.NamedValue) error {
	if checker, ok := c.able.(driver.NamedValueChecker); ok {
		return checker.CheckNamedValue(v)
	}
	return driver.ErrSkip
}

func (c *watchedConn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	tx, err := c.able.BeginTx(ctx, opts)
	return &watchedTx{tx, c.p}, err
}

type watchedTx struct {
	driver.Tx
	p *points
}

func (t *watchedTx) Commit() error { return t.p.around("commit", t.Tx.Commit) }

// watchedGallery is a search engine with points around what changes it.
type watchedGallery struct {
	search.Searcher
	p *points
}

func (g watchedGallery) Enrol(ctx context.Context, e search.Enrolment, prints *fingerprint.TenPrint) error {
	return g.p.around("enrolment", func() error { return g.Searcher.Enrol(ctx, e, prints) })
}
