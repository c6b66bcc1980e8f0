package monitor

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Kind is what is wrong.
type Kind string

// Kinds of alarm.
const (
	Fork         Kind = "fork"          // two signed checkpoints that cannot both be of one log
	Rollback     Kind = "rollback"      // an older checkpoint than was served before
	Stale        Kind = "stale"         // no growth
	BatchLate    Kind = "batch-late"    // the batch of a day is not there in time
	Unsigned     Kind = "unsigned"      // a checkpoint that is not the log's, or with a wrong signature
	NotWitnessed Kind = "not-witnessed" // too few cosignatures for too long
	WitnessLied  Kind = "witness-lied"  // cosigned what cannot both be true
	Hidden       Kind = "hidden"        // a witness has seen more than is published
	Damaged      Kind = "damaged"       // what is published does not bear the checkpoint out
	Unreachable  Kind = "unreachable"   // no answer
	PeerMissing  Kind = "peer-missing"  // a message that only one of the two logs has
)

var asks = map[Kind]string{
	Fork: "whose log it is, and in public", Rollback: "who serves the log, and whose log it is", Stale: "whose log it is", BatchLate: "whose log it is",
	Unsigned: "who serves it", NotWitnessed: "whose log it is, and its witnesses", WitnessLied: "the witness, and in public", Hidden: "who serves the log",
	Damaged: "who serves the log", Unreachable: "who serves it", PeerMissing: "both, with sallyport reconcile",
}

// Alarm is something wrong now.
type Alarm struct {
	Kind     Kind     `json:"kind"`
	Log      string   `json:"log"` // origin
	Detail   string   `json:"detail"`
	Ask      string   `json:"ask"`
	Evidence []string `json:"evidence,omitempty"` // files
}

func (a *Alarm) String() string {
	text := fmt.Sprintf("%s: %s: %s; ask %s", a.Log, a.Kind, a.Detail, a.Ask)
	if len(a.Evidence) > 0 {
		text += "; evidence: " + strings.Join(a.Evidence, " ")
	}
	return text
}

// News is a change that the log itself tells.
type News struct {
	Log  string `json:"log"`
	Text string `json:"text"`
}

// Status is how far a log is.
type Status struct {
	Log       string   `json:"log"`
	Size      uint64   `json:"size"`
	Witnessed []string `json:"witnessed,omitempty"` // who cosigned
	LastDay   string   `json:"lastDay,omitempty"`
}

// Seen is what one look gave.
type Seen struct {
	At     time.Time `json:"at"`
	Logs   []Status  `json:"logs"`
	Alarms []Alarm   `json:"alarms"`
	News   []News    `json:"news"`
}

func (s *Seen) alarm(a Alarm) {
	s.Alarms = append(s.Alarms, a)
}

// Begun are the alarms that an earlier look did not have. How far something has gone since makes no new one.
func (s *Seen) Begun(before *Seen) (all []Alarm) {
	for _, now := range s.Alarms {
		known := before != nil && slices.ContainsFunc(before.Alarms, func(a Alarm) bool {
			return a.Kind == now.Kind && a.Log == now.Log && slices.Equal(a.Evidence, now.Evidence)
		})
		if !known {
			all = append(all, now)
		}
	}
	return all
}
