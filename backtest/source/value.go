package source

import (
	"regexp"
	"time"

	"sallyport/law/tree"
)

// zoneOf is the zone of the custodian, or of the state where the custodian is the federal side.
func zoneOf(agency, state string) *time.Location {
	if agency == "us" && state != "" {
		agency = "us-" + state
	}
	return tree.Zone(agency, time.UTC)
}

// formPattern finds the form at the beginning of a detainer type: "I247D - Immigration Detainer - Request for Action".
var formPattern = regexp.MustCompile(`^I-?247([ADGNX])?( |$|-)`)

// formOf is the value of request.form for a detainer type; ok is false for a text that names none.
func formOf(s string) (form string, ok bool) {
	m := formPattern.FindStringSubmatch(s)
	switch {
	case m == nil:
		return "", false
	case m[1] == "":
		return "I-247", true
	}
	return "I-247" + m[1], true
}
