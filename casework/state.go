package casework

import (
	"slices"
	"time"

	"sallyport"
)

// Stage is where a submission or a request stands, waiting for the next event.
type Stage string

// Stages of a submission, at the hub.
const (
	New        Stage = ""
	Received   Stage = "received"   // prints accepted, not searched
	Candidates Stage = "candidates" // waiting for the first examiner
	Examined   Stage = "examined"   // waiting for a second, different examiner
	Confirmed  Stage = "confirmed"  // two examiners agree; waiting for facts and the federal door
	Unresolved Stage = "unresolved" // with the records clerk and counsel; works as a refusal
	MayBeAsked Stage = "may be asked"
	Requested  Stage = "requested" // an officer asked; the federal door judges that very request
	Sent       Stage = "sent"      // at the jail; from here on the stages follow what the jail reports
)

// Stages of a request, at the jail; those from Agreed on are the hub's too.
const (
	Booked     Stage = "booked"      // prints and custody facts went to the hub; nothing is asked
	Registered Stage = "registered"  // received; nobody has accepted its claims yet
	Open       Stage = "open"        // the local door does not refuse; a named supervisor decides
	Closed     Stage = "closed"      // the local door refuses or is unresolved; the refusal has to be answered
	Agreed     Stage = "agreed"      // waiting for the copy to be served
	Served     Stage = "served"      // both doors judge once more, now that the copy is served
	ToNotify   Stage = "to notify"   // the office is told when the person is released
	ToHold     Stage = "may be held" // until then custody is the criminal matter's alone
	Held       Stage = "held"        // the clock of the hold runs
	Ended      Stage = "ended"       // nothing more can be asked; waiting for the purge
	Purging    Stage = "purging"     // rows are gone; files and journals are being overwritten
	Purged     Stage = "purged"      // every copy is gone and a receipt says so
)

// Why a path ended.
const (
	NoMatch      = "no candidate"
	Unreadable   = "the prints could not be read"
	NotConfirmed = "not confirmed by two examiners"
	NotAsked     = "nothing may be asked"
	Withdrawn    = "the officer asked nothing further"
	Recalled     = "withdrawn: the federal door no longer permits it"
	LocalLaw     = "not answered, under local law"
	Declined     = "the jail declined"
	NoEffect     = "the request never took effect"
	Notified     = "released, notice given"
	Taken        = "hold ended: custody taken"
	Expired      = "hold ended at its limit"
	Lifted       = "hold ended: lifted"
	HoldLate     = "hold ended after its limit"
	Lapsed       = "released before it was resolved or answered"
	TooOld       = "lapsed: the request was too old"
	NotHere      = "the person is not here"
	Moved        = "the person was moved"
	Duplicate    = "the same request came before"
)

// Resolution is one named person's finding on citizenship, on recorded evidence.
type Resolution struct {
	By      string `json:"by"`
	Citizen bool   `json:"citizen"`
}

// State is everything Step needs to know. The zero value is a submission or request not yet received.
type State struct {
	Stage       Stage              `json:"stage"`
	Since       time.Time          `json:"since"`              // when the stage was reached
	Last        time.Time          `json:"last"`               // when the last event happened
	Examiner    string             `json:"examiner,omitempty"` // who answered first
	Match       string             `json:"match,omitempty"`    // whom that examiner confirmed; from Confirmed on, whom both did
	Request     *sallyport.Request `json:"request,omitempty"`
	Asked       time.Time          `json:"asked,omitzero"` // when the request was received; its age counts from here, whoever renews it
	HoldUntil   time.Time          `json:"hold_until,omitzero"`
	Resolutions []Resolution       `json:"resolutions,omitempty"`
	Challenges  []string           `json:"challenges,omitempty"` // what the person says is wrong, until somebody has answered
	Reached     bool               `json:"reached,omitempty"`    // it reached a jail
	Reason      string             `json:"reason,omitempty"`     // why it ended
}

// end leaves the path: nothing of the person is kept in the state from here on.
func (s State) end(reason string) State {
	return State{Stage: Ended, Last: s.Last, Reason: reason, Reached: s.Reached}
}

func (s State) at(stage Stage) State {
	s.Stage = stage
	return s
}

// Over says whether nothing more can be asked or answered.
func (s State) Over() bool { return slices.Contains([]Stage{Ended, Purging, Purged}, s.Stage) }
