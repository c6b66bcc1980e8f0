package lawroom

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
)

// TestOnceHoweverManyAsk: a hundred visitors cost the processor one time.
func TestOnceHoweverManyAsk(t *testing.T) {
	t.Parallel()
	k, times := newKeeper(), 0
	var all sync.WaitGroup
	for range 100 {
		all.Go(func() {
			if got, err := keep(t.Context(), k, "a", func() (int, error) { times++; return 7, nil }); got != 7 || err != nil {
				t.Error(got, err)
			}
		})
	}
	all.Wait()
	if times != 1 {
		t.Errorf("worked out %d times", times)
	}
}

// TestWhoWaitsTooLongIsTold, and finds it made later: the work goes on, one thing at a time.
func TestWhoWaitsTooLongIsTold(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		k, hold := newKeeper(), make(chan struct{})
		slow := func() (string, error) { <-hold; return "made", nil }
		if _, err := keep(t.Context(), k, "slow", slow); !errors.Is(err, errBusy) {
			t.Error(err)
		}
		if _, err := keep(t.Context(), k, "next", func() (string, error) { return "next", nil }); !errors.Is(err, errBusy) {
			t.Error("two things at a time", err)
		}
		gone, leave := context.WithCancel(t.Context())
		leave()
		if _, err := keep(gone, k, "slow", slow); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		close(hold)
		for _, key := range []string{"slow", "next"} {
			if got, err := keep(t.Context(), k, key, slow); err != nil || got == "" {
				t.Error(key, got, err)
			}
		}
	})
}

// TestWhatCouldNotBeMadeIsNotTriedAgain: packs do not change while a node runs.
func TestWhatCouldNotBeMadeIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	k, times := newKeeper(), 0
	wrong := errors.New("wrong")
	for range 2 {
		if _, err := keep(t.Context(), k, "a", func() (int, error) { times++; return 0, wrong }); !errors.Is(err, wrong) {
			t.Error(err)
		}
	}
	if times != 1 {
		t.Error(times)
	}
}
