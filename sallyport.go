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

	Filled []Filled // the classes above that nobody gave and an offence table settled
}

// Filled says of one fact that it was not given: the statute settles it, by the list that Source cites.
type Filled struct {
	Path   string // convictions[0].listed
	Source string // Cal. Gov. Code 7282.5(a)(3)(F)
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

// Role is the part a person, or the software, plays in the exchange.
type Role string

const (
	Software       Role = "software"              // receives, searches, applies published rules, purges; it never decides
	Examiner       Role = "examiner"              // compares prints
	Clerk          Role = "records clerk"         // enters facts from records, with their source
	Counsel        Role = "counsel"               // resolves what the rules leave open; county counsel, at an agency
	Officer        Role = "field officer"         // asks, on the federal side
	Director       Role = "field office director" // makes the findings that the rules leave to one, on the federal side
	JailClerk      Role = "jail clerk"            // enters custody facts, serves and releases, at the jail
	JailSupervisor Role = "jail supervisor"       // accepts the hub's facts and answers, at the jail
	Auditor        Role = "auditor"               // reads the record and compares the books; acts on nobody
	Administrator  Role = "administrator"         // gives and ends roles; acts on no case
	Person         Role = "person asked about"    // or counsel for them: says what is wrong, with the receipt code
)

// Actor is who did something: a named person or the software, of one office, in one role.
// Office is the place of the jail (us-ca/los-angeles) or, on the federal side, the name of the office.
type Actor struct {
	ID     string `json:"id"`
	Office string `json:"office"`
	Role   Role   `json:"role"`
}

// Booking is one ten-print submission of a jail. TCN and ORI together name it, once and for all.
type Booking struct {
	TCN    string    // transaction control number, 1.009
	ORI    string    // originating agency identifier, 1.008
	Agency string    // place of the custodian, as a path
	At     time.Time // when it was received
}

// Candidate is a person of the gallery whose prints resemble the booking's. The score ranks candidates for
// the software and is never shown to an examiner before the answer. Control marks a person who is known
// to be somebody else, mixed in to test the examiner.
type Candidate struct {
	Person  string
	Score   float64
	Control bool
}

// Request is what a named officer asks of a jail, and on which form.
type Request struct {
	Action string    `json:"action"` // notify, hold, transfer, interview
	Form   string    `json:"form"`   // I-247N, I-247D, …
	By     string    `json:"by"`     // ID of the officer
	At     time.Time `json:"at"`
}

// Answer is what a named jail officer replies to a request.
type Answer struct {
	Agrees bool      `json:"agrees"`
	By     string    `json:"by"` // ID of the jail officer
	At     time.Time `json:"at"`
}

// Event is one line of the public record: what happened to a submission, by whom, under which rules.
// It never says who the person is.
type Event struct {
	Submission string     `json:"submission"`
	Kind       string     `json:"kind"`
	Actor      Actor      `json:"actor"`
	At         time.Time  `json:"at"`
	Request    *Request   `json:"request,omitempty"`
	Answer     *Answer    `json:"answer,omitempty"`
	Outcome    Outcome    `json:"outcome,omitempty"`   // of a door
	Rules      []string   `json:"rules,omitempty"`     // ids of the rules that decided it
	Reason     string     `json:"reason,omitempty"`    // why a path ended
	Staff      *Staff     `json:"staff,omitempty"`     // whose place among the people who act here was changed
	Statement  *Statement `json:"statement,omitempty"` // what a copy says that was given to the person

	Place      string   `json:"place,omitempty"`      // of the custodian: us-ca/los-angeles; "" where nobody's custody is concerned
	Packs      []string `json:"packs,omitempty"`      // of a door: the versions that decided, as PLACE/INSTRUMENT@VERSION#DIGITS, 16 of the hash of the rules
	Engine     string   `json:"engine,omitempty"`     // of a door: the version of the software that applied them
	Unresolved []string `json:"unresolved,omitempty"` // of a door: paths of facts that were missing, without indices, and rules whose reading is open
	Again      bool     `json:"again,omitempty"`      // of a door: it judged anew what it had let through before
	About      string   `json:"about,omitempty"`      // what is in doubt, or was: citizenship, identity or conviction
	Found      string   `json:"found,omitempty"`      // of the finding that settles the citizenship: Citizen or NotCitizen
	Took       string   `json:"took,omitempty"`       // at the end of a hold how long it was, of what ends a wait how long that was since the request: casework.Bands
	Kept       string   `json:"kept,omitempty"`       // of a hold's clock: yes or no
	Return     *Return  `json:"return,omitempty"`     // what a yearly return asks and no step says; never published in a line
}

// Return is what the law of some places wants reported of a request, and no step says. A named person of the jail enters it; package returns says which law
// asks for which field, and where no law does it is not taken. It names nobody, and no daily line publishes it.
type Return struct {
	Bail    time.Time `json:"bail,omitzero"`     // when criminal bail was posted
	Left    string    `json:"left,omitempty"`    // released or transferred
	To      string    `json:"to,omitempty"`      // into which agency's custody, as a path: us/ice, us-il/cook
	Offence string    `json:"offence,omitempty"` // the paragraph of Cal. Gov. Code 7282.5 that the offence is of
	Access  string    `json:"access,omitempty"`  // what was given by other means than in answer to a hold, a notification or a transfer: interview or information
	Reasons []string  `json:"reasons,omitempty"` // that the request gave, by the names of request.probable_cause
	At      time.Time `json:"at,omitzero"`       // when the person left, or access was given
}

// What two people can find on citizenship.
const (
	Citizen    = "citizen"
	NotCitizen = "not a citizen"
)

// Statement is what a copy says that was given to the person, and what its receipt shows: the request, what the doors said of it, and what the agency
// answers. It names nobody and holds no value of a fact.
type Statement struct {
	Place     string      `json:"place"` // of the agency: us-ca/los-angeles
	Action    string      `json:"action"`
	Form      string      `json:"form"`
	Received  time.Time   `json:"received"`            // by the agency
	Doors     []Judgement `json:"doors,omitempty"`     // in the order in which they judged; none where none has
	Answer    string      `json:"answer"`              // AnswerAgrees, AnswerRefuses or AnswerOpen
	Answered  time.Time   `json:"answered,omitzero"`   // zero while it is open
	HoldUntil time.Time   `json:"hold_until,omitzero"` // when a hold has to be over
	Ended     string      `json:"ended,omitempty"`     // why nothing more can be asked
}

// What the agency answers to a request.
const (
	AnswerAgrees  = "agrees"
	AnswerRefuses = "refuses"
	AnswerOpen    = "open"
)

// Judgement is what the local door, or both doors, came to, and under which rules.
type Judgement struct {
	Door    string    `json:"door"` // local or both
	At      time.Time `json:"at"`
	Outcome Outcome   `json:"outcome"`
	Grounds []Ground  `json:"grounds,omitempty"`
}

// Ground is a rule that decided, and where it is written.
type Ground struct {
	Rule   string `json:"rule"`
	Effect Effect `json:"effect"`
	Cite   string `json:"cite"`
}

// Staff is somebody who acts at a node, as the record names them: by no name, and by the role that the line is about, where it is about one.
type Staff struct {
	ID   string `json:"id"`
	Role Role   `json:"role,omitempty"`
}
