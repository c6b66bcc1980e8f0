package node

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"sallyport/internal/ledger"
	"sallyport/internal/web/shell"
)

const (
	look     = time.Minute // how often the loops look by themselves, should a word get lost
	headTime = 10 * time.Second
	bodyTime = time.Minute
)

// run keeps going what hub and agency both do, until ctx ends or one of them fails: links, log, pages. extra are the node's own loops.
func (n *Node) run(ctx context.Context, pages http.Handler, extra ...func(context.Context) error) error {
	group, ctx := errgroup.WithContext(ctx)
	if len(n.Config.Agencies) > 0 || n.Config.Hub != nil {
		group.Go(func() error { return n.ServeLink(ctx) })
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", n.Config.Pages)
	if err != nil {
		return err
	}
	scheme := "http://"
	if n.tls != nil {
		listener, scheme = tls.NewListener(listener, n.tls), "https://"
	}
	n.Log.Info("pages are served", "address", scheme+listener.Addr().String())
	group.Go(func() error { return servePages(ctx, listener, n.Pages(pages)) })
	group.Go(func() error { return n.serveMachines(ctx, pages) })
	for _, sender := range n.senders {
		group.Go(func() error { sender.Run(ctx); return nil })
	}
	group.Go(func() error { n.spread(ctx); return nil })
	group.Go(func() error { n.keepLog(ctx); return nil })
	for _, loop := range append(extra, n.post, n.keepKeys) {
		group.Go(func() error { return loop(ctx) })
	}
	return group.Wait()
}

// Pages are what the node serves people: pages, behind its log, its witness and what says who makes each request. The headers are set of all of it.
func (n *Node) Pages(pages http.Handler) http.Handler {
	return shell.Secure(n.public(n.cosigning(n.known(pages))))
}

// spread passes on that something was written.
func (n *Node) spread(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-n.woken:
		}
		for _, sender := range n.senders {
			sender.Wake()
		}
		for _, told := range n.told {
			select {
			case told <- struct{}{}:
			default:
			}
		}
	}
}

// keepLog gives the log its slots, whether anything was written or not, until ctx ends. Where a batch cannot be made, or the log and the record are not the same any
// more, it says so, and a person has to look.
func (n *Node) keepLog(ctx context.Context) {
	for {
		at := n.book.Next(time.Now())
		wait(ctx, time.Until(at), nil)
		if ctx.Err() != nil {
			return
		}
		checkpoint, err := n.book.Slot(ctx, n.Store, at)
		unpublished := new(ledger.Unpublished)
		switch {
		case err == nil || ctx.Err() != nil:
		case errors.As(err, &unpublished) && checkpoint != nil:
			n.Log.Error("what is due of a day is not published; the log goes on without it, and each slot tries again", "day", unpublished.Day, "error", unpublished.Err)
		default:
			n.Log.Error("the log does not follow the record", "error", err)
		}
		n.tellWitnessed(checkpoint)
		if err := n.writeFeed(ctx); err != nil && ctx.Err() == nil {
			n.Log.Error("the log's feed is not written", "error", err)
		}
	}
}

func wait(ctx context.Context, most time.Duration, word <-chan struct{}) {
	timer := time.NewTimer(most)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	case <-word:
	}
}

func servePages(ctx context.Context, listener net.Listener, pages http.Handler) error {
	server := &http.Server{Handler: pages, ReadHeaderTimeout: headTime, ReadTimeout: bodyTime, WriteTimeout: 2 * bodyTime, MaxHeaderBytes: 16 << 10}
	stop := context.AfterFunc(ctx, func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), headTime)
		defer cancel()
		_ = server.Shutdown(ctx) // whoever is still being answered then has waited long enough
	})
	defer stop()
	err := server.Serve(listener)
	if errors.Is(err, http.ErrServerClosed) && ctx.Err() != nil {
		return nil
	}
	return err
}
