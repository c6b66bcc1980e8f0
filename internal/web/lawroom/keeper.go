package lawroom

import (
	"context"
	"errors"
	"sync"
	"time"
)

// errBusy says that something is still being worked out.
var errBusy = errors.New("still being worked out")

// patience is how long a visitor waits for what is being worked out. Nothing that the packs give takes nearly as long by itself; many things asked at once may.
const patience = 10 * time.Second

// keeper works things out once each, one at a time, and keeps them: however often and however many visitors ask, each costs the processor the same one time. What
// can be asked is bounded by the packs.
type keeper struct {
	turn chan struct{} // held by who works
	mu   sync.Mutex
	kept map[string]*kept
}

// kept is what was worked out, once done is closed.
type kept struct {
	done  chan struct{}
	value any
	err   error
}

func newKeeper() *keeper { return &keeper{turn: make(chan struct{}, 1), kept: map[string]*kept{}} }

// keep is what make gives, from the first time that key was asked for.
func keep[T any](ctx context.Context, k *keeper, key string, make func() (T, error)) (value T, err error) {
	found := k.find(key, func() (any, error) { return make() })
	wait := time.NewTimer(patience)
	defer wait.Stop()
	select {
	case <-found.done:
		value, _ = found.value.(T)
		return value, found.err
	case <-ctx.Done():
		return value, ctx.Err()
	case <-wait.C:
		return value, errBusy
	}
}

// find starts the work where nobody has asked for it yet. It goes on when the visitor leaves.
func (k *keeper) find(key string, work func() (any, error)) *kept {
	k.mu.Lock()
	defer k.mu.Unlock()
	found := k.kept[key]
	if found == nil {
		found = &kept{done: make(chan struct{})}
		k.kept[key] = found
		go func() {
			k.turn <- struct{}{}
			defer func() { <-k.turn }()
			defer close(found.done)
			found.value, found.err = work()
		}()
	}
	return found
}
