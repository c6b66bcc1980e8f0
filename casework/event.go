package casework

import (
	"time"

	"sallyport"
)

// Kind names what happened.
type Kind string

const (
	Receive     Kind = "received"
	Search      Kind = "searched"
	Examine     Kind = "examined"
	Confirm     Kind = "confirmed" // recorded with the second examiner's answer, never sent to Step
	Reject      Kind = "rejected"  // likewise
	Record      Kind = "facts recorded"
	Resolve     Kind = "citizenship finding"
	FederalDoor Kind = "federal door"
	Ask         Kind = "requested"
	RequestDoor Kind = "federal door for the request"
	Withdraw    Kind = "withdrawn"
	LocalDoor   Kind = "local door"
	Answer      Kind = "answered"
	Serve       Kind = "copy served"
	BothDoors   Kind = "both doors after service"
	Release     Kind = "released and notified"
	EndHold     Kind = "hold over"
	Lapse       Kind = "lapsed"
	BeginPurge  Kind = "purge begun"
	EndPurge    Kind = "purged"
)

// Event is what is told to Step. Which fields matter follows from Kind.
type Event struct {
	Kind  Kind
	Actor sallyport.Actor
	At    time.Time

	Candidates int                // Search: how many
	Confirms   string             // Examine: the one candidate confirmed, "" for none or inconclusive
	Citizen    bool               // Resolve: what the person found
	Request    *sallyport.Request // Ask
	Agrees     bool               // Answer
	Outcome    sallyport.Outcome  // the doors
	Rules      []string           // the doors: ids of the rules that decided
	OnlyCopy   bool               // RequestDoor: unresolved only because the copy is not served yet
	HoldUntil  time.Time          // BothDoors: the end of a hold that is not refused
}
