package tree

import (
	"strings"

	"sallyport"
)

// Facts of a case that the engine itself reads.
var (
	FactAction     = mustFact("request.action")
	FactAgencyKind = mustFact("agency_kind")
	FactReceivedAt = mustFact("request.received_at")
	FactEligibleAt = mustFact("release.eligible_at")
	FactAt         = mustFact("at")
	FactAgency     = mustFact("agency")
	FactState      = mustFact("state")
)

// mustFact finds a fact that the table is known to have.
func mustFact(path string) int {
	i := sallyport.CaseFact(path)
	if i < 0 {
		panic("law: no such fact: " + path)
	}
	return i
}

// State returns the state part of an agency path.
func State(agency string) string {
	state, _, _ := strings.Cut(agency, "/")
	return state
}

// Choice is the value of an enumerated fact of the case, an index into its values, or -1.
func Choice(c *sallyport.Case, fact int) int8 {
	if v := &c.Facts[fact]; v.State == sallyport.Known && v.N >= 0 && v.N < int64(len(sallyport.CaseFacts[fact].Values)) {
		return int8(v.N)
	}
	return -1
}
