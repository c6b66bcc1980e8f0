package audit

import (
	"fmt"

	"sallyport/internal/tiles"
)

// Kind is what is wrong with a log.
type Kind string

// Kinds of finding.
const (
	Unsigned     Kind = "unsigned"
	NotWitnessed Kind = "not-witnessed"
	WitnessLied  Kind = "witness-lied"
	Forked       Kind = "forked"
	Shrank       Kind = "shrank"
	Rewritten    Kind = "rewritten"
	EntryDamaged Kind = "entry-damaged"
	TileDamaged  Kind = "tile-damaged"
	Unusable     Kind = "unusable"
	LeafForm     Kind = "leaf-form"
	NoSettings   Kind = "no-settings"
	SlotSize     Kind = "slot-size"
	Room         Kind = "room"
	DayMissing   Kind = "day-missing"
	DayOrder     Kind = "day-order"
	BatchShort   Kind = "batch-short"
	BatchNumbers Kind = "batch-numbers"
	BatchDigest  Kind = "batch-digest"
	BatchOrder   Kind = "batch-order"
	LineDay      Kind = "line-day"
	Stray        Kind = "stray"
	Twice        Kind = "twice"
	LawEdited    Kind = "law-edited"
	LawUnknown   Kind = "law-unknown"
	BatchRecount Kind = "batch-recount"
)

// meaning is what a kind says to people, and who can answer for it.
type meaning struct{ says, ask string }

const (
	operator   = "whose log it is"
	publisher  = "who serves the log"
	witness    = "the witness"
	bookKeeper = "whose book it is"
)

var meanings = map[Kind]meaning{
	Unsigned:     {"the checkpoint is not the log's", "who serves the log, and who gave you its key"},
	NotWitnessed: {"too few witnesses have cosigned the checkpoint", "whose log it is, and its witnesses"},
	WitnessLied:  {"a witness cosigned what cannot both be true", witness},
	Forked:       {"the log has signed two roots for one size", operator},
	Shrank:       {"the log has fewer entries than it has signed before", operator},
	Rewritten:    {"the log does not begin with what it has signed before", operator},
	EntryDamaged: {"entries are missing, or are not what the signed root commits to", publisher},
	TileDamaged:  {"a tile of hashes is missing, or is not what the signed root commits to", publisher},
	Unusable:     {"nothing that is published leads to the signed root", publisher},
	LeafForm:     {"a leaf that does not have its only form", operator},
	NoSettings:   {"the log does not say how it grows and what it publishes", operator},
	SlotSize:     {"commitments that are no whole number of slots: padding is missing, or events came between", operator},
	Room:         {"a head decides on another room than the days before give", operator},
	DayMissing:   {"days without a batch", operator},
	DayOrder:     {"a batch of a day that had one, or that should have come before", operator},
	BatchShort:   {"a batch has not the leaves that its head says", operator},
	BatchNumbers: {"a batch does not add up to what its head says", operator},
	BatchDigest:  {"the leaves of a batch are not those that its head was written for", operator},
	BatchOrder:   {"lines of a batch that are out of order, or alike and not counted together", operator},
	LineDay:      {"a line of a day after its batch", operator},
	Stray:        {"a line without a batch", operator},
	Twice:        {"a commitment that the log has twice", operator},
	LawEdited:    {"a text, rules or cases of law were edited and kept their signatures", operator},
	LawUnknown:   {"a line applies law that the log does not say was loaded", operator},
	BatchRecount: {"what a batch says is not what the book gives", bookKeeper},
}

// Finding is something wrong with a log, and whom to ask.
type Finding struct {
	Kind    Kind        `json:"kind"`
	Entries *tiles.Span `json:"entries,omitempty"` // none where it is about the log as a whole
	Says    string      `json:"says"`
	Detail  string      `json:"detail"`
	Ask     string      `json:"ask"`
}

func found(k Kind, at *tiles.Span, detail string, args ...any) Finding {
	m := meanings[k]
	return Finding{k, at, m.says, fmt.Sprintf(detail, args...), m.ask}
}

// span are entries first to last.
func span(first, last uint64) *tiles.Span { return &tiles.Span{First: first, Last: last} }

// String is a finding in one line.
func (f *Finding) String() string {
	where := ""
	switch {
	case f.Entries == nil:
	case f.Entries.First == f.Entries.Last:
		where = fmt.Sprintf("#%d: ", f.Entries.First)
	default:
		where = fmt.Sprintf("#%d to #%d: ", f.Entries.First, f.Entries.Last)
	}
	return fmt.Sprintf("%s%s: %s (%s); ask %s", where, f.Says, f.Detail, f.Kind, f.Ask)
}
