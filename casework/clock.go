package casework

import "time"

// Clock is a time by which something has to have happened, and when people are told that it nears.
type Clock struct {
	Kind string
	Due  time.Time
	Warn []time.Time // rising, all before Due
}

// Kinds of clock.
const (
	HoldClock  = "hold"  // custody on the request alone ends here at the latest
	AgeClock   = "age"   // a request that is not in effect by then lapses
	WatchClock = "watch" // a notice that was agreed to is no longer owed after this
	PurgeClock = "purge" // everything about the person is done away with
)

// How long a request may wait. No instrument of 2015 says: requests were answered years later. These are limits of our own, and only ever narrow.
const (
	requestAge = 10 * 24 * time.Hour  // without an answer, a copy served, or both doors' word
	watchAge   = 365 * 24 * time.Hour // a notice of release; a sentence that is longer takes a new request, judged anew
)

// keptAfter is how long facts are kept once a request that reached a jail is over, so that the person can still challenge it and the auditor ask.
const keptAfter = 30 * 24 * time.Hour

// Clocks are those that run in a state; every other has ended. They follow from the state alone: an alarm that comes late, twice or early finds here what is true.
func Clocks(s State) []Clock {
	switch s.Stage {
	case Held:
		return []Clock{{HoldClock, s.HoldUntil, before(s.HoldUntil, 4*time.Hour, time.Hour)}}
	case ToHold:
		return []Clock{{AgeClock, s.HoldUntil, nil}}
	case Sent, Registered, Open, Closed, Agreed, Served:
		due := s.Asked.Add(requestAge)
		return []Clock{{AgeClock, due, before(due, 24*time.Hour)}}
	case Booked:
		return []Clock{{WatchClock, s.Since.Add(watchAge), nil}}
	case ToNotify:
		return []Clock{{WatchClock, s.Asked.Add(watchAge), nil}}
	case Ended, Purging:
		return []Clock{{PurgeClock, PurgeDue(s), nil}}
	}
	return nil
}

func before(due time.Time, spans ...time.Duration) (warn []time.Time) {
	for _, span := range spans {
		warn = append(warn, due.Add(-span))
	}
	return warn
}

// PurgeDue is when what ended has to be done away with: at once where nothing reached a jail (no match, not confirmed, nothing to be asked).
func PurgeDue(s State) time.Time {
	if s.Reached {
		return s.Since.Add(keptAfter)
	}
	return s.Since
}
