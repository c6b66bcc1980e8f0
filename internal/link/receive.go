package link

import (
	"log/slog"
	"net/http"
	"sync"
	"time"

	"sallyport/internal/store"
)

const (
	helloPath  = "/link/v1/hello"
	batchPath  = "/link/v1/batch"
	media      = "application/vnd.sallyport.link"
	maxHello   = 4 << 10          // bytes
	bodyTime   = 30 * time.Second // for the body of a request to come
	headTime   = 10 * time.Second // for its head
	answerTime = 2 * time.Minute  // from its head to the end of the answer
)

// sessionLife is how long a session lasts: so long at most a clock that goes wrong is not noticed.
const sessionLife = time.Hour

// Receiver takes what peers send: an http.Handler for the paths below /link/v1/. One process receives for a node: sessions
// are kept in its memory.
type Receiver struct {
	node  *Node
	peers map[Pin]*inbound
	desk  Desk
	mux   http.ServeMux
}

// Desk takes messages. Both functions run in the transaction that stores the message as received, and write its Line into
// the book. They are called once for each message, in order, whatever restarts; a call whose transaction fails has not been.
type Desk struct {
	// Accept gives the message its effect. A *Refusal undoes what it did and refuses the message for good; any other
	// error leaves the message with the sender, who tries again later, and everything after it too.
	Accept func(tx *store.Tx, m *Message) error
	// Refuse notes that the message was received and had no effect, and why.
	Refuse func(tx *store.Tx, m *Message, reason string) error
}

// inbound is what a receiver knows of a peer. One request of a peer's is worked on at a time.
type inbound struct {
	peer     Peer
	alarms   *alarms
	mu       sync.Mutex
	session  []byte
	began    time.Time
	sequence int64
}

// Receive returns what takes the messages of these peers.
func (n *Node) Receive(peers []Peer, desk Desk) (*Receiver, error) {
	found, err := n.byPin(peers)
	if err != nil {
		return nil, err
	}
	r := &Receiver{node: n, peers: found, desk: desk}
	r.mux.HandleFunc("POST "+helloPath, func(w http.ResponseWriter, req *http.Request) { r.serve(w, req, maxHello, r.hello) })
	r.mux.HandleFunc("POST "+batchPath, func(w http.ResponseWriter, req *http.Request) { r.serve(w, req, maxBatch, r.batch) })
	return r, nil
}

// ServeHTTP answers a peer. The request has to come over a connection of ServerTLS.
func (r *Receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) { r.mux.ServeHTTP(w, req) }

// Server returns a server for peers alone, with the limits that a link needs. Its listener is given to ServeTLS, without
// files.
func (r *Receiver) Server() *http.Server {
	var plain http.Protocols
	plain.SetHTTP1(true)
	return &http.Server{
		Protocols: &plain,
		Handler:   r, TLSConfig: r.node.Identity.ServerTLS(), ErrorLog: slog.NewLogLogger(r.node.Log.Handler(), slog.LevelWarn),
		ReadHeaderTimeout: headTime, WriteTimeout: answerTime, IdleTimeout: answerTime, MaxHeaderBytes: 16 << 10,
	}
}
