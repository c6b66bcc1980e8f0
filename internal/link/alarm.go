package link

import (
	"sync"
	"time"
)

// AlarmKind is what a person has to look into.
type AlarmKind string

const (
	AlarmClock        AlarmKind = "clock"        // the peer's clock is too far from this node's
	AlarmStranger     AlarmKind = "stranger"     // the peer's address is somebody else's, or the peer does not know this node
	AlarmSignature    AlarmKind = "signature"    // the peer sent what is not signed with its key, or says so of this node
	AlarmEquivocation AlarmKind = "equivocation" // two messages under one number
	AlarmLost         AlarmKind = "lost"         // a message that the peer needs is no longer there, or cannot be opened: a book was set back, or keys are gone
)

// Alarm tells a person what a link cannot mend by itself. It is raised once, and again only after what it is about has
// been well in between.
type Alarm struct {
	Peer   string
	Kind   AlarmKind
	Detail string
	At     time.Time
}

// alarms are those of one direction of a link that are standing.
type alarms struct {
	node *Node
	peer string
	mu   sync.Mutex
	on   map[AlarmKind]bool
}

func newAlarms(n *Node, peer string) *alarms {
	return &alarms{node: n, peer: peer, on: map[AlarmKind]bool{}}
}

func (a *alarms) raise(kind AlarmKind, detail string) {
	a.mu.Lock()
	standing := a.on[kind]
	a.on[kind] = true
	a.mu.Unlock()
	if !standing {
		a.node.Alarm(Alarm{a.peer, kind, detail, a.node.Now()})
	}
}

func (a *alarms) clear(kinds ...AlarmKind) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, kind := range kinds {
		delete(a.on, kind)
	}
}
