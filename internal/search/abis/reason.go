package abis

import "fmt"

// Reason is why an ABIS did not do what it was asked: failureReason of ABIS API 0.9, "Failure Reasons".
type Reason int

// The reasons that decide what is done next.
const (
	alreadyThere Reason = 10
	notThere     Reason = 12
)

var reasons = map[Reason]string{
	1: "internal error, unknown", 2: "aborted", 3: "unexpected error", 4: "invalid request structure",
	5: "referenceId is missing", 6: "requestId is missing", 7: "the templates could not be fetched from the reference URL",
	8: "the reference URL is missing", 9: "requesttime is missing", alreadyThere: "referenceId exists already", 11: "the CBEFF has no data",
	notThere: "referenceId was not found", 13: "invalid version", 14: "invalid id", 15: "invalid requesttime", 16: "invalid CBEFF",
	17: "the reference URL has expired", 18: "the quality of the prints is too low",
}

func (r Reason) String() string {
	if text := reasons[r]; text != "" {
		return text
	}
	return "a reason that the specification does not have"
}

// Refusal is an answer that says failed.
type Refusal struct {
	Asked  string // the id of the message, such as "mosip.abis.insert"
	Reason Reason
}

func (r *Refusal) Error() string {
	return fmt.Sprintf("the ABIS refused %s, failure reason %d: %v; see docs/operate/abis.md", r.Asked, int(r.Reason), r.Reason)
}
