// Package custody reads custody facts from what a jail's own system exports, as CSV or as JSON. A mapping file says which
// column means which fact; what it does not say stays unknown, and so does an empty cell. A word that it does not know is
// an error that names line and column, never a guess.
//
// Jail systems list holds of other agencies as if they were charges ("ICE HOLD"). Those rows are told apart by a list of
// words and handed back as holds; a row that might be either is a doubt, for a person to settle. A list of charges that is
// given is complete, so a booking with a doubt has none.
//
// It promises to end on any input within the limits below, and to hand on nothing of a booking of which a row is wrong.
// docs/operate/custody.md describes the mapping, with an example that runs.
package custody

import (
	"fmt"
	"strings"
	"time"
)

// Limits of what is read.
const (
	MaxFile    = 64 << 20 // bytes of an export
	MaxMapping = 1 << 20  // bytes of a mapping
	MaxRows    = 200_000  // lines of CSV, or bookings of JSON
	MaxCharges = 1000     // rows of one booking, as many as a case may have
	MaxColumns = 500
	MaxCell    = 500 // bytes of a cell that is read
)

// Fact is one fact as the desk takes it: its path in a case, its value as JSON, and the file, line and column it was read from.
type Fact struct {
	Path, Value, Source string
}

// Booking is what an export says of one person's stay.
type Booking struct {
	Number   string // the jail's own
	TCN, ORI string // of the ten-print submission that it belongs to; "" where the export does not say
	Facility string
	BookedAt time.Time // zero where unknown
	Line     int       // of its first row
	Facts    []Fact    // by path; charges only where all of them are known
	Charges  []Charge  // the rows that are charges, in the order of the file
	Holds    []Hold    // the rows that are another agency's hold
	Doubts   []Doubt   // what keeps the list of charges from being complete
}

// Charge is a row that is a charge: its facts as a JSON object.
type Charge struct {
	Value string
	Line  int
}

// Hold is a row of the charge table by which another agency asks to have the person held, or is recorded as asking.
type Hold struct {
	Kind   string // immigration, marshals, federal, other_agency, other_state
	Text   string // as the jail wrote it
	Agency string // whose hold, where the row names one beyond its kind; else ""
	Line   int
}

// Doubt is a row that may be a charge, a hold or neither. A person says which; the mapping can say it for all that read alike.
type Doubt struct {
	Text string // "" for a line that could not be read
	Why  string
	Line int
}

// Error says what is wrong with an export or a mapping, and where.
type Error struct {
	File   string
	Line   int    // 0 where no line is meant
	Column string // "" where no column is meant
	What   string
}

func (e *Error) Error() string {
	at := e.File
	if e.Line > 0 {
		at += fmt.Sprint(":", e.Line)
	}
	if e.Column != "" {
		at += ": " + e.Column
	}
	return at + ": " + e.What
}

// clip shortens a text of a file for an error.
func clip(s string) string {
	const most = 60
	s = strings.ToValidUTF8(s, "?")
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
