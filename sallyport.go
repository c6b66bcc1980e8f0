// Package sallyport is the vocabulary of the exchange on one page: what a case is,
// what a decision says, and who does what to a booking. It imports the standard
// library only and does nothing by itself; every other room speaks in these words.
//
// The shapes of Case and Decision are the published contract, version 1.
package sallyport

import "time"

// Case is what is known about one person in custody, at one moment, and what a
// federal office asks. It holds no name. Facts live in two flat tables, Facts (the case) and
// Convictions and Charges (one row per offence), addressed by the paths of CaseFacts and
// OffenceFacts; a fact that was not given is Unknown and is never read as "no".
type Case struct {
	ID      string    // the caller's own reference
	At      time.Time // the moment the request is received or decided, with the offset it was written in
	Agency  string    // place of the custodian, as a path: us-ca/san-francisco
	Program string    // judge under this federal programme instead of the one in force; "" for the one in force
	Facts   [CaseFactCount]Value

	Convictions Offences
	Charges     Offences
}

// Offences is the list of convictions or of charges. A list that is Known is complete;
// one that is not was never seen.
type Offences struct {
	Known bool
	List  []Offence
}

// Offence is one conviction or charge: a value per entry of OffenceFacts.
type Offence [OffenceFactCount]Value

// Outcome is what a pack, a door or the whole decision comes to.
type Outcome string

const (
	Refused    Outcome = "refused"    // the rules in force refuse it, whatever the unknown facts turn out to be
	Permitted  Outcome = "permitted"  // the rules in force do not refuse it; a named officer may decide
	Unresolved Outcome = "unresolved" // it depends on missing facts or an unsettled question; works as a refusal until a person resolves it
	Silent     Outcome = "silent"     // a local law that does not speak to the action
)

// Strictness orders outcomes: a door is as strict as its strictest pack.
func (o Outcome) Strictness() int {
	switch o {
	case Refused:
		return 3
	case Unresolved:
		return 2
	case Permitted:
		return 1
	}
	return 0
}

// Decision says which published rules refuse a request, which do not, and what nobody knows yet.
// No outcome orders or performs anything.
type Decision struct {
	V         int       `json:"v"`
	Case      string    `json:"case"`
	At        time.Time `json:"at"`
	Action    string    `json:"action"`
	Outcome   Outcome   `json:"outcome"`
	Doors     []Door    `json:"doors"`
	Missing   []string  `json:"missing"`   // facts, by path, that could still change the outcome, and no others
	Unsettled []string  `json:"unsettled"` // rules whose reading is open and would change the outcome
	Duties    []Duty    `json:"duties"`
	Hold      *Hold     `json:"hold,omitempty"`
}

// Door is the answer of one pack in force and binding, or of the agency's own policy.
type Door struct {
	Place     string        `json:"place"`
	Door      string        `json:"door"`    // federal or local
	Pack      string        `json:"pack"`    // PLACE/INSTRUMENT
	Version   string        `json:"version"` // first day of the version that decided
	Outcome   Outcome       `json:"outcome"`
	Rules     []AppliedRule `json:"rules"`
	Missing   []string      `json:"missing"`
	Unsettled []string      `json:"unsettled"`
}

// Effect is what a rule did in a decision.
type Effect string

const (
	Permits    Effect = "permits"
	Refuses    Effect = "refuses"
	Unresolves Effect = "unresolved"
)

// AppliedRule is one rule that decided, with the facts it rested on.
type AppliedRule struct {
	ID      string   `json:"id"`
	Effect  Effect   `json:"effect"`
	Cite    string   `json:"cite"`
	Because []string `json:"because"` // "PATH = VALUE", and for a rule read one way, the reading
}

// Duty is something a law asks of the custodian whatever the outcome: a copy, a notice, a report.
type Duty struct {
	ID   string `json:"id"`
	Cite string `json:"cite"`
	Due  string `json:"due"`
}

// Hold is the longest a hold that is not refused could last: from release eligibility to the earliest end
// that any law or form sets.
type Hold struct {
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
	Rule  string    `json:"rule"`
}
