package record

// kinds are the codes of what happens, by the kind of the event. They are for others' programs and never change their meaning.
var kinds = map[string]string{
	// at the hub
	"received":                     "received",
	"searched":                     "searched",
	"examined":                     "examined",
	"confirmed":                    "confirmed",
	"rejected":                     "rejected",
	"federal door":                 "federal-door",
	"requested":                    "requested",
	"federal door for the request": "request-door",
	// at the jail, and then at the hub
	"booked":                   "booked",
	"closed":                   "closed",
	"request registered":       "request-registered",
	"request set aside":        "request-set-aside",
	"facts recorded":           "facts-recorded",
	"corrected":                "corrected",
	"citizenship finding":      "citizenship-finding",
	"challenged":               "challenged",
	"challenge answered":       "challenge-answered",
	"local door":               "local-door",
	"answered":                 "answered",
	"copy served":              "copy-served",
	"copy served again":        "copy-served-again",
	"copy given":               "copy-given",
	"both doors after service": "both-doors",
	"released and notified":    "released",
	"hold started":             "hold-started",
	"hold ended":               "hold-ended",
	"hold past its limit":      "hold-past-limit",
	"hold among the charges":   "hold-among-charges",
	"noted for a return":       "return-noted",
	"withdrawn":                "withdrawn",
	"lapsed":                   "lapsed",
	"too old":                  "too-old",
	"purge begun":              "purge-begun",
	"purged":                   "purged",
	// of the node itself
	"message refused":          "message-refused",
	"read: record":             "read-record",
	"read: facts":              "read-facts",
	"read: prints":             "read-prints",
	"enrolled":                 "enrolled",
	"enrolment corrected":      "enrolment-corrected",
	"removed from the gallery": "enrolment-removed",
	"policy entered":           "policy-entered",
	"policy agreed":            "policy-agreed",
	"person added":             "staff-changed",
	"role given":               "staff-changed",
	"role ended":               "staff-changed",
	"person disabled":          "staff-changed",
	"person enabled":           "staff-changed",
	"passkeys removed":         "staff-changed",
}

// freely are kinds of event whose reason is somebody's text.
var freely = map[string]bool{"message refused": true, "hold among the charges": true}

// reasons are the codes of why a path ended.
var reasons = map[string]string{
	"no candidate":                                     "no-candidate",
	"the prints could not be read":                     "unreadable",
	"not confirmed by two examiners":                   "not-confirmed",
	"nothing may be asked":                             "nothing-may-be-asked",
	"the officer asked nothing further":                "nothing-further",
	"withdrawn: the federal door no longer permits it": "recalled",
	"not answered, under local law":                    "local-law",
	"the jail declined":                                "declined",
	"the request never took effect":                    "no-effect",
	"released, notice given":                           "notice-given",
	"hold ended: custody taken":                        "custody-taken",
	"hold ended at its limit":                          "at-its-limit",
	"hold ended: lifted":                               "lifted",
	"hold ended after its limit":                       "after-its-limit",
	"released before it was resolved or answered":      "released-unanswered",
	"lapsed: the request was too old":                  "too-old",
	"the person is not here":                           "not-here",
	"the person was moved":                             "moved",
	"the same request came before":                     "duplicate",
}

var (
	outcomes = map[string]string{"refused": "refused", "permitted": "permitted", "unresolved": "unresolved", "silent": "silent"}
	findings = map[string]string{"citizen": "citizen", "not a citizen": "not-citizen"}
	abouts   = map[string]string{"citizenship": "citizenship", "identity": "identity", "conviction": "conviction"}
	bands    = map[string]string{"15m": "15m", "1h": "1h", "4h": "4h", "12h": "12h", "24h": "24h", "48h": "48h", "4d": "4d", "longer": "longer"}
)
