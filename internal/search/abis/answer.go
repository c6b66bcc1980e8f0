package abis

import (
	"encoding/json"
	"fmt"
	"time"
)

// maxAnswer bounds an answer, bytes. A candidate takes about 500 with analytics of three modalities.
const maxAnswer = 1 << 20

const (
	succeeded = 1
	failed    = 2
)

// answer is what an ABIS answered to a request, where it did what it was asked.
type answer struct {
	candidates []string // references, to identify
	count      int      // of references or pending jobs, to these two
}

// readAnswer reads the answer to a request, "Success Response" and "Failure Response" of each operation. One that says failed is a *Refusal.
// Keys that the specification does not have are passed over, as are analytics, which mean what the maker of the ABIS says.
func readAnswer(data []byte, to *request) (*answer, error) {
	fields, err := object(data)
	if err != nil {
		return nil, fmt.Errorf("answer: %w", err)
	}
	if err := checkHead(fields, to); err != nil {
		return nil, fmt.Errorf("answer: %w", err)
	}
	a := &answer{}
	switch to.Kind {
	case identify:
		a.candidates, err = candidates(fields["candidateList"])
	case pendingJobs:
		a.count, err = number(fields, "jobscount")
	case referenceCount:
		a.count, err = number(fields, "count")
	}
	if err != nil {
		return nil, fmt.Errorf("answer: %w", err)
	}
	return a, nil
}

// checkHead holds an answer to the request, and returns a *Refusal where it says failed.
func checkHead(fields map[string]json.RawMessage, to *request) error {
	id, err := text(fields, "requestId")
	if err != nil {
		return err
	}
	if id != to.ID {
		return fmt.Errorf("requestId: is %.40q, that of another request; %s was asked", id, to.ID)
	}
	said, err := number(fields, "returnValue")
	if err != nil {
		return err
	}
	asked, err := text(fields, "id")
	if err != nil {
		return err
	}
	// The specification prints "mosip.id.identify" in its failure to identify.
	if asked != string(to.Kind) && (said != failed || to.Kind != identify || asked != "mosip.id.identify") {
		return fmt.Errorf("id: is %.40q, and %s was asked", asked, to.Kind)
	}
	at, err := text(fields, "responsetime")
	if err != nil {
		return err
	}
	if _, err := time.Parse(time.RFC3339, at); err != nil {
		return fmt.Errorf("responsetime: is %.40q, not of the form %s", at, timeForm)
	}
	switch said {
	case succeeded:
		return nil
	case failed:
		why, err := number(fields, "failureReason")
		if err != nil {
			return err
		}
		return &Refusal{string(to.Kind), Reason(why)}
	}
	return fmt.Errorf("returnValue: is %d; 1 and 2 are known", said)
}

// candidates reads the references of a candidateList, each of which must be there once.
func candidates(data json.RawMessage) ([]string, error) {
	if data == nil {
		return nil, fmt.Errorf("candidateList: is missing")
	}
	list, err := object(data)
	if err != nil {
		return nil, fmt.Errorf("candidateList: %w", err)
	}
	count, err := number(list, "count")
	if err != nil {
		return nil, fmt.Errorf("candidateList: %w", err)
	}
	var each []json.RawMessage
	if err := json.Unmarshal(list["candidates"], &each); err != nil {
		return nil, fmt.Errorf("candidateList: candidates: %w", err)
	}
	if len(each) != count {
		return nil, fmt.Errorf("candidateList: count: is %d, and there are %d candidates", count, len(each))
	}
	var references []string
	seen := map[string]bool{}
	for n, data := range each {
		fields, err := object(data)
		if err != nil {
			return nil, fmt.Errorf("candidateList: candidate %d: %w", n+1, err)
		}
		r, err := text(fields, "referenceId")
		if err != nil {
			return nil, fmt.Errorf("candidateList: candidate %d: %w", n+1, err)
		}
		if seen[r] {
			return nil, fmt.Errorf("candidateList: candidate %d: reference %.40q is there twice", n+1, r)
		}
		seen[r], references = true, append(references, r)
	}
	return references, nil
}
