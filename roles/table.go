package roles

import "sallyport"

// The acts of the exchange.
const (
	ReceiveBooking Act = "receive a booking"
	SearchGallery  Act = "search the gallery"
	ApplyRules     Act = "apply a door's rules"
	Purge          Act = "purge"

	ExaminePrints      Act = "examine prints"
	ConfirmMatch       Act = "confirm a match"
	EnterConviction    Act = "enter a conviction"
	EnterFact          Act = "enter a fact"
	Enrol              Act = "enrol in the gallery"
	CorrectEnrolment   Act = "correct the gallery"
	RemoveEnrolment    Act = "remove from the gallery"
	ResolveCitizenship Act = "resolve citizenship"
	ResolveQuestion    Act = "resolve what the rules leave open"
	CorrectRecord      Act = "correct a record"

	ReadAskable    Act = "read whom something may be asked about"
	ReadRefused    Act = "read refused counts"
	RecordFinding  Act = "record a director's finding"
	MakeRequest    Act = "make a request"
	WithdrawAsking Act = "withdraw a request"

	EnterCustody      Act = "enter a custody fact"
	RegisterRequest   Act = "enter a request that came by fax, mail or telephone"
	AcceptFacts       Act = "accept the hub's facts"
	RecordLocalReview Act = "record a local officer's finding"
	AnswerRefusal     Act = "answer that the law refuses"
	AnswerRequest     Act = "answer a request"
	ServeCopy         Act = "serve the copy"
	RecordRelease     Act = "record a release"
	StartHold         Act = "keep somebody for a request"
	EndHold           Act = "end a hold"
	ChangePolicy      Act = "change the county's policy"

	ReadRecord      Act = "read a person's record"
	CheckReceipt    Act = "check a receipt"
	OpenChallenge   Act = "open a challenge"
	DecideChallenge Act = "decide a challenge"

	ReconcileBooks Act = "reconcile the books"
	ReadJournal    Act = "read who did and who read what"
	GiveRole       Act = "give a role"
	EndRole        Act = "end a role"
	AddPasskey     Act = "add a passkey"
	RemovePasskey  Act = "remove a passkey"
)

var (
	software  = []sallyport.Role{sallyport.Software}
	examiner  = []sallyport.Role{sallyport.Examiner}
	clerk     = []sallyport.Role{sallyport.Clerk}
	counsel   = []sallyport.Role{sallyport.Counsel}
	officer   = []sallyport.Role{sallyport.Officer}
	director  = []sallyport.Role{sallyport.Director}
	field     = []sallyport.Role{sallyport.Officer, sallyport.Director}
	jail      = []sallyport.Role{sallyport.JailClerk, sallyport.JailSupervisor}
	answerer  = []sallyport.Role{sallyport.JailSupervisor}
	resolvers = []sallyport.Role{sallyport.Clerk, sallyport.Counsel, sallyport.JailSupervisor}
	recorders = []sallyport.Role{sallyport.Clerk, sallyport.Counsel, sallyport.JailClerk, sallyport.JailSupervisor}
	policy    = []sallyport.Role{sallyport.Counsel, sallyport.JailSupervisor}
	counters  = []sallyport.Role{sallyport.Officer, sallyport.Director, sallyport.Counsel, sallyport.Auditor}
	auditor   = []sallyport.Role{sallyport.Auditor}
	admin     = []sallyport.Role{sallyport.Administrator}
)

// Table is the whole of it. Points are those of "What it never does" in docs/why.
var Table = []Permission{
	{Act: ReceiveBooking, Node: Either, Roles: software, Person: true, Why: "nothing of a person is decided by receiving (point 1)"},
	{Act: SearchGallery, Node: Hub, Roles: software, Person: true, Why: "a score ranks and never decides (point 3)"},
	{Act: ApplyRules, Node: Either, Roles: software, Person: true, Why: "published rules can refuse; where they do not, a named person decides (point 1)"},
	{Act: Purge, Node: Either, Roles: software, Person: true, Why: "it is due by schedule and nobody can put it off (point 5)"},

	{Act: ExaminePrints, Node: Hub, Roles: examiner, Person: true, Second: true, Why: "two named examiners, the second without the first one's answer (point 3)"},
	{Act: ConfirmMatch, Node: Hub, Roles: examiner, Person: true, Second: true, StepUp: true, Why: "everything after rests on it: each of the two signs whom they confirmed (point 3)"},
	{Act: EnterConviction, Node: Hub, Roles: clerk, Person: true, Why: "a class rests on a conviction read by a named person, never on a charge (point 6; PEP Memo p. 2)"},
	{Act: EnterFact, Node: Either, Roles: recorders, Person: true, Why: "each fact has a source, a named person and a time; so has each \"no\" (point 6)"},
	{Act: Enrol, Node: Hub, Roles: clerk, Person: true, Why: "whom a search can find is entered on a named authority (house rule)"},
	{Act: CorrectEnrolment, Node: Hub, Roles: clerk, Person: true, Why: "a wrong print finds a wrong person (house rule)"},
	{Act: RemoveEnrolment, Node: Hub, Roles: clerk, Person: true, Why: "who ought not to be found is taken out at once, by one person (point 5)"},
	{Act: ResolveCitizenship, Node: Either, Roles: resolvers, Person: true, Second: true, Why: "two named people on recorded evidence, neither of them of the field office (point 4; ICE Directive 16001.2)"},
	{Act: ResolveQuestion, Node: Either, Roles: counsel, Person: true, Why: "an unsettled question is for counsel, never for the field office (points 2 and 6)"},
	{Act: CorrectRecord, Node: Either, Roles: recorders, Person: true, Why: "a correction is a further entry, by whoever may make the first (point 6)"},

	{Act: ReadAskable, Node: Hub, Roles: field, Person: true, Why: "a field office sees only people about whom something may be asked (point 6)"},
	{Act: ReadRefused, Node: Hub, Roles: counters, Why: "the refused are counts with rules, and nobody's name (point 6)"},
	{Act: RecordFinding, Node: Hub, Roles: director, Person: true, Why: "a danger to national security, or an immigration felony, is a Field Office Director's own finding (PEP Memo p. 2)"},
	{Act: MakeRequest, Node: Hub, Roles: officer, Person: true, StepUp: true, Why: "a request is one named officer's, who signs what the form states (point 1; 8 CFR 287.7(b))"},
	{Act: WithdrawAsking, Node: Hub, Roles: field, Person: true, Why: "asking less needs no signature (point 1)"},

	{Act: EnterCustody, Node: Agency, Roles: jail, Person: true, Why: "the custodian knows its custody facts (point 6)"},
	{Act: RegisterRequest, Node: Agency, Roles: jail, Person: true, Why: "a request by another channel passes the same door (need of: jail release desk)"},
	{Act: AcceptFacts, Node: Agency, Roles: jail, Person: true, Why: "the hub's facts are claims until a named person of the agency accepts them (point 6)"},
	{Act: RecordLocalReview, Node: Agency, Roles: answerer, Person: true, Why: "a finding of risk, or an individual review, is a named local officer's (Conn. Gen. Stat. 54-192h; S.F. Admin. Code 12I)"},
	{Act: AnswerRefusal, Node: Agency, Roles: jail, Person: true, Why: "a refusal by law is answered at any hour, by whoever is there (need of: jail release desk)"},
	{Act: AnswerRequest, Node: Agency, Roles: answerer, Person: true, Why: "where the law does not refuse, a named supervisor decides; nothing has to be agreed to (point 1)"},
	{Act: ServeCopy, Node: Agency, Roles: jail, Person: true, Why: "the person gets a copy, at once and where they are (point 8)"},
	{Act: RecordRelease, Node: Agency, Roles: jail, Person: true, Why: "a release waits for nobody's role (point 1)"},
	{Act: StartHold, Node: Agency, Roles: jail, Person: true, Why: "only after service, from the end of the criminal matter's custody on, and by a named person (point 1; 8 CFR 287.7(d))"},
	{Act: EndHold, Node: Agency, Roles: jail, Person: true, Why: "a hold ends the minute it has to, through whoever is there (point 1; 8 CFR 287.7(d))"},
	{Act: ChangePolicy, Node: Agency, Roles: policy, Second: true, Why: "a county's written policy binds its own door: two people put it in (need of: county counsel)"},

	{Act: ReadRecord, Node: Either, Roles: recorders, Person: true, Why: "for those who enter facts and resolve them; each reading is an event (house rule)"},
	{Act: CheckReceipt, Node: Either, Public: "anyone, with the receipt", Why: "anyone can check that a request is on the record, and under which rule (need of: the person held)"},
	{Act: OpenChallenge, Node: Either, Roles: recorders, Public: "the person, or counsel for them, with the receipt's code", Person: true, Why: "citizenship, identity or a conviction can be called wrong by the person (point 4)"},
	{Act: DecideChallenge, Node: Either, Roles: resolvers, Person: true, Second: true, Why: "two people, as for citizenship, so that nobody dismisses it alone (point 4)"},

	{Act: ReconcileBooks, Node: Either, Roles: auditor, Why: "what one says it sent the other must say it received (need of: auditor)"},
	{Act: ReadJournal, Node: Either, Roles: auditor, Why: "an auditor sees who acted and who read, by submission, and no facts of a person (need of: auditor)"},
	{Act: GiveRole, Node: Either, Roles: admin, Why: "nobody gives themselves one, and none is of two sides (house rule)"},
	{Act: EndRole, Node: Either, Roles: admin, Why: "it works from the person's next click (house rule)"},
	{Act: AddPasskey, Node: Either, Roles: All(), StepUp: true, Why: "the first just after sign-in, each further one signed with an earlier one, so that a stolen session cannot sign (house rule)"},
	{Act: RemovePasskey, Node: Either, Roles: admin, Why: "a lost one has to stop signing; what it signed stays (house rule)"},
}

// Sides are the groups of roles. One person's roles are all of one side.
var Sides = []Side{
	{"identification", Hub, []sallyport.Role{sallyport.Examiner, sallyport.Clerk}, "who says who somebody is, and what is on record, never asks for them (points 3 and 6)"},
	{"field office", Hub, []sallyport.Role{sallyport.Officer, sallyport.Director}, "who asks has no hand in identity, citizenship or the record (points 4 and 6)"},
	{"jail", Agency, []sallyport.Role{sallyport.JailClerk, sallyport.JailSupervisor}, "who answers is the custodian's (point 1)"},
	{"counsel", Either, []sallyport.Role{sallyport.Counsel}, "county counsel at an agency, the identification service's at the hub; advises, and neither asks nor answers (point 6)"},
	{"audit", Either, []sallyport.Role{sallyport.Auditor}, "who checks the books writes nothing in them (need of: auditor)"},
	{"administration", Either, []sallyport.Role{sallyport.Administrator}, "who gives roles has none that acts on a person (house rule)"},
}
