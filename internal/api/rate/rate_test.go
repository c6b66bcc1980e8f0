package rate

import (
	"fmt"
	"testing"
	"time"
)

// TestLimit tells addresses apart as far as there is room for them.
func TestLimit(t *testing.T) {
	now := time.Date(2015, 8, 3, 9, 0, 0, 0, time.UTC)
	drain := func(l *Limit, address string) (n int) {
		for l.Take(address, now) == 0 {
			n++
		}
		return n
	}
	l := New()
	for address, want := range map[string]int{"192.0.2.1:1": Burst, "192.0.2.2:1": Burst, "[2001:db8::1]:1": Burst, "[2001:db8:0:1::1]:1": Burst, "what": Burst} {
		if got := drain(l, address); got != want {
			t.Errorf("%s: %d", address, got)
		}
	}
	for _, address := range []string{"192.0.2.1:2", "[::ffff:192.0.2.2]:1", "[2001:db8::2]:7", "[2001:db8::ffff:0:0:1]:1", "nobody"} { // the same, once more
		if got := drain(l, address); got != 0 {
			t.Errorf("%s: %d", address, got)
		}
	}
	if wait := l.Take("192.0.2.1:1", now); wait != 1 {
		t.Errorf("wait %d", wait)
	}
	l = New()
	for i := range mostAddresses {
		drain(l, fmt.Sprintf("10.0.%d.%d:1", i/256, i%256))
	}
	if first, second := drain(l, "192.0.2.1:1"), drain(l, "192.0.2.2:1"); first != Burst || second != 0 || len(l.all) > mostAddresses+1 {
		t.Errorf("beyond: %d, %d; %d kept", first, second, len(l.all))
	}
	now = now.Add(time.Minute)
	if got := drain(l, "192.0.2.3:1"); got != Burst || len(l.all) > 2 {
		t.Errorf("later: %d; %d kept", got, len(l.all))
	}
}
