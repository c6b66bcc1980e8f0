package node

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"sallyport/internal/witness"
)

// cosigners are the witnesses of a trial's nodes, at one address over loopback, each below its node's name. They answer from before the first node is opened,
// so that the logs know where to ask.
type cosigners struct {
	at     string
	server *http.Server

	mu       sync.Mutex
	handlers map[string]http.Handler // by the name of the node
}

// cosignEachOther has the hub cosign the logs of its agencies, and each of them the hub's.
func cosignEachOther(ctx context.Context, hub *Config, agencies []Config) (*cosigners, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	c := &cosigners{at: "http://" + listener.Addr().String(), handlers: map[string]http.Handler{}}
	c.server = &http.Server{Handler: c, ReadHeaderTimeout: headTime, ReadTimeout: bodyTime}
	go c.server.Serve(listener) //nolint:errcheck // it ends by close, or the logs do without their witnesses and say so
	all := []*Config{hub}
	for i := range agencies {
		if err := c.believe(&agencies[i], hub); err != nil {
			return c, err
		}
		all = append(all, &agencies[i])
	}
	return c, c.believe(hub, all[1:]...)
}

// believe writes the policy of a node's log, all of these nodes having to cosign it, and tells them.
func (c *cosigners) believe(of *Config, nodes ...*Config) error {
	key, err := of.logKey()
	if err != nil {
		return err
	}
	policy, members := "log "+key+"\n", ""
	for _, n := range nodes {
		n.Cosigns = append(n.Cosigns, key)
		public, err := witness.Key(n.witnessDir(), n.witnessName())
		if err != nil {
			return err
		}
		policy += fmt.Sprintf("witness node:%s %s %s/%s\n", n.Name, public, c.at, url.PathEscape(n.Name))
		members += " node:" + n.Name
	}
	of.Log.Witnesses = filepath.Join(of.Dir, "policy")
	return os.WriteFile(of.Log.Witnesses, []byte(policy+"group peers all"+members+"\nquorum peers\n"), 0o644)
}

// add has a node that is open answer.
func (c *cosigners) add(n *Node) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.handlers[n.Config.Name] = http.StripPrefix("/"+n.Config.Name, n.witness.Handler())
}

func (c *cosigners) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	c.mu.Lock()
	handler := c.handlers[name]
	c.mu.Unlock()
	if handler == nil {
		http.Error(w, "That node is not open yet.", http.StatusServiceUnavailable)
		return
	}
	handler.ServeHTTP(w, r)
}

func (c *cosigners) close() error { return c.server.Close() }
