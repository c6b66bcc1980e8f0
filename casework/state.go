// Package casework is the life of a submission as a table of steps: which event may follow at which stage, who may bring
// it about, and what goes on the record. It promises that two different examiners stand behind every match, that
// nobody is asked about whose federal door is refused or unresolved, and that every path can be ended and purged.
// It reads no clock, no store and no law: outcomes and times come with the event.
package casework

import (
	"time"

	"sallyport"
)

// Stage is where a submission stands, waiting for the next event.
type Stage string

const (
	New        Stage = ""
	Received   Stage = "received"   // prints accepted, not searched
	Candidates Stage = "candidates" // waiting for the first examiner
	Examined   Stage = "examined"   // waiting for a second, different examiner
	Confirmed  Stage = "confirmed"  // two examiners agree; waiting for facts and the federal door
	Unresolved Stage = "unresolved" // with the records clerk and counsel; works as a refusal
	MayBeAsked Stage = "may be asked"
	Requested  Stage = "requested" // an officer asked; the federal door judges that very request
	Sent       Stage = "sent"      // at the jail; waiting for the local door
	Open       Stage = "open"      // the local door does not refuse; a named jail officer decides
	Closed     Stage = "closed"    // the local door refuses or is unresolved; the refusal has to be answered
	Agreed     Stage = "agreed"    // waiting for the copy to be served
	Served     Stage = "served"    // both doors judge once more, now that the copy is served
	ToNotify   Stage = "to notify" // the office is told when the person is released
	Held       Stage = "held"      // the clock of the hold runs
	Ended      Stage = "ended"     // nothing more can be asked; waiting for the purge
	Purging    Stage = "purging"   // rows are gone; files and journals are being overwritten
	Purged     Stage = "purged"    // every copy is gone and a receipt says so
)

// Why a path ended.
const (
	NoMatch      = "no candidate"
	NotConfirmed = "not confirmed by two examiners"
	NotAsked     = "nothing may be asked"
	Withdrawn    = "the officer asked nothing further"
	LocalLaw     = "not answered, under local law"
	Declined     = "the jail officer declined"
	NoEffect     = "the request never took effect"
	Notified     = "released, notice given"
	HoldOver     = "hold ended"
	HoldLate     = "hold ended after its limit"
	Lapsed       = "released before it was resolved or answered"
)

// Resolution is one named person's finding on citizenship, on recorded evidence.
type Resolution struct {
	By      string `json:"by"`
	Citizen bool   `json:"citizen"`
}

// State is everything Step needs to know of a submission. The zero value is a submission not yet received.
type State struct {
	Stage       Stage              `json:"stage"`
	Last        time.Time          `json:"last"`               // when the last event happened
	Examiner    string             `json:"examiner,omitempty"` // who answered first
	Match       string             `json:"match,omitempty"`    // whom that examiner confirmed; from Confirmed on, whom both did
	Request     *sallyport.Request `json:"request,omitempty"`
	HoldUntil   time.Time          `json:"hold_until,omitzero"`
	Resolutions []Resolution       `json:"resolutions,omitempty"`
	Reason      string             `json:"reason,omitempty"` // why it ended
}

// end leaves the path: nothing of the person is kept in the state from here on.
func (s State) end(reason string) State {
	return State{Stage: Ended, Last: s.Last, Reason: reason}
}

func (s State) at(stage Stage) State {
	s.Stage = stage
	return s
}
