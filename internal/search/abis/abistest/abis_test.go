package abistest_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"sallyport/internal/search/abis/abistest"
)

// sample is the request of the specification, "Insert Request", with a URL where nothing is.
const sample = `{
  "id": "mosip.abis.insert",
  "version": "1.1",
  "requestId": "91234567-89AB-CDEF-0123-456789ABCDEF",
  "requesttime": "2020-03-29T07:01:24.692Z",
  "referenceId": "01234567-89AB-CDEF-0123-456789ABCDEF",
  "referenceURL": "https://127.0.0.1:1/v1/datashare/get/BlQo0rJB"
}`

// identification is that of "Identify Request", less what is an example and no flag.
const identification = `{
  "id": "mosip.abis.identify",
  "version": "1.1",
  "requestId": "01234567-89AB-CDEF-0123-456789ABCDEF",
  "requesttime": "2020-03-29T07:01:24.692Z",
  "referenceId": "98765432-89AB-CDEF-0123-456789ABCDEF",
  "referenceURL": "",
  "flags": {"maxResults": "10", "targetFPIR": "30"}
}`

// TestStrict: each message that is not as specified gets the reason that the specification has for it.
func TestStrict(t *testing.T) {
	t.Parallel()
	authority := abistest.NewAuthority(t)
	s, client := abistest.New(t, authority), authority.Client(authority.Issue(t, "hub.example"))
	for _, c := range []struct{ name, message, old, new, reason string }{
		{"no object", sample, "{", "", "4"},
		{"an unknown key", sample, `"version"`, `"extra": 1, "version"`, "4"},
		{"another message's key", sample, `"version"`, `"flags": {}, "version"`, "4"},
		{"a number for a string", sample, `"1.1"`, `1.1`, "4"},
		{"no UUID", sample, "01234567", "0123456", "4"},
		{"a request that is no UUID", sample, "91234567", "9123456", "4"},
		{"no HTTPS", sample, "https:", "http:", "4"},
		{"results that are no number", identification, `"10"`, `"ten"`, "4"},
		{"no reference", sample, `"referenceId": "01234567-89AB-CDEF-0123-456789ABCDEF",`, "", "5"},
		{"no request", sample, "91234567-89AB-CDEF-0123-456789ABCDEF", "", "6"},
		{"nothing at the URL", sample, "", "", "7"},
		{"no URL", sample, "https://127.0.0.1:1/v1/datashare/get/BlQo0rJB", "", "8"},
		{"neither reference nor URL", identification, "98765432-89AB-CDEF-0123-456789ABCDEF", "", "8"},
		{"no time", sample, "2020-03-29T07:01:24.692Z", "", "9"},
		{"not there", identification, "", "", "12"},
		{"nothing to delete", sample, `insert`, `delete`, "4"},
		{"another version", sample, "1.1", "1.0", "13"},
		{"another operation", sample, "mosip.abis.insert", "mosip.abis.merge", "14"},
		{"another form of time", sample, "01:24.692Z", "01:24Z", "15"},
		{"local time", sample, "01:24.692Z", "01:24.692", "15"},
	} {
		reply, err := client.Post(s.URL+abistest.Path, "application/json", strings.NewReader(strings.Replace(c.message, c.old, c.new, 1)))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(reply.Body)
		if want := `"failureReason":"` + c.reason + `"`; err != nil || reply.StatusCode != http.StatusOK || !strings.Contains(string(body), want) {
			t.Errorf("%s: %s, %v; must have %s", c.name, body, err, want)
		}
	}
}
