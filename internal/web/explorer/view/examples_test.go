package view

import (
	"net/url"
	"testing"

	"sallyport"
	"sallyport/law/explore"
	"sallyport/law/packs"
)

// TestEveryExampleIsSettled: who begins with an invented person is shown an answer, not another question.
func TestEveryExampleIsSettled(t *testing.T) {
	t.Parallel()
	b, err := packs.Book()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range examples {
		of := read(b, nil, url.Values{"a": e.answers})
		r, err := explore.Explore(b, e.Setting, of.answers)
		if err != nil {
			t.Fatalf("%s: %v", e.says, err)
		}
		if r.Outcome == sallyport.Unresolved {
			t.Errorf("%s: not settled: %v is missing", e.says, r.Missing)
		}
	}
}
