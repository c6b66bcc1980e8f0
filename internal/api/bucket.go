package api

import (
	"net"
	"net/netip"
	"sync"
	"time"
)

const (
	perAddress    = 2    // requests a second that an address may go on with
	burst         = 60   // requests that it may make at once
	mostAddresses = 4096 // that are told apart; all others share what one may
)

// buckets is how often each address has asked: a token bucket for each. It keeps no address for longer than its bucket takes to fill again.
type buckets struct {
	mu  sync.Mutex
	all map[netip.Addr]*bucket
}

func newBuckets() *buckets { return &buckets{all: map[netip.Addr]*bucket{}} }

// bucket has so many tokens at a time, and gets perAddress more each second.
type bucket struct {
	tokens float64
	at     time.Time
}

// take takes a token of the address's, or says in how many seconds there is one.
func (b *buckets) take(remote string, now time.Time) (wait int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	one := b.of(addressOf(remote), now)
	one.fill(now)
	if one.tokens < 1 {
		return int((1-one.tokens)/perAddress) + 1
	}
	one.tokens--
	return 0
}

func (b *buckets) of(from netip.Addr, now time.Time) *bucket {
	if b.all[from] == nil && len(b.all) >= mostAddresses {
		for address, one := range b.all {
			if one.fill(now); one.tokens == burst {
				delete(b.all, address)
			}
		}
		if len(b.all) >= mostAddresses {
			from = netip.Addr{}
		}
	}
	if b.all[from] == nil {
		b.all[from] = &bucket{burst, now}
	}
	return b.all[from]
}

func (b *bucket) fill(now time.Time) {
	b.tokens = min(burst, b.tokens+now.Sub(b.at).Seconds()*perAddress)
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
