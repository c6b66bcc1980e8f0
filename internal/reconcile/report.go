package reconcile

import "time"

// Kind is what a finding is: a difference, or something that is only on its way.
type Kind string

// Differences.
const (
	Lost            Kind = "lost"
	Overtaken       Kind = "overtaken"
	NeverSent       Kind = "never-sent"
	Equivocation    Kind = "equivocation"
	NotInLog        Kind = "not-in-log"
	OtherIndex      Kind = "other-index"
	NotInBook       Kind = "not-in-book"
	Twice           Kind = "twice"
	Contradicts     Kind = "contradicts"
	Gap             Kind = "gap"
	RefusalNotNoted Kind = "refusal-not-noted"
	RefusalNotMade  Kind = "refusal-not-made"

	MissingInBatch Kind = "missing-in-batch"
	Unaccounted    Kind = "unaccounted"
	NotBorneOut    Kind = "not-borne-out"
	NotPublished   Kind = "not-published"

	EntryDamaged       Kind = "entry-damaged"
	LogUnusable        Kind = "log-unusable"
	LogShrank          Kind = "log-shrank"
	LogRewritten       Kind = "log-rewritten"
	CheckpointUnsigned Kind = "checkpoint-unsigned"
	RecordShort        Kind = "record-short"
)

// On their way.
const (
	InFlight     Kind = "in-flight"
	Unsettled    Kind = "unsettled"
	Newer        Kind = "newer"
	NotLogged    Kind = "not-logged"
	CannotBeTold Kind = "cannot-be-told"
	Awaited      Kind = "awaited"
)

var words = map[Kind]string{
	Lost:            "sent and not received, though acknowledged",
	Overtaken:       "sent, not acknowledged and not received, though later ones were",
	NeverSent:       "received and never sent",
	Equivocation:    "different content under one number",
	NotInLog:        "in the book and not in the log",
	OtherIndex:      "in the log under another index",
	NotInBook:       "in the log and not in the book",
	Twice:           "recorded twice",
	Contradicts:     "the record of a book and its outbox or inbox disagree",
	Gap:             "numbers missing",
	RefusalNotNoted: "refused at the receiver and not noted at the sender",
	RefusalNotMade:  "noted as refused at the sender and not refused at the receiver",

	MissingInBatch: "published by the jail and not by the hub",
	Unaccounted:    "in the log, and neither an event of the book nor padding",
	NotBorneOut:    "published, and not in the book",
	NotPublished:   "in the book, and not published when it was due",

	EntryDamaged:       "the log is damaged",
	LogUnusable:        "the log cannot be believed",
	LogShrank:          "the log is shorter than it was",
	LogRewritten:       "the log was rewritten",
	CheckpointUnsigned: "the book's checkpoint is not the log's",
	RecordShort:        "the record is shorter than its log",

	InFlight:     "in flight: sent, not acknowledged yet",
	Unsettled:    "received; the sender has not noted the acknowledgement yet",
	Newer:        "newer than the other book",
	NotLogged:    "in the book, and the log ends before it",
	CannotBeTold: "cannot be told: the other log cannot be believed",
	Awaited:      "published by the jail, and the hub's turn is to come",
}

// String says a kind in words.
func (k Kind) String() string { return words[k] }

// pending says whether a finding of this kind is no difference yet.
func (k Kind) pending() bool {
	switch k {
	case InFlight, Unsettled, Newer, NotLogged, CannotBeTold, Awaited:
		return true
	}
	return false
}

// Report is what came of a comparison. It is clean where there is no difference.
type Report struct {
	Nodes       []Summary `json:"nodes"`
	Batches     *Batches  `json:"batches"` // null where a log publishes none, or there is one log
	Common      []Common  `json:"common"`  // what both logs hold alike, by the first one's index: logs of an earlier version
	Streams     []Stream  `json:"streams"`
	Differences []Finding `json:"differences"`
	Pending     []Finding `json:"pending"` // no differences: on their way, or newer than the other book
}

// Summary is one side in brief.
type Summary struct {
	Node    string     `json:"node"`
	Source  string     `json:"source"`
	Log     string     `json:"log"` // public key
	Size    uint64     `json:"size"`
	Root    string     `json:"root"`
	Batches *Published `json:"batches"` // null where the log is from before there were any
	Book    *InBrief   `json:"book"`
}

// Published is what a log has published, in brief.
type Published struct {
	From     string `json:"from,omitempty"` // first day; "" before there is a batch
	Until    string `json:"until,omitempty"`
	Messages int    `json:"messages"`
	Place    string `json:"place,omitempty"` // of a jail
	Volume   int    `json:"volume"`          // bookings in 28 days, below which a place is not published by the day
}

// InBrief is a book in brief.
type InBrief struct {
	At       time.Time `json:"at"`
	Size     uint64    `json:"size"`  // of the log then; 0 where its checkpoint is not signed
	Lines    int       `json:"lines"` // of the record
	Messages int       `json:"messages"`
	Proved   int       `json:"proved"` // lines that the log holds at their index
}

// Common is a leaf that both logs hold, and the message that a book says it is.
type Common struct {
	Leaf   string   `json:"leaf"` // its hash, base64
	At     []uint64 `json:"at"`   // the first one's index, and the second one's
	From   string   `json:"from,omitempty"`
	To     string   `json:"to,omitempty"`
	Number int64    `json:"number,omitempty"`
}

// Stream is the messages from one node to another, in numbers. What the book that is not given would say is null.
type Stream struct {
	From         string `json:"from"`
	To           string `json:"to"`
	Compared     bool   `json:"compared"` // false where the other end is a third node
	Sent         *int   `json:"sent"`
	Acknowledged *int   `json:"acknowledged"`
	Received     *int   `json:"received"`
	Refused      *int   `json:"refused"`
	Alike        int    `json:"alike"` // without any finding
	Pending      int    `json:"pending"`
	Differences  int    `json:"differences"`
	CountsDiffer bool   `json:"countsDiffer"` // sent and received, those on their way apart
}

// Finding is one difference, or one message on its way, with what both sides have of it.
type Finding struct {
	Kind     Kind        `json:"kind"`
	Words    string      `json:"words"`
	From     string      `json:"from,omitempty"`
	To       string      `json:"to,omitempty"`
	Number   int64       `json:"number,omitempty"`
	Last     int64       `json:"last,omitempty"`  // of missing numbers
	Day      string      `json:"day,omitempty"`   // of a batch
	Sums     []string    `json:"sums,omitempty"`  // what a batch has of messages, or was to have
	Lines    []Recounted `json:"lines,omitempty"` // of which log and book have different numbers
	Detail   string      `json:"detail,omitempty"`
	Evidence []Evidence  `json:"evidence"`
}

// Evidence is what one side has of a message.
type Evidence struct {
	Node   string     `json:"node"`
	Size   uint64     `json:"size"` // of the log's checkpoint
	Root   string     `json:"root"`
	Given  bool       `json:"book"` // whether the node's book was given
	Record []Recorded `json:"record"`
	Sent   *Sent      `json:"sent,omitempty"`
	Got    *Received  `json:"received,omitempty"`
	Log    []Held     `json:"log"` // of every content that either book has under the number
}

// Recorded is a line of a book's record.
type Recorded struct {
	Seq    uint64 `json:"seq"`
	Kind   string `json:"kind"`
	Digest string `json:"digest,omitempty"` // of a message
	Leaf   string `json:"leaf"`
}

// Held is where a log holds a leaf.
type Held struct {
	Leaf string   `json:"leaf"`
	At   []uint64 `json:"at"` // none: it does not
}
