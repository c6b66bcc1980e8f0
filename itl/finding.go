package itl

import "fmt"

// Codes of the FBI's EBTS (8.001, appendix M), used as they are.
const (
	CodeMissing      = "E0001" // a mandatory element is missing
	CodeInvalid      = "E0002" // an element is invalid
	CodeRange        = "E0003" // an element is out of range
	CodeRecord       = "E0004" // a record does not comply with CNT or LEN
	CodeUnparsable   = "E0005" // a field cannot be parsed
	CodeRelation     = "E0006" // elements contradict each other
	CodeLength       = "E0012" // a length is inconsistent
	CodeImage        = "L0006" // an image is invalid
	CodeDecompress   = "L0009" // an image cannot be decompressed
	CodeFingersTwice = "L0059" // a finger occurs more than once
)

// Finding is one thing that is wrong with a transaction: an error of Parse, a repair of
// ParseLenient or a line of Check.
type Finding struct {
	Kind    Kind   `json:"kind"`
	Offset  int    `json:"offset"`          // byte in the input
	Record  int    `json:"record"`          // counted from 1 in file order; 0 where no record is meant
	Field   string `json:"field,omitempty"` // such as "1.003"; "" where the record as a whole is meant
	Code    string `json:"code"`            // the FBI's error code
	Problem string `json:"problem"`         // what is wrong
	Why     string `json:"why"`             // why that matters
	Remedy  string `json:"remedy"`          // what to do
}

// Found makes a finding; its kind knows the code and why it matters.
func Found(kind Kind, offset, record int, field, problem, remedy string) Finding {
	k := kinds[kind]
	return Finding{kind, offset, record, field, k.code, problem, k.why, remedy}
}

// MaxFindings is how many findings about one transaction are listed; a file with more is noise, and its list would outgrow it.
const MaxFindings = 1000

// Findings gathers findings: MaxFindings of them, and the count of the others.
type Findings struct {
	listed []Finding
	first  Finding // of the others
	more   int
}

// Add adds one.
func (f *Findings) Add(one Finding) {
	switch {
	case len(f.listed) < MaxFindings:
		f.listed = append(f.listed, one)
		return
	case f.more == 0:
		f.first = one
	}
	f.more++
}

// List returns what was gathered, in the order in which it came. Where there was more than is listed, the last says how much,
// and stands where the first of it does.
func (f *Findings) List() []Finding {
	if f.more == 0 {
		return f.listed
	}
	return append(f.listed[:MaxFindings:MaxFindings], Found(KindLimit, f.first.Offset, f.first.Record, f.first.Field,
		fmt.Sprintf("%d more findings, which are not listed", f.more), "mend what is listed first"))
}

// Error is one line for a person: place, what it is about, what is wrong, what to do.
func (f *Finding) Error() string {
	what := f.Code
	if f.Field != "" {
		what = f.Field + " " + what
	}
	if f.Record > 0 {
		what = fmt.Sprintf("record %d %s", f.Record, what)
	}
	return fmt.Sprintf("@%d: %s: %s; %s", f.Offset, what, f.Problem, f.Remedy)
}
