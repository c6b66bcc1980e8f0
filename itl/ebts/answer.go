package ebts

import "sallyport/itl"

// SRE is the answer to a submission: what the search found (EBTS 10.0, template SRE).
type SRE struct {
	Control
	Result string   // 2.059 SRF: I identification, N non-identification, P pending, D deferred, …
	Name   string   // 2.018 NAM
	CRI    []string // 2.073
	OCA    string   // 2.009: echoed from the submission
	UCN    string   // 2.014 FBI: the number identified; "" for none
	SID    string   // 2.015
}

// Transaction builds the answer.
func (a SRE) Transaction() (*itl.Transaction, error) {
	r := itl.NewRecord(2, 0)
	setSome(&r, 9, a.OCA)
	setSome(&r, 14, a.UCN)
	setSome(&r, 15, a.SID)
	setSome(&r, 18, a.Name)
	setSome(&r, 59, a.Result)
	setSome(&r, 73, a.CRI...)
	return built(itl.New(a.Control.record("SRE", false), r))
}

// ParseSRE reads an SRE.
func ParseSRE(tx *itl.Transaction) (SRE, error) {
	control, err := parseControl(tx, "SRE")
	if err != nil {
		return SRE{}, err
	}
	r, err := descriptive(tx)
	if err != nil {
		return SRE{}, err
	}
	return SRE{Control: control, Result: r.Text(59), Name: r.Text(18), CRI: texts(r, 73), OCA: r.Text(9), UCN: r.Text(14), SID: r.Text(15)}, nil
}

// ERRT is the answer to a submission that cannot be processed (EBTS 10.0, template ERRT).
type ERRT struct {
	Control
	Messages []string // 2.060 MSG: one to eleven, each beginning with an error code such as L0008
	CRI      []string
	OCA      string
}

// Transaction builds the answer.
func (a ERRT) Transaction() (*itl.Transaction, error) {
	r := itl.NewRecord(2, 0)
	setSome(&r, 9, a.OCA)
	setSome(&r, 60, a.Messages...)
	setSome(&r, 73, a.CRI...)
	return built(itl.New(a.Control.record("ERRT", false), r))
}

// ParseERRT reads an ERRT.
func ParseERRT(tx *itl.Transaction) (ERRT, error) {
	control, err := parseControl(tx, "ERRT")
	if err != nil {
		return ERRT{}, err
	}
	r, err := descriptive(tx)
	if err != nil {
		return ERRT{}, err
	}
	return ERRT{Control: control, Messages: texts(r, 60), CRI: texts(r, 73), OCA: r.Text(9)}, nil
}

// What an answer says of a search, in field 2.059 (SRF).
const (
	NonIdentification = "N" // nobody was identified
	Pending           = "P" // the answer is not final
)

// Answer makes the answer to the submission. It echoes what the template makes mandatory and the sender's own case number, and
// adds nothing: no number of anybody's. own gives the answer's control number, agency and date.
//
// Pending says nothing about the person only where every submission is answered by it first; send it for all, or for none.
func (c CAR) Answer(result string, own Control) SRE {
	own.TCR, own.DAI = c.TCN, c.ORI
	return SRE{Control: own, Result: result, Name: c.Person.Name, CRI: c.CRI, OCA: c.OCA}
}
