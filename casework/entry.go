package casework

import (
	"slices"
	"time"

	"sallyport"
)

// entry is the line for the record: never whom an examiner confirmed.
func entry(e Event, kind Kind, was, next State) sallyport.Event {
	line := sallyport.Event{Kind: string(kind), Actor: e.Actor, At: e.At, Outcome: e.Outcome, Rules: e.Rules, Packs: e.Packs, Engine: e.Engine,
		Unresolved: e.Unresolved, About: e.About, Request: e.Request, Statement: e.Statement}
	if line.Request == nil {
		line.Request = was.Request
	}
	switch kind {
	case Answer:
		line.Answer = &sallyport.Answer{Agrees: e.Agrees, By: e.Actor.ID, At: e.At}
	case Resolve:
		line.About, line.Found = Citizenship, found(e, next)
	case RequestDoor:
		line.Again = was.Stage != Requested
	case BothDoors:
		line.Again = was.Stage != Served
	}
	line.Took, line.Kept = took(kind, e.At, was, next)
	if next.Stage == Ended {
		line.Reason = next.Reason
	}
	return line
}

// found is what two people agree on; one alone has found nothing yet.
func found(e Event, next State) string {
	switch {
	case len(next.Resolutions) > 0:
		return ""
	case e.Citizen:
		return sallyport.Citizen
	}
	return sallyport.NotCitizen
}

// answers are what a request waited for, or that ends its wait.
var answers = []Kind{Answer, SetAside, Lapse, Age, Withdraw}

// unsaid are the stages at which a request has no answer.
var unsaid = []Stage{Requested, Sent, Registered, Unresolved, Open, Closed}

// took is how long what ends here was: a hold, of which is said too whether its clock was kept; or the wait for an answer.
func took(kind Kind, at time.Time, was, next State) (band, kept string) {
	switch {
	case was.Stage == Held && next.Stage == Ended && at.After(was.HoldUntil):
		return Band(at.Sub(was.Since)), "no"
	case was.Stage == Held && next.Stage == Ended:
		return Band(at.Sub(was.Since)), "yes"
	case slices.Contains(answers, kind) && was.Request != nil && slices.Contains(unsaid, was.Stage):
		return Band(at.Sub(was.Asked)), ""
	}
	return "", ""
}

// Bands of time, as the record has them: up to so long, and longer than the one before. A quarter of an hour and an hour are a desk's, 4 hours a shift's
// half, 48 hours the longest hold, and 4 days that hold over a long weekend.
var Bands = []string{"15m", "1h", "4h", "12h", "24h", "48h", "4d", "longer"}

var limits = []time.Duration{15 * time.Minute, time.Hour, 4 * time.Hour, 12 * time.Hour, 24 * time.Hour, 48 * time.Hour, 96 * time.Hour}

// Band is the band of a time.
func Band(d time.Duration) string {
	for i, limit := range limits {
		if d <= limit {
			return Bands[i]
		}
	}
	return Bands[len(limits)]
}
