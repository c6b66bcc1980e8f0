package abistest

import (
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

// reason is a failureReason, "Failure Reasons".
type reason string

const (
	none             reason = ""
	unexpected       reason = "3"
	invalidStructure reason = "4"
	noReferenceID    reason = "5"
	noRequestID      reason = "6"
	cannotFetch      reason = "7"
	noReferenceURL   reason = "8"
	noRequesttime    reason = "9"
	alreadyExists    reason = "10"
	noData           reason = "11"
	notFound         reason = "12"
	invalidVersion   reason = "13"
	invalidID        reason = "14"
	invalidTime      reason = "15"
	invalidCBEFF     reason = "16"
	urlExpired       reason = "17"
)

// keys are those of each message besides id, version, requestId and requesttime.
var keys = map[string][]string{
	"mosip.abis.insert":         {"referenceId", "referenceURL"},
	"mosip.abis.identify":       {"referenceId", "referenceURL", "flags"},
	"mosip.abis.delete":         {"referenceId"},
	"mosip.abis.ping":           {},
	"mosip.abis.pendingJobs":    {},
	"mosip.abis.referenceCount": {},
}

var (
	uuid   = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)
	number = regexp.MustCompile(`^[0-9]{1,6}$`)
)

// check reads a message and says what is wrong with it. The request ID, where there is one, is always read.
func check(body []byte) (m Message, why reason) {
	var fields map[string]json.RawMessage
	if json.Unmarshal(body, &fields) != nil {
		return m, invalidStructure
	}
	whole := true
	text := func(from map[string]json.RawMessage, key string) (s string) {
		if data, there := from[key]; there {
			whole = json.Unmarshal(data, &s) == nil && whole
		}
		return s
	}
	m = Message{
		ID: text(fields, "id"), Version: text(fields, "version"), RequestID: text(fields, "requestId"), Requesttime: text(fields, "requesttime"),
		ReferenceID: text(fields, "referenceId"), ReferenceURL: text(fields, "referenceURL"),
	}
	own, known := keys[m.ID]
	if !known {
		return m, invalidID
	}
	for key := range fields {
		whole = whole && (slices.Contains(own, key) || slices.Contains([]string{"id", "version", "requestId", "requesttime"}, key))
	}
	if data, there := fields["flags"]; there {
		var flags map[string]json.RawMessage
		whole = json.Unmarshal(data, &flags) == nil && whole
		m.MaxResults, m.TargetFPIR = text(flags, "maxResults"), text(flags, "targetFPIR")
	}
	if !whole {
		return m, invalidStructure
	}
	return m, m.check()
}

// check goes through the values.
func (m *Message) check() reason {
	refers := slices.Contains(keys[m.ID], "referenceId")
	_, badTime := time.Parse("2006-01-02T15:04:05.000Z", m.Requesttime)
	u, badURL := url.Parse(m.ReferenceURL)
	switch {
	case m.Version != "1.1":
		return invalidVersion
	case m.RequestID == "":
		return noRequestID
	case m.Requesttime == "":
		return noRequesttime
	case badTime != nil:
		return invalidTime
	case refers && m.ReferenceID == "" && m.ID != "mosip.abis.identify":
		return noReferenceID
	case m.ID == "mosip.abis.insert" && m.ReferenceURL == "", m.ID == "mosip.abis.identify" && m.ReferenceURL == "" && m.ReferenceID == "":
		return noReferenceURL
	case !uuid.MatchString(m.RequestID), m.ReferenceID != "" && !uuid.MatchString(m.ReferenceID),
		m.ReferenceURL != "" && (badURL != nil || u.Scheme != "https"), strings.Contains(m.ReferenceURL, m.ReferenceID) && m.ReferenceID != "",
		m.MaxResults != "" && !number.MatchString(m.MaxResults), m.TargetFPIR != "" && !number.MatchString(m.TargetFPIR):
		return invalidStructure
	}
	return none
}
