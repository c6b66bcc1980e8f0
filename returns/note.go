package returns

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"sallyport"
)

// Noted is the kind of the record's line that has a sallyport.Return. It is no step: what a return asks can be learnt long after a request is over.
const Noted = "noted for a return"

// Field is a part of sallyport.Return that the law of a place wants reported.
type Field struct {
	Place string // whose agencies: us-il, and all below it
	Name  string // by its key
	Cite  string
	Sure  string // as in a pack: read, partly or memory, and where
}

// Fields are all that are taken anywhere.
var Fields = []Field{
	{"us-ca", "left", "Cal. Gov. Code 7284.6(c)(2)", "read CA-SB54"},
	{"us-ca", "offence", "Cal. Gov. Code 7284.6(c)(2)", "read CA-SB54"},
	{"us-ca", "access", "Cal. Gov. Code 7283(d)(2)-(5), 7283.1(d)", "read CA-FINDLAW-7283, CA-ELDORADO20"},
	{"us-ca", "at", "Cal. Gov. Code 7283.1(d)", "read CA-ELDORADO20"},
	{"us-il", "bail", "5 ILCS 805/25(a)(2)(B)", "read IL-805-25"},
	{"us-il", "left", "5 ILCS 805/25(a)(2)(C)", "read IL-805-25"},
	{"us-il", "at", "5 ILCS 805/25(a)(2)(D)", "read IL-805-25"},
	{"us-il", "to", "5 ILCS 805/25(a)(2)(E)", "read IL-805-25"},
	{"us-ma/boston", "reasons", "City of Boston Code 11-1.9, report", "memory; read for Somerville in MA-SOM17"},
	{"us-ma/boston", "left", "City of Boston Code 11-1.9, report", "memory; read for Somerville in MA-SOM17"},
	{"us-ma/boston", "at", "City of Boston Code 11-1.9, report", "memory; a transfer has a year"},
	{"us-nj", "access", "Directive 2018-6, yearly report", "read NJ-DATA19 for all assistance; the means are memory"},
	{"us-nj", "at", "Directive 2018-6, yearly report", "memory; assistance has a year"},
}

// What the fields may say. Each is a closed list, or nearly, so that nobody is described.
const (
	Released    = "released"
	Transferred = "transferred"

	Interview   = "interview"
	Information = "information"
	NoAccess    = "none" // takes back what was noted of the same moment

	// JudicialWarrant stands where an offence would, of a transfer on a judge's warrant or finding: no conviction allowed it.
	JudicialWarrant = "judicial warrant"
)

var (
	reasons  = []string{"final_order", "proceedings", "biometric", "statements"}
	offences = regexp.MustCompile(`^(7282\.5\(a\)\(([1245]|3\)\(([A-Z]|A[A-E]))\)|` + JudicialWarrant + `)$`)
	agency   = regexp.MustCompile(`^us(-[a-z]{2})?(/[a-z][a-z-]{1,38}[a-z]){1,2}$`)
)

// Admit says whether the law of an agency's place asks for everything that a note has, and whether it can be so. Now is when it is entered.
func Admit(place string, r *sallyport.Return, now time.Time) error {
	given := given(r)
	if len(given) == 0 {
		return errors.New("noted for a return: nothing is given")
	}
	for _, name := range given {
		if !asked(place, name) {
			return fmt.Errorf("noted for a return: %s: no law of %s has it reported; leave it out", name, place)
		}
	}
	return sound(r, now)
}

// given are the fields that a note has, by name.
func given(r *sallyport.Return) (names []string) {
	for _, f := range []struct {
		name string
		has  bool
	}{{"bail", !r.Bail.IsZero()}, {"left", r.Left != ""}, {"to", r.To != ""}, {"offence", r.Offence != ""}, {"access", r.Access != ""},
		{"reasons", len(r.Reasons) > 0}, {"at", !r.At.IsZero()}} {
		if f.has {
			names = append(names, f.name)
		}
	}
	return names
}

func asked(place, name string) bool {
	return slices.ContainsFunc(Fields, func(f Field) bool { return f.Name == name && within(place, f.Place) })
}

// within says whether place is another, or lies in it.
func within(place, other string) bool { return place == other || strings.HasPrefix(place, other+"/") }

func sound(r *sallyport.Return, now time.Time) error {
	bad := func(name, says string) error { return fmt.Errorf("noted for a return: %s: %s", name, says) }
	happened := r.Left != "" || r.Access != ""
	switch {
	case r.Left != "" && r.Left != Released && r.Left != Transferred:
		return bad("left", "released or transferred")
	case r.Access != "" && !slices.Contains([]string{Interview, Information, NoAccess}, r.Access):
		return bad("access", "interview or information, or none to take back what was noted of that moment")
	case r.Left != "" && r.Access != "":
		return bad("access", "enter it apart from how the person left: each has its own time")
	case happened && r.At.IsZero():
		return bad("at", "missing; say when it happened")
	case !happened && !r.At.IsZero():
		return bad("at", "given, and nothing that happened then; give left or access")
	case r.At.After(now) || r.Bail.After(now):
		return bad("at", "lies in the future")
	case (r.To != "" || r.Offence != "") && r.Left != Transferred:
		return bad("left", "an agency or an offence is reported of a transfer only")
	case r.To != "" && !agency.MatchString(r.To):
		return bad("to", "an agency as a path of small letters: us/ice, us-il/cook")
	case r.Offence != "" && !offences.MatchString(r.Offence):
		return bad("offence", "a paragraph, as in 7282.5(a)(3)(F), or judicial warrant")
	}
	for i, reason := range r.Reasons {
		if !slices.Contains(reasons, reason) || slices.Contains(r.Reasons[:i], reason) {
			return bad("reasons", fmt.Sprintf("of %q, each once", reasons))
		}
	}
	return nil
}

// Set enters one field of a note, by its name, as it is written: a time as RFC 3339 has it, or a word. Reasons are entered one by one.
func Set(r *sallyport.Return, field, value string) (err error) {
	switch field {
	case "bail":
		r.Bail, err = time.Parse(time.RFC3339, value)
	case "at":
		r.At, err = time.Parse(time.RFC3339, value)
	case "left":
		r.Left = value
	case "to":
		r.To = value
	case "offence":
		r.Offence = value
	case "access":
		r.Access = value
	case "reasons":
		r.Reasons = append(r.Reasons, value)
	default:
		err = errors.New("no field of a note")
	}
	if err != nil {
		return fmt.Errorf("noted for a return: %s: %w", field, err)
	}
	return nil
}
