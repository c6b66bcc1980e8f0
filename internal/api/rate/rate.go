// Package rate lets each address ask so often and no oftener: a token bucket for each. It keeps no address for longer than its bucket takes to fill again, and no
// more of them than it has room for.
package rate

import (
	"net"
	"net/netip"
	"sync"
	"time"
)

// What an address may do.
const (
	PerSecond     = 2    // requests that it may go on with
	Burst         = 60   // requests that it may make at once
	mostAddresses = 4096 // that are told apart; all others share what one may
)

// Limit is how often each address has asked.
type Limit struct {
	mu  sync.Mutex
	all map[netip.Addr]*bucket
}

// New is a limit that nobody has come near to.
func New() *Limit { return &Limit{all: map[netip.Addr]*bucket{}} }

// bucket has Burst tokens at most, and gets PerSecond more each second.
type bucket struct {
	tokens float64
	at     time.Time
}

// Take takes a token of an address's, HOST:PORT, or says in how many seconds there is one.
func (b *Limit) Take(remote string, now time.Time) (wait int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	one := b.of(addressOf(remote), now)
	one.fill(now)
	if one.tokens < 1 {
		return int((1-one.tokens)/PerSecond) + 1
	}
	one.tokens--
	return 0
}

func (b *Limit) of(from netip.Addr, now time.Time) *bucket {
	if b.all[from] == nil && len(b.all) >= mostAddresses {
		for address, one := range b.all {
			if one.fill(now); one.tokens == Burst {
				delete(b.all, address)
			}
		}
		if len(b.all) >= mostAddresses {
			from = netip.Addr{}
		}
	}
	if b.all[from] == nil {
		b.all[from] = &bucket{Burst, now}
	}
	return b.all[from]
}

func (b *bucket) fill(now time.Time) {
	b.tokens = min(Burst, b.tokens+now.Sub(b.at).Seconds()*PerSecond)
	b.at = now
}

// addressOf is whose rate it is: an IPv4 address, or the /64 that one subscriber has of IPv6.
func addressOf(remote string) netip.Addr {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		return netip.Addr{}
	}
	address, err := netip.ParseAddr(host)
	if err != nil {
		return netip.Addr{}
	}
	address = address.Unmap().WithZone("")
	if address.Is6() {
		prefix, err := address.Prefix(64)
		if err != nil {
			return netip.Addr{}
		}
		return prefix.Addr()
	}
	return address
}
