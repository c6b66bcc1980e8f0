package ebts

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"sallyport/itl"
)

// Bounds of field 2.060 in an ERRT (EBTS 10.0, template ERRT; 9.1 for the length).
const (
	maxMessages    = 11
	maxMessageText = 300
)

// codeGeneral is the FBI's code for what has no other (EBTS 8.001, appendix M).
const codeGeneral = "L0013"

// Reject makes the ERRT for a submission that cannot be processed, out of its bytes as they were sent and of why. What it
// answers, for whom and under which numbers is read from the first two records, and from no more of them, so that a file
// that was cut off is answered too. own gives the answer's control number, agency and date. The error says what an answer would lack:
// without a control number and an agency in the submission no transaction can answer it.
func Reject(sent []byte, why error, own Control) (*itl.Transaction, error) {
	fields := opening(sent)
	own.TCR, own.DAI = fields["1.009"], fields["1.008"]
	switch {
	case !tcnPattern.MatchString(own.TCR):
		return nil, errors.New("1.009: no control number that an ERRT could refer to; tell the sender by other means")
	case !agencyPattern.MatchString(own.DAI):
		return nil, errors.New("1.008: no agency that an ERRT could go to; tell the sender by other means")
	}
	answer := ERRT{Control: own, Messages: Messages(why)}
	if oca := fields["2.009"]; ocaPattern.MatchString(oca) {
		answer.OCA = oca
	}
	for cri := range strings.SplitSeq(fields["2.073"], "\x1e") {
		if agencyPattern.MatchString(cri) && len(answer.CRI) < 3 {
			answer.CRI = append(answer.CRI, cri)
		}
	}
	return answer.Transaction()
}

// What is echoed is held to its field first: an answer must not carry what was wrong with the submission.
var (
	tcnPattern    = regexp.MustCompile(`^[!-~]{10,40}$`)
	agencyPattern = regexp.MustCompile(`^[A-Z0-9]{9}$`)
	ocaPattern    = regexp.MustCompile(`^[ -~]{1,20}$`)
	fieldPattern  = regexp.MustCompile(`^([12])\.0*([0-9]{1,4})$`)
)

// opening reads the tagged fields of the first two records, without trusting any length. A field counts that has its end.
func opening(sent []byte) map[string]string {
	const most = 1 << 16 // a Type-1 and a Type-2 record are a few thousand bytes
	fields := map[string]string{}
	rest := sent[:min(len(sent), most)]
	for range 2 {
		record, after, whole := bytes.Cut(rest, []byte{0x1c})
		if rest = after; !whole {
			record = record[:max(0, bytes.LastIndexByte(record, 0x1d))]
		}
		for field := range bytes.SplitSeq(record, []byte{0x1d}) {
			tag, value, _ := bytes.Cut(field, []byte(":"))
			if part := fieldPattern.FindSubmatch(bytes.TrimSpace(tag)); part != nil {
				fields[fmt.Sprintf("%s.%03s", part[1], part[2])] = string(value)
			}
		}
	}
	return fields
}

// Messages are what field 2.060 says of an error: a code of the FBI's, then the message. Errors that were joined are a
// message each, eleven at most, of which the last counts those that are left out. A *itl.Finding brings its code; another error
// that names one keeps it, one that begins with a field has E0002, any other L0013.
func Messages(why error) []string {
	var all []string
	each(why, func(one error) { all = append(all, message(one)) })
	if more := len(all) - maxMessages; more > 0 {
		all = append(all[:maxMessages-1], fmt.Sprintf("%s - %d more, which are not listed", codeGeneral, more+1))
	}
	return all
}

// each calls do for every error that was joined.
func each(err error, do func(error)) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range joined.Unwrap() {
			each(one, do)
		}
		return
	}
	do(err)
}

var (
	codePattern   = regexp.MustCompile(`\b[AEHL]\d{4}\b`)
	aboutAField   = regexp.MustCompile(`(^|[ :])[0-9]{1,2}\.[0-9]{3,4}: `)
	printableOnly = regexp.MustCompile(`[^ -~]+`)
)

// message is one error in the characters and the length of field 2.060.
func message(err error) string {
	text := strings.ReplaceAll(err.Error(), "…", "...")
	text = strings.Join(strings.Fields(printableOnly.ReplaceAllString(text, " ")), " ")
	var found *itl.Finding
	code := codePattern.FindString(text)
	switch {
	case errors.As(err, &found):
		code = found.Code
	case code == "" && aboutAField.MatchString(text):
		code = itl.CodeInvalid
	case code == "":
		code = codeGeneral
	}
	text = code + " - " + text
	return text[:min(len(text), maxMessageText)]
}
