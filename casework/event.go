package casework

import (
	"time"

	"sallyport"
)

// Kind names what happened.
type Kind string

// What happens at the hub.
const (
	Receive     Kind = "received"
	Search      Kind = "searched"
	Examine     Kind = "examined"
	Confirm     Kind = "confirmed" // recorded with the second examiner's answer, never sent to Step
	Reject      Kind = "rejected"  // likewise
	FederalDoor Kind = "federal door"
	Ask         Kind = "requested"
	RequestDoor Kind = "federal door for the request"
)

// What happens at both, or at the jail and is then told to the hub.
const (
	Book      Kind = "booked"
	Close     Kind = "closed" // the hub's word that nothing is or will be asked
	Register  Kind = "request registered"
	SetAside  Kind = "request set aside"
	Record    Kind = "facts recorded"
	Correct   Kind = "corrected"
	Resolve   Kind = "citizenship finding"
	Challenge Kind = "challenged"
	Reply     Kind = "challenge answered"
	LocalDoor Kind = "local door"
	Answer    Kind = "answered"
	Serve     Kind = "copy served"
	GiveCopy  Kind = "copy given" // with whatever the answer is, or before there is one; nothing takes effect by it
	BothDoors Kind = "both doors after service"
	Release   Kind = "released and notified"
	StartHold Kind = "hold started"
	EndHold   Kind = "hold ended"
	Withdraw  Kind = "withdrawn"
	Lapse     Kind = "lapsed"
	Age       Kind = "too old"

	BeginPurge Kind = "purge begun"
	EndPurge   Kind = "purged"
)

// Event is what is told to Step. Which fields matter follows from Kind.
type Event struct {
	Kind  Kind            `json:"kind"`
	Actor sallyport.Actor `json:"actor"`
	At    time.Time       `json:"at"`

	Candidates int                `json:"candidates,omitempty"` // Search: how many
	Confirms   string             `json:"-"`                    // Examine: the one candidate confirmed, "" for none or inconclusive; never leaves the hub
	Citizen    bool               `json:"citizen,omitempty"`    // Resolve: what the person found
	Request    *sallyport.Request `json:"request,omitempty"`    // Ask, Register
	Agrees     bool               `json:"agrees,omitempty"`     // Answer
	Outcome    sallyport.Outcome  `json:"outcome,omitempty"`    // the doors
	Rules      []string           `json:"rules,omitempty"`      // the doors: ids of the rules that decided
	Packs      []string           `json:"packs,omitempty"`      // the doors: as in sallyport.Event, like the next two
	Engine     string             `json:"engine,omitempty"`
	Unresolved []string           `json:"unresolved,omitempty"`
	OnlyCopy   bool               `json:"only_copy,omitempty"` // RequestDoor: unresolved only because the copy is not served yet
	HoldUntil  time.Time          `json:"hold_until,omitzero"` // BothDoors: the end of a hold that is not refused
	Reason     string             `json:"reason,omitempty"`    // SetAside: NotHere, Moved or Duplicate; EndHold: Taken, Lifted or Expired; Answer at the hub: LocalLaw or Declined
	About      string             `json:"about,omitempty"`     // Challenge, Reply: citizenship, identity or conviction; Book, Receive, Record: Citizenship where the facts indicate it

	Statement *sallyport.Statement `json:"-"` // Serve, GiveCopy: what the copy says
	Salt      string               `json:"-"` // Serve, GiveCopy: of the line's commitment, hexadecimal; whoever has the copy can make it
}
