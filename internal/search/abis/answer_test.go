package abis

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// identified is the sample of MOSIP's ABIS API 0.9, "Identify", "Success Response", with its comments and its missing comma mended.
const identified = `{
  "id": "mosip.abis.identify",
  "requestId": "01234567-89AB-CDEF-0123-456789ABCDEF",
  "responsetime": "2020-03-29T07:01:24.692Z",
  "returnValue": "1",
  "candidateList": {
    "count": "1",
    "candidates": [
      {
        "referenceId": "7acce7b7d-b58a-4466-a006-c79297281456",
        "analytics": {"internalScore": "112", "confidence": "90", "key1": "value1", "key2": "value2"},
        "modalities": [
          {"biometricType": "FIR", "analytics": {"confidence": "90", "internalScore": "112"}},
          {"biometricType": "IIR", "analytics": {"confidence": "90", "internalScore": "112"}}
        ]
      }
    ],
    "analytics": {}
  }
}`

// simple is the sample of the other operations, with what each adds.
const simple = `{"id": "%s", "requestId": "01234567-89AB-CDEF-0123-456789ABCDEF", "responsetime": "2020-03-29T07:01:24.692Z", %s"returnValue": "1"}`

const refusal = `{"id": "%s", "requestId": "01234567-89AB-CDEF-0123-456789ABCDEF", "responsetime": "2020-03-29T07:01:24.692Z", "returnValue": "2", "failureReason": "7"}`

func to(k kind) *request {
	return &request{Kind: k, ID: "01234567-89AB-CDEF-0123-456789ABCDEF"}
}

// TestSamples reads the specification's own answers.
func TestSamples(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind kind
		data string
		want answer
	}{
		{identify, identified, answer{candidates: []string{"7acce7b7d-b58a-4466-a006-c79297281456"}}},
		{insert, fmt.Sprintf(simple, insert, ""), answer{}},
		{remove, fmt.Sprintf(simple, remove, ""), answer{}},
		{ping, fmt.Sprintf(simple, ping, ""), answer{}},
		{pendingJobs, fmt.Sprintf(simple, pendingJobs, `"jobscount": "10", `), answer{count: 10}},
		{referenceCount, fmt.Sprintf(simple, referenceCount, `"count": "10", `), answer{count: 10}},
		{referenceCount, fmt.Sprintf(simple, referenceCount, `"count": 10, `), answer{count: 10}},
	} {
		a, err := readAnswer([]byte(c.data), to(c.kind))
		if err != nil {
			t.Errorf("%s: %v", c.kind, err)
			continue
		}
		if diff := cmp.Diff(c.want, *a, cmp.AllowUnexported(answer{})); diff != "" {
			t.Errorf("%s: %s", c.kind, diff)
		}
	}
	for _, c := range []struct {
		kind kind
		id   string
	}{{insert, "mosip.abis.insert"}, {remove, "mosip.abis.delete"}, {identify, "mosip.id.identify"}, {identify, "mosip.abis.identify"}} {
		_, err := readAnswer(fmt.Appendf(nil, refusal, c.id), to(c.kind))
		var r *Refusal
		if !errors.As(err, &r) || r.Reason != 7 || !strings.Contains(err.Error(), "could not be fetched from the reference URL") {
			t.Error(err)
		}
	}
}

// TestRefusedAnswers: what is not as specified is refused, each with its field.
func TestRefusedAnswers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, old, new, want string }{
		{"no JSON", "{", "", "is no JSON object"},
		{"cut off", "}\n}", "}", "the object does not end"},
		{"twice", "}\n}", "}\n}{}", "something stands behind"},
		{"another request", `"01234567`, `"11234567`, "that of another request"},
		{"no request", `"requestId"`, `"requestid"`, "requestId: is missing"},
		{"another operation", "mosip.abis.identify", "mosip.abis.insert", "and mosip.abis.identify was asked"},
		{"success of none", "mosip.abis.identify", "mosip.id.identify", "and mosip.abis.identify was asked"},
		{"no time", "2020-03-29T", "2020-03-29 ", "responsetime"},
		{"no value", `"1",`, `"3",`, "returnValue: is 3"},
		{"a value that is none", `"1",`, `"-1",`, "returnValue: is missing, or no whole number"},
		{"both values", `"returnValue": "1",`, `"returnValue": "1", "returnValue": "2",`, `"returnValue" is there twice`},
		{"failed without a reason", `"returnValue": "1"`, `"returnValue": "2"`, "failureReason"},
		{"no candidates", "candidateList", "candidatelist", "candidateList: is missing"},
		{"no list", `"candidates": [`, `"list": [`, "candidates: "},
		{"too few", `"count": "1"`, `"count": "2"`, "count: is 2, and there are 1"},
		{"no count", `"count": "1"`, `"count": "one"`, "count: is missing"},
		{"no reference", "referenceId", "reference", "candidate 1: referenceId: is missing"},
		{"a null reference", `"7acce7b7d-b58a-4466-a006-c79297281456"`, `null`, "candidate 1: referenceId: is missing"},
		{"no candidate", "\n      {", "\n      7, {", "count: is 1, and there are 2"},
	} {
		if _, err := readAnswer([]byte(strings.Replace(identified, c.old, c.new, 1)), to(identify)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	one := `{"referenceId": "r"}`
	for list, want := range map[string]string{
		one + "," + one: `candidate 2: reference "r" is there twice`,
		one + ",7":      "candidate 2: @0: is no JSON object",
	} {
		data := fmt.Sprintf(simple, identify, `"candidateList": {"count": "2", "candidates": [`+list+`]}, `)
		if _, err := readAnswer([]byte(data), to(identify)); err == nil || !strings.Contains(err.Error(), want) {
			t.Error(err)
		}
	}
}

// FuzzAnswer: no panic; what is taken as an answer to a request names it, and each candidate once.
func FuzzAnswer(f *testing.F) {
	f.Add([]byte(identified), uint8(1))
	f.Add(fmt.Appendf(nil, simple, referenceCount, `"count": "10", `), uint8(5))
	f.Add(fmt.Appendf(nil, refusal, insert), uint8(0))
	f.Add([]byte(`{"candidateList":{"candidates":[{},{}]}}`), uint8(1))
	kinds := []kind{insert, identify, remove, ping, pendingJobs, referenceCount}
	f.Fuzz(func(t *testing.T, data []byte, k uint8) {
		r := to(kinds[int(k)%len(kinds)])
		a, err := readAnswer(data, r)
		if err != nil {
			return
		}
		if !strings.Contains(string(data), `"requestId"`) && !strings.Contains(string(data), `\u`) {
			t.Error("an answer without a request")
		}
		seen := map[string]bool{}
		for _, c := range a.candidates {
			if seen[c] {
				t.Errorf("%q twice", c)
			}
			seen[c] = true
		}
		if a.count < 0 || len(a.candidates) > len(data) {
			t.Errorf("%+v", a)
		}
	})
}
