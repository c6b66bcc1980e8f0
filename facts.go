package sallyport

// Fact describes one fact that a case may carry: its path, its type and what it means.
// The tables below are the contract's section 2, in its order; readers, the law compiler and
// the documentation all work from them.
type Fact struct {
	Path   string
	Kind   Kind
	Values []string // for Enum and Set
	None   bool     // may be `none`
	Parent string   // the Object this fact belongs to, which is unknown or none as a whole
	Quiet  string   // for Enum: the value that asserts least, when a question asks what is merely asserted
	Charge bool     // a fact of charges, never of convictions
	Narrow string   // for Text: what follows a text in a narrower one, which is meant too where a rule names the wider
	Says   string
}

// Sizes of the two tables.
const (
	CaseFactCount    = 55
	OffenceFactCount = 33
)

var courts = []string{"federal", "state", "local", "tribal", "military", "foreign"}

var policy = []string{"forbid", "allow"}

// CaseFacts are the facts of the case as a whole, in the contract's order.
var CaseFacts = [CaseFactCount]Fact{
	{Path: "agency_kind", Kind: Enum, Values: []string{"county_jail", "city_lockup", "state_prison", "probation", "court", "prosecutor", "school_police"}, Quiet: "county_jail", Says: "kind of custodian"},
	{Path: "request.action", Kind: Enum, Values: []string{"notify", "hold", "transfer", "interview"}, Quiet: "notify", Says: "what is asked"},
	{Path: "request.form", Kind: Enum, Values: []string{"I-247", "I-247N", "I-247D", "I-247X", "I-247A", "I-247G", "none"}, Quiet: "none", Says: "the form it came on"},
	{Path: "request.probable_cause", Kind: Set, Values: []string{"final_order", "proceedings", "biometric", "statements"}, Says: "bases of probable cause claimed; [] for none"},
	{Path: "request.special_circumstances", Kind: Bool, Says: "a written statement of special circumstances is attached"},
	{Path: "request.warrant", Kind: Object, None: true, Says: "warrant that came with it"},
	{Path: "request.warrant.signer", Kind: Enum, None: true, Parent: "request.warrant", Values: []string{"article_iii", "us_magistrate", "state_judge", "immigration_judge", "agency_officer"}, Quiet: "agency_officer", Says: "who signed the warrant"},
	{Path: "request.warrant.basis", Kind: Enum, None: true, Parent: "request.warrant", Values: []string{"criminal", "civil"}, Quiet: "civil", Says: "what the warrant is for"},
	{Path: "request.administrative_warrant", Kind: Enum, Values: []string{"I-200", "I-205", "none"}, Quiet: "none", Says: "administrative warrant beside any judicial one"},
	{Path: "request.court_order", Kind: Bool, Says: "a court order or subpoena compels it"},
	{Path: "request.served_at", Kind: Time, None: true, Says: "when the person got a copy"},
	{Path: "request.purpose", Kind: Enum, Values: []string{"civil_immigration", "criminal", "other_law_enforcement"}, Quiet: "civil_immigration", Says: "purpose stated"},
	{Path: "request.received_at", Kind: Time, Says: "when the agency got it; at, unless given"},
	{Path: "request.lent_by_dhs", Kind: Bool, Says: "box 2: DHS itself lent the person for a proceeding"},
	{Path: "request.office_covered", Kind: Bool, Says: "the issuing office is covered by the Gonzalez settlement"},
	{Path: "request.neutral_review_at", Kind: Time, None: true, Says: "when a neutral officer reviewed probable cause"},
	{Path: "officer.fod_national_security", Kind: Bool, Says: "a Field Office Director's recorded finding of danger to national security"},
	{Path: "officer.fod_immigration_felony", Kind: Bool, Says: "a Field Office Director's recorded decision on a federal immigration felony"},
	{Path: "officer.fraud_finding", Kind: Bool, Says: "ground (g) of the 2012 guidance, as recorded by a named officer"},
	{Path: "officer.significant_risk", Kind: Bool, Says: "ground (h) of the 2012 guidance, as recorded by a named officer"},
	{Path: "officer.risk_finding", Kind: Bool, Says: "a named local officer's written finding of unacceptable risk (Connecticut)"},
	{Path: "officer.rehabilitation_review", Kind: Bool, Says: "the individual review was done (San Francisco)"},
	{Path: "agreement.reimbursement", Kind: Bool, Says: "a signed writing by which the federal side pays all costs is in force"},
	{Path: "agreement.transfer", Kind: Bool, Says: "the agency agreed to I-247X transfers"},
	{Path: "local_policy.notify", Kind: Enum, Values: policy, Quiet: "forbid", Says: "the agency's own written policy on notices"},
	{Path: "local_policy.hold", Kind: Enum, Values: policy, Quiet: "forbid", Says: "the agency's own written policy on holds"},
	{Path: "local_policy.transfer", Kind: Enum, Values: policy, Quiet: "forbid", Says: "the agency's own written policy on transfers"},
	{Path: "local_policy.interview", Kind: Enum, Values: policy, Quiet: "forbid", Says: "the agency's own written policy on interviews"},
	{Path: "release.eligible_at", Kind: Time, Says: "when custody would end on the criminal matter alone"},
	{Path: "release.basis", Kind: Enum, Values: []string{"charges_dropped", "acquitted", "sentence_served", "bond_posted", "diversion", "other"}, Quiet: "other", Says: "why custody would end"},
	{Path: "release.info_public", Kind: Bool, Says: "the same information is open to anyone at that moment"},
	{Path: "consent.interview_signed", Kind: Bool, Says: "the written consent form was given and signed"},
	{Path: "person.born", Kind: Date, Says: "date of birth"},
	{Path: "person.us_citizen", Kind: Bool, Says: "a citizen of the United States"},
	{Path: "person.citizenship_indicated", Kind: Bool, Says: "an indication of citizenship not yet resolved"},
	{Path: "person.citizenship_proof", Kind: Bool, Says: "proof of citizenship or lawful status was shown (Texas)"},
	{Path: "person.removable", Kind: Bool, Says: "a removability basis is established"},
	{Path: "person.final_order", Kind: Date, None: true, Says: "final order of removal"},
	{Path: "person.gang_record", Kind: Bool, Says: "known gang member in NCIC, or so designated by corrections"},
	{Path: "person.gang_participation", Kind: Object, None: true, Says: "participation in an organised criminal gang"},
	{Path: "person.gang_participation.intentional", Kind: Bool, None: true, Parent: "person.gang_participation", Says: "the participation was intentional"},
	{Path: "person.gang_participation.furthering", Kind: Bool, None: true, Parent: "person.gang_participation", Says: "the participation furthered illegal activity"},
	{Path: "person.gang_participation.age", Kind: Int, None: true, Parent: "person.gang_participation", Says: "age at participation, years"},
	{Path: "person.tsdb_match", Kind: Bool, Says: "possible match in the federal terrorist screening data"},
	{Path: "person.terrorism_or_espionage", Kind: Bool, Says: "engaged in or suspected of"},
	{Path: "person.csar_registrant", Kind: Bool, Says: "on the California Sex and Arson Registry today"},
	{Path: "person.federal_felony_warrant", Kind: Bool, Says: "outstanding federal felony arrest warrant named by ICE"},
	{Path: "person.state_warrant", Kind: Bool, Says: "outstanding arrest warrant of the same state"},
	{Path: "person.prior_removal", Kind: Bool, Says: "removed before and returned"},
	{Path: "person.apprehended_at_border", Kind: Bool, Says: "priority 1(b)"},
	{Path: "person.recent_entrant", Kind: Bool, Says: "priority 2(c)"},
	{Path: "person.visa_abuse_finding", Kind: Bool, Says: "priority 2(d)"},
	// Read by rules through names of their own.
	{Path: "at", Kind: Time, Says: "the moment the request is received or decided"},
	{Path: "agency", Kind: Text, Says: "place of the custodian"},
	{Path: "state", Kind: Text, Says: "the state the custodian is in: the first step of agency"},
}

// OffenceFacts are the facts of one conviction or charge, in the contract's order.
var OffenceFacts = [OffenceFactCount]Fact{
	{Path: "statute", Kind: Text, Narrow: "(", Says: "as cited"},
	{Path: "court", Kind: Enum, Values: courts, Quiet: "state", Says: "whose court"},
	{Path: "place", Kind: Text, Narrow: "/", Says: "the convicting place"},
	{Path: "grade", Kind: Enum, Values: []string{"felony", "misdemeanor", "infraction"}, Quiet: "infraction", Says: "grade, as the convicting place classifies it"},
	{Path: "degree", Kind: Text, Says: "F1, F2 (Pennsylvania); A to E (Connecticut)"},
	{Path: "on", Kind: Date, Says: "day of conviction, or of the charge"},
	{Path: "released_on", Kind: Date, None: true, Says: "day of release from it"},
	{Path: "incident", Kind: Text, Says: "the same for convictions that arose from one incident"},
	{Path: "to_serve_days", Kind: Int, Says: "custody ordered to be served: sentence minus the suspended part"},
	{Path: "category", Kind: Enum, Values: []string{"domestic_violence", "sexual_abuse", "burglary", "firearm", "drug_trafficking", "drug_possession", "dui", "assault", "hit_and_run", "theft", "minor_traffic", "illegal_entry", "illegal_reentry", "other"}, Quiet: "other", Says: "class of offence"},
	{Path: "status_element", Kind: Bool, Says: "immigration status is an essential element"},
	{Path: "gang_element", Kind: Bool, Says: "active participation in a street gang (18 USC 521(a)) is an element"},
	{Path: "aggravated_felony", Kind: Enum, None: true, Values: letters("A", "U"), Says: "subparagraph of 8 USC 1101(a)(43)"},
	{Path: "serious", Kind: Bool, Says: "serious felony, Cal. Penal Code 1192.7(c)"},
	{Path: "violent", Kind: Bool, Says: "violent felony, Cal. Penal Code 667.5(c)"},
	{Path: "state_prison", Kind: Bool, Says: "punishable by imprisonment in state prison (California)"},
	{Path: "wobbler", Kind: Bool, Says: "chargeable as felony or misdemeanour (California)"},
	{Path: "listed", Kind: Enum, None: true, Values: letters("A", "AE"), Says: "entry of Cal. Gov. Code 7282.5(a)(3)"},
	{Path: "forcible", Kind: Bool, Says: "forcible felony, Fla. Stat. 776.08"},
	{Path: "involving_violence", Kind: Bool, Says: "involving violence (Philadelphia)"},
	{Path: "juvenile", Kind: Bool, Says: "a juvenile adjudication"},
	{Path: "vacated", Kind: Bool, Says: "vacated"},
	{Path: "appeal_pending", Kind: Bool, Says: "a direct appeal is pending"},
	{Path: "expunged", Kind: Bool, Says: "cleared for rehabilitation, not on the merits"},
	{Path: "max_term_days", Kind: Int, Says: "the most the statute allows"},
	{Path: "category_basis", Kind: Enum, Values: []string{"element", "record"}, Quiet: "record", Says: "whether the category is an element or only shown by the record"},
	{Path: "bac_element", Kind: Bool, Says: "impairment or a blood-alcohol level of .08 or more is an element"},
	{Path: "prop47", Kind: Bool, Says: "reduced by Proposition 47"},
	{Path: "current_sentence", Kind: Bool, Says: "the release follows this conviction"},
	// Facts of a charge only.
	{Path: "pending", Kind: Bool, Charge: true, Says: "the charge is pending"},
	{Path: "bond_posted", Kind: Bool, Charge: true, Says: "bond has been posted on it"},
	{Path: "non_bondable", Kind: Bool, Charge: true, Says: "no bond is allowed on it"},
	{Path: "held_to_answer", Kind: Bool, Charge: true, Says: "a magistrate's order under Cal. Penal Code 872"},
}

// CaseParents is the index of the object that each fact of the case belongs to, or -1.
var CaseParents = func() (all [CaseFactCount]int) {
	for i := range CaseFacts {
		all[i] = CaseFact(CaseFacts[i].Parent)
	}
	return all
}()

// SettleObjects makes what is below a none none, and an object given where something below it is, as a case file's reader does.
func (c *Case) SettleObjects() {
	for i, parent := range CaseParents {
		switch {
		case parent < 0:
		case c.Facts[parent].State == None:
			c.Facts[i] = NoneValue
		case c.Facts[i].State == Known:
			c.Facts[parent] = IntValue(1)
		}
	}
}

// letters lists the paragraph letters from A or a later one to last: A … Z, AA, AB ….
func letters(first, last string) []string {
	var all []string
	started := false
	for i := 0; ; i++ {
		name := string(rune('A' + i%26))
		if i >= 26 {
			name = "A" + name
		}
		started = started || name == first
		if started {
			all = append(all, name)
		}
		if name == last {
			return all
		}
	}
}

// CaseFact returns the index in CaseFacts of the fact at path, or -1.
func CaseFact(path string) int {
	for i := range CaseFacts {
		if CaseFacts[i].Path == path {
			return i
		}
	}
	return -1
}

// OffenceFact returns the index in OffenceFacts of the fact at path, or -1.
func OffenceFact(path string) int {
	for i := range OffenceFacts {
		if OffenceFacts[i].Path == path {
			return i
		}
	}
	return -1
}
